import { newEnforcer, newModelFromString } from 'casbin'
import type { AuthorizationRequest } from '../../../src/policy/index.ts'
import type { Contender, Scenario } from '../scenario.ts'

/** One line of a policy: effect, action and resource with wildcards, and what else must hold of the request. */
export interface CasbinRule {
  readonly effect: 'allow' | 'deny'
  readonly actions: readonly string[]
  readonly resource: string
  readonly rule: string
}

/** Attributes decide (ABAC), and a line's own rule is evaluated last, as Casbin's guide has it. */
const model = `
[request_definition]
r = act, obj, ctx

[policy_definition]
p = eft, act, obj, rule

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = like(r.act, p.act) && like(r.obj, p.obj) && eval(p.rule)
`

/** Casbin with its policy loaded beforehand. */
export async function casbin({ request }: Scenario, rules: readonly CasbinRule[]): Promise<Contender> {
  const enforcer = await newEnforcer(newModelFromString(model))
  await enforcer.addFunction('like', like)
  const lines = rules.flatMap(({ effect, actions, resource, rule }) =>
    actions.map(action => [effect, action, resource, rule]),
  )
  await enforcer.addPolicies(lines)
  return {
    name: 'casbin',
    allows: number => {
      const { action, resource, context }: AuthorizationRequest = request(number)
      return enforcer.enforceSync(action, resource, context)
    },
  }
}

const patterns = new Map<string, RegExp>()

/** Casbin's own matching functions either stop at a slash, or at the first wildcard, or read the pattern each time. */
function like(text: string, pattern: string): boolean {
  let expression = patterns.get(pattern)
  if (expression === undefined) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
    expression = new RegExp(`^${source}$`, 's')
    patterns.set(pattern, expression)
  }
  return expression.test(text)
}
