import type { Answer } from '../../authorize/question.ts'
import { type RecordedDecision, visibleTo } from '../../authorize/recorded.ts'
import { reachesOtherSide } from '../../authorize/sides.ts'
import type { AccountId } from '../../identity/account-id.ts'
import { accountOfRequester, type Requester } from '../../identity/caller.ts'
import type { Vault } from '../../identity/vault.ts'
import type { Side } from '../../policy/decision.ts'
import type { EventRecord } from '../../store/contract.ts'
import type { OperationShape } from '../../wire/schema.ts'
import { type Exchange, present } from '../exchange.ts'
import { newEventId } from '../request-id.ts'
import { shownParameters } from './parameters.ts'
import { shownS3Answer, shownS3Request } from './s3-parameters.ts'
import { foreignIdentity, secondsOf, userIdentity } from './user-identity.ts'

/**
 * The events a request leaves: one in the caller's account, and one in the account of the resource where that
 * is another, with a shared id. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html
 */
export function eventsOf(exchange: Exchange, vault: Vault, foreign: AccountId | undefined): EventRecord[] {
  const account = accountOfRequester(present(exchange.caller, 'authenticate'))
  if (!account) {
    return foreign ? [eventFor(exchange, { account: foreign, side: 'trusting' }, whatHappened(exchange))] : []
  }
  if (!foreign) return [eventFor(exchange, { account, side: 'trusted' }, whatHappened(exchange))]
  const happened = `${whatHappened(exchange)},"sharedEventID":"${vault.newUuid()}"`
  return [
    eventFor(exchange, { account, side: 'trusted' }, happened),
    eventFor(exchange, { account: foreign, side: 'trusting' }, happened),
  ]
}

/** The other account that a request came to; one that the caller's own account refused never did. */
export function foreignAccount({ caller, answers, refusals }: Exchange): AccountId | undefined {
  const account = answers[0]?.resource.account
  if (account === undefined || (caller && account === accountOfRequester(caller))) return undefined
  // Of things that were decided one by one, one that went over is enough.
  const reaches = refusals?.includes(undefined) || answers.every(({ decision }) => reachesOtherSide(decision))
  return reaches ? account : undefined
}

interface Recipient {
  readonly account: AccountId
  readonly side: Side
}

function eventFor(exchange: Exchange, { account, side }: Recipient, happened: string): EventRecord {
  const { requestId, now, answers, simulated } = exchange
  const caller = present(exchange.caller, 'authenticate')
  const decisions = [
    ...answers.filter(isOf(side, account)).map(answer => recorded(answer, caller, side)),
    ...(side === 'trusted' ? simulated.map(one => ({ ...one, isSimulated: true })) : []),
  ]
  const eventId = newEventId(now)
  const own = membersOf({
    userIdentity: side === 'trusting' ? foreignIdentity(caller) : userIdentity(caller),
    eventID: eventId,
    recipientAccountId: account,
  })
  return {
    account,
    eventId,
    requestId,
    time: now,
    eventName: present(exchange.shape, 'decode').name,
    event: `{"eventVersion":"1.11",${own},${happened}}`,
    ...(decisions.length > 0 && { decision: JSON.stringify(decisions) }),
  }
}

/** The account that a request came to sees what was decided on its own things: a copy also reads those of others. */
function isOf(side: Side, account: AccountId): (answer: Answer) => boolean {
  return ({ resource }) => side === 'trusted' || resource.account === account
}

/** Operations that answer with credentials: they change nothing, and their events show whom they made. */
const makesSessions =
  /^(Assume(Role|Root)|Get(Session|Federation)Token$|Get(ScopedCredentials|DelegatedAccessToken))/

/** GetFederationToken is none, as recorded. */
function isReadOnly(name: string): boolean {
  const isRead = /^(Decode|Describe|Get|Head|List|Lookup)/.test(name) && name !== 'GetFederationToken'
  return isRead || /^Assume(Role|Root)/.test(name)
}

/** What all events of a request say of it, as members in JSON: written once. */
function whatHappened(exchange: Exchange): string {
  const { now, facts, error, requestId } = exchange
  const service = present(exchange.service, 'identify')
  const { shape } = exchange
  const { name } = present(shape, 'decode')
  const readOnly = isReadOnly(name)
  const members = membersOf({
    eventTime: secondsOf(now),
    eventSource: service.eventSource,
    eventName: name,
    awsRegion: facts.region,
    sourceIPAddress: facts.sourceIp,
    ...(facts.userAgent !== undefined && { userAgent: facts.userAgent }),
    ...(error && { errorCode: error.code, ...(error.message !== '' && { errorMessage: error.message }) }),
    ...signingOf(exchange),
    readOnly,
    ...resourcesOf(exchange),
    requestID: requestId,
    eventType: 'AwsApiCall',
    ...categoryOf(service.name, present(shape, 'decode')),
  })
  // Reads show what they asked, not what they were told; what makes a session shows which.
  const isTold = !error && (!readOnly || makesSessions.test(name))
  const [asked, told] = parametersOf(exchange)
  return `${members},"requestParameters":${asked},"responseElements":${isTold ? told : 'null'}`
}

function parametersOf({ service, shape, input, output, http }: Exchange): readonly [string, string] {
  if (service?.name !== 's3') return [shownParameters(input), shownParameters(output)]
  const operation = present(shape, 'decode')
  const told = isOfData(operation) ? shownS3Answer(operation, output ?? {}) : 'null'
  return [shownS3Request(operation, input ?? {}, http.headers.host), told]
}

/**
 * What is done with objects is an event of the data plane, and not of the management of the account.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html#cloudtrail-data-events
 */
function categoryOf(service: string, shape: OperationShape): object {
  return service === 's3' && isOfData(shape)
    ? { managementEvent: false, eventCategory: 'Data' }
    : { managementEvent: true, eventCategory: 'Management' }
}

function isOfData({ name, input }: OperationShape): boolean {
  return input.memberNames.has('Key') || objectCalls.has(name)
}

/** Those that are about objects without naming a key. */
const objectCalls: ReadonlySet<string> = new Set([
  'DeleteObjects',
  'HeadBucket',
  'ListMultipartUploads',
  'ListObjectVersions',
  'ListObjects',
  'ListObjectsV2',
])

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-request-identification.html */
function signingOf({ service, facts: { signed } }: Exchange): object {
  if (service?.name !== 's3' || !signed) return {}
  const SignatureVersion = signed.signedAt === undefined ? 'SigV2' : 'SigV4'
  const AuthenticationMethod = signed.form === 'header' ? 'AuthHeader' : 'QueryString'
  return { additionalEventData: { SignatureVersion, AuthenticationMethod } }
}

/** What was acted on: the role that was asked for, in both accounts' events; of data events the object and its bucket. */
function resourcesOf({ service, shape, input, answers, caller }: Exchange): object {
  const [first] = answers
  if (!first) return {}
  const { arn, account: owner, policyMustAllow } = first.resource
  const accountId = owner ?? (caller && accountOfRequester(caller))
  if (policyMustAllow && arn.includes(':role/')) {
    const role = { accountId, type: 'AWS::IAM::Role', ARN: arn }
    const isAsserted = caller?.kind === 'bearer' && caller.proof === 'assertion'
    const provider = isAsserted && { accountId, type: 'AWS::IAM::SAMLProvider', ARN: caller.provider }
    return { resources: [role, ...(provider ? [provider] : [])] }
  }
  return service?.name === 's3' && isOfData(present(shape, 'decode')) ? ofObjects(input ?? {}, accountId) : {}
}

function ofObjects(input: { Bucket?: string; Key?: string }, accountId: AccountId | undefined): object {
  const { Bucket, Key } = input
  if (Bucket === undefined) return {}
  const ARN = `arn:aws:s3:::${Bucket}`
  const object = Key === undefined ? { ARNPrefix: `${ARN}/` } : { ARN: `${ARN}/${Key}` }
  const bucket = { ...(accountId && { accountId }), type: 'AWS::S3::Bucket', ARN }
  return { resources: [{ type: 'AWS::S3::Object', ...object }, bucket] }
}

function recorded(answer: Answer, caller: Requester, side: Side): RecordedDecision {
  return {
    principal: principalShown(caller),
    action: answer.action,
    resource: answer.resource.arn,
    ...visibleTo(side, answer),
  }
}

function principalShown(caller: Requester): RecordedDecision['principal'] {
  if (caller.kind === 'anonymous') return { id: 'anonymous', arn: 'anonymous' }
  if (caller.kind === 'service') return { id: caller.service, arn: caller.service }
  const arn = caller.kind === 'bearer' ? caller.provider : caller.arn
  return { id: caller.userId, arn, account: caller.account }
}

/** An object in JSON without its braces, to stand among others. */
function membersOf(object: object): string {
  return JSON.stringify(object).slice(1, -1)
}
