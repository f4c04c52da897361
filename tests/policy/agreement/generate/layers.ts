import type { LayerKind } from '../../../../src/policy/decision.ts'
import type { PolicyDocument, Statement } from '../../../../src/policy/document.ts'
import type { ControlLevel, PolicyLayers, SourcedPolicy } from '../../../../src/policy/request.ts'
import type { Random } from '../random.ts'
import { makePrincipalIds } from './principals.ts'
import type { Scene } from './scene.ts'
import { makeStatement } from './statements.ts'

/** Policies of every kind that may bear on the requests of the scene. */
export function makeLayers(scene: Scene, random: Random): PolicyLayers {
  // The more layers must allow, the less is allowed.
  const many = random.chance(0.3)
  const has = (probability: number) => random.chance(many ? probability * 2 : probability)
  return {
    identity: makePolicies('identity', scene, random),
    ...(random.chance(0.6) ? { resource: makePolicy('resource', 0, scene, random) } : {}),
    ...(random.chance(0.25) ? { resourcePolicyMustAllow: random.chance(0.8) } : {}),
    ...(has(0.16) ? { boundary: makePolicies('boundary', scene, random) } : {}),
    ...(has(0.14) ? { session: makePolicies('session', scene, random) } : {}),
    ...(has(0.08) ? { scopeDown: makeScopeDown(scene, random) } : {}),
    ...(has(0.15) ? { serviceControl: makeLevels('service-control', scene, random) } : {}),
    ...(has(0.15) ? { resourceControl: makeLevels('resource-control', scene, random) } : {}),
  }
}

/** Each stands alone, so each is a policy that mostly allows much. */
function makeScopeDown(scene: Scene, random: Random): SourcedPolicy[] {
  return random.list(1, 3, index =>
    random.chance(opened['scope-down'])
      ? fullAccess('scope-down')
      : makePolicy('scope-down', index, scene, random),
  )
}

function makeLevels(layer: LayerKind, scene: Scene, random: Random): ControlLevel[] {
  return random.list(random.chance(0.1) ? 0 : 1, 3, index => ({
    level: ['root', 'unit', 'account'][index] ?? '',
    policies: makePolicies(layer, scene, random),
  }))
}

/** Layers that only limit are mostly opened wide by one policy, as they are in practice. */
const opened: Readonly<Record<LayerKind, number>> = {
  identity: 0.3,
  resource: 0,
  boundary: 0.5,
  session: 0.5,
  'scope-down': 0.5,
  'service-control': 0.85,
  'resource-control': 0.85,
}

function makePolicies(layer: LayerKind, scene: Scene, random: Random): SourcedPolicy[] {
  const most = random.weighted([
    [1, 0],
    [8, 1],
    [5, 2],
    [1, 4],
  ])
  const policies = random.list(Math.min(most, 1), most, index => makePolicy(layer, index, scene, random))
  return random.chance(opened[layer]) ? [fullAccess(layer), ...policies] : policies
}

function makePolicy(layer: LayerKind, index: number, scene: Scene, random: Random): SourcedPolicy {
  const most = random.weighted([
    [4, 1],
    [5, 2],
    [2, 4],
  ])
  const statements = random.chance(0.02)
    ? manyStatements(layer, scene, random)
    : random.list(random.chance(0.04) ? 0 : 1, most, at => makeStatement(layer, at, scene, random))
  return {
    source: { name: `${layer}-${index}`, ...(random.chance(0.1) ? { attachedTo: scene.resources[0] } : {}) },
    document: { version: makeVersion(random), statements },
    ...(random.chance(0.4) ? { principalIds: principalIdsOf(statements, scene, random) } : {}),
  }
}

function makeVersion(random: Random): PolicyDocument['version'] {
  return random.chance(0.12) ? '2008-10-17' : '2012-10-17'
}

function principalIdsOf(
  statements: readonly Statement[],
  scene: Scene,
  random: Random,
): Record<string, string> {
  return makePrincipalIds(
    statements.flatMap(({ principal }) => principal ?? []),
    scene,
    random,
  )
}

/** So many that the engine no longer asks each, with resources that begin alike and have many lengths. */
function manyStatements(layer: LayerKind, scene: Scene, random: Random): Statement[] {
  const stem = random.chance(0.5) ? scene.resources[0] : scene.resources[0].slice(0, -3)
  const open = random.chance(0.2)
  return random.list(20, 60, index => {
    const statement = makeStatement(layer, index, scene, random)
    if (open || random.chance(0.1)) return statement
    const patterns = random.list(1, 2, () => {
      const text = stem + 'abc/'.repeat(random.below(12)).slice(0, random.below(40))
      return random.chance(0.5) ? `${text}*` : text
    })
    const action = random.chance(0.7)
      ? { negated: false, patterns: [scene.actions[0].replace(/:.*/, ':*')] }
      : statement.action
    return { ...statement, action, resource: { negated: random.chance(0.03), patterns } }
  })
}

function fullAccess(layer: LayerKind): SourcedPolicy {
  const everyone = { negated: false, everyone: true, entries: [] }
  return {
    source: { name: 'FullAccess', arn: 'arn:aws:iam::aws:policy/FullAccess' },
    document: {
      version: '2012-10-17',
      statements: [
        {
          index: 0,
          effect: 'Allow',
          ...(layer === 'resource-control' ? { principal: everyone } : {}),
          action: { negated: false, patterns: ['*'] },
          resource: { negated: false, patterns: ['*'] },
          conditions: [],
        },
      ],
    },
  }
}
