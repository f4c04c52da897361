import type { Caller } from '../../identity/caller.ts'
import { commonError } from '../../wire/errors.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html#id_roles_use_view-role-max-session */
export const defaultRoleSessionSeconds = 3600
const maxChainedSeconds = 3600

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
