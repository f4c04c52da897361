import { accountOfRequester } from '../identity/caller.ts'
import {
  type Addition,
  type AuthorizationRequest,
  additionsOfSide,
  additionsThatAllow,
  CompiledLayer,
  CompiledLayers,
  type Decision,
  emptyLayer,
  evaluate,
} from '../policy/index.ts'
import type { Store } from '../store/contract.ts'
import { CompiledPolicies } from './compiled-policies.ts'
import { globalContext } from './context.ts'
import { OrganizationLayers } from './organization-layers.ts'
import { principalOf } from './principal.ts'
import { PrincipalPolicies } from './principal-policies.ts'
import type { Answer, ManagedDocuments, Question, Resource } from './question.ts'

/** The only caller of `evaluate` in the server. */
export class Authorizer {
  readonly #principalPolicies: PrincipalPolicies
  readonly #policies = new CompiledPolicies()
  readonly #organizations: OrganizationLayers

  constructor(store: Store, managed: ManagedDocuments) {
    this.#principalPolicies = new PrincipalPolicies(store, this.#policies, managed)
    this.#organizations = new OrganizationLayers(store, this.#policies)
  }

  /** One answer an action, in their order, up to and with the first denial. */
  async answer(question: Question): Promise<readonly Answer[]> {
    const { caller, resource } = question
    const organization = await this.#organizations.of(caller, resource, question.actions[0] ?? '')
    const context = {
      ...globalContext(caller, resource, question.request, question.now),
      ...organization.context,
      ...question.context,
    }
    const layers = new CompiledLayers({
      ...(await this.#principalPolicies.of(caller)),
      ...organization.layers,
      resource: this.#resourceLayer(resource),
      resourcePolicyMustAllow: resource.policyMustAllow ?? false,
    })
    const principal = principalOf(caller)
    const answers: Answer[] = []
    for (const action of question.actions) {
      const asked = {
        principal,
        action,
        resource: resource.arn,
        resourceAccountId: resource.account ?? accountOfRequester(caller) ?? '',
        context,
      }
      const decision = evaluate(asked, layers)
      answers.push({ action, resource, context, decision, additions: missing(asked, layers, decision) })
      if (decision.outcome !== 'Allowed') break
    }
    return answers
  }

  #resourceLayer(resource: Resource): CompiledLayer {
    if (!resource.policy) return emptyLayer.resource
    const { name, text, principalIds } = resource.policy
    const policy = this.#policies.of(text, resource.policyMustAllow ? 'trust' : 'resource', principalIds)
    return new CompiledLayer({ layer: 'resource' }, [{ source: { name, attachedTo: resource.arn }, policy }])
  }
}

/** Of a request between two accounts each side's own additions, as if the other side had nothing against it. */
function missing(
  request: AuthorizationRequest,
  layers: CompiledLayers,
  decision: Decision,
): readonly Addition[] {
  if (decision.outcome === 'Allowed') return []
  if (!decision.crossAccount) return additionsThatAllow(request, layers, decision) ?? []
  return (['trusted', 'trusting'] as const).flatMap(side => additionsOfSide(side, request, layers) ?? [])
}
