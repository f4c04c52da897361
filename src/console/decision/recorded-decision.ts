import { DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts'
import type { Addition, Decision } from '../../policy/index.ts'
import type { Clients } from '../api/clients.ts'

/** A decision as the server keeps it with a request, for one of the accounts that it concerns. */
export interface RecordedDecision {
  readonly principal: { readonly id: string; readonly arn: string; readonly account: string }
  readonly action: string
  readonly resource: string
  readonly context: Readonly<Record<string, string | readonly string[]>>
  readonly decision: Decision
  readonly additions?: readonly Addition[]
}

interface DecodedMessage {
  readonly decisions?: readonly RecordedDecision[]
  readonly simulated?: readonly RecordedDecision[]
}

/** What was decided on a request, as far as the identity in force may know. */
export async function decisionsOf(
  clients: Pick<Clients, 'sts'>,
  requestId: string,
): Promise<readonly RecordedDecision[]> {
  return (await decoded(clients, requestId)).decisions ?? []
}

/** What a simulation found out, a decision for each action on each resource: the first hundred of them. */
export async function simulatedBy(
  clients: Pick<Clients, 'sts'>,
  requestId: string,
): Promise<readonly RecordedDecision[]> {
  return (await decoded(clients, requestId)).simulated ?? []
}

async function decoded({ sts }: Pick<Clients, 'sts'>, requestId: string): Promise<DecodedMessage> {
  const { DecodedMessage = '{}' } = await sts.send(
    new DecodeAuthorizationMessageCommand({ EncodedMessage: requestId }),
  )
  return JSON.parse(DecodedMessage)
}
