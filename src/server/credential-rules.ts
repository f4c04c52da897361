import type { Caller } from '../identity/caller.ts'
import type { ServiceError } from '../wire/error.ts'
import { commonError } from '../wire/errors.ts'

const ofUserSessions = ['AssumeRole', 'GetCallerIdentity', 'GetScopedCredentials']

/**
 * Which kind of credentials may call what, before any policy is asked. What is not listed may be called.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
 */
const rules: Readonly<Record<CredentialKind, Rule>> = {
  user: {},
  root: { sts: { allBut: ['AssumeRole', 'AssumeRoot'] } },
  'user-session': { sts: { only: ofUserSessions }, iam: { only: [] } },
  'user-session with MFA': { sts: { only: ofUserSessions } },
  'root-session': { sts: { only: ['GetCallerIdentity'] }, iam: { only: [] } },
  'root-session with MFA': { sts: { only: ['GetCallerIdentity'] } },
  'role-session': { sts: { allBut: ['GetFederationToken', 'GetSessionToken'] } },
  'assumed-root': { sts: { allBut: ['AssumeRole', 'AssumeRoot', 'GetFederationToken', 'GetSessionToken'] } },
  // What a product provider may do by way of others' approval is only what STS documents of no other way.
  delegated: {
    sts: { allBut: ['AssumeRoot', 'GetDelegatedAccessToken', 'GetFederationToken', 'GetSessionToken'] },
  },
  'delegated root': { sts: { only: ['GetCallerIdentity', 'GetScopedCredentials'] } },
  'federated-user': { sts: { only: ['GetCallerIdentity', 'GetScopedCredentials'] }, iam: { only: [] } },
  // "This limitation does not apply to console sessions", says the same page of all that IAM refuses.
  'user in the console': { sts: { allBut: ['GetFederationToken', 'GetSessionToken'] } },
  'root in the console': {
    sts: { allBut: ['AssumeRole', 'AssumeRoot', 'GetFederationToken', 'GetSessionToken'] },
  },
  'federated-user in the console': { sts: { only: ['GetCallerIdentity', 'GetScopedCredentials'] } },
}

/** Credentials by how they were made: `user-session` by GetSessionToken, `federated-user` by GetFederationToken. */
type CredentialKind =
  | Caller['kind']
  | `${'user' | 'root' | 'federated-user'} in the console`
  | `${'user' | 'root'}-session`
  | `${'user' | 'root'}-session with MFA`
  | 'assumed-root'
  /** By GetDelegatedAccessToken. */
  | 'delegated'
  | 'delegated root'

/** By service. */
type Rule = Readonly<Partial<Record<string, Extent>>>

type Extent = { readonly only: readonly string[] } | { readonly allBut: readonly string[] }

export function refusedCredentials(
  caller: Caller,
  service: string,
  operation: string,
): ServiceError | undefined {
  const extent = rules[kindOf(caller)][service]
  if (!extent || covers(extent, operation)) return undefined
  if (service === 'iam') {
    return commonError('InvalidClientTokenId', 'The security token included in the request is invalid')
  }
  if (caller.kind === 'root' && operation === 'AssumeRole') {
    return commonError('AccessDenied', 'Roles may not be assumed by root accounts.')
  }
  if (caller.kind === 'root' && operation === 'AssumeRoot') {
    return commonError('AccessDenied', 'Cannot call AssumeRoot with root user credentials')
  }
  return commonError('AccessDenied', `Cannot call ${operation} with session credentials`)
}

function covers(extent: Extent, operation: string): boolean {
  return 'only' in extent ? extent.only.includes(operation) : !extent.allBut.includes(operation)
}

function kindOf(caller: Caller): CredentialKind {
  if (caller.session?.token.delegate) return caller.kind === 'root' ? 'delegated root' : 'delegated'
  if (caller.kind === 'root' && caller.task) return 'assumed-root'
  if (caller.session?.token.console && caller.kind !== 'role-session') return `${caller.kind} in the console`
  if ((caller.kind !== 'user' && caller.kind !== 'root') || !caller.session) return caller.kind
  return caller.session.mfaPresent ? `${caller.kind}-session with MFA` : `${caller.kind}-session`
}
