import { parentsOf } from '../../authorize/placement.ts'
import { newOrganizationIds } from '../../identity/organization-ids.ts'
import type { Reader } from '../../store/contract.ts'
import { members, type OrganizationalUnitRow, organizationalUnits } from '../../store/organization-tables.ts'
import { shownUnit } from './answers.ts'
import { attachFullAccess, detachAll } from './attaching.ts'
import { constraint, refusal } from './errors.ts'
import { parentOr } from './hierarchy.ts'
import { inOrganization } from './operation.ts'
import { pageOf } from './paging.ts'
import { resourceById } from './resources.ts'
import { checkedTags, requestTags } from './tagging.ts'

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const maxUnits = 2000
/** "OU maximum nesting in a root: 5 levels deep". */
const maxDepth = 5

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganizationalUnit.html */
export const CreateOrganizationalUnit = inOrganization('CreateOrganizationalUnit', {
  for: 'management',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.ParentId),
  context: ({ input }) => requestTags(input.Tags),
  alsoRequires: ({ input }) => (input.Tags?.length ? ['organizations:TagResource'] : []),
  write: async ({ input, rows, organization, vault, now }) => {
    const { ParentId: parentId, Name: name } = input
    await parentOr('ParentNotFoundException', rows, organization, parentId)
    // The root stands above the first of them.
    const depth = (await parentsOf(rows, parentId)).length
    if (depth > maxDepth) throw constraint('OU_DEPTH_LIMIT_EXCEEDED')
    if ((await rows.count(organizationalUnits)) >= maxUnits) throw constraint('OU_NUMBER_LIMIT_EXCEEDED')
    await mustBeFree(rows, parentId, name)
    const unit: OrganizationalUnitRow = {
      unitId: newOrganizationIds.organizationalUnit(organization.rootId, vault.randomBytes),
      parentId,
      name,
      createdAt: now,
      tags: checkedTags(input.Tags),
    }
    await rows.insert(organizationalUnits, unit)
    await attachFullAccess(rows, organization, unit.unitId, now)
    return { OrganizationalUnit: await shownUnit(rows, organization, unit) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganizationalUnit.html */
export const DescribeOrganizationalUnit = inOrganization('DescribeOrganizationalUnit', {
  for: 'readers',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.OrganizationalUnitId),
  read: async ({ input, rows, organization }) => {
    const unit = await unitNamed(rows, input.OrganizationalUnitId)
    return { OrganizationalUnit: await shownUnit(rows, organization, unit) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListOrganizationalUnitsForParent.html */
export const ListOrganizationalUnitsForParent = inOrganization('ListOrganizationalUnitsForParent', {
  for: 'readers',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.ParentId),
  read: async ({ input, rows, organization }) => {
    const { ParentId: parentId } = input
    await parentOr('ParentNotFoundException', rows, organization, parentId)
    const query = { index: 'byParent', where: { parentId } }
    const { items, next } = await pageOf(rows, organizationalUnits, input, query)
    const OrganizationalUnits = await Promise.all(items.map(unit => shownUnit(rows, organization, unit)))
    return { OrganizationalUnits, ...next }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_UpdateOrganizationalUnit.html */
export const UpdateOrganizationalUnit = inOrganization('UpdateOrganizationalUnit', {
  for: 'management',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.OrganizationalUnitId),
  write: async ({ input, rows, organization }) => {
    const unit = await unitNamed(rows, input.OrganizationalUnitId)
    const name = input.Name ?? unit.name
    if (name !== unit.name) await mustBeFree(rows, unit.parentId, name)
    const renamed = { ...unit, name }
    await rows.put(organizationalUnits, renamed)
    return { OrganizationalUnit: await shownUnit(rows, organization, renamed) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeleteOrganizationalUnit.html */
export const DeleteOrganizationalUnit = inOrganization('DeleteOrganizationalUnit', {
  for: 'management',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.OrganizationalUnitId),
  write: async ({ input, rows }) => {
    const { unitId: parentId } = await unitNamed(rows, input.OrganizationalUnitId)
    const children = { index: 'byParent', where: { parentId } }
    if ((await rows.count(members, children)) + (await rows.count(organizationalUnits, children)) > 0) {
      throw refusal('OrganizationalUnitNotEmptyException')
    }
    await detachAll(rows, parentId)
    await rows.delete(organizationalUnits, parentId)
    return {}
  },
})

async function unitNamed(rows: Reader, unitId: string): Promise<OrganizationalUnitRow> {
  const unit = await rows.get(organizationalUnits, unitId)
  if (!unit) throw refusal('OrganizationalUnitNotFoundException')
  return unit
}

async function mustBeFree(rows: Reader, parentId: string, name: string): Promise<void> {
  const [taken] = await rows.list(organizationalUnits, {
    index: 'byParent',
    where: { parentId, name },
    limit: 1,
  })
  if (taken) throw refusal('DuplicateOrganizationalUnitException')
}
