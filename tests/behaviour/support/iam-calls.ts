import { type AnyAnswer, type Outcome, sdkDoorway } from './doorways.ts'
import type { Keys, TestServer } from './test-server.ts'

export type Answer = AnyAnswer

/** A call of a service, with what came of it as data: an answer without its metadata, or a refusal. */
export type ServiceCall = (operation: string, input?: object, keys?: Keys) => Promise<Outcome<Answer>>
export type IamCall = ServiceCall

/** Calls through the SDK, as the admin of the trusted account, unless another doorway or other keys are given. */
export function iamCallsTo(server: () => TestServer, doorway = sdkDoorway): IamCall {
  return (operation, input = {}, keys = server().trusted.admin) =>
    doorway.call(server(), keys, 'iam', operation, input)
}

/** The same of Organizations. */
export function organizationsCallsTo(server: () => TestServer, doorway = sdkDoorway): ServiceCall {
  return (operation, input = {}, keys = server().trusted.admin) =>
    doorway.call(server(), keys, 'organizations', operation, input)
}

/** The same of S3, as the admin of the trusting account, whose buckets are. */
export function s3OutcomesTo(server: () => TestServer, doorway = sdkDoorway): ServiceCall {
  return (operation, input = {}, keys = server().trusting.admin) =>
    doorway.call(server(), keys, 's3', operation, input)
}

export function refused(code: string, message: string) {
  return { refused: { code, message } }
}

/** The answer of a call that is only there to set a scene. */
export function answered(outcome: Outcome<Answer>): Answer {
  if ('refused' in outcome) throw new Error(`${outcome.refused.code}: ${outcome.refused.message}`)
  return outcome.ok
}

/** Every page of a list, gone through by its markers. */
export async function pages(call: IamCall, operation: string, input: object, member: string) {
  const found: Answer[][] = []
  let marker: string | undefined
  do {
    const next = marker === undefined ? {} : { Marker: marker }
    const answer = answered(await call(operation, { ...input, ...next }))
    found.push(answer[member])
    marker = answer.Marker
    if (answer.IsTruncated !== (marker !== undefined)) throw new Error('IsTruncated and Marker disagree')
  } while (marker !== undefined)
  return found
}
