import type { Bearer, Caller, Requester, RoleSessionCaller, ServiceCaller } from '../../identity/caller.ts'

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export function userIdentity(caller: Requester): object {
  if (caller.kind === 'bearer') return bearerIdentity(caller)
  if (caller.kind === 'anonymous') return anonymousIdentity
  if (caller.kind === 'service') return serviceIdentity(caller)
  const common = {
    principalId: caller.userId,
    arn: caller.arn,
    accountId: caller.account,
    accessKeyId: caller.accessKeyId,
    ...invokedByDelegate(caller),
  }
  switch (caller.kind) {
    case 'root':
      return { type: 'Root', ...common, ...sessionContext(caller) }
    case 'user':
      return { type: 'IAMUser', ...common, userName: caller.userName, ...sessionContext(caller) }
    case 'role-session':
      return { type: 'AssumedRole', ...common, ...sessionContext(caller) }
    case 'federated-user':
      return { type: 'FederatedUser', ...common, ...sessionContext(caller) }
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-cloudtrail.html */
function invokedByDelegate({ session }: Caller): object {
  const accountId = session?.token.delegate
  return accountId === undefined ? {} : { invokedByDelegate: { accountId } }
}

const anonymousIdentity = { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' }

function serviceIdentity({ service }: ServiceCaller): object {
  return { type: 'AWSService', invokedBy: service }
}

function bearerIdentity(bearer: Bearer): object {
  const { userId: principalId, subject: userName } = bearer
  return bearer.proof === 'token'
    ? { type: 'WebIdentityUser', principalId, userName, identityProvider: bearer.provider }
    : { type: 'SAMLUser', principalId, userName, identityProvider: bearer.nameQualifier }
}

/** Who has a session of the console, by which no call is made here: as recorded of SwitchRole. */
export function switchedIdentity(caller: Caller): object {
  const { accessKeyId: _, sessionContext: __, ...identity } = userIdentity(caller) as Record<string, unknown>
  return identity
}

/** How the account of a role sees somebody of another account: by account and unique id, not by name. */
export function foreignIdentity(caller: Requester): object {
  if (caller.kind === 'anonymous') return anonymousIdentity
  if (caller.kind === 'service') return serviceIdentity(caller)
  return { type: 'AWSAccount', principalId: caller.userId, accountId: caller.account }
}

function sessionContext(caller: Caller): object {
  if (!caller.session) return {}
  const { issuedAt, mfaPresent } = caller.session
  const attributes = { creationDate: secondsOf(issuedAt), mfaAuthenticated: String(mfaPresent) }
  const assumed = caller.kind === 'root' && caller.task && { assumedRoot: 'true' }
  return { sessionContext: { ...sessionIssuer(caller), attributes, ...assumed } }
}

/** Where a session comes from that is not its caller's own. */
function sessionIssuer(caller: Caller): object {
  const accountId = caller.account
  if (caller.kind === 'role-session') {
    const { roleId: principalId, roleArn: arn, roleName: userName, sourceIdentity } = caller
    return {
      sessionIssuer: { type: 'Role', principalId, arn, accountId, userName },
      ...webIdFederationData(caller),
      ...(sourceIdentity !== undefined && { sourceIdentity }),
    }
  }
  if (caller.kind === 'federated-user') {
    const { parent } = caller
    const { userId: principalId, arn } = parent
    const type = parent.kind === 'root' ? 'Root' : 'IAMUser'
    const name = parent.kind === 'user' && { userName: parent.userName }
    return { sessionIssuer: { type, principalId, arn, accountId, ...name } }
  }
  return {}
}

/** Of a role that was taken with a token: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function webIdFederationData({ providerKeys }: RoleSessionCaller): object {
  const federatedProvider = providerKeys?.['aws:FederatedProvider']
  if (federatedProvider === undefined) return {}
  return { webIdFederationData: { federatedProvider, attributes: {} } }
}

/** `2026-01-02T03:04:05Z`, as CloudTrail writes times. */
export function secondsOf(epochMilliseconds: number): string {
  return `${new Date(epochMilliseconds).toISOString().slice(0, 19)}Z`
}
