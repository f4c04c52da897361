import type { HttpRequest, HttpResponse } from '../../wire/http.ts'
import type { House } from '../house.ts'
import type { Connection } from '../http-server.ts'
import { Attempts } from './attempts.ts'
import { answerCall, callsPath } from './calls.ts'
import type { Desk } from './desk.ts'
import { answerFederation } from './federation/endpoint.ts'
import { federationPath } from './federation/path.ts'
import { HashingGate } from './hashing.ts'
import { Pages } from './pages.ts'
import { pagePaths } from './protocol.ts'
import { ConsoleSessions } from './sessions.ts'
import { Site } from './site.ts'

/** Where the console is found, and where its files lie. */
export interface ConsoleSettings {
  /** Where browsers reach it, when that is not the server itself: `https://console.example.com`. */
  readonly publicUrl?: string
  /** Present: the server speaks TLS itself. */
  readonly tls?: object
  /** What `npm run build:console` made. */
  readonly consoleDirectory: string
}

export type ConsoleFront = (
  http: HttpRequest,
  connection: Connection,
  now: number,
) => Promise<HttpResponse | undefined>

/** The console's paths; undefined for those of the API. A signed request is the API's, whatever its path. */
export function consoleFront(
  house: House,
  { publicUrl, tls, consoleDirectory }: ConsoleSettings,
): ConsoleFront {
  const site = new Site(publicUrl, tls !== undefined)
  const sessions = new ConsoleSessions(house, site)
  const desk: Desk = { house, site, sessions, attempts: new Attempts(), hashing: new HashingGate() }
  const pages = new Pages(consoleDirectory, site)
  return async (http, connection, now) => {
    if (http.path.startsWith(callsPath)) return answerCall(http, connection, now, desk)
    if (isSigned(http)) return undefined
    if (isBrowserAtRoot(http)) return toConsole
    if (http.path === federationPath) return answerFederation({ http, connection, now }, desk)
    return pages.answer(http)
  }
}

/** Somebody typed the address of the server: no client of the API asks for a page. */
function isBrowserAtRoot({ method, path, query, headers }: HttpRequest): boolean {
  return method === 'GET' && path === '/' && query === '' && /\btext\/html\b/.test(headers.accept ?? '')
}

const toConsole: HttpResponse = {
  status: 302,
  headers: { location: pagePaths[0], 'cache-control': 'no-store' },
  body: '',
}

/** In a header, or in the query: as S3 took it before SigV4 too. */
function isSigned({ headers, query }: HttpRequest): boolean {
  return (
    headers.authorization !== undefined || /(^|&)(X-Amz-(Algorithm|Signature)|AWSAccessKeyId)=/i.test(query)
  )
}
