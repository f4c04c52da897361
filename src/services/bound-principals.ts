import { type AccountId, isAccountId } from '../identity/account-id.ts'
import { arn, parseIamArn, partition } from '../identity/arn.ts'
import { accountOfUniqueId } from '../identity/unique-id.ts'
import { type PrincipalReference, principalReferences, showPrincipals } from '../policy/index.ts'
import type { BoundPolicy } from '../store/common-columns.ts'
import { directory, type Reader, type Store } from '../store/contract.ts'
import { accounts, roles, users } from '../store/tables.ts'

interface Entity {
  readonly id: string
  readonly name: string
  readonly path: string
}

/** Users and roles, of whatever account: what principals of policies are bound to. */
const entityKinds = {
  user: {
    find: async (rows: Reader, name: string): Promise<Entity | undefined> => {
      const user = await rows.get(users, name.toLowerCase())
      return user && { id: user.userId, name: user.userName, path: user.path }
    },
    withId: async (rows: Reader, userId: string): Promise<Entity | undefined> => {
      const [user] = await rows.list(users, { index: 'byId', where: { userId }, limit: 1 })
      return user && { id: user.userId, name: user.userName, path: user.path }
    },
  },
  role: {
    find: async (rows: Reader, name: string): Promise<Entity | undefined> => {
      const role = await rows.get(roles, name.toLowerCase())
      return role && { id: role.roleId, name: role.roleName, path: role.path }
    },
    withId: async (rows: Reader, roleId: string): Promise<Entity | undefined> => {
      const [role] = await rows.list(roles, { index: 'byId', where: { roleId }, limit: 1 })
      return role && { id: role.roleId, name: role.roleName, path: role.path }
    },
  },
} as const

/**
 * A user or role that a policy of a resource names is bound to its unique id when the policy is saved, so that a
 * namesake created later is not meant. Shown, it is the ARN again, or the id once the entity is gone.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
export async function bindPrincipals(store: Store, text: string): Promise<BoundPolicy | UnknownPrincipal> {
  const references = principalReferences(text)
  const principalIds: Record<string, string> = {}
  for (const reference of references) {
    const found = await resolve(store, reference)
    if (!found) return { unknown: reference.value }
    if (found.boundTo !== undefined) principalIds[reference.value] = found.boundTo
  }
  return { text, principalIds }
}

/** Accounts by the ARNs of their root users, however they were named: "the service might convert it to the principal ARN". */
export function withAccountArns(text: string): string {
  const ids = principalReferences(text).flatMap(({ value }) => (isAccountId(value) ? [value] : []))
  return showPrincipals(text, Object.fromEntries(ids.map(id => [id, arn.root(id)])))
}

/** The first that is not there, as it is written. */
export interface UnknownPrincipal {
  readonly unknown: string
}

/** What a principal that exists is bound to, if it is bound. */
interface Resolved {
  readonly boundTo?: string
}

async function resolve(store: Store, reference: PrincipalReference): Promise<Resolved | undefined> {
  switch (reference.kind) {
    case 'user':
    case 'role': {
      const id = await idOf(store, reference)
      return id === undefined ? undefined : { boundTo: id }
    }
    case 'id':
      return (await isThere(store, reference)) ? {} : undefined
    default:
      // An account; or a session, of which only the account is known while nobody has it.
      return (await isAccount(store, reference)) ? {} : undefined
  }
}

/** Path and letters must be those the entity has: ARNs are compared with regard to case. */
async function idOf(
  store: Store,
  { kind, value, accountId, name }: Extract<PrincipalReference, { kind: 'user' | 'role' }>,
): Promise<string | undefined> {
  if (!isAccountId(accountId)) return undefined
  const found = await store.read(accountId, rows => entityKinds[kind].find(rows, name))
  return found && arn[kind](accountId, found.path, found.name) === value ? found.id : undefined
}

/** An id carries its account: no other can have it. */
async function isThere(
  store: Store,
  { entity, value }: Extract<PrincipalReference, { kind: 'id' }>,
): Promise<boolean> {
  const account = accountOfUniqueId(value)
  if (account === undefined) return false
  return store.read(account, async rows => (await entityKinds[entity].withId(rows, value)) !== undefined)
}

async function isAccount(
  store: Store,
  { value, accountId }: { readonly value: string; readonly accountId: string },
): Promise<boolean> {
  if (value.startsWith('arn:') && !value.startsWith(`arn:${partition}:`)) return false
  return (await store.read(directory, rows => rows.get(accounts, accountId))) !== undefined
}

/** The texts of policies as they are shown now. Accounts are read only for principals that are bound. */
export async function shownPolicies(
  store: Store,
  policies: readonly BoundPolicy[],
): Promise<readonly string[]> {
  const bindings = policies.flatMap(policy => Object.entries(policy.principalIds).map(bindingOf))
  const byAccount = Map.groupBy(bindings, binding => binding.accountId)
  const shown = new Map<string, string>()
  for (const [accountId, bound] of byAccount) {
    await store.read(accountId, async rows => {
      for (const { type, id } of bound) shown.set(id, await currentName(rows, accountId, type, id))
    })
  }
  return policies.map(({ text, principalIds }) => {
    const replacements = changed(principalIds, shown)
    return Object.keys(replacements).length > 0 ? showPrincipals(text, replacements) : text
  })
}

interface Binding {
  readonly accountId: AccountId
  readonly type: 'user' | 'role'
  readonly id: string
}

function bindingOf([bound, id]: readonly [arn: string, id: string]): Binding {
  const parsed = parseIamArn(bound)
  if (!parsed || parsed.accountId === 'aws') throw new Error(`a policy is bound to ${bound}`)
  return { accountId: parsed.accountId, type: parsed.type === 'user' ? 'user' : 'role', id }
}

async function currentName(rows: Reader, account: AccountId, type: Binding['type'], id: string) {
  const entity: Entity | undefined = await entityKinds[type].withId(rows, id)
  return entity ? arn[type](account, entity.path, entity.name) : id
}

/** ARNs that are shown as something else than what was written. */
function changed(
  principalIds: BoundPolicy['principalIds'],
  shown: ReadonlyMap<string, string>,
): Record<string, string> {
  const pairs = Object.entries(principalIds).map(([written, id]) => [written, shown.get(id) ?? id] as const)
  return Object.fromEntries(pairs.filter(([written, now]) => written !== now))
}
