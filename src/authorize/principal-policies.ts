import type { AccountId } from '../identity/account-id.ts'
import { arn } from '../identity/arn.ts'
import {
  type FederatedUserCaller,
  isSigner,
  type Requester,
  type RoleSessionCaller,
  type RootTask,
} from '../identity/caller.ts'
import {
  CompiledLayer,
  emptyLayer,
  type LayerParts,
  type PlacedPolicy,
  type PolicyKind,
} from '../policy/index.ts'
import type { Reader, Store } from '../store/contract.ts'
import { RevisionCache } from '../store/revision-cache.ts'
import type { CompiledPolicies } from './compiled-policies.ts'
import { type EntityTexts, managedText, type PolicyText, textsOfRole, textsOfUser } from './policy-texts.ts'
import type { ManagedDocuments } from './question.ts'

/** The layers that come with the caller: identity policies, permissions boundary, policies of the session. */
export type PrincipalLayers = Pick<LayerParts, 'identity' | 'boundary' | 'session' | 'scopeDown'>

const nothing: PrincipalLayers = { identity: emptyLayer.identity }

const maxCachedPrincipals = 20_000

const everything = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'

export class PrincipalPolicies {
  readonly #policies: CompiledPolicies
  readonly #managed: ManagedDocuments
  readonly #cache: RevisionCache<PrincipalLayers>
  readonly #sessionCache: RevisionCache<readonly PlacedPolicy[]>
  /** By the same ARNs: as a session policy such a policy allows nothing. */
  readonly #taskCache: RevisionCache<readonly PlacedPolicy[]>

  constructor(store: Store, policies: CompiledPolicies, managed: ManagedDocuments) {
    this.#policies = policies
    this.#managed = managed
    this.#cache = new RevisionCache(store, maxCachedPrincipals)
    this.#sessionCache = new RevisionCache(store, maxCachedPrincipals)
    this.#taskCache = new RevisionCache(store, maxCachedPrincipals)
  }

  async of(caller: Requester): Promise<PrincipalLayers> {
    const layers = await this.#unscoped(caller)
    const scopes = isSigner(caller) ? caller.session?.token.scopes : undefined
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
        return this.#ofEntityCached(caller.account, caller.userId, textsOfUser)
      case 'role-session': {
        const layers = await this.#ofEntityCached(caller.account, caller.roleId, textsOfRole)
        return caller.sessionPolicies ? { ...layers, session: await this.#ofSession(caller) } : layers
      }
      case 'federated-user': {
        // Without session policies the engine leaves it no permissions.
        const layers = await this.#ofParent(caller)
        return caller.sessionPolicies ? { ...layers, session: await this.#ofSession(caller) } : layers
      }
      case 'bearer':
      case 'anonymous':
      case 'service':
        return nothing
    }
  }

  #ofEntityCached(
    account: AccountId,
    id: string,
    textsOf: typeof textsOfUser | typeof textsOfRole,
  ): Promise<PrincipalLayers> {
    return this.#cache.get(account, id, async rows => {
      const texts = await textsOf({ rows, managed: this.#managed, account }, id)
      return texts ? this.#compiled(texts) : nothing
    })
  }

  /** A federated user may do what its parent may; the root user may do everything, without a policy that says so. */
  async #ofParent({ account, parent }: FederatedUserCaller): Promise<PrincipalLayers> {
    if (parent.kind === 'user') return this.#ofEntityCached(account, parent.userId, textsOfUser)
    const source = { name: 'the root user', attachedTo: parent.arn }
    const policy = this.#policies.of(everything, 'identity')
    return { identity: new CompiledLayer({ layer: 'identity' }, [{ source, policy }]) }
  }

  #compiled({ identity, boundary }: EntityTexts): PrincipalLayers {
    const layer = (place: 'identity' | 'boundary', texts: readonly PolicyText[]) =>
      new CompiledLayer(
        { layer: place },
        texts.map(({ source, text }) => ({ source, policy: this.#policies.of(text, place) })),
      )
    return {
      identity: layer('identity', identity),
      ...(boundary && { boundary: layer('boundary', boundary) }),
    }
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
    const policies = await this.#taskCache.get(account, policyArn, async rows => {
      const policy = await this.#managedPolicy(rows, policyArn, 'session')
      const source = { name: 'the root user', attachedTo: arn.root(account) }
      return policy ? [{ source, policy: this.#policies.of(everything, 'session') }, policy] : []
    })
    return new CompiledLayer({ layer: 'session' }, policies)
  }

  async #managedPolicy(rows: Reader, policyArn: string, kind: PolicyKind): Promise<PlacedPolicy | undefined> {
    const found = await managedText({ rows, managed: this.#managed }, policyArn)
    return found && { source: found.source, policy: this.#policies.of(found.text, kind) }
  }
}
