import type { Caller } from '../identity/caller.ts'
import type { ServiceError } from '../wire/error.ts'
import { commonError } from '../wire/errors.ts'

/**
 * Which kind of credentials may call what, before any policy is asked.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
 */
interface Rule {
  readonly refuses: (caller: Caller, service: string, operation: string) => boolean
  readonly error: (operation: string) => ServiceError
}

const isUserSession = (caller: Caller) => caller.kind !== 'role-session' && caller.session !== undefined

const rules: readonly Rule[] = [
  {
    refuses: (caller, service, operation) =>
      caller.kind === 'root' && service === 'sts' && operation === 'AssumeRole',
    error: () => commonError('AccessDenied', 'Roles may not be assumed by root accounts.'),
  },
  {
    refuses: (caller, service, operation) =>
      caller.session !== undefined && service === 'sts' && operation === 'GetSessionToken',
    error: () => commonError('AccessDenied', 'Cannot call GetSessionToken with session credentials'),
  },
  {
    // Sessions of GetSessionToken: of STS only these two.
    refuses: (caller, service, operation) =>
      isUserSession(caller) && service === 'sts' && !['AssumeRole', 'GetCallerIdentity'].includes(operation),
    error: operation => commonError('AccessDenied', `Cannot call ${operation} with session credentials`),
  },
  {
    // Sessions of GetSessionToken: IAM only where the session was made with an MFA code.
    refuses: (caller, service) => isUserSession(caller) && service === 'iam' && !caller.session?.mfaPresent,
    error: () => commonError('InvalidClientTokenId', 'The security token included in the request is invalid'),
  },
]

export function refusedCredentials(
  caller: Caller,
  service: string,
  operation: string,
): ServiceError | undefined {
  return rules.find(rule => rule.refuses(caller, service, operation))?.error(operation)
}
