import type { AccountId } from '../identity/account-id.ts'
import {
  accountOfRequester,
  type Caller,
  type Identity,
  isSigner,
  type Requester,
  type SessionFacts,
} from '../identity/caller.ts'
import type { Context } from '../policy/request.ts'
import type { RequestFacts, Resource } from './question.ts'

/**
 * The global condition keys of a request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function globalContext(
  caller: Requester,
  resource: Resource,
  request: RequestFacts,
  now: number,
): Record<string, string | readonly string[] | undefined> {
  return {
    ...requesterKeys(caller, now),
    ...resourceKeys(accountOfRequester(caller), resource),
    ...callKeys(now),
    // Last: whatever an identity provider says of somebody, it makes no service of them.
    ...serviceKeys(caller),
    'aws:RequestedRegion': request.region,
    'aws:SecureTransport': String(request.secureTransport),
    // A service comes from AWS's own network, which no policy is written for.
    'aws:SourceIp': caller.kind === 'service' ? undefined : request.sourceIp,
    'aws:UserAgent': request.userAgent,
    'aws:referer': request.referer,
  }
}

/** What holds of every call. */
export function callKeys(now: number): Context {
  return {
    'aws:ViaAWSService': 'false',
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
  }
}

/** `aws:PrincipalType` by kind of caller: the variables page's table. */
const principalTypes = {
  root: 'Account',
  user: 'User',
  'role-session': 'AssumedRole',
  'federated-user': 'FederatedUser',
} as const

function requesterKeys(caller: Requester, now: number): Context {
  if (caller.kind === 'bearer') return caller.claims
  if (caller.kind === 'service') return {}
  return caller.kind === 'anonymous' ? anonymousKeys : callerKeys(caller, now)
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalaccount */
const anonymousKeys: Context = {
  'aws:PrincipalAccount': 'anonymous',
  'aws:PrincipalType': 'Anonymous',
  'aws:userid': 'anonymous',
}

/**
 * Whether a service calls by itself, which every signed request says, and for whose resource. A service has neither account
 * nor ARN: what conditions on principals of accounts ask is not there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice
 */
function serviceKeys(caller: Requester): Context {
  if (caller.kind !== 'service')
    return { 'aws:PrincipalIsAWSService': isSigner(caller) ? 'false' : undefined }
  const { service, source } = caller
  return {
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': service,
    'aws:PrincipalServiceNamesList': [service],
    'aws:SourceArn': source.arn,
    'aws:SourceAccount': source.account,
  }
}

function callerKeys(caller: Caller, now: number): Context {
  return {
    ...(caller.kind === 'role-session' && caller.providerKeys),
    ...principalKeys(caller),
    ...sessionKeys(caller.session, now),
  }
}

export function principalKeys(caller: Identity): Context {
  const tags = caller.kind === 'root' ? {} : caller.tags
  return {
    'aws:PrincipalAccount': caller.account,
    // The role, not its session: what a condition on a principal's ARN is written for.
    'aws:PrincipalArn': caller.kind === 'role-session' ? caller.roleArn : caller.arn,
    'aws:PrincipalType': principalTypes[caller.kind],
    'aws:userid': caller.userId,
    'aws:username': caller.kind === 'user' ? caller.userName : undefined,
    'aws:SourceIdentity': sourceIdentityOf(caller),
    'aws:AssumedRoot': caller.kind === 'root' && caller.task ? 'true' : undefined,
    ...prefixed('aws:PrincipalTag/', Object.entries(tags)),
  }
}

function sourceIdentityOf(caller: Identity): string | undefined {
  if (caller.kind === 'root') return caller.task?.sourceIdentity
  return caller.kind === 'role-session' ? caller.sourceIdentity : undefined
}

/**
 * Only temporary credentials carry the MFA keys; long-term keys leave them out, which is why `BoolIfExists`
 * lets them pass. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
function sessionKeys(session: SessionFacts | undefined, now: number): Context {
  if (!session) return {}
  return {
    'aws:TokenIssueTime': new Date(session.issuedAt).toISOString(),
    'aws:MultiFactorAuthPresent': String(session.mfaPresent),
    'aws:MultiFactorAuthAge':
      session.mfaAuthenticatedAt === undefined
        ? undefined
        : String(Math.floor((now - session.mfaAuthenticatedAt) / 1000)),
  }
}

const ofIam = /^arn:[^:]*:iam:/

/** `own` is the account of whoever asks. */
export function resourceKeys(own: AccountId | undefined, resource: Resource): Context {
  const tags = (resource.tags ?? []).map(tag => [tag.Key, tag.Value] as const)
  return {
    'aws:ResourceAccount': resource.account ?? own,
    ...prefixed('aws:ResourceTag/', tags),
    // "IAM and AWS STS support both": reference_policies_iam-condition-keys.
    ...(ofIam.test(resource.arn) && prefixed('iam:ResourceTag/', tags)),
  }
}

function prefixed(prefix: string, entries: readonly (readonly [string, string])[]): Context {
  return Object.fromEntries(entries.map(([key, value]) => [prefix + key, value]))
}
