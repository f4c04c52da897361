import { connectionFault, refusalOf, type Signer } from '../clients.ts'
import { endpointOf } from '../endpoint.ts'
import { adminsOf, firstCredentialsIn, sidesOf } from '../first-users.ts'
import { exitCodes, type Invocation, Problem, textOption } from '../invocation.ts'
import { type StepResult, walk } from '../walkthrough/run.ts'

/** Carries the walkthrough out against a running server; the exit code tells whether every step held. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, environment, print } = invocation
  const endpoint = endpointOf(options, environment)
  let failed = 0
  try {
    for await (const result of walk(endpoint, await signersFor(invocation))) {
      if (!result.holds) failed += 1
      print(options.json ? asJson(result) : asText(result))
    }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal) throw new Problem(`${refusal.code}: ${refusal.message}`)
    if (connectionFault(error)) throw new Problem(`no server answers at ${endpoint}`)
    throw error
  }
  if (!options.json) print(failed === 0 ? 'Every step holds.' : `${failed} steps do not hold.`)
  return failed === 0 ? exitCodes.done : exitCodes.failed
}

/** The admins of the two accounts: by profile, or as the first start made them. */
async function signersFor({
  options,
  environment,
}: Invocation): Promise<{ readonly trusted: Signer; readonly trusting: Signer }> {
  const [trusted, trusting] = [textOption(options, 'trustedProfile'), textOption(options, 'trustingProfile')]
  if (trusted !== undefined && trusting !== undefined) {
    return { trusted: { profile: trusted }, trusting: { profile: trusting } }
  }
  const sides = sidesOf(adminsOf(await firstCredentialsIn(options, environment)))
  if (!sides) throw new Problem('the walkthrough needs the admins of two accounts')
  return { trusted: { keys: sides.trusted.keys }, trusting: { keys: sides.trusting.keys } }
}

function asText({ step, holds, actual }: StepResult): string {
  const mark = holds ? '✓' : '✗'
  const lines = [`${mark} ${step.number.padEnd(4)} ${step.title}`, `       ${step.call}`]
  return [...lines, `       expected: ${step.expected}`, `       actual:   ${actual}`].join('\n')
}

function asJson({ step, holds, actual }: StepResult): string {
  const { number, title, call, expected } = step
  return JSON.stringify({ step: number, title, call, expected, actual, holds })
}
