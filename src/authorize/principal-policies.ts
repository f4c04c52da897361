import type { AccountId } from '../identity/account-id.ts'
import { arn } from '../identity/arn.ts'
import type { FederatedUserCaller, Requester, RoleSessionCaller, RootTask } from '../identity/caller.ts'
import {
  CompiledLayer,
  emptyLayer,
  type LayerParts,
  type PlacedPolicy,
  type PolicyKind,
} from '../policy/index.ts'
import { settingOf } from '../store/account-settings.ts'
import type { Reader, Store } from '../store/contract.ts'
import { RevisionCache } from '../store/revision-cache.ts'
import {
  attachments,
  groups,
  inlinePolicies,
  memberships,
  policies,
  policyVersions,
  roles,
  users,
} from '../store/tables.ts'
import type { CompiledPolicies } from './compiled-policies.ts'
import type { ManagedDocuments } from './question.ts'

/** The layers that come with the caller: identity policies, permissions boundary, policies of the session. */
export type PrincipalLayers = Pick<LayerParts, 'identity' | 'boundary' | 'session' | 'scopeDown'>

const nothing: PrincipalLayers = { identity: emptyLayer.identity }

const maxCachedPrincipals = 20_000

const everything = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'

/**
 * "Gives IAM users permissions to iam:ChangePassword for only their user and to the iam:GetAccountPasswordPolicy
 * action … applied at the account-level for all users": so a Deny or a boundary limits them like any others.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PasswordPolicy.html
 */
const ownPasswordPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'iam:ChangePassword',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
      Resource: ['arn:aws:iam::*:user/${aws:username}', 'arn:aws:iam::*:user/*/${aws:username}'],
    },
    { Effect: 'Allow', Action: 'iam:GetAccountPasswordPolicy', Resource: '*' },
  ],
})

export class PrincipalPolicies {
  readonly #policies: CompiledPolicies
  readonly #managed: ManagedDocuments
  readonly #cache: RevisionCache<PrincipalLayers>
  readonly #sessionCache: RevisionCache<readonly PlacedPolicy[]>

  constructor(store: Store, policies: CompiledPolicies, managed: ManagedDocuments) {
    this.#policies = policies
    this.#managed = managed
    this.#cache = new RevisionCache(store, maxCachedPrincipals)
    this.#sessionCache = new RevisionCache(store, maxCachedPrincipals)
  }

  async of(caller: Requester): Promise<PrincipalLayers> {
    const layers = await this.#unscoped(caller)
    const scopes = caller.kind === 'bearer' ? undefined : caller.session?.token.scopes
    return scopes ? { ...layers, scopeDown: scopes.map(text => this.#scope(text)) } : layers
  }

  #scope(text: string): CompiledLayer {
    const source = { name: 'scope down policy' }
    const policy = this.#policies.of(text, 'session')
    return new CompiledLayer({ layer: 'scope-down' }, [{ source, policy }])
  }

  async #unscoped(caller: Requester): Promise<PrincipalLayers> {
    switch (caller.kind) {
      case 'root':
        return caller.task
          ? { ...nothing, session: await this.#ofTask(caller.account, caller.task) }
          : nothing
      case 'user':
        return this.#ofUserCached(caller.account, caller.userId)
      case 'role-session': {
        const layers = await this.#cache.get(caller.account, caller.roleId, rows =>
          this.#ofRole(rows, caller.account, caller.roleId),
        )
        return caller.sessionPolicies ? { ...layers, session: await this.#ofSession(caller) } : layers
      }
      case 'federated-user': {
        // Without session policies the engine leaves it no permissions.
        const layers = await this.#ofParent(caller)
        return caller.sessionPolicies ? { ...layers, session: await this.#ofSession(caller) } : layers
      }
      case 'bearer':
        return nothing
    }
  }

  #ofUserCached(account: AccountId, userId: string): Promise<PrincipalLayers> {
    return this.#cache.get(account, userId, rows => this.#ofUser(rows, account, userId))
  }

  /** A federated user may do what its parent may; the root user may do everything, without a policy that says so. */
  async #ofParent({ account, parent }: FederatedUserCaller): Promise<PrincipalLayers> {
    if (parent.kind === 'user') return this.#ofUserCached(account, parent.userId)
    const source = { name: 'the root user', attachedTo: parent.arn }
    const policy = this.#policies.of(everything, 'identity')
    return { identity: new CompiledLayer({ layer: 'identity' }, [{ source, policy }]) }
  }

  async #ofUser(rows: Reader, account: AccountId, userId: string): Promise<PrincipalLayers> {
    const [user] = await rows.list(users, { index: 'byId', where: { userId }, limit: 1 })
    if (!user) return nothing
    const attachedTo = arn.user(account, user.path, user.userName)
    const identity = await this.#ofEntity(rows, userId, attachedTo)
    identity.push(...(await this.#grantedByAccount(rows, attachedTo)))
    for (const { groupId } of await rows.list(memberships, { index: 'byUser', where: { userId } })) {
      const [group] = await rows.list(groups, { index: 'byId', where: { groupId }, limit: 1 })
      if (!group) continue
      identity.push(...(await this.#ofEntity(rows, groupId, arn.group(account, group.path, group.groupName))))
    }
    return {
      identity: new CompiledLayer({ layer: 'identity' }, identity),
      ...(await this.#boundary(rows, user.boundaryArn)),
    }
  }

  async #ofRole(rows: Reader, account: AccountId, roleId: string): Promise<PrincipalLayers> {
    const [role] = await rows.list(roles, { index: 'byId', where: { roleId }, limit: 1 })
    if (!role) return nothing
    const identity = await this.#ofEntity(rows, roleId, arn.role(account, role.path, role.roleName))
    return {
      identity: new CompiledLayer({ layer: 'identity' }, identity),
      ...(await this.#boundary(rows, role.boundaryArn)),
    }
  }

  async #ofEntity(rows: Reader, entityId: string, attachedTo: string): Promise<PlacedPolicy[]> {
    const found: PlacedPolicy[] = []
    for (const inline of await rows.list(inlinePolicies, { where: { entityId } })) {
      const source = { name: `inline:${inline.policyName}`, attachedTo }
      found.push({ source, policy: this.#policies.of(inline.text, 'identity') })
    }
    for (const { policyArn } of await rows.list(attachments, { where: { entityId } })) {
      const policy = await this.#managedPolicy(rows, policyArn, 'identity')
      if (policy) found.push({ ...policy, source: { ...policy.source, attachedTo } })
    }
    return found
  }

  /** What the account lets all its users do, beside their own policies. */
  async #grantedByAccount(rows: Reader, attachedTo: string): Promise<PlacedPolicy[]> {
    const passwords = await settingOf(rows, 'password-policy')
    if (!passwords?.allowUsersToChange) return []
    const source = { name: 'account password policy', attachedTo }
    return [{ source, policy: this.#policies.of(ownPasswordPolicy, 'identity') }]
  }

  /** A boundary whose policy is gone allows nothing. */
  async #boundary(rows: Reader, boundaryArn: string): Promise<Pick<PrincipalLayers, 'boundary'>> {
    if (boundaryArn === '') return {}
    const policy = await this.#managedPolicy(rows, boundaryArn, 'boundary')
    return { boundary: new CompiledLayer({ layer: 'boundary' }, policy ? [policy] : []) }
  }

  /** Inline and managed session policies are one layer: a session is limited to what any of them allows. */
  async #ofSession(caller: RoleSessionCaller | FederatedUserCaller): Promise<CompiledLayer> {
    const { inline, managedArns = [] } = caller.sessionPolicies ?? {}
    const managed = await this.#sessionCache.get(caller.account, managedArns.join('\n'), async rows => {
      const found = await Promise.all(
        managedArns.map(policyArn => this.#managedPolicy(rows, policyArn, 'session')),
      )
      return found.filter(policy => policy !== undefined)
    })
    if (inline === undefined) return new CompiledLayer({ layer: 'session' }, managed)
    const source = { name: 'session policy', attachedTo: caller.arn }
    const policy = this.#policies.of(inline, 'session')
    return new CompiledLayer({ layer: 'session' }, [{ source, policy }, ...managed])
  }

  /** AWS's task policies only deny: what they leave is allowed. */
  async #ofTask(account: AccountId, { policyArn }: RootTask): Promise<CompiledLayer> {
    const policies = await this.#sessionCache.get(account, policyArn, async rows => {
      const policy = await this.#managedPolicy(rows, policyArn, 'session')
      const source = { name: 'the root user', attachedTo: arn.root(account) }
      return policy ? [{ source, policy: this.#policies.of(everything, 'session') }, policy] : []
    })
    return new CompiledLayer({ layer: 'session' }, policies)
  }

  async #managedPolicy(rows: Reader, policyArn: string, kind: PolicyKind): Promise<PlacedPolicy | undefined> {
    const text = this.#managed.document(policyArn) ?? (await customerDocument(rows, policyArn))
    if (text === undefined) return undefined
    const source = { name: policyArn.slice(policyArn.lastIndexOf('/') + 1), arn: policyArn }
    return { source, policy: this.#policies.of(text, kind) }
  }
}

/** The default version's text of a customer-managed policy. */
async function customerDocument(rows: Reader, policyArn: string): Promise<string | undefined> {
  const [policy] = await rows.list(policies, { index: 'byArn', where: { arn: policyArn }, limit: 1 })
  if (!policy) return undefined
  return (await rows.get(policyVersions, policy.policyId, policy.defaultVersion))?.text
}
