import type { AccountId } from '../../identity/account-id.ts'
import type { Caller } from '../../identity/caller.ts'
import type { SessionToken } from '../../identity/session-token.ts'
import { type ConsoleSessionRow, consoleSessions, type SwitchedRole } from '../../store/console-tables.ts'
import type { Reader, Writer } from '../../store/contract.ts'
import { loginProfiles, rootUsers } from '../../store/tables.ts'
import type { House } from '../house.ts'
import { clearingCookie, newSecret, secretBytes, sessionCookies, settingCookie, slots } from './cookies.ts'
import type { Visit } from './desk.ts'
import { invalid, notSignedIn } from './fault.ts'
import { sessionHeader } from './protocol.ts'
import type { Site } from './site.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/console_controlling-access.html */
export const longestSessionMs = 12 * 60 * 60 * 1000

/** Ended ones are cleared away by those who sign in, a few at a time. */
const clearedAtOnce = 100

/** A session of the browser that asks, and who is behind it now. */
export interface LiveSession {
  readonly slot: number
  readonly account: AccountId
  readonly row: ConsoleSessionRow
  /** Who signed in. */
  readonly caller: Caller
  /** Who the session has switched to. */
  readonly role?: { readonly switched: SwitchedRole; readonly caller: Caller & { kind: 'role-session' } }
}

/** The sessions of the console: rows, each found by the secret of a cookie. */
export class ConsoleSessions {
  readonly #house: Pick<House, 'store' | 'vault' | 'credentials'>
  readonly #site: Site

  constructor(house: Pick<House, 'store' | 'vault' | 'credentials'>, site: Site) {
    this.#house = house
    this.#site = site
  }

  /** All that this browser has, by slot. */
  async ofBrowser({ http, now }: Visit): Promise<readonly LiveSession[]> {
    const found = await Promise.all(
      sessionCookies(http, this.#site).map(({ slot, account, sessionKey }) =>
        this.#find(slot, account, sessionKey, now),
      ),
    )
    return found.filter(session => session !== undefined)
  }

  /** The one that the tab means. */
  async ofTab({ http, now }: Visit): Promise<LiveSession> {
    const slot = Number(http.headers[sessionHeader])
    if (!slots.includes(slot)) throw invalid(`The header ${sessionHeader} must name a session.`)
    const cookie = sessionCookies(http, this.#site).find(sent => sent.slot === slot)
    const session = cookie && (await this.#find(slot, cookie.account, cookie.sessionKey, now))
    if (!session) throw notSignedIn()
    return session
  }

  /** A slot that no living session has; undefined where all are taken. */
  async freeSlot(visit: Visit): Promise<number | undefined> {
    const taken = (await this.ofBrowser(visit)).map(({ slot }) => slot)
    return slots.find(slot => !taken.includes(slot))
  }

  /** Makes the session and its cookie. `within` runs in the same transaction, and may refuse by throwing. */
  async open(
    slot: number,
    identity: SessionToken,
    { http, now }: Visit,
    within: (rows: Writer) => Promise<void> = async () => {},
  ): Promise<{ readonly session: LiveSession; readonly cookie: string }> {
    const { store, vault } = this.#house
    const { account } = identity
    const expiresAt = Math.min(identity.expiresAt, now + longestSessionMs)
    const secret = newSecret(account, vault.randomBytes(secretBytes))
    const row: ConsoleSessionRow = { sessionKey: secret.sessionKey, expiresAt, identity }
    await store.write(account, async rows => {
      await within(rows)
      await clearExpired(rows, now)
      await rows.insert(consoleSessions, row)
    })
    const session = await this.#find(slot, account, secret.sessionKey, now)
    if (!session) throw notSignedIn()
    const cookie = settingCookie({ http, site: this.#site, slot }, secret.value, (expiresAt - now) / 1000)
    return { session, cookie }
  }

  /** Takes the role of a session, or gives it back. */
  async become(session: LiveSession, role: SwitchedRole | undefined, now: number): Promise<LiveSession> {
    const { account, slot } = session
    const { sessionKey } = session.row
    await this.#house.store.write(account, async rows => {
      const row = await rows.get(consoleSessions, sessionKey)
      if (!row) throw notSignedIn()
      const { role: _, ...own } = row
      await rows.put(consoleSessions, role ? { ...own, role } : own)
    })
    const changed = await this.#find(slot, account, sessionKey, now)
    if (!changed) throw notSignedIn()
    return changed
  }

  /** Answers the cookie that takes the browser's away. */
  async end({ account, slot, row }: LiveSession, { http }: Visit): Promise<string> {
    await this.#house.store.write(account, rows => rows.delete(consoleSessions, row.sessionKey))
    return clearingCookie({ http, site: this.#site, slot })
  }

  /** A session ends with its row, its time, its user or role, and the password it was opened with. */
  async #find(
    slot: number,
    account: AccountId,
    sessionKey: string,
    now: number,
  ): Promise<LiveSession | undefined> {
    const { store, credentials } = this.#house
    const row = await store.read(account, async rows => {
      const found = await rows.get(consoleSessions, sessionKey)
      return found && found.expiresAt > now && (await hasPassword(rows, found.identity)) ? found : undefined
    })
    const caller = row && (await credentials.callerOf(row.identity, ''))
    if (!row || !caller) return undefined
    const session = { slot, account, row, caller }
    const taken = row.role && row.role.token.expiresAt > now ? row.role : undefined
    const role = taken && (await credentials.callerOf(taken.token, ''))
    return taken && role?.kind === 'role-session'
      ? { ...session, role: { switched: taken, caller: role } }
      : session
  }
}

/** A password that was taken away, and one that was given anew since, opened nothing. */
async function hasPassword(rows: Reader, identity: SessionToken): Promise<boolean> {
  if (identity.kind !== 'user') return true
  if (identity.ownerId === 'root') {
    return (await rows.get(rootUsers, 'root'))?.passwordHash !== undefined
  }
  const profile = await rows.get(loginProfiles, identity.ownerId)
  return profile !== undefined && profile.createdAt <= identity.issuedAt
}

async function clearExpired(rows: Writer, now: number): Promise<void> {
  const oldest = await rows.list(consoleSessions, { index: 'byExpiry', limit: clearedAtOnce })
  for (const { sessionKey, expiresAt } of oldest) {
    if (expiresAt <= now) await rows.delete(consoleSessions, sessionKey)
  }
}
