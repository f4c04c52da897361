import type { HttpRequest } from '../../wire/http.ts'
import type { House } from '../house.ts'
import type { Connection } from '../http-server.ts'
import type { OnBehalf } from '../in-process.ts'
import type { Attempts } from './attempts.ts'
import type { HashingGate } from './hashing.ts'
import type { ConsoleProtocol } from './protocol.ts'
import type { ConsoleSessions } from './sessions.ts'
import type { Site } from './site.ts'

/** What the console's calls work with. */
export interface Desk {
  readonly house: House
  readonly site: Site
  readonly sessions: ConsoleSessions
  readonly attempts: Attempts
  readonly hashing: HashingGate
}

/** One request of a browser. */
export interface Visit {
  readonly http: HttpRequest
  readonly connection: Connection
  /** Epoch milliseconds. */
  readonly now: number
}

export interface Answered<Answer> {
  readonly answer: Answer
  readonly cookies?: readonly string[]
}

/** What of the protocol a file of its own carries out. */
export type CallOf<Name extends keyof ConsoleProtocol> = (
  visit: Visit,
  desk: Desk,
) => Promise<Answered<ConsoleProtocol[Name]['answers']>>

/** In whose name and from where the API is asked. */
export function onBehalf({ http, connection, now }: Visit, session: OnBehalf['session']): OnBehalf {
  const userAgent = http.headers['user-agent']
  return { session, connection, now, ...(userAgent !== undefined && { userAgent }) }
}
