import { doorways, type Outcome } from './doorways.ts'
import type { Keys, TestServer } from './test-server.ts'

/** A call of IAM through the SDK, with what came of it as data: an answer without its metadata, or a refusal. */
export type IamCall = (operation: string, input?: object, keys?: Keys) => ReturnType<typeof iamCall>

/** Calls as the admin of the trusted account, unless other keys are given. */
export function iamCallsTo(server: () => TestServer): IamCall {
  return (operation, input = {}, keys = server().trusted.admin) => iamCall(server(), operation, input, keys)
}

// biome-ignore lint/suspicious/noExplicitAny: the members of an answer are the concern of the test that asks
async function iamCall(
  server: TestServer,
  operation: string,
  input: object,
  keys: Keys,
): Promise<Outcome<any>> {
  const [sdk] = doorways
  if (!sdk) throw new Error('no doorway')
  const outcome = await sdk.call(server, keys, 'iam', operation, input)
  if ('refused' in outcome) return outcome
  const { $metadata: _, ...answer } = outcome.ok
  return { ok: answer }
}

export function refused(code: string, message: string) {
  return { refused: { code, message } }
}

/** Every page of a list, gone through by its markers. */
export async function pages(call: IamCall, operation: string, input: object, member: string) {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const found: any[][] = []
  let marker: string | undefined
  do {
    const outcome = await call(operation, { ...input, ...(marker !== undefined && { Marker: marker }) })
    if ('refused' in outcome) throw new Error(outcome.refused.message)
    found.push(outcome.ok[member])
    marker = outcome.ok.Marker
    if (outcome.ok.IsTruncated !== (marker !== undefined)) throw new Error('IsTruncated and Marker disagree')
  } while (marker !== undefined)
  return found
}
