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

/** What was decided on a request, as far as the identity in force may know. */
export async function decisionsOf(
  { sts }: Pick<Clients, 'sts'>,
  requestId: string,
): Promise<readonly RecordedDecision[]> {
  const { DecodedMessage = '{}' } = await sts.send(
    new DecodeAuthorizationMessageCommand({ EncodedMessage: requestId }),
  )
  return (JSON.parse(DecodedMessage) as { decisions?: readonly RecordedDecision[] }).decisions ?? []
}
