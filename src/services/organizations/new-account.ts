import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import type { Vault } from '../../identity/vault.ts'
import { directory, type Store, type Writer } from '../../store/contract.ts'
import { emailClaims } from '../../store/organization-tables.ts'
import { accounts, attachments, type RoleRow, roles, rootUsers } from '../../store/tables.ts'

/** What Organizations puts into accounts: rows of theirs that only it makes. */

export const serviceRolePrefix = 'AWSServiceRoleFor'
const servicePath = '/aws-service-role/organizations.amazonaws.com/'
const serviceRole = 'AWSServiceRoleForOrganizations'
/** The permission to have that role made. */
export const serviceRoleDemand = (account: AccountId) => ({
  action: 'iam:CreateServiceLinkedRole',
  resource: { arn: arn.role(account, servicePath, serviceRole) },
  context: { 'iam:AWSServiceName': 'organizations.amazonaws.com' },
})
const servicePolicy = arn.managedPolicy('/aws-service-role/', 'AWSOrganizationsServiceTrustPolicy')
const administrator = arn.managedPolicy('/', 'AdministratorAccess')

interface Making {
  readonly store: Store
  readonly vault: Vault
  readonly now: number
}

/** False where another account has the address. */
export async function claimEmail(store: Store, email: string, accountId: AccountId): Promise<boolean> {
  const key = email.toLowerCase()
  return store.write(directory, async rows => {
    const claim = await rows.get(emailClaims, key)
    if (claim) return claim.accountId === accountId
    await rows.insert(emailClaims, { email: key, accountId })
    return true
  })
}

/** The account itself and its root user, who has no password yet. May be done again after it was interrupted. */
export async function makeAccount(
  { store, now }: Making,
  { accountId, name, email }: { accountId: AccountId; name: string; email: string },
): Promise<void> {
  await store.write(directory, async rows => {
    if (!(await rows.get(accounts, accountId)))
      await rows.insert(accounts, { accountId, name, createdAt: now })
  })
  await store.write(accountId, async rows => {
    if (!(await rows.get(rootUsers, 'root'))) await rows.insert(rootUsers, { id: 'root', email })
  })
}

/**
 * The role by which the management account reaches into the new one.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html
 */
export async function makeAccessRole(
  { store, vault, now }: Making,
  {
    accountId,
    roleName,
    managementAccount,
  }: Record<'accountId' | 'managementAccount', AccountId> & {
    readonly roleName: string
  },
): Promise<void> {
  const Statement = [
    { Effect: 'Allow', Principal: { AWS: arn.root(managementAccount) }, Action: 'sts:AssumeRole' },
  ]
  await store.write(accountId, rows =>
    makeRole(rows, {
      roleId: vault.newId('AROA', accountId),
      roleName,
      path: '/',
      trust: { Version: '2012-10-17', Statement },
      policyArn: administrator,
      now,
    }),
  )
}

/**
 * "When you create or invite an account … Organizations creates a service-linked role", which its own work there rests on.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services.html#orgs_integrate_services-using_slrs
 */
export async function makeServiceRole({ store, vault, now }: Making, accountId: AccountId): Promise<void> {
  const Statement = [
    { Effect: 'Allow', Principal: { Service: 'organizations.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ]
  await store.write(accountId, rows =>
    makeRole(rows, {
      roleId: vault.newId('AROA', accountId),
      roleName: serviceRole,
      path: servicePath,
      trust: { Version: '2012-10-17', Statement },
      policyArn: servicePolicy,
      now,
    }),
  )
}

interface NewRole extends Pick<RoleRow, 'roleId' | 'roleName' | 'path'> {
  readonly trust: object
  readonly policyArn: string
  readonly now: number
}

async function makeRole(
  rows: Writer,
  { roleId, roleName, path, trust, policyArn, now }: NewRole,
): Promise<void> {
  const nameKey = roleName.toLowerCase()
  if (await rows.get(roles, nameKey)) return
  await rows.insert(roles, {
    nameKey,
    roleName,
    path,
    roleId,
    createdAt: now,
    maxSessionSeconds: 3600,
    trustPolicy: { text: JSON.stringify(trust), principalIds: {} },
    tags: [],
    boundaryArn: '',
  })
  const entityType = 'role' as const
  await rows.insert(attachments, { entityId: roleId, entityType, policyArn })
}
