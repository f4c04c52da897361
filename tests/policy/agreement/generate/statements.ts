import type { LayerKind } from '../../../../src/policy/decision.ts'
import type { ActionElement, ResourceElement, Statement } from '../../../../src/policy/document.ts'
import type { Random } from '../random.ts'
import { makeCondition } from './conditions.ts'
import { makePrincipalElement } from './principals.ts'
import { requestedAction, requestedResource, type Scene } from './scene.ts'
import { mutate, otherCase, respelled } from './text.ts'
import { withVariable, withWildcards } from './values.ts'

export const namesPrincipals: ReadonlySet<LayerKind> = new Set(['resource', 'resource-control'])

export function makeStatement(layer: LayerKind, index: number, scene: Scene, random: Random): Statement {
  // A Principal where none belongs, and none where one belongs: documents from elsewhere may be so.
  const hasPrincipal = random.chance(0.02) !== namesPrincipals.has(layer)
  const hasResource = !random.chance(layer === 'resource' ? 0.25 : 0.01)
  return {
    ...(random.chance(0.3) ? { sid: `S${index}` } : {}),
    index,
    effect: random.chance(0.17) ? 'Deny' : 'Allow',
    ...(hasPrincipal ? { principal: makePrincipalElement(scene, random) } : {}),
    action: makeActions(scene, random),
    ...(hasResource ? { resource: makeResources(scene, random) } : {}),
    conditions: random.list(
      0,
      random.weighted([
        [42, 0],
        [35, 1],
        [17, 2],
        [6, 4],
      ]),
      () => makeCondition(scene, random),
    ),
  }
}

function makeActions(scene: Scene, random: Random): ActionElement {
  const negated = random.chance(0.15)
  return {
    negated,
    patterns: random.list(random.chance(0.02) ? 0 : 1, random.chance(0.05) ? 30 : 3, () =>
      // Excluding what the scene is about would exclude everything.
      negated && random.chance(0.6) ? random.pick(otherActions) : actionPattern(scene, random),
    ),
  }
}

const otherActions = ['iam:*', 'ec2:RunInstances', 'organizations:Describe*', 'iam:PassRole'] as const
const oddPatterns = [
  '',
  ':',
  's3',
  '*:',
  ':*',
  '**',
  '*s3:*',
  's*:GetObject',
  '?3:GetObject',
  ' s3:GetObject',
  's3: *',
] as const

function actionPattern(scene: Scene, random: Random): string {
  const action = requestedAction(scene, random)
  const [service = '', name = ''] = action.split(':')
  return random.weighted([
    [34, () => respelled(action, random)],
    [18, () => '*'],
    [16, () => `${service}:*`],
    [12, () => `${service}:${name.slice(0, 3)}*`],
    [8, () => `${service}:${withWildcards(name, random)}`],
    [3, () => '*:*'],
    [3, () => `*:${name}`],
    [3, () => mutate(action, random)],
    [3, () => random.pick(oddPatterns)],
  ])()
}

function makeResources(scene: Scene, random: Random): ResourceElement {
  const negated = random.chance(0.17)
  return {
    negated,
    patterns: random.list(random.chance(0.02) ? 0 : 1, 3, () =>
      negated && random.chance(0.5) ? random.pick(otherResources) : resourcePattern(scene, random),
    ),
  }
}

const otherResources = [
  'arn:aws:sqs:eu-west-1:111111111111:jobs',
  'arn:aws:s3:::other/*',
  'arn:aws:ec2:*:*:*',
] as const

export function resourcePattern(scene: Scene, random: Random): string {
  const resource = requestedResource(scene, random)
  const [head, name] = halves(resource)
  return random.weighted([
    [32, () => '*'],
    [57, () => headPattern(head, random) + namePattern(name, random)],
    [5, () => shortPattern(resource, random)],
    [4, () => mutate(resource, random)],
    [2, () => withVariable(resource, random)],
  ])()
}

function headPattern(head: string, random: Random): string {
  return random.weighted([
    [80, () => head],
    [12, () => wildHead(head, random)],
    [4, () => head.toUpperCase()],
    [
      4,
      () => Array.from(head, character => (random.chance(0.2) ? otherCase(character) : character)).join(''),
    ],
  ])()
}

function namePattern(name: string, random: Random): string {
  return random.weighted([
    [45, () => name],
    [28, () => withWildcards(name, random)],
    [12, () => withVariable(name, random)],
    [8, () => withVariable(withWildcards(name, random), random)],
    [7, () => '*'],
  ])()
}

function halves(arn: string): readonly [head: string, name: string] {
  const parts = arn.split(':')
  return parts.length < 6 ? ['', arn] : [`${parts.slice(0, 5).join(':')}:`, parts.slice(5).join(':')]
}

/** Wildcards before the fifth colon, sometimes in the service too. */
function wildHead(head: string, random: Random): string {
  const parts = head.split(':')
  const at = random.chance(0.2) ? 2 : random.pick([0, 1, 3, 3, 4, 4])
  return parts.map((part, index) => (index === at ? withWildcards(part, random) : part)).join(':')
}

function shortPattern(resource: string, random: Random): string {
  const start = resource.split(':').slice(0, random.between(1, 5)).join(':')
  return start + random.pick(['', '*', ':*', ':', '?', '**'])
}
