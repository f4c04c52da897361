import type { AccountId } from '../../identity/account-id.ts'
import type {
  DeclaredAccount,
  DeclaredControlPolicy,
  DeclaredMember,
  DeclaredOrganization,
  DeclaredPlace,
  DeclaredUnit,
} from './declaration.ts'
import { Unique } from './unique.ts'
import type { WrittenValue } from './written.ts'

/** "OU maximum nesting in a root: 5 levels deep". */
const maxDepth = 5

interface Reading {
  readonly accounts: ReadonlySet<string>
  readonly managementAccount: string
  readonly policies: ReadonlySet<string>
  readonly placed: Unique
}

/** Notes every fault, as for accounts: which of the file's accounts are where, and which policies hang there. */
export function readOrganization(
  written: WrittenValue,
  accounts: readonly DeclaredAccount[],
): DeclaredOrganization {
  const members = written.members(
    ['managementAccount'],
    ['serviceControlPolicies', 'resourceControlPolicies', ...place],
  )
  const known = new Set<string>(accounts.map(({ id }) => id))
  const managementAccount = members.managementAccount?.text() ?? ''
  if (managementAccount !== '' && !known.has(managementAccount)) members.managementAccount?.fault(undeclared)
  const names = new Unique()
  const policies = [
    ...readPolicies(members.serviceControlPolicies, 'SERVICE_CONTROL_POLICY', names),
    ...readPolicies(members.resourceControlPolicies, 'RESOURCE_CONTROL_POLICY', names),
  ]
  const reading: Reading = {
    accounts: known,
    managementAccount,
    policies: new Set(policies.map(({ name }) => name)),
    placed: new Unique(),
  }
  return {
    managementAccount: managementAccount as AccountId,
    policies,
    root: readPlace(members, reading, 0),
  }
}

const place = ['attached', 'accounts', 'units'] as const
type PlaceMembers = Readonly<Partial<Record<(typeof place)[number], WrittenValue>>>

const undeclared = 'is not the id of an account of this file'

function readPolicies(
  written: WrittenValue | undefined,
  type: DeclaredControlPolicy['type'],
  names: Unique,
): readonly DeclaredControlPolicy[] {
  return (written?.items() ?? []).map(item => {
    const members = item.members(['name', 'policy'], ['description'])
    const name = members.name?.text() ?? ''
    names.check(members.name, name)
    const description = members.description?.text() ?? ''
    return { type, name, description, text: members.policy?.json() ?? '', path: item.path }
  })
}

function readPlace(members: PlaceMembers, reading: Reading, depth: number): DeclaredPlace {
  if (members.units && depth >= maxDepth) members.units.fault(`must not be more than ${maxDepth} levels deep`)
  const names = new Unique()
  return {
    attached: readAttached(members.attached, reading),
    accounts: (members.accounts?.items() ?? []).map(item => readMember(item, reading)),
    units: (members.units?.items() ?? []).map(item => readUnit(item, names, reading, depth + 1)),
  }
}

function readUnit(written: WrittenValue, names: Unique, reading: Reading, depth: number): DeclaredUnit {
  const members = written.members(['name'], place)
  const name = members.name?.text() ?? ''
  if (name.length > 128) members.name?.fault('must have at most 128 characters')
  names.check(members.name, name)
  return { name, path: written.path, ...readPlace(members, reading, depth) }
}

function readMember(written: WrittenValue, reading: Reading): DeclaredMember {
  const members = written.members(['id'], ['attached'])
  const id = members.id?.text() ?? ''
  if (id !== '' && !reading.accounts.has(id)) members.id?.fault(undeclared)
  if (id !== '' && id === reading.managementAccount)
    members.id?.fault('is the management account, which is at the root')
  reading.placed.check(members.id, id)
  return { id: id as AccountId, attached: readAttached(members.attached, reading), path: written.path }
}

/** Names of policies, each with where it is written. */
function readAttached(
  written: WrittenValue | undefined,
  { policies }: Reading,
): readonly { readonly name: string; readonly path: string }[] {
  const unique = new Unique()
  return (written?.items() ?? []).map(item => {
    const name = item.text()
    if (name !== '' && !policies.has(name)) item.fault('is not the name of a control policy of this file')
    unique.check(item, name)
    return { name, path: item.path }
  })
}
