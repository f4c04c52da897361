import { type Context, type Principal, readPrincipal } from '../../policy/index.ts'

const serviceName = /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/
const providerArn = /^arn:aws[a-z-]*:iam::\d{12}:(saml|oidc)-provider\/.+$/

/**
 * Who asks, from how a case names them: an ARN, a service, or `anonymous`. Unique ids come from `aws:userid` where
 * the context has it. Undefined for what cannot be a caller: a role, say, of which only sessions can.
 */
export function callerNamed(
  name: string,
  context: Context,
  namedPrincipals: readonly string[],
): Principal | undefined {
  if (name === 'anonymous') return { kind: 'anonymous' }
  if (serviceName.test(name)) return { kind: 'service', service: name }
  if (providerArn.test(name)) return { kind: 'federated', provider: name }
  const reference = name.startsWith('arn:') ? readPrincipal(name) : undefined
  const [userId = ''] = (textAt(context, 'aws:userid') ?? '').split(':')
  switch (reference?.kind) {
    case 'account':
      return { kind: 'root', accountId: reference.accountId, arn: name }
    case 'user':
      return { kind: 'user', accountId: reference.accountId, arn: name, userId }
    case 'session': {
      const { partition, accountId, roleName } = reference
      const candidates = [textAt(context, 'aws:PrincipalArn') ?? '', ...namedPrincipals]
      const roleArn =
        candidates.find(arn => isRole(arn, accountId, roleName)) ??
        `arn:${partition}:iam::${accountId}:role/${roleName}`
      return { kind: 'role-session', accountId, arn: name, roleArn, roleId: userId }
    }
    case 'federated-user':
      return {
        kind: 'federated-user',
        accountId: reference.accountId,
        arn: name,
        parentArn: '',
        parentId: '',
      }
    default:
      return undefined
  }
}

/** A session's ARN does not tell the path of its role, but an account has only one role of a name. */
function isRole(arn: string, accountId: string, roleName: string): boolean {
  const reference = readPrincipal(arn)
  return reference?.kind === 'role' && reference.accountId === accountId && reference.name === roleName
}

function textAt(context: Context, key: string): string | undefined {
  const name = Object.keys(context).find(spelling => spelling.toLowerCase() === key.toLowerCase())
  const value = name === undefined ? undefined : context[name]
  return typeof value === 'string' ? value : undefined
}
