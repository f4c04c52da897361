import { randomBytes } from 'node:crypto'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { type Clients, clientsOf, refusalOf, type Signer } from '../clients.ts'
import { cleaningSteps, cleanUp } from './cleaning.ts'
import { crossingSteps } from './crossing-steps.ts'
import { roleSteps } from './role-steps.ts'
import { type Outcome, outcome, type Side, type Stage, type Step } from './step.ts'
import { userSteps } from './user-steps.ts'

/** The whole walkthrough, in order. W4, W5 and W12 in their console and S3 forms are not calls of IAM and STS. */
export const steps: readonly Step[] = [...roleSteps, ...userSteps, ...crossingSteps, ...cleaningSteps]

export interface StepResult extends Outcome {
  readonly step: Step
}

/** Carries out every step, whatever became of the ones before, and leaves nothing behind. */
export async function* walk(
  endpoint: string,
  signers: { readonly trusted: Signer; readonly trusting: Signer },
): AsyncGenerator<StepResult> {
  const stage: Stage = {
    suffix: randomBytes(4).toString('hex'),
    trusted: await sideOf(clientsOf(endpoint, signers.trusted)),
    trusting: await sideOf(clientsOf(endpoint, signers.trusting)),
    as: keys => clientsOf(endpoint, { keys }),
    made: new Map(),
  }
  try {
    for (const step of steps) yield { step, ...(await attempt(step, stage)) }
  } finally {
    await cleanUp(stage)
  }
}

async function sideOf(clients: Clients): Promise<Side> {
  const { Account = '' } = await clients.sts.send(new GetCallerIdentityCommand({}))
  return { ...clients, account: Account }
}

/** A step that cannot even be tried has failed like one that came out wrong. */
async function attempt(step: Step, stage: Stage): Promise<Outcome> {
  try {
    return await step.run(stage)
  } catch (error) {
    const refusal = refusalOf(error)
    return outcome(false, refusal ? `${refusal.code}: ${refusal.message}` : String(error))
  }
}
