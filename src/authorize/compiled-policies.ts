import { CompiledPolicy, type LayerKind, type PolicyKind, parsePolicy } from '../policy/index.ts'

/** How many compiled documents are kept; a document of the largest size takes some 50 KB. */
const maxPolicies = 5000

/** The layer in which a policy of each kind has its say. */
const layers: Readonly<Record<PolicyKind, LayerKind>> = {
  identity: 'identity',
  boundary: 'boundary',
  session: 'session',
  trust: 'resource',
  resource: 'resource',
  'service-control': 'service-control',
  'resource-control': 'resource-control',
}

/** Compiled policies by their text: accounts repeat the same few documents over and over. */
export class CompiledPolicies {
  readonly #known = new Map<string, CompiledPolicy>()

  /**
   * The text was accepted when it was saved; that it no longer parses is a fault of ours, not of the caller.
   * `principalIds` are those that its principals were bound to.
   */
  of(text: string, kind: PolicyKind, principalIds?: Readonly<Record<string, string>>): CompiledPolicy {
    const key = `${kind}\n${principalIds ? JSON.stringify(principalIds) : ''}\n${text}`
    const known = this.#known.get(key)
    if (known) return known
    const result = parsePolicy(text, kind, { stored: true })
    if (!('document' in result)) throw new Error(`a stored ${kind} policy does not parse`)
    const policy = new CompiledPolicy(result.document, layers[kind], principalIds)
    if (this.#known.size >= maxPolicies) this.#known.clear()
    this.#known.set(key, policy)
    return policy
  }
}
