import { timingSafeEqual } from 'node:crypto'
import type { Caller } from '../../../identity/caller.ts'
import { type SigninTokenRow, signinTokens } from '../../../store/console-tables.ts'
import type { Writer } from '../../../store/contract.ts'
import type { HttpResponse } from '../../../wire/http.ts'
import type { House } from '../../house.ts'
import { newSecret, secretBytes } from '../cookies.ts'
import type { Desk, Visit } from '../desk.ts'
import { recordSessionChange } from '../sign-in-events.ts'
import { Refusal } from './refusal.ts'

/** "The sign-in token is valid for 15 minutes." */
const tokenMs = 15 * 60 * 1000
const [shortest, longest] = [900, 43_200]
const clearedAtOnce = 100

/** A sign-in token for the credentials of a role's or a federated user's session. */
export async function getSigninToken(
  parameters: URLSearchParams,
  visit: Visit,
  { house }: Desk,
): Promise<HttpResponse> {
  if ((parameters.get('SessionType') ?? 'json') !== 'json') throw new Refusal('SessionType must be json.')
  const caller = await callerWith(parameters.get('Session') ?? '', visit.now, house)
  const sessionSeconds = secondsOf(parameters.get('SessionDuration'), caller)
  const { account } = caller
  const token = newSecret(account, house.vault.randomBytes(secretBytes))
  const row: SigninTokenRow = {
    tokenKey: token.sessionKey,
    expiresAt: visit.now + tokenMs,
    identity: caller.session.token,
    ...(sessionSeconds !== undefined && { sessionSeconds }),
  }
  await house.store.write(account, async rows => {
    await clearExpired(rows, visit.now)
    await rows.insert(signinTokens, row)
  })
  await recordSessionChange(visit, house, 'GetSigninToken', caller, { MobileVersion: 'No' })
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify({ SigninToken: token.value }),
  }
}

type Federated = Extract<Caller, { kind: 'role-session' | 'federated-user' }>

/** Whose the credentials are; in the same words whatever is wrong with them. */
async function callerWith(text: string, now: number, { credentials }: House): Promise<Federated> {
  const { sessionId, sessionKey, sessionToken } = credentialsIn(text)
  const found = await credentials.find(sessionId, sessionToken)
  if (!found || !sameSecret(sessionKey, found.secretAccessKey)) throw new Refusal('Session is not valid.')
  const { caller } = found
  const isSession = caller.kind === 'role-session' || caller.kind === 'federated-user'
  // Those of GetSessionToken are no way in, those of the console's own pages no way to longer ones.
  if (!isSession || caller.session.token.console || caller.session.token.scopes) {
    throw new Refusal('Session must be of AssumeRole, one of its siblings, or GetFederationToken.')
  }
  if (caller.session.expiresAt <= now) throw new Refusal('Session is not valid.')
  return caller
}

function credentialsIn(text: string) {
  try {
    const { sessionId, sessionKey, sessionToken }: Record<string, unknown> = JSON.parse(text)
    if ([sessionId, sessionKey, sessionToken].every(part => typeof part === 'string')) {
      return { sessionId, sessionKey, sessionToken } as Record<
        'sessionId' | 'sessionKey' | 'sessionToken',
        string
      >
    }
  } catch {
    // Told below.
  }
  throw new Refusal('Session must be JSON with sessionId, sessionKey and sessionToken.')
}

function sameSecret(given: string, known: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(known)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Not for GetFederationToken, nor for a role taken in a chain, whose hour it would stretch. */
function secondsOf(given: string | null, { session }: Federated): number | undefined {
  if (given === null) return undefined
  const { token } = session
  const mayChoose = token.kind === 'role' && !token.chained
  if (!mayChoose)
    throw new Refusal('SessionDuration is only for roles that were taken with long-term credentials.')
  const seconds = Number(given)
  if (!/^\d+$/.test(given) || seconds < shortest || seconds > longest) {
    throw new Refusal(`SessionDuration must be ${shortest} to ${longest} seconds.`)
  }
  return seconds
}

async function clearExpired(rows: Writer, now: number): Promise<void> {
  const oldest = await rows.list(signinTokens, { index: 'byExpiry', limit: clearedAtOnce })
  for (const { tokenKey, expiresAt } of oldest) {
    if (expiresAt <= now) await rows.delete(signinTokens, tokenKey)
  }
}
