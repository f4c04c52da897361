import { AssumeRoleCommand, type AssumeRoleCommandOutput, STSServiceException } from '@aws-sdk/client-sts'
import { type AccountId, isAccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import type { Caller } from '../../identity/caller.ts'
import type { RoleSessionToken } from '../../identity/session-token.ts'
import { roles } from '../../store/tables.ts'
import type { House } from '../house.ts'
import { stsOnBehalf } from '../in-process.ts'
import { accountNamed } from './account-named.ts'
import { type CallOf, type Desk, onBehalf, type Visit } from './desk.ts'
import { invalid } from './fault.ts'
import { Fields } from './fields.ts'
import type { SwitchAnswer } from './protocol.ts'
import { colorOf, shownName, shownSession } from './session-view.ts'
import type { LiveSession } from './sessions.ts'
import { recordSessionChange } from './sign-in-events.ts'
import { whyRefused } from './why-refused.ts'

const maxDisplayName = 64

interface Wish {
  /** As it was typed. */
  readonly account: string
  /** With its path, where it has one: `team/Auditor`. */
  readonly roleName: string
  readonly displayName?: string
  readonly color?: string
}

/** What STS asks of a session's name at the least; a user's name may be shorter. */
const minSessionName = 2

/**
 * Takes a role as the identity that signed in, whatever role the session has now.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-console.html
 */
export const switchRole: CallOf<'switch'> = async (visit, desk) => {
  const { house, sessions } = desk
  const wish = readWish(visit.http.body)
  const session = await sessions.ofTab(visit)
  const account = await accountOf(wish.account, house)
  const assuming = new AssumeRoleCommand({
    RoleArn: arn.role(account, ...pathAndName(wish.roleName)),
    RoleSessionName: sessionNameOf(session.caller),
  })
  const sts = stsOnBehalf(house, onBehalf(visit, session.row.identity))
  const answer = await sts.send(assuming).catch((error: unknown) => error)
  if (answer instanceof STSServiceException) return { answer: await refusedBy(answer, session, house) }
  if (!isAssumed(answer)) throw answer
  const { AccessKeyId = '', SessionToken = '' } = answer.Credentials ?? {}
  const token = house.vault.openSession(AccessKeyId, SessionToken)?.session
  if (token?.kind !== 'role') throw new TypeError('AssumeRole answered no session of a role')
  return { answer: await switched(session, await wholeTime(token, session, house), wish, visit, desk) }
}

function isAssumed(answer: unknown): answer is AssumeRoleCommandOutput {
  return typeof answer === 'object' && answer !== null && 'Credentials' in answer
}

function readWish(body: Uint8Array): Wish {
  const fields = new Fields(body)
  const [displayName, color] = [fields.optionalText('displayName')?.trim(), fields.optionalText('color')]
  return {
    account: fields.text('account').trim(),
    roleName: fields.text('roleName').trim().replace(/^\//, ''),
    ...(displayName && { displayName: displayName.slice(0, maxDisplayName) }),
    ...(color !== undefined && { color }),
  }
}

/** An id is taken as it is: that there is no such account is told like a role that is not there. */
async function accountOf(text: string, house: House): Promise<AccountId> {
  const id = text.replaceAll('-', '')
  const account = isAccountId(id) ? id : await accountNamed(text, house)
  if (!account) throw invalid('There is no account of this alias.')
  return account
}

/** `team/Auditor` → `/team/` and `Auditor`. */
function pathAndName(roleName: string): readonly [path: string, name: string] {
  const end = roleName.lastIndexOf('/') + 1
  return [`/${roleName.slice(0, end)}`, roleName.slice(end)]
}

/** AWS's console calls the session by the user's name; a session that switches on keeps its own. */
function sessionNameOf(caller: Caller): string {
  const name = caller.kind === 'role-session' ? caller.sessionName : shownName(caller)
  return name.length < minSessionName ? `${name}@console` : name
}

/**
 * In the console a role lasts as long as it allows at the most, or as long as what is left of the sign-in, if that is
 * less; in a chain an hour. The page says so: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html
 */
async function wholeTime(
  token: RoleSessionToken,
  { row }: LiveSession,
  { store }: House,
): Promise<RoleSessionToken> {
  const { account, roleId, issuedAt } = token
  const [role] = await store.read(account, rows =>
    rows.list(roles, { index: 'byId', where: { roleId }, limit: 1 }),
  )
  const isChain = row.identity.kind === 'role'
  const atMost = role && !isChain ? issuedAt + role.maxSessionSeconds * 1000 : token.expiresAt
  return { ...token, expiresAt: Math.min(atMost, row.expiresAt) }
}

async function switched(
  session: LiveSession,
  token: RoleSessionToken,
  wish: Wish,
  visit: Visit,
  { house, sessions, site }: Desk,
): Promise<SwitchAnswer> {
  const { roleName, displayName = `${roleName} @ ${wish.account}` } = wish
  const role = { token, roleName, displayName, color: colorOf(wish.color) }
  const changed = await sessions.become(session, role, visit.now)
  if (changed.role) {
    await recordSessionChange(visit, house, 'SwitchRole', changed.role.caller, {
      SwitchFrom: (session.role?.caller ?? session.caller).arn,
      RedirectTo: `${site.originOf(visit.http)}/console`,
    })
  }
  return { state: 'switched', session: await shownSession(changed, house.store) }
}

async function refusedBy(
  error: STSServiceException,
  session: LiveSession,
  house: House,
): Promise<SwitchAnswer> {
  const { name: code, message, $metadata } = error
  const requestId = $metadata.requestId ?? ''
  return { state: 'refused', code, message, requestId, ...(await whyRefused(requestId, session, house)) }
}
