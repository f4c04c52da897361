import type { CallOf } from './desk.ts'
import { shownSession } from './session-view.ts'

export const sessions: CallOf<'sessions'> = async (visit, desk) => {
  const live = await desk.sessions.ofBrowser(visit)
  return { answer: { sessions: await Promise.all(live.map(each => shownSession(each, desk.house.store))) } }
}
