import {
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListRootsCommand,
} from '@aws-sdk/client-organizations'
import type { Clients } from '../api/clients.ts'

type Organizations = Clients['organizations']

/** A root, a unit or an account, and where it is. */
export interface Place {
  readonly kind: 'root' | 'unit' | 'account'
  readonly id: string
  readonly name: string
  /** None of a root. */
  readonly parentId?: string
}

/** Reads a list to its end: Organizations gives twenty at a time. */
export async function all<Item>(
  page: (
    NextToken: string | undefined,
  ) => Promise<{ readonly items: readonly Item[] | undefined; readonly next: string | undefined }>,
): Promise<readonly Item[]> {
  const found: Item[] = []
  let token: string | undefined
  do {
    const { items = [], next } = await page(token)
    found.push(...items)
    token = next
  } while (token !== undefined)
  return found
}

export async function rootOf(organizations: Organizations) {
  const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}))
  if (!root) throw new Error('ListRoots answered without a root')
  return root
}

export async function unitsIn(organizations: Organizations, ParentId: string): Promise<readonly Place[]> {
  const units = await all(async NextToken => {
    const page = await organizations.send(
      new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken }),
    )
    return { items: page.OrganizationalUnits, next: page.NextToken }
  })
  return units.map(({ Id = '', Name = '' }) => ({ kind: 'unit', id: Id, name: Name, parentId: ParentId }))
}

async function accountsIn(organizations: Organizations, ParentId: string): Promise<readonly Place[]> {
  const accounts = await all(async NextToken => {
    const page = await organizations.send(new ListAccountsForParentCommand({ ParentId, NextToken }))
    return { items: page.Accounts, next: page.NextToken }
  })
  return accounts.map(({ Id = '', Name = '' }) => ({
    kind: 'account',
    id: Id,
    name: Name,
    parentId: ParentId,
  }))
}

/** Units first, each kind by name. */
export async function childrenOf(organizations: Organizations, parentId: string): Promise<readonly Place[]> {
  const [units, accounts] = await Promise.all([
    unitsIn(organizations, parentId),
    accountsIn(organizations, parentId),
  ])
  const byName = (a: Place, b: Place) => a.name.localeCompare(b.name)
  return [...[...units].sort(byName), ...[...accounts].sort(byName)]
}

/** A place with the names on the way to it, as one chooses it from a list. */
export interface ChosenPlace extends Place {
  readonly path: string
}

/** Everything below the root, the root first; accounts only where they are wanted. */
export async function allPlaces(
  organizations: Organizations,
  { withAccounts }: { readonly withAccounts: boolean },
): Promise<readonly ChosenPlace[]> {
  const { Id = '', Name = '' } = await rootOf(organizations)
  const places: ChosenPlace[] = [{ kind: 'root', id: Id, name: Name, path: Name }]
  // It grows while it is gone through: what is in a unit comes behind it.
  for (const { kind, id, path } of places) {
    if (kind === 'account') continue
    const inside = withAccounts ? await childrenOf(organizations, id) : await unitsIn(organizations, id)
    places.push(...inside.map(place => ({ ...place, path: `${path} / ${place.name}` })))
  }
  return places
}

/** From the root down to an account or unit. */
export async function lineage(organizations: Organizations, id: string): Promise<readonly Place[]> {
  if (id.startsWith('r-')) return [{ kind: 'root', id, name: (await rootOf(organizations)).Name ?? id }]
  const { Parents: [parent] = [] } = await organizations.send(new ListParentsCommand({ ChildId: id }))
  const parentId = parent?.Id ?? ''
  const [above, self] = await Promise.all([
    lineage(organizations, parentId),
    placeNamed(organizations, id, parentId),
  ])
  return [...above, self]
}

async function placeNamed(organizations: Organizations, id: string, parentId: string): Promise<Place> {
  if (id.startsWith('ou-')) {
    const { OrganizationalUnit } = await organizations.send(
      new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: id }),
    )
    return { kind: 'unit', id, name: OrganizationalUnit?.Name ?? id, parentId }
  }
  const { Account } = await organizations.send(new DescribeAccountCommand({ AccountId: id }))
  return { kind: 'account', id, name: Account?.Name ?? id, parentId }
}
