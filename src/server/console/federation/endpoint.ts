import type { HttpRequest, HttpResponse } from '../../../wire/http.ts'
import type { Desk, Visit } from '../desk.ts'
import { ConsoleRefusal } from '../fault.ts'
import { plainText } from '../page-headers.ts'
import { login } from './login.ts'
import { logout } from './logout.ts'
import { Refusal } from './refusal.ts'
import { getSigninToken } from './signin-token.ts'

/**
 * Where credential tools open the console, as AWS's federation endpoint has it: credentials are exchanged for a
 * sign-in token, and a browser with that token is signed in.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
 */
const actions: Readonly<
  Record<string, (parameters: URLSearchParams, visit: Visit, desk: Desk) => Promise<HttpResponse>>
> = { getSigninToken, login, logout }

/** Undefined for what is no request of federation. */
export async function answerFederation(visit: Visit, desk: Desk): Promise<HttpResponse | undefined> {
  const parameters = parametersOf(visit.http)
  const action = parameters?.get('Action')
  if (!parameters || action === null || action === undefined) return undefined
  try {
    if (!Object.hasOwn(actions, action)) throw new Refusal(`There is no action ${action}.`)
    return (await actions[action]?.(parameters, visit, desk)) ?? plainText(400, '')
  } catch (error) {
    if (error instanceof Refusal || error instanceof ConsoleRefusal)
      return plainText(400, `${error.message}\n`)
    desk.house.log.fault('a sign-in by federation failed', error)
    return plainText(500, 'Something failed on the server.\n')
  }
}

function parametersOf({ method, query, body, headers }: HttpRequest): URLSearchParams | undefined {
  if (method === 'GET') return new URLSearchParams(query)
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  return method === 'POST' && isForm ? new URLSearchParams(Buffer.from(body).toString('utf8')) : undefined
}
