import type { Caller } from '../../identity/caller.ts'
import { commonError } from '../../wire/errors.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html#id_roles_use_view-role-max-session */
export const defaultRoleSessionSeconds = 3600
const maxChainedSeconds = 3600
const defaultUserSeconds = 43_200
const maxRootSeconds = 3600

/** Role chaining: a role session that takes the next role. Its limit holds whatever the role allows. */
export function checkChainedDuration(durationSeconds: number, caller: Caller): void {
  if (caller.kind === 'role-session' && durationSeconds > maxChainedSeconds) {
    throw commonError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )
  }
}

export function checkRoleDuration(durationSeconds: number, maxSessionSeconds: number): void {
  if (durationSeconds > maxSessionSeconds) {
    throw commonError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    )
  }
}

/**
 * Of GetSessionToken and GetFederationToken. A root user who asks for more than an hour gets an hour.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html#API_GetSessionToken_RequestParameters
 */
export function userSessionSeconds(asked: number | undefined, kind: 'user' | 'root'): number {
  return kind === 'root' ? Math.min(asked ?? maxRootSeconds, maxRootSeconds) : (asked ?? defaultUserSeconds)
}
