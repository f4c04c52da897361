import type { CallOf } from './desk.ts'
import { shownSession } from './session-view.ts'
import { recordSessionChange } from './sign-in-events.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-console.html */
export const switchBack: CallOf<'switch-back'> = async (visit, { house, sessions }) => {
  const session = await sessions.ofTab(visit)
  const own = await sessions.become(session, undefined, visit.now)
  if (session.role) {
    await recordSessionChange(visit, house, 'ExitRole', session.role.caller, { SwitchTo: own.caller.arn })
  }
  return { answer: { session: await shownSession(own, house.store) } }
}
