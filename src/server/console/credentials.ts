import type { SessionToken } from '../../identity/session-token.ts'
import type { CallOf } from './desk.ts'
import { shownSession } from './session-view.ts'
import type { LiveSession } from './sessions.ts'

/** After a sign-out, what a page still holds is good for no longer. */
const pageCredentialsMs = 15 * 60 * 1000

/** Of who the session is at the moment: made of the row each time, never kept. */
export const credentials: CallOf<'credentials'> = async (visit, { house, sessions }) => {
  const session = await sessions.ofTab(visit)
  const whole = inForce(session)
  const expiresAt = Math.min(visit.now + pageCredentialsMs, session.row.expiresAt, whole.expiresAt)
  const issued = house.vault.issueSession({ ...whole, console: true, expiresAt })
  return {
    answer: {
      session: await shownSession(session, house.store),
      accessKeyId: issued.AccessKeyId,
      secretAccessKey: issued.SecretAccessKey,
      sessionToken: issued.SessionToken,
      expiresAt,
    },
  }
}

/** With its own time of issue: policies that revoke older sessions go by it. */
export function inForce({ row, role }: LiveSession): SessionToken {
  return role ? role.switched.token : row.identity
}
