import type { AccountId } from '../../identity/account-id.ts'
import type { InstanceProfileRow } from '../../store/account-tables.ts'
import type { Reader, Store } from '../../store/contract.ts'
import type { Table } from '../../store/table.ts'
import {
  type GroupRow,
  groups,
  policies,
  type RoleRow,
  roles,
  type UserRow,
  users,
} from '../../store/tables.ts'
import { shownPolicies } from '../bound-principals.ts'
import { groupDetail, policyDetail, roleDetail, userDetail } from './entity-details.ts'
import { listedProfile, profilesOfRole } from './instance-profile-answers.ts'
import { awsPolicyPrefix, type ManagedPolicy, managedPolicy } from './managed-policies.ts'
import { iam } from './operation.ts'
import { briefRole, shownLastUse } from './role-answers.ts'
import { pageOfSections, rowsAfter, type Section } from './sections.ts'
import { usedArns } from './used-policies.ts'

/**
 * Users, groups, roles, the account's own policies, and those of AWS's that it uses: one list to page through.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export const GetAccountAuthorizationDetails = iam('GetAccountAuthorizationDetails', {
  resource: () => ({ arn: '*' }),
  handle: async ({ input, caller, store }) => {
    const { account } = caller
    const { found, ...details } = await store.read(account, async rows => {
      const wanted = sections(rows).filter(
        ({ filter }) => !input.Filter?.length || input.Filter.some(named => named === filter),
      )
      const { items, ...page } = await pageOfSections('authorization_details', input, wanted)
      return { found: await detailsOf(rows, account, items), ...page }
    })
    const { roleDetails, ...others } = found
    return { ...others, RoleDetailList: await withTrust(store, account, roleDetails), ...details }
  },
})

type Item =
  | { readonly user: UserRow }
  | { readonly group: GroupRow }
  | { readonly role: RoleRow }
  | { readonly policy: ManagedPolicy }

interface FilteredSection extends Section<Item> {
  /** The value of `Filter` that asks for it. */
  readonly filter: string
}

function sections(rows: Reader): readonly FilteredSection[] {
  return [
    named(rows, users, 'User', user => ({ user })),
    named(rows, groups, 'Group', group => ({ group })),
    named(rows, roles, 'Role', role => ({ role })),
    named(rows, policies, 'LocalManagedPolicy', policy => ({ policy })),
    {
      filter: 'AWSManagedPolicy',
      name: 'AWSManagedPolicy',
      items: async function* (after) {
        for await (const key of usedArns(rows, { startsWith: awsPolicyPrefix(undefined), after })) {
          const policy = await managedPolicy(rows, key)
          if (policy) yield { key, item: { policy } }
        }
      },
    },
  ]
}

function named<Row extends { readonly nameKey: string }>(
  rows: Reader,
  table: Table<Row>,
  filter: string,
  itemOf: (row: Row) => Item,
): FilteredSection {
  return {
    filter,
    name: filter,
    items: async function* (after) {
      for await (const row of rowsAfter(rows, table, {}, after === undefined ? undefined : [after])) {
        yield { key: row.nameKey, item: itemOf(row) }
      }
    },
  }
}

interface RoleDetail {
  readonly role: RoleRow
  readonly profiles: readonly InstanceProfileRow[]
  readonly detail: Awaited<ReturnType<typeof roleDetail>>
}

async function detailsOf(rows: Reader, account: AccountId, items: readonly Item[]) {
  const UserDetailList = []
  const GroupDetailList = []
  const Policies = []
  const roleDetails: RoleDetail[] = []
  for (const item of items) {
    if ('user' in item) UserDetailList.push(await userDetail(rows, account, item.user))
    else if ('group' in item) GroupDetailList.push(await groupDetail(rows, account, item.group))
    else if ('role' in item) roleDetails.push(await partsOf(rows, item.role))
    else Policies.push(await policyDetail(rows, item.policy))
  }
  return { UserDetailList, GroupDetailList, Policies, roleDetails }
}

async function partsOf(rows: Reader, role: RoleRow): Promise<RoleDetail> {
  return { role, profiles: await profilesOfRole(rows, role.roleId), detail: await roleDetail(rows, role) }
}

/** Trust policies name users and roles of other accounts, and uses are kept apart from the rows. */
async function withTrust(store: Store, account: AccountId, details: readonly RoleDetail[]) {
  const texts = await shownPolicies(
    store,
    details.map(({ role }) => role.trustPolicy),
  )
  return Promise.all(
    details.map(async ({ role, profiles, detail }, place) => {
      const brief = briefRole(account, role, texts[place] ?? role.trustPolicy.text)
      return {
        ...brief,
        InstanceProfileList: profiles.map(profile => listedProfile(account, profile, [brief])),
        ...detail,
        ...shownLastUse(await store.lastUse(account, role.roleId)),
      }
    }),
  )
}
