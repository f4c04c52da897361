import { GetAccountPasswordPolicyCommand, GetAccountSummaryCommand } from '@aws-sdk/client-iam'
import type { Clients } from '../../api/clients.ts'
import { codeOf } from '../../api/fault.ts'
import { dashboard } from '../../words/dashboard.ts'
import { type CredentialLine, credentialReport } from './credential-report.ts'

const { recommendation: words } = dashboard

/** Something that should be so, and whether it is. */
export interface Recommendation {
  readonly id: string
  readonly isMet: boolean
  readonly text: string
  readonly why: string
  /** Where to mend it. */
  readonly href?: string
}

const day = 24 * 60 * 60 * 1000
const oldAfterDays = 90

/** What AWS's dashboard asks of the root user, and what its security hub asks of the account's credentials. */
export async function rootRecommendations({ iam }: Pick<Clients, 'iam'>): Promise<readonly Recommendation[]> {
  const { SummaryMap = {} } = await iam.send(new GetAccountSummaryCommand({}))
  const hasMfa = SummaryMap.AccountMFAEnabled === 1
  const hasKeys = (SummaryMap.AccountAccessKeysPresent ?? 0) > 0
  return [said('rootMfa', hasMfa), said('rootKeys', !hasKeys)]
}

export async function passwordRecommendations({
  iam,
}: Pick<Clients, 'iam'>): Promise<readonly Recommendation[]> {
  const hasOwn = await iam.send(new GetAccountPasswordPolicyCommand({})).then(
    () => true,
    error => {
      if (codeOf(error) === 'NoSuchEntity') return false
      throw error
    },
  )
  return [{ ...said('passwordPolicy', hasOwn), href: '/console/iam/settings' }]
}

export async function userRecommendations(
  clients: Pick<Clients, 'iam'>,
  now = Date.now(),
): Promise<readonly Recommendation[]> {
  const users = (await credentialReport(clients)).filter(({ user }) => user !== '<root_account>')
  return [
    ofUsers('usersMfa', users.filter(lacksMfa)),
    ofUsers(
      'oldKeys',
      users.filter(line => keysOf(line).some(key => isBefore(key.rotated, now))),
    ),
    ofUsers(
      'unused',
      users.filter(line => isUnused(line, now)),
    ),
  ]
}

function said(id: 'rootMfa' | 'rootKeys' | 'passwordPolicy', isMet: boolean): Recommendation {
  const { done, open, why } = words[id]
  return { id, isMet, text: isMet ? done : open, why }
}

function ofUsers(id: 'usersMfa' | 'oldKeys' | 'unused', users: readonly CredentialLine[]): Recommendation {
  const { done, open, why } = words[id]
  const names = users.map(({ user = '' }) => user)
  const isMet = names.length === 0
  return { id, isMet, text: isMet ? done : open(names), why, href: '/console/iam/users' }
}

const lacksMfa = ({ password_enabled, mfa_active }: CredentialLine) =>
  password_enabled === 'true' && mfa_active === 'false'

/** Of a key that is active: when it was made, and when it was used last; text that is no time where never. */
function keysOf(line: CredentialLine) {
  return [1, 2].flatMap(number => {
    const key = `access_key_${number}`
    if (line[`${key}_active`] !== 'true') return []
    return [{ rotated: line[`${key}_last_rotated`] ?? '', used: line[`${key}_last_used_date`] ?? '' }]
  })
}

/** True of a time more than ninety days ago. */
function isBefore(time: string, now: number): boolean {
  return now - Date.parse(time) > oldAfterDays * day
}

/** Has a password or a key of more than ninety days that was not used for as long, or never. */
function isUnused(line: CredentialLine, now: number): boolean {
  const unused = (since: string, used: string) =>
    isBefore(since, now) && (Number.isNaN(Date.parse(used)) || isBefore(used, now))
  const password =
    line.password_enabled === 'true' &&
    unused(line.password_last_changed ?? '', line.password_last_used ?? '')
  return password || keysOf(line).some(key => unused(key.rotated, key.used))
}
