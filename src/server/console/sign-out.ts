import type { CallOf } from './desk.ts'
import { recordSessionChange } from './sign-in-events.ts'

export const signOut: CallOf<'sign-out'> = async (visit, { house, sessions }) => {
  const session = await sessions.ofTab(visit)
  const cookie = await sessions.end(session, visit)
  await recordSessionChange(visit, house, 'Logout', session.caller, {})
  return { answer: {}, cookies: [cookie] }
}
