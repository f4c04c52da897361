import { type PrincipalReference, parsePolicy, principalReferences } from '../../policy/index.ts'
import type { DeclaredAccount } from './declaration.ts'
import type { PlannedRole } from './plan.ts'
import type { WrittenValue } from './written.ts'

interface AccountWithRoles {
  readonly id: string
  readonly roles: readonly PlannedRole[]
}

/** A role by where it is declared. */
export interface RolePlace<Account extends AccountWithRoles> {
  readonly account: Account
  readonly role: PlannedRole
  /** e.g. `accounts[0].roles[1]` */
  readonly path: string
}

/**
 * Roles in the order in which they can be made: a trust policy may only name roles that are there.
 * Those that trust one another, or themselves, have no such order.
 */
export function inOrderOfTrust<Account extends AccountWithRoles>(
  accounts: readonly Account[],
): { readonly ordered: readonly RolePlace<Account>[]; readonly circular: readonly RolePlace<Account>[] } {
  let waiting = rolePlaces(accounts)
  const ordered: RolePlace<Account>[] = []
  while (waiting.length > 0) {
    const ready = waiting.filter(place => !waiting.some(other => trusts(place, other)))
    if (ready.length === 0) break
    ordered.push(...ready)
    waiting = waiting.filter(place => !ready.includes(place))
  }
  return { ordered, circular: waiting.filter(place => isInCircle(place, waiting)) }
}

function rolePlaces<Account extends AccountWithRoles>(accounts: readonly Account[]): RolePlace<Account>[] {
  return accounts.flatMap((account, a) =>
    account.roles.map((role, r) => ({ account, role, path: `accounts[${a}].roles[${r}]` })),
  )
}

function trusts(place: RolePlace<AccountWithRoles>, other: RolePlace<AccountWithRoles>): boolean {
  return principalReferences(place.role.trust).some(
    reference =>
      reference.kind !== 'id' && reference.accountId === other.account.id && names(reference, other),
  )
}

function names(reference: PrincipalReference, { role }: RolePlace<AccountWithRoles>): boolean {
  return (
    (reference.kind === 'role' && reference.name === role.name) ||
    (reference.kind === 'session' && reference.roleName === role.name)
  )
}

/** Of the roles that are left, some only wait for a circle without being in one. */
function isInCircle<Place extends RolePlace<AccountWithRoles>>(
  start: Place,
  places: readonly Place[],
): boolean {
  const reached = new Set<Place>()
  const next = [start]
  for (let place = next.pop(); place; place = next.pop()) {
    for (const other of places) {
      if (!trusts(place, other)) continue
      if (other === start) return true
      if (!reached.has(other)) next.push(other)
      reached.add(other)
    }
  }
  return false
}

/** The trust policies of a whole file: their grammar, the principals they name, and circles among them. */
export function checkTrust(
  accounts: readonly DeclaredAccount[],
  written: ReadonlyMap<PlannedRole, WrittenValue>,
): void {
  for (const [role, trust] of written) checkTrustPolicy(role.trust, trust, accounts)
  for (const { role } of inOrderOfTrust(accounts).circular) {
    written
      .get(role)
      ?.fault('trusts a role that, itself or through others, trusts this one: none of them can be made first')
  }
}

function checkTrustPolicy(text: string, written: WrittenValue, accounts: readonly DeclaredAccount[]): void {
  const result = parsePolicy(text, 'trust')
  if ('faults' in result) {
    for (const fault of result.faults) written.fault(fault.message, fault.path)
    return
  }
  for (const reference of principalReferences(result.document)) {
    const unknown = unknownPrincipal(reference, accounts)
    if (unknown) written.fault(`names ${reference.value}, but ${unknown}`)
  }
}

/** Why a principal cannot be one; undefined where it is declared, or where only the API can tell. */
function unknownPrincipal(
  reference: PrincipalReference,
  accounts: readonly DeclaredAccount[],
): string | undefined {
  if (reference.kind === 'id') return 'unique ids are made when users and roles are'
  const account = accounts.find(candidate => candidate.id === reference.accountId)
  if (!account) return 'this file declares no such account'
  if (reference.kind !== 'user' && reference.kind !== 'role') return undefined
  const declared: readonly { readonly name: string }[] =
    reference.kind === 'user' ? account.users : account.roles
  const found = reference.path === '/' && declared.some(({ name }) => name === reference.name)
  return found ? undefined : `its account declares no such ${reference.kind}`
}
