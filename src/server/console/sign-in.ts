import type { AccountId } from '../../identity/account-id.ts'
import { makeDecoyHash } from '../../identity/password.ts'
import { accountNamed } from './account-named.ts'
import type { CallOf, Desk, Visit } from './desk.ts'
import { invalid } from './fault.ts'
import { Fields } from './fields.ts'
import { askForNewPassword } from './new-password.ts'
import { openSession } from './open-session.ts'
import {
  hasMfaDevice,
  type PasswordOwner,
  passwordState,
  rootOwner,
  useMfaCode,
  userOwner,
} from './own-password.ts'
import type { SignIn, SignInAnswer } from './protocol.ts'
import { busySeconds, expiredForGood, refused, tooMany } from './sign-in-answers.ts'
import { type Claimant, loginFailed, mfaChecked } from './sign-in-events.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/console_sign-in.html */
export const signIn: CallOf<'sign-in'> = async (visit, desk) => {
  const asked = readSignIn(visit.http.body)
  const slot = await desk.sessions.freeSlot(visit)
  if (slot === undefined) return { answer: { state: 'too-many-sessions' } }
  const account = await accountNamed(asked.account, desk.house)
  const typed = `${account ?? asked.account} ${asked.as === 'root' ? asked.email : asked.userName}`
  const attempt = desk.attempts.take(typed.toLowerCase(), visit.connection.sourceIp, visit.now)
  if ('waitSeconds' in attempt) return tooMany(attempt.waitSeconds)
  const found = account === undefined ? nobody : await ownerOf(account, asked, desk)
  const hash = found.owner?.passwordHash ?? makeDecoyHash()
  const verified = await desk.hashing.pass(() => desk.house.vault.verifyPassword(asked.password, hash))
  if (verified === undefined) {
    attempt.giveBack()
    return tooMany(busySeconds)
  }
  const fail = (answer: SignInAnswer, mfaUsed: boolean) => {
    if (account !== undefined) loginFailed(visit, desk.house, account, found.claimant, mfaUsed)
    return { answer }
  }
  if (!found.owner || !verified) return fail(refused, false)
  const { owner, claimant } = found
  const mfa = await mfaOf({ owner, claimant }, asked.mfaCode, visit, desk)
  if (mfa === 'wrong') return fail({ state: 'mfa', codeWasWrong: true }, true)
  if (mfa === 'needed') {
    attempt.giveBack()
    return { answer: { state: 'mfa', codeWasWrong: false } }
  }
  attempt.wasRight()
  const state = passwordState(owner, visit.now)
  if (state === 'expired-for-good') return fail(expiredForGood, mfa === 'passed')
  const proven = { owner, ...(mfa === 'passed' && { mfaAuthenticatedAt: visit.now }) }
  if (state !== 'valid' && owner.kind === 'user')
    return askForNewPassword({ ...proven, owner }, state, visit, desk)
  return openSession(slot, proven, visit, desk)
}

function readSignIn(body: Uint8Array): SignIn {
  const fields = new Fields(body)
  const mfaCode = fields.optionalText('mfaCode')
  const common = {
    account: fields.text('account'),
    password: fields.text('password'),
    ...(mfaCode !== undefined && { mfaCode: mfaCode.replaceAll(' ', '') }),
  }
  switch (fields.text('as')) {
    case 'user':
      return { as: 'user', ...common, userName: fields.text('userName').trim() }
    case 'root':
      return { as: 'root', ...common, email: fields.text('email').trim() }
    default:
      throw invalid('as must be user or root.')
  }
}

interface Found {
  readonly owner?: PasswordOwner
  readonly claimant: Claimant
}

const nobody: Found = { claimant: { kind: 'nobody' } }

async function ownerOf(account: AccountId, asked: SignIn, { house }: Desk): Promise<Found> {
  if (asked.as === 'root') {
    const owner = await rootOwner(house.store, account, asked.email)
    return owner.kind === 'none' ? nobody : { owner, claimant: { kind: 'root' } }
  }
  const owner = await userOwner(house.store, account, asked.userName)
  if (owner.kind === 'user') return { owner, claimant: { kind: 'user', user: owner.user } }
  return owner.user ? { claimant: { kind: 'user', user: owner.user } } : nobody
}

async function mfaOf(
  { owner, claimant }: Required<Found>,
  code: string | undefined,
  visit: Visit,
  { house }: Desk,
): Promise<'none' | 'needed' | 'wrong' | 'passed'> {
  const { store, vault } = house
  if (!(await hasMfaDevice(store, owner))) return 'none'
  if (code === undefined) return 'needed'
  const isRight = await useMfaCode(store, vault, owner, code, visit.now)
  await mfaChecked(visit, house, owner.account, claimant, isRight ? 'Success' : 'Failure')
  return isRight ? 'passed' : 'wrong'
}
