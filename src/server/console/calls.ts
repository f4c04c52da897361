import type { HttpRequest, HttpResponse } from '../../wire/http.ts'
import type { Connection } from '../http-server.ts'
import { credentials } from './credentials.ts'
import type { CallOf, Desk } from './desk.ts'
import { ConsoleRefusal } from './fault.ts'
import { newPassword } from './new-password.ts'
import type { ConsoleFault, ConsoleProtocol } from './protocol.ts'
import { sessions } from './sessions-call.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { switchBack } from './switch-back.ts'
import { switchRole } from './switch-role.ts'

/** Every call of the protocol, and what carries it out. */
const calls: { readonly [Name in keyof ConsoleProtocol]: CallOf<Name> } = {
  'sign-in': signIn,
  'new-password': newPassword,
  sessions,
  credentials,
  switch: switchRole,
  'switch-back': switchBack,
  'sign-out': signOut,
}

export const callsPath = '/_crossrole/console/'

/** Larger than any call; the rest is refused unread. */
const maxBytes = 64 * 1024

/** Undefined where there is no such call. */
export async function answerCall(
  http: HttpRequest,
  connection: Connection,
  now: number,
  desk: Desk,
): Promise<HttpResponse | undefined> {
  const name = http.path.slice(callsPath.length)
  if (http.method !== 'POST' || !Object.hasOwn(calls, name)) return undefined
  const call = calls[name as keyof ConsoleProtocol]
  try {
    desk.site.mustBeOwnPage(http)
    if (http.body.length > maxBytes) throw new ConsoleRefusal('invalid', 'The body is too large.')
    const { answer, cookies } = await call({ http, connection, now }, desk)
    return { ...json(200, answer), ...(cookies && { cookies }) }
  } catch (error) {
    return refusal(error, name, desk)
  }
}

function refusal(error: unknown, name: string, { house }: Desk): HttpResponse {
  if (error instanceof ConsoleRefusal) {
    const { fault, message, status } = error
    return json(status, { fault, message } satisfies ConsoleFault)
  }
  house.log.fault(`the console's ${name} failed`, error)
  return json(500, { fault: 'unknown', message: 'Something failed on the server.' } satisfies ConsoleFault)
}

function json(status: number, content: object): HttpResponse {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body: JSON.stringify(content),
  }
}
