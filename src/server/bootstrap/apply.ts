import type { ManagedDocuments } from '../../authorize/question.ts'
import type { AccountId } from '../../identity/account-id.ts'
import type { Vault } from '../../identity/vault.ts'
import type { ObjectContents } from '../../objects/contract.ts'
import { parseIssuer } from '../../services/iam/issuer-url.ts'
import { claimEmail } from '../../services/organizations/new-account.ts'
import { directory, type Store } from '../../store/contract.ts'
import { oidcProviders } from '../../store/federation-tables.ts'
import {
  type AccessKeyRow,
  accessKeyClaims,
  accessKeys,
  accounts,
  type RootUserRow,
  rootUsers,
  users,
} from '../../store/tables.ts'
import { ServiceError } from '../../wire/error.ts'
import { applyBucket, type CallS3 } from './apply-buckets.ts'
import { applyOrganization } from './apply-organization.ts'
import type { DeclaredOrganization } from './declaration.ts'
import { BootstrapError, type BootstrapFault } from './fault.ts'
import type {
  BootstrapPlan,
  PlannedAccount,
  PlannedKey,
  PlannedProvider,
  PlannedRole,
  PlannedUser,
} from './plan.ts'
import { type Called, RootOperator } from './root-operator.ts'
import { inOrderOfTrust } from './trust.ts'

/** What a bootstrap is applied with. */
export interface BootstrapTools {
  readonly store: Store
  readonly contents: ObjectContents
  readonly vault: Vault
  readonly managed: ManagedDocuments
}

/**
 * Makes what the plan says, in an empty store. Everything the API can make is made by its operations, called by
 * the account's root user, so that a bootstrap can make nothing that the API could not; the account itself, its
 * root user, access keys whose ids are given and OIDC providers whose keys are given are rows of their own.
 * After a fault the store is in pieces: it is the caller's to throw away.
 */
export async function applyBootstrap(plan: BootstrapPlan, tools: BootstrapTools): Promise<void> {
  const work = new Application(tools)
  // Trust policies may name anybody of the file, so everybody is there before the first role.
  for (const [index, account] of plan.accounts.entries()) await work.account(account, `accounts[${index}]`)
  for (const { account, role, path } of inOrderOfTrust(plan.accounts).ordered) {
    await work.role(account, role, path)
  }
  // Bucket policies may name roles.
  for (const [index, account] of plan.accounts.entries()) await work.buckets(account, `accounts[${index}]`)
  if (plan.organization) await work.organization(plan.organization)
  if (work.faults.length > 0) throw new BootstrapError(plan.source, work.faults)
}

class Application {
  readonly faults: BootstrapFault[] = []
  readonly #tools: BootstrapTools
  readonly #operator: RootOperator
  readonly #now = Date.now()

  constructor(tools: BootstrapTools) {
    this.#tools = tools
    this.#operator = new RootOperator(tools, this.#now)
  }

  async account(account: PlannedAccount, path: string): Promise<void> {
    const { id: accountId, name, alias, root } = account
    const { store, vault } = this.#tools
    await store.write(directory, rows => rows.insert(accounts, { accountId, name, createdAt: this.#now }))
    const passwordHash = root?.password === undefined ? undefined : await vault.hashPassword(root.password)
    const rootUser: RootUserRow = {
      id: 'root',
      ...(root?.email !== undefined && { email: root.email }),
      ...(passwordHash !== undefined && { passwordHash }),
    }
    await store.write(accountId, rows => rows.insert(rootUsers, rootUser))
    if (root?.email !== undefined) await claimEmail(store, root.email, accountId)
    await this.#keys(account, 'root', root?.accessKeys ?? [])
    if (alias !== undefined) {
      await this.#call(account, 'CreateAccountAlias', { AccountAlias: alias }, `${path}.alias`)
    }
    for (const [index, user] of account.users.entries()) {
      await this.#user(account, user, `${path}.users[${index}]`)
    }
    for (const [index, provider] of account.oidcProviders.entries()) {
      await this.#oidcProvider(account, provider, `${path}.oidcProviders[${index}]`)
    }
  }

  async organization(organization: DeclaredOrganization): Promise<void> {
    await applyOrganization(organization, (account, operation, input, path) =>
      this.#answer(account, { service: 'organizations', operation }, input, path),
    )
  }

  async buckets(account: PlannedAccount, path: string): Promise<void> {
    const call: CallS3 = async (operation, input, place) =>
      (await this.#answer(account.id, { service: 's3', operation }, input, place)) !== undefined
    for (const [index, bucket] of account.buckets.entries())
      await applyBucket(bucket, `${path}.buckets[${index}]`, call)
  }

  async role(account: PlannedAccount, role: PlannedRole, path: string): Promise<void> {
    const { name: RoleName, trust: AssumeRolePolicyDocument } = role
    if (!(await this.#call(account, 'CreateRole', { RoleName, AssumeRolePolicyDocument }, path))) return
    await this.#attach(account, 'AttachRolePolicy', { RoleName }, role.policies, path)
  }

  async #user(account: PlannedAccount, user: PlannedUser, path: string): Promise<void> {
    const { name: UserName, password: Password } = user
    if (!(await this.#call(account, 'CreateUser', { UserName }, `${path}.name`))) return
    if (Password !== undefined) {
      await this.#call(account, 'CreateLoginProfile', { UserName, Password }, `${path}.password`)
    }
    await this.#attach(account, 'AttachUserPolicy', { UserName }, user.policies, path)
    const row = await this.#tools.store.read(account.id, rows => rows.get(users, UserName.toLowerCase()))
    if (!row) throw new Error(`user ${UserName} was created and is not there`)
    await this.#keys(account, row.userId, user.accessKeys)
  }

  async #oidcProvider(account: PlannedAccount, provider: PlannedProvider, path: string): Promise<void> {
    const { url: Url, clientIds, thumbprints, jwks } = provider
    if (jwks === undefined) {
      const input = { Url, ClientIDList: [...clientIds], ThumbprintList: [...thumbprints] }
      await this.#call(account, 'CreateOpenIDConnectProvider', input, path)
      return
    }
    const row = { ...parseIssuer(Url), clientIds, thumbprints, jwks, createdAt: this.#now, tags: [] }
    await this.#tools.store.write(account.id, rows => rows.insert(oidcProviders, row))
  }

  async #attach(
    account: PlannedAccount,
    operation: string,
    entity: Readonly<Record<string, string>>,
    policies: readonly string[],
    path: string,
  ): Promise<void> {
    for (const [index, PolicyArn] of policies.entries()) {
      await this.#call(account, operation, { ...entity, PolicyArn }, `${path}.policies[${index}]`)
    }
  }

  /** The directory first: a claim without a key opens nothing, a key without a claim could not be found. */
  async #keys(account: PlannedAccount, ownerId: string, keys: readonly PlannedKey[]): Promise<void> {
    const { store, vault } = this.#tools
    for (const { id: accessKeyId, secret } of keys) {
      const accountId = account.id
      await store.write(directory, rows => rows.insert(accessKeyClaims, { accessKeyId, accountId }))
      const sealedSecret = vault.seal(secret, `access-key:${accountId}:${accessKeyId}`)
      const key: AccessKeyRow = {
        accessKeyId,
        ownerId,
        status: 'Active',
        createdAt: this.#now,
        sealedSecret,
      }
      await store.write(accountId, rows => rows.insert(accessKeys, key))
    }
  }

  /** False after a fault. */
  async #call(account: PlannedAccount, operation: string, input: object, path: string): Promise<boolean> {
    return (await this.#answer(account.id, { service: 'iam', operation }, input, path)) !== undefined
  }

  /** Undefined after a fault. */
  async #answer(
    account: AccountId,
    called: Called,
    input: object,
    path: string,
  ): Promise<object | undefined> {
    try {
      return await this.#operator.call(account, called, input)
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      this.faults.push({ path, message: error.message })
      return undefined
    }
  }
}
