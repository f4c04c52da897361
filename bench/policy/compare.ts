import { compileLayers, decide, evaluate } from '../../src/policy/index.ts'
import type { Figure } from '../main.ts'
import { rateFigure } from './figure.ts'
import { rates } from './measure.ts'
import type { Contender, Scenario } from './scenario.ts'

/**
 * Decisions per second, each on a request and a context of its own, beside engines that have the same policies
 * loaded beforehand. `with-reasons` is `evaluate`, which says what every statement answered.
 */
export function* compare(scenario: Scenario, cedar: Contender, casbin: Contender): Generator<Figure> {
  const { name, request } = scenario
  const layers = compileLayers(scenario.layers)
  checkAgreement(scenario, [
    { name: 'decide', allows: number => decide(request(number), layers) === 'Allowed' },
    { name: 'evaluate', allows: number => evaluate(request(number), layers).outcome === 'Allowed' },
    cedar,
    casbin,
  ])
  const measured = rates(
    {
      decide: number => decide(request(number), layers),
      evaluate: number => evaluate(request(number), layers),
      cedar: cedar.allows,
      casbin: casbin.allows,
    },
    { rounds: 9, roundMilliseconds: 300 },
  )
  yield rateFigure(name, measured.decide, measured.cedar, cedar.name)
  yield rateFigure(`${name}/casbin`, measured.decide, measured.casbin, casbin.name)
  yield rateFigure(`${name}/with-reasons`, measured.evaluate, measured.cedar, cedar.name)
}

/** Engines that do not decide alike cannot be compared: all are asked every request of the scenario. */
function checkAgreement({ name, cycle }: Scenario, contenders: readonly Contender[]): void {
  let allowed = 0
  for (let number = 0; number < cycle; number++) {
    const answers = contenders.map(contender => contender.allows(number))
    if (new Set(answers).size > 1) {
      const said = contenders.map((contender, index) => `${contender.name}: ${answers[index]}`)
      throw new Error(`${name}, request ${number}: ${said.join(', ')}`)
    }
    if (answers[0]) allowed += 1
  }
  if (allowed === 0 || allowed === cycle) throw new Error(`${name}: all requests are decided alike`)
}
