import { evaluate } from '../policy/index.ts'
import type { PolicyLayers } from '../policy/request.ts'
import type { Store } from '../store/contract.ts'
import { globalContext } from './context.ts'
import { Documents } from './documents.ts'
import { principalOf } from './principal.ts'
import { PrincipalPolicies } from './principal-policies.ts'
import type { Answer, ManagedDocuments, Question, Resource } from './question.ts'

/** The only caller of `evaluate` in the server. */
export class Authorizer {
  readonly #principalPolicies: PrincipalPolicies
  readonly #documents = new Documents()

  constructor(store: Store, managed: ManagedDocuments) {
    this.#principalPolicies = new PrincipalPolicies(store, this.#documents, managed)
  }

  /** One answer an action, in their order, up to and with the first denial. */
  async answer(question: Question): Promise<readonly Answer[]> {
    const { caller, resource } = question
    const context = {
      ...globalContext(caller, resource, question.request, question.now),
      ...question.context,
    }
    const layers = { ...(await this.#principalPolicies.of(caller)), ...this.#resourceLayer(resource) }
    const answers: Answer[] = []
    for (const action of question.actions) {
      const decision = evaluate(
        {
          principal: principalOf(caller),
          action,
          resource: resource.arn,
          resourceAccountId: resource.account ?? caller.account,
          context,
        },
        layers,
      )
      answers.push({ action, resource, context, decision })
      if (decision.outcome !== 'Allowed') break
    }
    return answers
  }

  #resourceLayer(resource: Resource): Pick<PolicyLayers, 'resource' | 'resourcePolicyMustAllow'> {
    const must = resource.policyMustAllow ? { resourcePolicyMustAllow: true } : {}
    if (!resource.policy) return must
    const { name, text, principalIds } = resource.policy
    const kind = resource.policyMustAllow ? 'trust' : 'resource'
    const source = { name, attachedTo: resource.arn }
    return { ...must, resource: { source, document: this.#documents.parse(text, kind), principalIds } }
  }
}
