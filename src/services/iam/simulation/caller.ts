import type { AccountId } from '../../../identity/account-id.ts'
import { arn } from '../../../identity/arn.ts'
import type { Identity } from '../../../identity/caller.ts'
import type { Tags } from '../../../store/common-columns.ts'
import type { Reader } from '../../../store/contract.ts'
import { roles, users } from '../../../store/tables.ts'
import { mustBeEntityArn, type NamedEntity } from '../entity-arns.ts'
import { nameKeyOf } from '../lookup.ts'

/** Who a simulation supposes to call, and whether the request said so. */
export interface SimulatedCaller {
  readonly identity: Identity
  /** False: nobody in particular, whose policies are all that is known. */
  readonly isNamed: boolean
}

/** Some user of the account, whom no policy can name. */
export function nobodyOf(account: AccountId): SimulatedCaller {
  const identity = {
    kind: 'user',
    account,
    arn: arn.user(account, '/', ''),
    userId: '',
    userName: '',
    tags: {},
  } as const
  return { identity, isNamed: false }
}

/**
 * The caller with this ARN. What the account knows of an entity of its own comes with it: its id, by which policies
 * trust it, and, where `withTags` says so, its tags.
 */
export async function callerWithArn(
  rows: Reader,
  account: AccountId,
  callerArn: string,
  withTags: boolean,
): Promise<SimulatedCaller> {
  const named = mustBeEntityArn(callerArn)
  // A group makes no calls itself: its policies are tried as those of one of its users.
  if (named.type === 'group') return nobodyOf(named.accountId as AccountId)
  const known = named.accountId === account ? await knownEntity(rows, named) : undefined
  const { id = '', tags = [] } = known ?? {}
  const common = {
    account: named.accountId as AccountId,
    tags: Object.fromEntries(withTags ? tags.map(({ Key, Value }) => [Key, Value]) : []),
  }
  const identity = named.type === 'role' ? roleSession(named, id, common) : user(named, id, callerArn, common)
  return { identity, isNamed: true }
}

type Common = Pick<Identity<'user'>, 'account' | 'tags'>

/** A group makes no calls itself: its policies are tried as those of one of its users. */
function user(
  { name, type }: NamedEntity,
  userId: string,
  userArn: string,
  common: Common,
): Identity<'user'> {
  return { kind: 'user', ...common, arn: userArn, userId, userName: type === 'user' ? name : '' }
}

/** Of a role it is a session that calls; this one has no name, so that no policy can mean it. */
function roleSession({ name, path }: NamedEntity, roleId: string, common: Common): Identity<'role-session'> {
  return {
    kind: 'role-session',
    ...common,
    arn: arn.roleSession(common.account, name, ''),
    userId: roleId && `${roleId}:`,
    roleArn: arn.role(common.account, path, name),
    roleId,
    roleName: name,
    sessionName: '',
    transitiveTags: {},
  }
}

interface Known {
  readonly id: string
  readonly tags: Tags
}

async function knownEntity(rows: Reader, { type, name, path }: NamedEntity): Promise<Known | undefined> {
  if (type === 'role') {
    const role = await rows.get(roles, nameKeyOf(name))
    return role?.path === path ? { id: role.roleId, tags: role.tags } : undefined
  }
  const user = await rows.get(users, nameKeyOf(name))
  return user?.path === path ? { id: user.userId, tags: user.tags } : undefined
}
