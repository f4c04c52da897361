import { useClients } from '../../api/clients.ts'
import { useRead } from '../../api/read.ts'
import { PolicyName } from '../../policies-picker/policy-dialog.tsx'
import { PageLink } from '../../shell/link.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { pagesOf } from '../../table/rows.ts'
import { permissions } from '../../words/permissions.ts'
import { users as words } from '../../words/users.ts'
import { groupHolder } from '../groups/group-holder.ts'
import { groupPath } from '../groups/group-paths.ts'
import type { GivenPolicy } from '../permissions/given-policies.ts'
import { InlinePolicyName, typeOfPolicy } from '../permissions/permissions-tab.tsx'
import type { PolicyHolder } from '../permissions/policy-holder.ts'
import { useUserGroups } from './user-groups.ts'

type GroupPolicy = GivenPolicy & { readonly holder: PolicyHolder }

/** What a user may do because of the groups they are in, and which group it is from. */
export function GroupPermissions({ name }: { readonly name: string }) {
  const { iam } = useClients()
  const groups = useUserGroups(name)
  const names = groups.data?.map(({ GroupName = '' }) => GroupName)
  const policies = useRead(
    ['user', name, 'group-policies', names],
    async () => (await Promise.all((names ?? []).map(group => policiesOf(groupHolder(iam, group))))).flat(),
    { enabled: names !== undefined },
  )
  const pages = pagesOf(policies)
  return (
    <ResourceTable
      id="group-permissions"
      isPlain
      wraps
      pages={{ ...pages, error: groups.error ?? pages.error }}
      columns={columns}
      rowKey={policy => `${policy.holder.name} ${policy.kind} ${policy.name}`}
      rowName={({ name: policy }) => policy}
      words={words.fromGroups}
    />
  )
}

const allOfThem = { marker: undefined, maxItems: 1000 }

async function policiesOf(holder: PolicyHolder): Promise<readonly GroupPolicy[]> {
  const [attached, inline] = await Promise.all([holder.listAttached(allOfThem), holder.listInline(allOfThem)])
  return [
    ...attached.items.map(policy => ({ kind: 'managed', holder, ...policy }) as const),
    ...inline.items.map(name => ({ kind: 'inline', holder, name }) as const),
  ]
}

const columns: readonly Column<GroupPolicy>[] = [
  {
    id: 'name',
    header: permissions.name,
    cell: policy =>
      policy.kind === 'managed' ? (
        <PolicyName name={policy.name} arn={policy.arn} />
      ) : (
        <InlinePolicyName holder={policy.holder} name={policy.name} isGuarded={false} />
      ),
    value: ({ name }) => name,
    minWidth: 320,
  },
  { id: 'type', header: permissions.type, cell: typeOfPolicy, value: typeOfPolicy, minWidth: 220 },
  {
    id: 'group',
    header: words.attachedVia,
    cell: ({ holder }) => <PageLink to={groupPath(holder.name)}>{words.viaGroup(holder.name)}</PageLink>,
    value: ({ holder }) => holder.name,
    minWidth: 220,
  },
]
