import { addToCorpus } from './corpus.ts'
import { smallest } from './report.ts'
import { run } from './run.ts'
import { summary, type Tally } from './tally.ts'

const casesBetweenLines = 200_000

/** Compares the engine with the oracle on made-up cases; true when they agree on all. */
export function fuzzPolicy(cases: number, seed: number): boolean {
  const started = performance.now()
  const rate = (tally: Tally) => Math.round(tally.of.cases / ((performance.now() - started) / 1000))
  let nextLine = casesBetweenLines
  console.info(`policy: ${cases.toLocaleString('en')} cases, seed ${seed}`)
  const { tally, found } = run(seed, cases, {
    onProgress: tally => {
      if (tally.of.cases < nextLine) return
      nextLine += casesBetweenLines
      console.info(`policy: ${tally.of.cases.toLocaleString('en')} cases, ${rate(tally)} a second`)
    },
  })
  console.info(
    `policy: ${tally.of.cases.toLocaleString('en')} cases compared, ${rate(tally)} a second\n${summary(tally)}`,
  )
  if (found === undefined) {
    console.info('policy: engine and oracle agree')
    return true
  }
  const least = smallest(found, seed)
  console.error(`${least.text}\nKept as ${addToCorpus(least.case)}`)
  return false
}
