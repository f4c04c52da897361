import { maxSessionTokenBytes } from '../../identity/session-token.ts'
import { stsError } from './operation.ts'

/**
 * What answers tell of a session token's size. The token is the only home of the policies and tags packed into
 * it, so its size is the limit on them.
 */
export function tokenFigures(token: string) {
  const utilization = Math.ceil((100 * token.length) / maxSessionTokenBytes)
  if (utilization > 100) {
    throw stsError(
      'PackedPolicyTooLargeException',
      `Packed size of session tags and policies consumes ${utilization}% of allotted space.`,
    )
  }
  return { SessionTokenUtilization: utilization, SessionTokenSize: token.length }
}
