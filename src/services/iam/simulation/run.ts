import { type SimulatedDecision, withoutResource } from '../../../authorize/recorded.ts'
import { foreseenContext, Simulation } from '../../../authorize/simulation.ts'
import type { Context, ControlLevel } from '../../../policy/index.ts'
import { resourceTemplates } from '../../../reference/authorization.ts'
import { defaultMaxItems, type PageInput, pageOfList } from '../paging.ts'
import type { SimulatedCaller } from './caller.ts'
import type { SimulatedOrganization } from './organization.ts'
import type { TakingPart } from './policies.ts'
import { type SimulatedTarget, type TargetQuestion, targetOf } from './resources.ts'
import { evaluationResult, type Finding, findingOf } from './results.ts'

/** All that a simulation is made of. */
export interface SimulationPlan {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly caller: SimulatedCaller
  readonly identity: readonly TakingPart[]
  readonly boundary?: readonly TakingPart[]
  readonly serviceControl?: readonly ControlLevel[]
  readonly organization?: SimulatedOrganization
  readonly given: Context
  readonly targets: TargetQuestion
  readonly now: number
  /** Told of every decision, for who wants to know why. */
  readonly explain: (simulated: SimulatedDecision) => void
}

/** So many decisions a page, when there are more resources than that: those of one action. */
const maxDecisions = 2000

/**
 * One page of results, one an action: no more is simulated than is shown. "IAM might return fewer results, even when
 * there are more results available."
 */
export async function simulated(plan: SimulationPlan, page: PageInput) {
  const most = Math.max(1, Math.floor(maxDecisions / plan.resources.length))
  const MaxItems = Math.min(page.MaxItems ?? defaultMaxItems, most)
  const { items: actions, ...paging } = pageOfList('simulation', { ...page, MaxItems }, plan.actions)
  const simulation = new Simulation(plan.caller.identity, {
    identity: plan.identity.map(part => part.policy),
    ...(plan.boundary && { boundary: plan.boundary.map(part => part.policy) }),
    ...(plan.serviceControl && { serviceControl: plan.serviceControl }),
  })
  const EvaluationResults = []
  for (const action of actions) {
    const findings: Finding[] = []
    for (const resource of plan.resources) {
      findings.push(await finding(plan, simulation, action, resource))
      // Others get their turn, however much is simulated.
      await new Promise(resolve => setImmediate(resolve))
    }
    EvaluationResults.push(evaluationResult(action, await templateOf(action, plan.resources), findings))
  }
  return { EvaluationResults, ...paging }
}

async function finding(
  plan: SimulationPlan,
  simulation: Simulation,
  action: string,
  resource: string,
): Promise<Finding> {
  const named = await targetOf(plan.targets, action, resource)
  const isKept =
    named.simulated.policyIsHidden && !simulation.isLetIn(action, named.simulated, contextFor(plan, named))
  const target = isKept ? asIfNotThere(named) : named
  const context = contextFor(plan, target)
  const decision = simulation.judge(action, target.simulated, context)
  const parts = [...plan.identity, ...(plan.boundary ?? []), ...(target.policy ? [target.policy] : [])]
  const found = findingOf(resource, decision, context, parts)
  const { policyIsHidden = false } = target.simulated
  plan.explain({
    principal: principalOf(plan.caller),
    action,
    resource,
    context: policyIsHidden ? withoutResource(context, resource) : context,
    decision,
  })
  return target.simulated.policyIsHidden ? withoutResourceTags(found) : found
}

function principalOf({ identity }: SimulatedCaller): SimulatedDecision['principal'] {
  return { id: identity.userId, arn: identity.arn, account: identity.account }
}

/** What the request says comes before what is known: "the corresponding value is supplied". */
function contextFor(
  { caller, given, organization, now }: SimulationPlan,
  { described }: SimulatedTarget,
): Context {
  if (!caller.isNamed) return given
  const said = new Set(Object.keys(given).map(name => name.toLowerCase()))
  const isOwn = (described.account ?? caller.identity.account) === caller.identity.account
  const known = Object.entries({
    ...foreseenContext(caller.identity, described, now),
    ...organization?.principalKeys,
    ...(isOwn && organization?.ownResourceKeys),
  })
  return { ...given, ...Object.fromEntries(known.filter(([name]) => !said.has(name.toLowerCase()))) }
}

/**
 * A role of another account that does not trust the caller: its tags in the conditions of given policies would tell
 * that it is there, and more. The decision is the same without them.
 */
function asIfNotThere({ simulated, described: { tags: _, ...described } }: SimulatedTarget): SimulatedTarget {
  const { policy: _policy, ...closed } = simulated
  return { simulated: closed, described }
}

/** Which tags a role of another account lacks is that account's to tell. */
function withoutResourceTags(found: Finding): Finding {
  return { ...found, missing: found.missing.filter(key => !/^\w+:ResourceTag\//i.test(key)) }
}

/**
 * "The ARN template for the simulated resource type … or * if no ARN format is defined for the action." A single
 * resource stands for itself, as answers of AWS that people published show.
 */
async function templateOf(action: string, resources: readonly string[]): Promise<string> {
  const [only = '*'] = resources
  if (resources.length <= 1) return only
  const arns = resources.filter(resource => resource !== '*')
  if (arns.length === 0) return '*'
  const templates = await resourceTemplates(action)
  return templates.find(template => arns.every(arn => fits(arn, template))) ?? '*'
}

/** Each variable stands for any text: what is written between them is looked for from left to right. */
function fits(arn: string, template: string): boolean {
  const [head = '', ...rest] = template.split(/\$\{\w+\}/)
  const tail = rest.pop()
  if (tail === undefined) return arn === template
  if (!arn.startsWith(head) || !arn.endsWith(tail)) return false
  let at = head.length
  for (const piece of rest) {
    const place = arn.indexOf(piece, at)
    if (place < 0) return false
    at = place + piece.length
  }
  return at <= arn.length - tail.length
}
