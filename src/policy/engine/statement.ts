import { CompiledCondition } from '../conditions/condition.ts'
import type { LayerKind, StatementOutcome } from '../decision.ts'
import type { PolicyDocument, Statement } from '../document.ts'
import { ActionSet, type RequestedAction } from './action-set.ts'
import { type Grants, grantKind, noGrant, strongest } from './grants.ts'
import { valueIn } from './keys.ts'
import type { PreparedRequest } from './prepared-request.ts'
import { PrincipalSet } from './principal-set.ts'
import { ResourceSet } from './resource-pattern.ts'

/** What a statement is compiled for. */
export interface StatementPlace {
  readonly layer: LayerKind
  readonly version: PolicyDocument['version']
  readonly principalIds: Readonly<Record<string, string>>
}

/** Policies of these layers say to whom they apply; the others apply to the identity they hang on. */
const namesPrincipals: ReadonlySet<LayerKind> = new Set(['resource', 'resource-control'])

/** Said of a statement that applies and names nobody, because of what its policy hangs on. */
export const unnamed: Grants = 1 << 30

/**
 * A statement applies when its principal, action and resource cover the request and all its conditions hold.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export class CompiledStatement {
  readonly written: Statement
  readonly isDeny: boolean
  readonly actions: ActionSet
  readonly resources: ResourceSet | undefined
  readonly #principals: PrincipalSet | undefined
  readonly #namesPrincipals: boolean
  /** Only a policy that hangs on a resource may leave the element out: it then means that resource. */
  readonly #coversWithoutResource: boolean
  readonly #conditions: readonly CompiledCondition[]

  constructor(written: Statement, { layer, version, principalIds }: StatementPlace) {
    const { principal, resource, conditions } = written
    this.written = written
    this.isDeny = written.effect === 'Deny'
    this.actions = new ActionSet(written.action)
    this.resources = resource && new ResourceSet(resource, version, layer)
    this.#namesPrincipals = namesPrincipals.has(layer)
    this.#principals =
      this.#namesPrincipals && principal ? new PrincipalSet(principal, principalIds) : undefined
    this.#coversWithoutResource = layer === 'resource'
    this.#conditions = conditions.map(condition => new CompiledCondition(condition, version))
  }

  /** How strongly it reaches the caller of a request whose action it covers; nothing when it does not apply. */
  applies(request: PreparedRequest): Grants {
    const reach = this.#reach(request)
    if (reach === noGrant || !this.#coversResource(request) || !this.#holds()) return noGrant
    return strongest(reach)
  }

  /** Why it applies, or the first of its elements, in the order in which they are read, that does not fit. */
  outcome(request: PreparedRequest, action: RequestedAction): StatementOutcome {
    const reach = this.#reach(request)
    if (reach === noGrant)
      return { applies: false, element: this.#principals?.negated ? 'NotPrincipal' : 'Principal' }
    if (!this.actions.covers(action))
      return { applies: false, element: this.actions.negated ? 'NotAction' : 'Action', value: request.action }
    if (!this.#coversResource(request)) {
      const element = this.written.resource?.negated ? 'NotResource' : 'Resource'
      return { applies: false, element, value: request.resource.text }
    }
    const failed = this.#conditions.find(condition => !condition.holds())
    if (failed !== undefined) return conditionOutcome(failed)
    const grant = reach === unnamed ? undefined : grantKind(strongest(reach))
    return { applies: true, ...(grant === undefined ? {} : { grant }) }
  }

  #reach(request: PreparedRequest): Grants {
    if (!this.#namesPrincipals) return unnamed
    return this.#principals?.reach(request.principal, request, this.isDeny) ?? noGrant
  }

  #coversResource({ resource }: PreparedRequest): boolean {
    return this.resources === undefined ? this.#coversWithoutResource : this.resources.covers(resource)
  }

  #holds(): boolean {
    for (const condition of this.#conditions) if (!condition.holds()) return false
    return true
  }
}

function conditionOutcome({ written, slot }: CompiledCondition): StatementOutcome {
  const actual = valueIn(slot)
  return {
    applies: false,
    element: 'Condition',
    operator: written.operator,
    key: written.key,
    expected: written.values,
    ...(actual === undefined ? {} : { actual }),
  }
}
