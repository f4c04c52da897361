import { accountOfAccessKeyId, isAccessKeyId } from '../identity/access-key-id.ts'
import type { AccountId } from '../identity/account-id.ts'
import { arn } from '../identity/arn.ts'
import type { Caller, RootCaller, SessionFacts, UserCaller } from '../identity/caller.ts'
import type {
  FederatedUserSessionToken,
  RoleSessionToken,
  RootSessionToken,
  SessionToken,
  UserSessionToken,
} from '../identity/session-token.ts'
import type { Vault } from '../identity/vault.ts'
import type { Tags } from '../store/common-columns.ts'
import { directory, type Reader, type Store } from '../store/contract.ts'
import { RevisionCache } from '../store/revision-cache.ts'
import {
  accessKeyClaims,
  accessKeys,
  type RoleRow,
  roles,
  rootUsers,
  type UserRow,
  users,
} from '../store/tables.ts'

/** What stands behind an access key id: who calls, and the secret that the signature must have been made with. */
export interface Credential {
  readonly caller: Caller
  readonly secretAccessKey: string
}

interface Owner {
  readonly ownerId: string
  readonly secretAccessKey: string
}

const maxCached = 50_000

/**
 * Finds callers. Whatever is cached is keyed by the account's revision, so a key that was deactivated, a user or
 * role that was deleted, stops working with the next request.
 */
export class Credentials {
  readonly #store: Store
  readonly #vault: Vault
  readonly #claims: RevisionCache<AccountId | undefined>
  readonly #keys: RevisionCache<Owner | undefined>
  readonly #users: RevisionCache<UserRow | undefined>
  readonly #roles: RevisionCache<RoleRow | undefined>
  readonly #sessions = new OpenedSessions()

  constructor(store: Store, vault: Vault) {
    this.#store = store
    this.#vault = vault
    this.#claims = new RevisionCache(store, maxCached)
    this.#keys = new RevisionCache(store, maxCached)
    this.#users = new RevisionCache(store, maxCached)
    this.#roles = new RevisionCache(store, maxCached)
  }

  /** Undefined for every key that does not work, whatever the reason: outsiders are not told which. */
  async find(accessKeyId: string, sessionToken: string | undefined): Promise<Credential | undefined> {
    return sessionToken === undefined
      ? this.#longTerm(accessKeyId)
      : this.#temporary(accessKeyId, sessionToken)
  }

  /** What has not the form of an id is not looked up: it would stay in the caches, as long as a header may be. */
  async #longTerm(accessKeyId: string): Promise<Credential | undefined> {
    if (!isAccessKeyId(accessKeyId)) return undefined
    const carried = accountOfAccessKeyId(accessKeyId)
    return (carried && (await this.#keyOf(carried, accessKeyId))) ?? (await this.#claimedKey(accessKeyId))
  }

  /** Ids that were given in a file do not carry their account; the directory knows it. */
  async #claimedKey(accessKeyId: string): Promise<Credential | undefined> {
    const account = await this.#claims.get(
      directory,
      accessKeyId,
      async rows => (await rows.get(accessKeyClaims, accessKeyId))?.accountId,
    )
    return account && this.#keyOf(account, accessKeyId)
  }

  async #keyOf(account: AccountId, accessKeyId: string): Promise<Credential | undefined> {
    const key = await this.#keys.get(account, accessKeyId, rows => this.#openKey(rows, account, accessKeyId))
    const caller = key && (await this.#owner(account, key.ownerId, accessKeyId))
    return key && caller && { caller, secretAccessKey: key.secretAccessKey }
  }

  async #openKey(rows: Reader, account: AccountId, accessKeyId: string): Promise<Owner | undefined> {
    const key = await rows.get(accessKeys, accessKeyId)
    if (key?.status !== 'Active') return undefined
    const secretAccessKey = this.#vault.unseal(key.sealedSecret, `access-key:${account}:${accessKeyId}`)
    return { ownerId: key.ownerId, secretAccessKey }
  }

  async #temporary(accessKeyId: string, token: string): Promise<Credential | undefined> {
    const opened = this.#sessions.open(this.#vault, accessKeyId, token)
    if (!opened) return undefined
    const { session, secretAccessKey } = opened
    const caller = await this.callerOf(session, accessKeyId)
    return caller && { caller, secretAccessKey }
  }

  /** Who a session is of now; undefined when its user or role is gone. */
  callerOf(session: SessionToken, accessKeyId: string): Promise<Caller | undefined> {
    switch (session.kind) {
      case 'user':
        return this.#owner(session.account, session.ownerId, accessKeyId, userSessionFacts(session))
      case 'role':
        return this.#roleSession(session, accessKeyId)
      case 'federated-user':
        return this.#federatedUser(session, accessKeyId)
      case 'root':
        return this.#assumedRoot(session, accessKeyId)
    }
  }

  async #owner(
    account: AccountId,
    ownerId: string,
    accessKeyId: string,
    session?: SessionFacts,
  ): Promise<RootCaller | UserCaller | undefined> {
    const facts = { account, accessKeyId, ...(session && { session }) }
    if (ownerId === 'root') {
      const root = await this.#store.read(account, rows => rows.get(rootUsers, 'root'))
      return root && { kind: 'root', arn: arn.root(account), userId: account, ...facts }
    }
    const user = await this.#users.get(account, ownerId, rows => byId(rows, ownerId))
    if (!user) return undefined
    return {
      kind: 'user',
      arn: arn.user(account, user.path, user.userName),
      userId: user.userId,
      userName: user.userName,
      tags: tagMap(user.tags),
      ...facts,
    }
  }

  async #roleSession(session: RoleSessionToken, accessKeyId: string): Promise<Caller | undefined> {
    const { account, roleId, sessionName, sourceIdentity, sessionPolicies, providerKeys } = session
    const role = await this.#roles.get(account, roleId, async rows => {
      return (await rows.list(roles, { index: 'byId', where: { roleId }, limit: 1 }))[0]
    })
    if (!role) return undefined
    const transitiveTags = session.transitiveTags ?? {}
    return {
      kind: 'role-session',
      account,
      arn: arn.roleSession(account, role.roleName, sessionName),
      userId: `${roleId}:${sessionName}`,
      accessKeyId,
      roleArn: arn.role(account, role.path, role.roleName),
      roleId,
      roleName: role.roleName,
      sessionName,
      tags: overridden(tagMap(role.tags), transitiveTags, session.tags ?? {}),
      transitiveTags,
      ...(sourceIdentity !== undefined && { sourceIdentity }),
      ...(sessionPolicies && { sessionPolicies }),
      ...(providerKeys && { providerKeys }),
      session: withoutMfa(session),
    }
  }

  async #assumedRoot(session: RootSessionToken, accessKeyId: string): Promise<Caller | undefined> {
    const { account, taskPolicyArn: policyArn, sourceIdentity } = session
    const root = await this.#owner(account, 'root', accessKeyId, withoutMfa(session))
    if (root?.kind !== 'root') return undefined
    return { ...root, task: { policyArn, ...(sourceIdentity !== undefined && { sourceIdentity }) } }
  }

  /** It ends with the user who made it. */
  async #federatedUser(session: FederatedUserSessionToken, accessKeyId: string): Promise<Caller | undefined> {
    const { account, ownerId, name, sessionPolicies } = session
    const parent = await this.#owner(account, ownerId, accessKeyId)
    if (!parent) return undefined
    const parentTags = parent.kind === 'user' ? parent.tags : {}
    return {
      kind: 'federated-user',
      account,
      arn: arn.federatedUser(account, name),
      userId: `${account}:${name}`,
      accessKeyId,
      parent,
      tags: overridden(parentTags, session.tags ?? {}),
      ...(sessionPolicies && { sessionPolicies }),
      session: withoutMfa(session),
    }
  }
}

/**
 * A role has no MFA device, and GetFederationToken takes no code.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
function withoutMfa(token: SessionToken): SessionFacts {
  const { issuedAt, expiresAt } = token
  return { issuedAt, expiresAt, mfaPresent: false, token }
}

async function byId(rows: Reader, userId: string): Promise<UserRow | undefined> {
  return (await rows.list(users, { index: 'byId', where: { userId }, limit: 1 }))[0]
}

function userSessionFacts(session: UserSessionToken): SessionFacts {
  const { issuedAt, expiresAt, mfaAuthenticatedAt } = session
  const facts = { issuedAt, expiresAt, mfaPresent: mfaAuthenticatedAt !== undefined, token: session }
  return mfaAuthenticatedAt === undefined ? facts : { ...facts, mfaAuthenticatedAt }
}

function tagMap(tags: Tags): Record<string, string> {
  return Object.fromEntries(tags.map(tag => [tag.Key, tag.Value]))
}

/** Later maps win; keys that differ in case only are one key. */
function overridden(...maps: Readonly<Record<string, string>>[]): Record<string, string> {
  const byKey = new Map<string, readonly [string, string]>()
  for (const map of maps) {
    for (const entry of Object.entries(map)) byKey.set(entry[0].toLowerCase(), entry)
  }
  return Object.fromEntries(byKey.values())
}

/** Tokens that were opened lately. A token is its own content, so an opened one never goes stale. */
class OpenedSessions {
  readonly #opened = new Map<string, { session: SessionToken; secretAccessKey: string }>()

  open(vault: Vault, accessKeyId: string, token: string) {
    const key = `${accessKeyId} ${token}`
    const known = this.#opened.get(key)
    if (known) return known
    const opened = vault.openSession(accessKeyId, token)
    if (!opened) return undefined
    if (this.#opened.size >= maxCached / 10) this.#opened.clear()
    this.#opened.set(key, opened)
    return opened
  }
}
