import { ChangePasswordCommand } from '@aws-sdk/client-iam'
import { isAccountId } from '../../identity/account-id.ts'
import type { Vault } from '../../identity/vault.ts'
import { iamOnBehalf } from '../in-process.ts'
import { type Answered, type CallOf, type Desk, onBehalf, type Visit } from './desk.ts'
import { Fields } from './fields.ts'
import { identityOf, openSession, type Proven } from './open-session.ts'
import { fingerprintOf, type UserOwner, userOwner } from './own-password.ts'
import type { SignInAnswer } from './protocol.ts'
import { busySeconds, tookTooLong, tooMany } from './sign-in-answers.ts'

/** A user who has signed in but for setting a new password, sealed: nothing of it is kept here. */
interface Challenge {
  readonly account: string
  readonly userName: string
  readonly fingerprint: string
  readonly expiresAt: number
  readonly mfaAuthenticatedAt?: number
}

const sealedFor = 'console-new-password'
const challengeMs = 10 * 60 * 1000

interface ProvenUser extends Proven {
  readonly owner: UserOwner
}

export function askForNewPassword(
  { owner, mfaAuthenticatedAt }: ProvenUser,
  state: 'expired' | 'must-be-changed' | 'expired-for-good',
  { now }: Visit,
  { house }: Desk,
): Answered<SignInAnswer> {
  const challenge: Challenge = {
    account: owner.account,
    userName: owner.user.userName,
    fingerprint: fingerprintOf(owner.passwordHash),
    expiresAt: now + challengeMs,
    ...(mfaAuthenticatedAt !== undefined && { mfaAuthenticatedAt }),
  }
  const message = state === 'expired' && { message: 'Your password has expired: set a new one.' }
  const sealed = house.vault.seal(JSON.stringify(challenge), sealedFor)
  return { answer: { state: 'new-password', challenge: sealed, ...message } }
}

/**
 * The new password is set by the user's own `iam:ChangePassword`: whoever may not is refused, and the account's
 * password policy holds, as everywhere.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_enable-user-change.html
 */
export const newPassword: CallOf<'new-password'> = async (visit, desk) => {
  const fields = new Fields(visit.http.body)
  const sealed = fields.text('challenge')
  const [password, wanted] = [fields.text('password'), fields.text('newPassword')]
  const slot = await desk.sessions.freeSlot(visit)
  if (slot === undefined) return { answer: { state: 'too-many-sessions' } }
  const proven = await provenBy(openChallenge(sealed, desk.house.vault, visit.now), desk)
  if (!proven) return { answer: tookTooLong }
  const { account, user } = proven.owner
  const attempt = desk.attempts.take(`${account} ${user.nameKey}`, visit.connection.sourceIp, visit.now)
  if ('waitSeconds' in attempt) return tooMany(attempt.waitSeconds)
  const iam = iamOnBehalf(desk.house, onBehalf(visit, identityOf(proven, visit.now)))
  const changing = new ChangePasswordCommand({ OldPassword: password, NewPassword: wanted })
  const outcome = await desk.hashing.pass(() =>
    iam.send(changing).then(
      () => 'changed' as const,
      (error: unknown) => messageOf(error),
    ),
  )
  if (outcome === undefined) return tooMany(busySeconds)
  if (outcome !== 'changed') {
    return { answer: { state: 'new-password', challenge: sealed, message: outcome } }
  }
  attempt.wasRight()
  const changed = await userOwner(desk.house.store, account, user.userName)
  if (changed.kind === 'none') return { answer: tookTooLong }
  return openSession(slot, { ...proven, owner: changed }, visit, desk)
}

function openChallenge(sealed: string, vault: Vault, now: number): Challenge | undefined {
  try {
    const challenge: Challenge = JSON.parse(vault.unseal(sealed, sealedFor))
    return challenge.expiresAt > now ? challenge : undefined
  } catch {
    return undefined
  }
}

/** Good for the password that was right when it was made: once it is replaced, for nothing. */
async function provenBy(challenge: Challenge | undefined, { house }: Desk): Promise<ProvenUser | undefined> {
  if (!challenge || !isAccountId(challenge.account)) return undefined
  const owner = await userOwner(house.store, challenge.account, challenge.userName)
  if (owner.kind === 'none' || fingerprintOf(owner.passwordHash) !== challenge.fingerprint) return undefined
  const { mfaAuthenticatedAt } = challenge
  return { owner, ...(mfaAuthenticatedAt !== undefined && { mfaAuthenticatedAt }) }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
