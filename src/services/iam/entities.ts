import type { Resource } from '../../authorize/question.ts'
import type { AccountId } from '../../identity/account-id.ts'
import type { Caller } from '../../identity/caller.ts'
import type { Context } from '../../policy/request.ts'
import type { Reader, Store } from '../../store/contract.ts'
import {
  type EntityType,
  type GroupRow,
  groups,
  type RoleRow,
  roles,
  type UserRow,
  users,
} from '../../store/tables.ts'
import { groupWithId, nameKeyOf, roleWithId, userWithId } from './lookup.ts'
import { iamError } from './operation.ts'
import { mustBeModifiable } from './protected-roles.ts'
import { groupResource, roleResource, userResource } from './resources.ts'

/** What policies hang on: a user, a group or a role. */
export interface Entity {
  readonly id: string
  readonly name: string
  readonly path: string
  /** `''` when there is none; groups never have one. */
  readonly boundaryArn: string
}

/** The same operations exist for each of the three. What differs between them is in this table. */
interface EntityKind {
  /** The member of inputs and answers that names the entity. */
  readonly member: 'UserName' | 'GroupName' | 'RoleName'
  readonly quota: 'PoliciesPerUser' | 'PoliciesPerGroup' | 'PoliciesPerRole'
  readonly resource: (asked: { caller: Caller; rows: Reader }, name: string) => Promise<Resource>
  readonly find: (rows: Reader, name: string) => Promise<Entity | undefined>
  readonly withId: (rows: Reader, id: string) => Promise<Entity | undefined>
}

export const entityKinds = {
  user: {
    member: 'UserName',
    quota: 'PoliciesPerUser',
    resource: userResource,
    find: async (rows, name) => ofUser(await rows.get(users, nameKeyOf(name))),
    withId: async (rows, id) => ofUser(await userWithId(rows, id)),
  },
  group: {
    member: 'GroupName',
    quota: 'PoliciesPerGroup',
    resource: groupResource,
    find: async (rows, name) => ofGroup(await rows.get(groups, nameKeyOf(name))),
    withId: async (rows, id) => ofGroup(await groupWithId(rows, id)),
  },
  role: {
    member: 'RoleName',
    quota: 'PoliciesPerRole',
    resource: roleResource,
    find: async (rows, name) => ofRole(await rows.get(roles, nameKeyOf(name))),
    withId: async (rows, id) => ofRole(await roleWithId(rows, id)),
  },
} as const satisfies Record<EntityType, EntityKind>

type EntityMember<Type extends EntityType> = (typeof entityKinds)[Type]['member']

/** Inputs that name an entity; each operation has one of the members, and the model requires it. */
export interface EntityInput {
  readonly UserName?: string
  readonly GroupName?: string
  readonly RoleName?: string
}

export function entityName(type: EntityType, input: EntityInput): string {
  return input[entityKinds[type].member] ?? ''
}

/** The member of an answer that names the entity as it was created. */
export function entityMember<Type extends EntityType>(type: Type, { name }: Entity) {
  return { [entityKinds[type].member]: name } as Record<EntityMember<Type>, string>
}

export async function entityIn(rows: Reader, type: EntityType, input: EntityInput): Promise<Entity> {
  const name = entityName(type, input)
  const entity = await entityKinds[type].find(rows, name)
  if (!entity) throw iamError('NoSuchEntityException', `The ${type} with name ${name} cannot be found.`)
  return entity
}

/** For changes of its permissions, which nobody makes to the roles of services. */
export async function modifiableEntity(rows: Reader, type: EntityType, input: EntityInput): Promise<Entity> {
  const entity = await entityIn(rows, type, input)
  if (type === 'role') mustBeModifiable(entity.path, entity.name)
  return entity
}

/** The boundary that the entity has, a condition key of everything that changes its permissions. */
export async function boundaryContext(
  store: Store,
  account: AccountId,
  type: EntityType,
  input: EntityInput,
): Promise<Context> {
  if (type === 'group') return {}
  const entity = await store.read(account, rows => entityKinds[type].find(rows, entityName(type, input)))
  return { 'iam:PermissionsBoundary': entity?.boundaryArn || undefined }
}

/** The same for an operation on a role alone. */
export function roleBoundary({ input, caller, store }: Asked): Promise<Context> {
  return boundaryContext(store, caller.account, 'role', input)
}

interface Asked {
  readonly input: EntityInput
  readonly caller: Caller
  readonly store: Store
}

function ofUser(row: UserRow | undefined): Entity | undefined {
  return row && { id: row.userId, name: row.userName, path: row.path, boundaryArn: row.boundaryArn }
}

function ofGroup(row: GroupRow | undefined): Entity | undefined {
  return row && { id: row.groupId, name: row.groupName, path: row.path, boundaryArn: '' }
}

function ofRole(row: RoleRow | undefined): Entity | undefined {
  return row && { id: row.roleId, name: row.roleName, path: row.path, boundaryArn: row.boundaryArn }
}
