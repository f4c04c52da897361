import { awsControlPolicies } from '../../authorize/aws-control-policies.ts'
import { parentsOf, placementOf, textsAt } from '../../authorize/placement.ts'
import { isAccountId } from '../../identity/account-id.ts'
import type { OrganizationId } from '../../identity/organization-ids.ts'
import type { Reader, Store } from '../../store/contract.ts'
import {
  delegatedAdministrators,
  type MemberRow,
  members,
  type OrganizationRow,
  organizationalUnits,
  organizationPolicies,
  organizations,
  policyAttachments,
  trustedServices,
} from '../../store/organization-tables.ts'
import type {
  NotReported,
  Organization,
  Organizations,
  ReportedEntity,
  RootFeature,
} from '../organizations.ts'
import { organizationOf } from './membership.ts'

const servicePrincipal = 'iam.amazonaws.com'

/** What IAM and STS see of the organizations that are kept here. */
export function storedOrganizations(store: Store): Organizations {
  return {
    of: async account => {
      const organization = await organizationOf(store, account)
      return organization && store.read(organization.organizationId, rows => seenByIam(rows, organization))
    },
    setRootFeatures: async (organizationId, rootFeatures) => {
      await store.write(organizationId as OrganizationId, async rows => {
        const organization = await rows.get(organizations, 'organization')
        if (!organization) throw new TypeError(`there is no organization ${organizationId}`)
        await rows.put(organizations, { ...organization, rootFeatures })
      })
    },
    reportedEntity: ({ id }, entityPath, policyId) =>
      store.read(id as OrganizationId, rows => reported(rows, entityPath, policyId)),
  }
}

async function seenByIam(rows: Reader, organization: OrganizationRow): Promise<Organization> {
  const { organizationId, managementAccount, featureSet, rootFeatures } = organization
  const query = { index: 'byService', where: { servicePrincipal } }
  return {
    id: organizationId,
    managementAccount,
    delegatedAdministrators: (await rows.list(delegatedAdministrators, query)).map(row => row.accountId),
    allFeatures: featureSet === 'ALL',
    trustsIam: (await rows.get(trustedServices, servicePrincipal)) !== undefined,
    rootFeatures: rootFeatures as readonly RootFeature[],
  }
}

const type = 'SERVICE_CONTROL_POLICY'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateOrganizationsAccessReport.html */
async function reported(
  rows: Reader,
  entityPath: string,
  policyId: string | undefined,
): Promise<ReportedEntity | NotReported> {
  const organization = await rows.get(organizations, 'organization')
  const parts = entityPath.split('/').filter(part => part !== '')
  const levels = organization && (await levelsTo(rows, organization, parts.at(-1) ?? ''))
  if (!levels || parts.join('/') !== [organization.organizationId, ...levels].join('/')) {
    return { missing: 'entity' }
  }
  const entity = levels.at(-1) ?? ''
  const isManager = entity === organization.managementAccount
  const accounts = (await accountsUnder(rows, entity)).filter(
    ({ accountId }) => isManager || accountId !== organization.managementAccount,
  )
  const placed = await Promise.all(accounts.map(async member => placedAccount(rows, member)))
  if (policyId !== undefined) return withPolicy(rows, organization, policyId, placed)
  if (isManager || !organization.policyTypes.includes(type)) return { accounts: placed.map(shown) }
  const texts = await Promise.all(levels.map(level => textsAt(rows, level, type)))
  return {
    accounts: placed.map(shown),
    serviceControl: texts.map(policies => policies.map(({ text }) => text)),
  }
}

async function levelsTo(
  rows: Reader,
  { rootId }: OrganizationRow,
  id: string,
): Promise<readonly string[] | undefined> {
  if (isAccountId(id)) return (await placementOf(rows, id))?.levels
  const isThere = id === rootId || (await rows.get(organizationalUnits, id)) !== undefined
  return isThere ? parentsOf(rows, id) : undefined
}

async function accountsUnder(rows: Reader, id: string): Promise<readonly MemberRow[]> {
  if (isAccountId(id)) return (await rows.list(members, { where: { accountId: id } })) as readonly MemberRow[]
  const query = { index: 'byParent', where: { parentId: id } }
  const below = await Promise.all(
    (await rows.list(organizationalUnits, query)).map(({ unitId }) => accountsUnder(rows, unitId)),
  )
  return [...(await rows.list(members, query)), ...below.flat()]
}

interface Placed {
  readonly account: MemberRow['accountId']
  readonly path: string
  readonly levels: readonly string[]
}

async function placedAccount(rows: Reader, { accountId }: MemberRow): Promise<Placed> {
  const placement = await placementOf(rows, accountId)
  if (!placement) throw new TypeError(`${accountId} is a member without a place`)
  return { account: accountId, path: `${placement.path}${accountId}/`, levels: placement.levels }
}

const shown = ({ account, path }: Placed) => ({ account, path })

/** Only the one policy counts, and only the accounts that it binds. */
async function withPolicy(
  rows: Reader,
  { policyTypes }: OrganizationRow,
  policyId: string,
  placed: readonly Placed[],
): Promise<ReportedEntity | NotReported> {
  if (!policyTypes.includes(type)) return { missing: 'service control policies' }
  const policy = awsControlPolicies.get(policyId) ?? (await rows.get(organizationPolicies, policyId))
  if (policy?.type !== type) return { missing: 'policy' }
  const attached = await rows.list(policyAttachments, { index: 'byPolicy', where: { policyId } })
  const targets = new Set(attached.map(({ targetId }) => targetId))
  const bound = placed.filter(({ levels }) => levels.some(level => targets.has(level)))
  return { accounts: bound.map(shown), serviceControl: [[policy.content]] }
}
