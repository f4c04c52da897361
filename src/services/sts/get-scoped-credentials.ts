import type { Caller, SessionFacts } from '../../identity/caller.ts'
import { commonError } from '../../wire/errors.ts'
import { sts, stsError } from './operation.ts'
import { checkSessionPolicies } from './session-policies.ts'
import { tokenFigures } from './token-figures.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetScopedCredentials.html#API_GetScopedCredentials_RequestParameters */
const maxScopes = 3
const secondsRange = { min: 1, max: 129_600 }
const maxPolicyCharacters = 2048
const maxDescriptionCharacters = 256

/**
 * The same session with fewer permissions, a nearer end, or both. Nothing is looked up: the new token holds what the
 * old one held, and one more policy that must allow.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetScopedCredentials.html
 */
export const GetScopedCredentials = sts('GetScopedCredentials', {
  check: ({ input, caller, now }) => {
    checkInput(input)
    checkSessionPolicies({ Policy: input.Policy })
    const session = sessionOf(caller)
    if (input.Policy !== undefined && (session.token.scopes?.length ?? 0) >= maxScopes) {
      const message = `The session already has ${maxScopes} scope down policies.`
      throw commonError('AccessDenied', message)
    }
    if (endOf(input.DurationSeconds, session, now) > session.expiresAt) {
      throw stsError(
        'InsufficientSessionLifetimeException',
        'The requested DurationSeconds is greater than the remaining lifetime of the calling session.',
      )
    }
  },
  resource: () => ({ arn: '*' }),
  handle: async ({ input, caller, vault, now }) => {
    const session = sessionOf(caller)
    const { token } = session
    const expiresAt = endOf(input.DurationSeconds, session, now)
    const scopes = [...(token.scopes ?? []), ...(input.Policy === undefined ? [] : [input.Policy])]
    // Without a policy too it is known for narrowed: its nearer end is no way to a console session of hours.
    const credentials = vault.issueSession({ ...token, expiresAt, scopes }, input.MinimumSessionTokenSize)
    return {
      Credentials: { ...credentials, Expiration: new Date(expiresAt) },
      SessionInfo: { ScopedSessionId: caller.userId, Arn: caller.arn },
      ScopedPoliciesCount: scopes.length,
      ...tokenFigures(credentials.SessionToken),
      ...('sourceIdentity' in token && { SourceIdentity: token.sourceIdentity }),
    }
  },
})

interface ScopeInput {
  readonly Policy?: string | undefined
  readonly DurationSeconds?: number | undefined
  readonly ScopedSessionDescription?: string | undefined
}

/** Newer than the constraints that came with the model. */
function checkInput({ Policy, DurationSeconds, ScopedSessionDescription }: ScopeInput): void {
  if (Policy === undefined && DurationSeconds === undefined) {
    throw commonError('ValidationError', 'At least one of Policy and DurationSeconds must be specified.')
  }
  const { min, max } = secondsRange
  if (DurationSeconds !== undefined && (DurationSeconds < min || DurationSeconds > max)) {
    throw invalid('durationSeconds', `Member must have value between ${min} and ${max}, inclusive`)
  }
  if ((Policy?.length ?? 0) > maxPolicyCharacters) {
    throw invalid('policy', `Member must have length less than or equal to ${maxPolicyCharacters}`)
  }
  if ((ScopedSessionDescription?.length ?? 0) > maxDescriptionCharacters) {
    const constraint = `Member must have length less than or equal to ${maxDescriptionCharacters}`
    throw invalid('scopedSessionDescription', constraint)
  }
}

function invalid(member: string, constraint: string) {
  const message = `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`
  return commonError('ValidationError', message)
}

/** "You cannot call it with IAM user credentials or root credentials." */
function sessionOf({ session }: Caller): SessionFacts {
  if (session) return session
  throw stsError(
    'InvalidSubjectCredentialsException',
    'GetScopedCredentials can only be called with temporary security credentials.',
  )
}

function endOf(seconds: number | undefined, { expiresAt }: SessionFacts, now: number): number {
  return seconds === undefined ? expiresAt : now + seconds * 1000
}
