import type { UserSessionToken } from '../../identity/session-token.ts'
import type { Writer } from '../../store/contract.ts'
import { loginProfiles, rootUsers, users } from '../../store/tables.ts'
import type { Answered, Desk, Visit } from './desk.ts'
import type { PasswordOwner } from './own-password.ts'
import type { SignInAnswer } from './protocol.ts'
import { shownSession } from './session-view.ts'
import { type ConsoleSessions, longestSessionMs } from './sessions.ts'
import { refused } from './sign-in-answers.ts'
import { loginSucceeded, signedInIdentity } from './sign-in-events.ts'

/** Somebody whose password, and code where one is needed, were right. */
export interface Proven {
  readonly owner: PasswordOwner
  readonly mfaAuthenticatedAt?: number
}

export async function openSession(
  slot: number,
  proven: Proven,
  visit: Visit,
  { house, sessions, site }: Desk,
): Promise<Answered<SignInAnswer>> {
  const { owner, mfaAuthenticatedAt } = proven
  const { account } = owner
  const opened = await opening(slot, proven, visit, sessions)
  if (!opened) return { answer: refused }
  const { session, cookie } = opened
  const claimant = owner.kind === 'user' ? { kind: owner.kind, user: owner.user } : { kind: owner.kind }
  await loginSucceeded(visit, house, account, signedInIdentity(claimant, account), {
    LoginTo: `${site.originOf(visit.http)}/console`,
    MobileVersion: 'No',
    MFAUsed: mfaAuthenticatedAt === undefined ? 'No' : 'Yes',
  })
  return {
    answer: { state: 'signed-in', session: await shownSession(session, house.store) },
    cookies: [cookie],
  }
}

async function opening(slot: number, proven: Proven, visit: Visit, sessions: ConsoleSessions) {
  const { now } = visit
  try {
    return await sessions.open(slot, identityOf(proven, now), visit, rows => noteUse(rows, proven.owner, now))
  } catch (error) {
    if (error instanceof PasswordChanged) return undefined
    throw error
  }
}

/** What of somebody signed in stays the same for as long as the session lasts. */
export function identityOf({ owner, mfaAuthenticatedAt }: Proven, now: number): UserSessionToken {
  return {
    kind: 'user',
    console: true,
    account: owner.account,
    ownerId: owner.ownerId,
    issuedAt: now,
    expiresAt: now + longestSessionMs,
    ...(mfaAuthenticatedAt !== undefined && { mfaAuthenticatedAt }),
  }
}

/** Between the comparing of a password and the opening of the session. */
class PasswordChanged extends Error {
  override readonly name = 'PasswordChanged'
}

/** The password was compared before this transaction: it must still be the one. */
async function noteUse(rows: Writer, owner: PasswordOwner, now: number): Promise<void> {
  if (owner.kind === 'root') {
    const root = await rows.get(rootUsers, 'root')
    if (root?.passwordHash !== owner.passwordHash) throw new PasswordChanged()
    return
  }
  const profile = await rows.get(loginProfiles, owner.ownerId)
  const user = await rows.get(users, owner.user.nameKey)
  if (!user || user.userId !== owner.ownerId || profile?.passwordHash !== owner.passwordHash) {
    throw new PasswordChanged()
  }
  await rows.put(users, { ...user, passwordLastUsedAt: now })
}
