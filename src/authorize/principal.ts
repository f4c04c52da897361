import type { AnonymousCaller, Bearer, Identity, ServiceCaller } from '../identity/caller.ts'
import type { Principal } from '../policy/request.ts'

/** The caller as policies name it. A session of GetSessionToken is its user. */
export function principalOf(caller: Identity | Bearer | AnonymousCaller | ServiceCaller): Principal {
  if (caller.kind === 'anonymous') return { kind: 'anonymous' }
  if (caller.kind === 'bearer') return { kind: 'federated', provider: caller.provider }
  if (caller.kind === 'service') return { kind: 'service', service: caller.service }
  const { account: accountId, arn } = caller
  switch (caller.kind) {
    case 'root':
      return { kind: 'root', accountId, arn }
    case 'user':
      return { kind: 'user', accountId, arn, userId: caller.userId }
    case 'role-session':
      return { kind: 'role-session', accountId, arn, roleArn: caller.roleArn, roleId: caller.roleId }
    case 'federated-user': {
      const { parent } = caller
      return { kind: 'federated-user', accountId, arn, parentArn: parent.arn, parentId: parent.userId }
    }
  }
}
