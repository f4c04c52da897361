import type { PrincipalEntry, Statement } from '../../../../src/policy/document.ts'
import type {
  AuthorizationRequest,
  PolicyLayers,
  Principal,
  SourcedPolicy,
} from '../../../../src/policy/request.ts'
import type { EvaluateOptions } from '../../oracle/evaluate.ts'
import type { Random } from '../random.ts'
import { aimAt } from './conditions.ts'
import { ContextDraft } from './context-draft.ts'
import { makeCaller, requestedAction, requestedResource, type Scene } from './scene.ts'
import { matching, mutate, sometimesMutated } from './text.ts'

/** A request that is made from what one of the statements says, so that it may apply; then perhaps bent a little. */
export function makeRequest(
  statements: readonly Statement[],
  scene: Scene,
  random: Random,
): AuthorizationRequest {
  const context = new ContextDraft(random)
  const target = random.chance(0.93) ? random.pick(statements) : undefined
  const principal = makePrincipal(target, scene, random)
  const action = aimedAction(target, scene, random)
  const resource = aimedResource(target, context, scene, random)
  for (const condition of target?.conditions ?? []) aimAt(condition, context, scene, random)
  for (const { conditions } of statements.slice(0, 12)) {
    if (random.chance(0.6)) for (const condition of conditions) aimAt(condition, context, scene, random)
  }
  const owner = ownerOf(resource, principal, scene, random)
  return {
    principal,
    action: sometimesMutated(action, 0.03, random),
    resource: sometimesMutated(resource, 0.06, random),
    ...(owner === undefined ? {} : { resourceAccountId: owner }),
    context: context.finish(),
  }
}

export function makeOptions(random: Random): EvaluateOptions {
  return {
    ...(random.chance(0.5) ? { trustDirectUserBypassesBoundary: random.chance(0.4) } : {}),
    ...(random.chance(0.5) ? { strictNotPrincipal: random.chance(0.7) } : {}),
  }
}

export function policiesOf(layers: PolicyLayers): SourcedPolicy[] {
  const levels = [...(layers.serviceControl ?? []), ...(layers.resourceControl ?? [])]
  return [
    ...layers.identity,
    ...(layers.resource === undefined ? [] : [layers.resource]),
    ...(layers.boundary ?? []),
    ...(layers.session ?? []),
    ...(layers.scopeDown ?? []),
    ...levels.flatMap(({ policies }) => policies),
  ]
}

function aimedAction(target: Statement | undefined, scene: Scene, random: Random): string {
  const pattern = target?.action.negated ? undefined : random.pick(target?.action.patterns ?? [])
  // `*` would be filled with what no other statement speaks of.
  if (pattern === undefined || pattern === '*' || random.chance(0.2)) return requestedAction(scene, random)
  if (!/[*?]/.test(pattern)) return pattern
  const prefix = pattern.replace(/[*?].*/s, '').toLowerCase()
  const known = scene.actions.find(action => action.toLowerCase().startsWith(prefix))
  if (known !== undefined && random.chance(0.8)) return known
  return pattern.replace(/[*?]/g, random.chance(0.8) ? 'X' : '')
}

function aimedResource(
  target: Statement | undefined,
  context: ContextDraft,
  scene: Scene,
  random: Random,
): string {
  const listed = random.pick(target?.resource?.patterns ?? [])
  const avoided = target?.resource?.negated && random.chance(0.7)
  if (listed === undefined || listed === '*' || avoided || random.chance(0.1)) {
    return requestedResource(scene, random)
  }
  const colons = listed.split(':').length - 1
  return matching(colons < 5 ? listed + ':x'.repeat(5 - colons) : listed, context, random)
}

/** Callers of the scene mostly; else whoever a resource policy names. */
function makePrincipal(target: Statement | undefined, scene: Scene, random: Random): Principal {
  const entry = random.chance(0.3) ? random.pick(target?.principal?.entries ?? []) : undefined
  const named = entry === undefined ? undefined : callerNamed(entry, scene)
  if (named !== undefined) return named
  if (random.chance(0.85)) return sometimesRenamed(random.pick(scene.callers), random)
  return makeCaller(scene.partition, random.pick(scene.accounts), random)
}

function callerNamed({ type, value }: PrincipalEntry, scene: Scene): Principal | undefined {
  if (type === 'Service') return { kind: 'service', service: value }
  if (type === 'Federated') return { kind: 'federated', provider: value }
  return scene.callers.find(
    caller =>
      ('arn' in caller && caller.arn === value) ||
      (caller.kind === 'role-session' && caller.roleArn === value),
  )
}

/** Somebody almost of that name; or of that name in another partition. */
function sometimesRenamed(caller: Principal, random: Random): Principal {
  if (!('arn' in caller) || random.chance(0.93)) return caller
  const arn = random.chance(0.5) ? mutate(caller.arn, random) : caller.arn.replace(/^arn:[^:]*/, 'arn:aws-cn')
  return { ...caller, arn }
}

function ownerOf(resource: string, principal: Principal, scene: Scene, random: Random): string | undefined {
  if (resource === '*' ? random.chance(0.8) : random.chance(0.08)) return undefined
  const own = 'accountId' in principal ? principal.accountId : scene.accounts[0]
  return random.chance(0.45) ? own : random.pick(scene.accounts)
}
