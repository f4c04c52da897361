import { isAccountId } from '../../identity/account-id.ts'
import type { Tags } from '../../store/common-columns.ts'
import type { Writer } from '../../store/contract.ts'
import {
  members,
  type OrganizationRow,
  organizationalUnits,
  organizationPolicies,
  organizationResourcePolicies,
  organizations,
  responsibilityTransfers,
} from '../../store/organization-tables.ts'
import type { Table } from '../../store/table.ts'
import { refusal } from './errors.ts'
import { inOrganization } from './operation.ts'
import { pageOfList } from './paging.ts'
import { policyTypeOf, resourceById } from './resources.ts'
import { checkedTags, requestTags, withoutTags, withTags } from './tagging.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_TagResource.html */
export const TagResource = inOrganization('TagResource', {
  for: 'delegates',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.ResourceId),
  context: ({ input, resource }) => ({
    'organizations:PolicyType': policyTypeOf(resource),
    ...requestTags(input.Tags),
  }),
  write: async ({ input, rows, organization }) => {
    const added = checkedTags(input.Tags)
    await retag(rows, organization, input.ResourceId, tags => withTags(tags, added))
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_UntagResource.html */
export const UntagResource = inOrganization('UntagResource', {
  for: 'delegates',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.ResourceId),
  context: ({ input, resource }) => ({
    'organizations:PolicyType': policyTypeOf(resource),
    'aws:TagKeys': input.TagKeys,
  }),
  write: async ({ input, rows, organization }) => {
    await retag(rows, organization, input.ResourceId, tags => withoutTags(tags, input.TagKeys))
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListTagsForResource.html */
export const ListTagsForResource = inOrganization('ListTagsForResource', {
  for: 'readers',
  on: ({ input, rows, organization }) => resourceById(rows, organization, input.ResourceId),
  context: ({ resource }) => ({ 'organizations:PolicyType': policyTypeOf(resource) }),
  read: async ({ input, rows, organization }) => {
    const tags = (await resourceById(rows, organization, input.ResourceId))?.tags
    if (!tags) throw refusal('TargetNotFoundException')
    const { items, next } = pageOfList(`tags of ${input.ResourceId}`, input, tags)
    return { Tags: items.map(({ Key, Value }) => ({ Key, Value })), ...next }
  },
})

type Retag = (tags: Tags) => Tags

async function retag(rows: Writer, organization: OrganizationRow, id: string, change: Retag): Promise<void> {
  if (id === organization.rootId) {
    await rows.put(organizations, { ...organization, rootTags: change(organization.rootTags) })
  } else if (isAccountId(id)) await changeIn(rows, members, id, change)
  else if (id.startsWith('ou-')) await changeIn(rows, organizationalUnits, id, change)
  else if (id.startsWith('p-')) await changeIn(rows, organizationPolicies, id, change)
  else if (id.startsWith('rt-')) await changeIn(rows, responsibilityTransfers, id, change)
  else {
    const policy = await rows.get(organizationResourcePolicies, 'policy')
    if (policy?.resourcePolicyId !== id) throw refusal('TargetNotFoundException')
    await rows.put(organizationResourcePolicies, { ...policy, tags: change(policy.tags) })
  }
}

async function changeIn<Row extends { readonly tags: Tags }>(
  rows: Writer,
  table: Table<Row>,
  id: string,
  change: Retag,
): Promise<void> {
  const row = await rows.get(table, id)
  if (!row) throw refusal('TargetNotFoundException')
  await rows.put(table, { ...row, tags: change(row.tags) })
}
