import type { Caller } from '../../identity/caller.ts'

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export function userIdentity(caller: Caller): object {
  const common = {
    principalId: caller.userId,
    arn: caller.arn,
    accountId: caller.account,
    accessKeyId: caller.accessKeyId,
  }
  switch (caller.kind) {
    case 'root':
      return { type: 'Root', ...common, ...sessionContext(caller) }
    case 'user':
      return { type: 'IAMUser', ...common, userName: caller.userName, ...sessionContext(caller) }
    case 'role-session':
      return { type: 'AssumedRole', ...common, ...sessionContext(caller) }
  }
}

/** How the account of a role sees somebody of another account: by account and unique id, not by name. */
export function foreignIdentity(caller: Caller): object {
  return { type: 'AWSAccount', principalId: caller.userId, accountId: caller.account }
}

function sessionContext(caller: Caller): object {
  if (!caller.session) return {}
  const { issuedAt, mfaPresent } = caller.session
  const issuer = caller.kind === 'role-session' && {
    sessionIssuer: {
      type: 'Role',
      principalId: caller.roleId,
      arn: caller.roleArn,
      accountId: caller.account,
      userName: caller.roleName,
    },
    ...(caller.sourceIdentity !== undefined && { sourceIdentity: caller.sourceIdentity }),
  }
  const attributes = { creationDate: secondsOf(issuedAt), mfaAuthenticated: String(mfaPresent) }
  return { sessionContext: { ...issuer, attributes } }
}

/** `2026-01-02T03:04:05Z`, as CloudTrail writes times. */
export function secondsOf(epochMilliseconds: number): string {
  return `${new Date(epochMilliseconds).toISOString().slice(0, 19)}Z`
}
