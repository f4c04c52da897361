import type { PrincipalElement, PrincipalEntry } from '../../../../src/policy/document.ts'
import type { Principal } from '../../../../src/policy/request.ts'
import type { Random } from '../random.ts'
import { makeCaller, providersOf, type Scene } from './scene.ts'
import { sometimesMutated } from './text.ts'

/** What a Principal or NotPrincipal may list, most of it names of the scene's callers. */
export function makePrincipalElement(scene: Scene, random: Random): PrincipalElement {
  const everyone = random.chance(0.14)
  return {
    negated: random.chance(0.2),
    everyone,
    entries:
      everyone && random.chance(0.9)
        ? []
        : random.list(random.chance(0.05) ? 0 : 1, 3, () => entry(scene, random)),
  }
}

/** What the ARNs of a policy were bound to when it was saved: to their own ids, or to those of former owners. */
export function makePrincipalIds(
  elements: readonly PrincipalElement[],
  scene: Scene,
  random: Random,
): Record<string, string> {
  const own = new Map(scene.callers.flatMap(idsOf))
  const ids: Record<string, string> = {}
  for (const { value } of elements.flatMap(element => element.entries)) {
    if (!/:(user|role)\//.test(value) || random.chance(0.3)) continue
    ids[value] = random.chance(0.75) ? (own.get(value) ?? 'AIDAFORMERLY') : 'AROAFORMERLY'
  }
  return ids
}

function entry(scene: Scene, random: Random): PrincipalEntry {
  const caller = random.chance(0.85)
    ? random.pick(scene.callers)
    : makeCaller(scene.partition, random.pick(scene.accounts), random)
  const { type, value } = random.pick(namesOf(caller, scene, random))
  return {
    type: random.chance(0.02) ? random.pick(['AWS', 'Service', 'Federated', 'CanonicalUser']) : type,
    value: sometimesMutated(value, 0.05, random),
  }
}

type Names = readonly [PrincipalEntry, ...PrincipalEntry[]]

function aws(value: string): PrincipalEntry {
  return { type: 'AWS', value }
}

function namesOf(caller: Principal, scene: Scene, random: Random): Names {
  if (caller.kind === 'anonymous') return [aws('*'), { type: 'CanonicalUser', value: 'c'.repeat(64) }]
  if (caller.kind === 'service') return [{ type: 'Service', value: caller.service }]
  if (caller.kind === 'federated') {
    const other = random.pick(providersOf(scene.partition, scene.accounts[0]))
    return [{ type: 'Federated', value: caller.provider }, { type: 'Federated', value: other }, aws('*')]
  }
  return [
    aws(caller.accountId),
    aws(`arn:${scene.partition}:iam::${caller.accountId}:root`),
    ...ownNames(caller).map(aws),
    ...(random.chance(0.15) ? [aws('*')] : []),
  ]
}

/** Names of the caller and of nobody else in its account; ARNs more often than ids. */
function ownNames(caller: Principal): readonly string[] {
  if (caller.kind === 'user') return [caller.arn, caller.arn, caller.userId]
  if (caller.kind === 'role-session')
    return [caller.roleArn, caller.roleArn, caller.roleId, caller.arn, caller.arn]
  if (caller.kind === 'federated-user') return [caller.arn, caller.arn, caller.parentArn, caller.parentId]
  return []
}

function idsOf(caller: Principal): [arn: string, id: string][] {
  if (caller.kind === 'user') return [[caller.arn, caller.userId]]
  if (caller.kind === 'role-session') return [[caller.roleArn, caller.roleId]]
  return caller.kind === 'federated-user' ? [[caller.parentArn, caller.parentId]] : []
}
