import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import type { EventRecord } from '../../store/contract.ts'
import type { UserRow } from '../../store/tables.ts'
import { secondsOf, switchedIdentity, userIdentity } from '../audit/user-identity.ts'
import type { House } from '../house.ts'
import { newRequestId } from '../request-id.ts'
import type { Visit } from './desk.ts'
import type { LiveSession } from './sessions.ts'

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html */
interface SignInEvent {
  readonly account: AccountId
  readonly eventName: 'ConsoleLogin' | 'CheckMfa' | 'SwitchRole' | 'ExitRole' | 'Logout' | 'GetSigninToken'
  readonly userIdentity: object
  readonly outcome: 'Success' | 'Failure'
  readonly errorMessage?: string
  readonly additional: Readonly<Record<string, string>>
}

/** Who tried to sign in, as far as their name is one: what was typed in its place may be a password. */
export type Claimant =
  | { readonly kind: 'user'; readonly user: UserRow }
  | { readonly kind: 'root' }
  | { readonly kind: 'nobody' }

export function loginSucceeded(
  visit: Visit,
  house: House,
  account: AccountId,
  who: object,
  additional: Readonly<Record<string, string>>,
): Promise<void> {
  return recordSignIn(visit, house, {
    account,
    eventName: 'ConsoleLogin',
    userIdentity: who,
    outcome: 'Success',
    additional,
  })
}

/** Only of those whose password was right. */
export function mfaChecked(
  visit: Visit,
  house: House,
  account: AccountId,
  claimant: Claimant,
  outcome: SignInEvent['outcome'],
): Promise<void> {
  return recordSignIn(visit, house, {
    account,
    eventName: 'CheckMfa',
    userIdentity: claimantIdentity(claimant, account),
    outcome,
    additional: { MfaType: 'Virtual MFA device' },
  })
}

/**
 * Not awaited by the answer: that an account is there to record it would show in the time it takes. Where it cannot
 * be recorded, the operator learns of it.
 */
export function loginFailed(
  visit: Visit,
  house: House,
  account: AccountId,
  claimant: Claimant,
  mfaUsed: boolean,
): void {
  const errorMessage =
    claimant.kind === 'nobody' ? 'No username found in supplied account' : 'Failed authentication'
  const additional = { MobileVersion: 'No', MFAUsed: mfaUsed ? 'Yes' : 'No' }
  setImmediate(() => {
    recordSignIn(visit, house, {
      account,
      eventName: 'ConsoleLogin',
      userIdentity: claimantIdentity(claimant, account),
      outcome: 'Failure',
      errorMessage,
      additional,
    }).catch(cause => house.log.fault('a failed sign-in could not be recorded', cause))
  })
}

/** Of who signed in: a user has no access key then, and the root user an empty one, as the guide's examples have it. */
export function signedInIdentity(claimant: Claimant, account: AccountId): object {
  if (claimant.kind !== 'user') return claimantIdentity(claimant, account)
  const { userId: principalId, path, userName } = claimant.user
  return {
    type: 'IAMUser',
    principalId,
    arn: arn.user(account, path, userName),
    accountId: account,
    userName,
  }
}

/** Of who has not signed in yet. */
function claimantIdentity(claimant: Claimant, account: AccountId): object {
  const of = { accountId: account, accessKeyId: '' }
  switch (claimant.kind) {
    case 'user': {
      const { userId: principalId, userName } = claimant.user
      return { type: 'IAMUser', principalId, ...of, userName }
    }
    case 'root':
      return { type: 'Root', principalId: account, arn: arn.root(account), ...of }
    case 'nobody':
      return { type: 'IAMUser', ...of, userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' }
  }
}

/** What somebody who is signed in does with the session: in the account of who they are at that moment. */
export function recordSessionChange(
  visit: Visit,
  house: House,
  eventName: Exclude<SignInEvent['eventName'], 'ConsoleLogin' | 'CheckMfa'>,
  who: LiveSession['caller'],
  additional: Readonly<Record<string, string>>,
): Promise<void> {
  return recordSignIn(visit, house, {
    account: who.account,
    eventName,
    userIdentity: eventName === 'GetSigninToken' ? userIdentity(who) : switchedIdentity(who),
    outcome: 'Success',
    additional,
  })
}

export async function recordSignIn(visit: Visit, house: House, happened: SignInEvent): Promise<void> {
  await house.store.record({ events: [eventRecord(visit, house, happened)], uses: [] })
}

function eventRecord({ http, connection, now }: Visit, { vault }: House, happened: SignInEvent): EventRecord {
  const { account, eventName, errorMessage } = happened
  const eventId = vault.newUuid()
  const userAgent = http.headers['user-agent']
  const event = {
    eventVersion: '1.11',
    userIdentity: happened.userIdentity,
    eventTime: secondsOf(now),
    eventSource: 'signin.amazonaws.com',
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: connection.sourceIp,
    ...(userAgent !== undefined && { userAgent }),
    ...(errorMessage !== undefined && { errorMessage }),
    requestParameters: null,
    responseElements: { [eventName]: happened.outcome },
    additionalEventData: happened.additional,
    eventID: eventId,
    readOnly: false,
    eventType: 'AwsConsoleSignIn',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  }
  return {
    account,
    eventId,
    requestId: newRequestId(now),
    time: now,
    eventName,
    event: JSON.stringify(event),
  }
}
