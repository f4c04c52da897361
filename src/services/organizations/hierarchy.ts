import { isAccountId } from '../../identity/account-id.ts'
import type { Reader } from '../../store/contract.ts'
import {
  type MemberRow,
  members,
  type OrganizationRow,
  organizationalUnits,
} from '../../store/organization-tables.ts'
import { shownRoot } from './answers.ts'
import { refusal } from './errors.ts'
import { inOrganization } from './operation.ts'
import { pageOf } from './paging.ts'
import { resourceById } from './resources.ts'

/** What lies where: roots, parents and children. */

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListRoots.html */
export const ListRoots = inOrganization('ListRoots', {
  for: 'readers',
  read: async ({ organization }) => ({ Roots: [shownRoot(organization)] }),
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html */
export const ListParents = inOrganization('ListParents', {
  for: 'readers',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.ChildId),
  read: async ({ input, rows, organization }) => {
    const { ChildId } = input
    const child = isAccountId(ChildId)
      ? await rows.get(members, ChildId)
      : await rows.get(organizationalUnits, ChildId)
    if (!child) throw refusal('ChildNotFoundException')
    const Type = child.parentId === organization.rootId ? ('ROOT' as const) : ('ORGANIZATIONAL_UNIT' as const)
    return { Parents: [{ Id: child.parentId, Type }] }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListChildren.html */
export const ListChildren = inOrganization('ListChildren', {
  for: 'readers',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.ParentId),
  read: async ({ input, rows, organization }) => {
    const { ParentId: parentId, ChildType: Type } = input
    await parentOr('ParentNotFoundException', rows, organization, parentId)
    const query = { index: 'byParent', where: { parentId } }
    if (Type === 'ACCOUNT') {
      const { items, next } = await pageOf(rows, members, input, query)
      return { Children: items.map(({ accountId: Id }) => ({ Id, Type })), ...next }
    }
    const { items, next } = await pageOf(rows, organizationalUnits, input, query)
    return { Children: items.map(({ unitId: Id }) => ({ Id, Type })), ...next }
  },
})

/** Throws where there is no such root or organizational unit. */
export async function parentOr(
  name: Parameters<typeof refusal>[0],
  rows: Reader,
  { rootId }: OrganizationRow,
  parentId: string,
): Promise<void> {
  if (parentId !== rootId && !(await rows.get(organizationalUnits, parentId))) throw refusal(name)
}

export async function memberNamed(rows: Reader, accountId: string): Promise<MemberRow> {
  const member = await rows.get(members, accountId)
  if (!member) throw refusal('AccountNotFoundException')
  return member
}
