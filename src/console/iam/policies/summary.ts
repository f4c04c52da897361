import type { Condition, PolicyDocument } from '../../../policy/index.ts'
import {
  type AccessLevel,
  byAccessLevel,
  coversAll,
  readChoices,
} from '../../policy-editor/model/action-choice.ts'
import type { ServiceFile } from '../../policy-editor/model/service-facts.ts'

/** One service of a policy: what statements of one effect say about it, for the same resources under the same conditions. */
export interface SummaryRow {
  readonly effect: 'Allow' | 'Deny'
  /** `*` for all services. */
  readonly service: string
  /** `all-but`: everything except the actions, which are those of a NotAction. */
  readonly access: 'full' | 'limited' | 'all-but' | 'unknown'
  /** Levels of which all actions are meant, and those of which some are. */
  readonly fullLevels: readonly AccessLevel[]
  readonly someLevels: readonly AccessLevel[]
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** The resources are those that are not meant. */
  readonly otherResources: boolean
  readonly conditions: readonly Condition[]
}

/**
 * A policy by effect and service, as AWS's policy summary shows it: access levels, resources, conditions. Services that the
 * reference does not know are `unknown`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary.html
 */
export function summarize(document: PolicyDocument, files: readonly ServiceFile[]): readonly SummaryRow[] {
  const facts = new Map(files.map(file => [file.prefix, file]))
  const rows = new Map<string, SummaryRow>()
  for (const statement of document.statements) {
    const { effect, action, resource, conditions } = statement
    for (const [service, actions] of byService(action.patterns, action.negated)) {
      const key = JSON.stringify([effect, action.negated, service, resource, conditions])
      const before = rows.get(key)
      rows.set(key, {
        ...accessOf(service, [...new Set([...(before?.actions ?? []), ...actions])], action.negated, facts),
        effect,
        service,
        resources: resource?.patterns ?? [],
        otherResources: resource?.negated === true,
        conditions,
      })
    }
  }
  return [...rows.values()].sort(
    (left, right) => left.effect.localeCompare(right.effect) || left.service.localeCompare(right.service),
  )
}

/** What a statement excludes is of all services at once. */
function byService(patterns: readonly string[], negated: boolean): ReadonlyMap<string, readonly string[]> {
  if (negated) return new Map([['*', patterns]])
  const groups = new Map<string, string[]>()
  for (const pattern of patterns) {
    const colon = pattern.indexOf(':')
    const prefix = colon < 0 ? '*' : pattern.slice(0, colon).toLowerCase()
    groups.set(prefix, [...(groups.get(prefix) ?? []), pattern])
  }
  return groups
}

type Access = Pick<SummaryRow, 'access' | 'fullLevels' | 'someLevels' | 'actions'>

function accessOf(
  service: string,
  actions: readonly string[],
  negated: boolean,
  facts: ReadonlyMap<string, ServiceFile>,
): Access {
  const none = { fullLevels: [], someLevels: [], actions }
  if (negated) return { ...none, access: 'all-but' }
  if (coversAll(service, actions)) return { ...none, access: 'full' }
  const file = facts.get(service)
  if (file === undefined) return { ...none, access: 'unknown' }
  const choices = readChoices(service, actions, file.actions)
  const levels = byAccessLevel(file.actions).map(({ level, actions: all }) => ({
    level,
    total: all.length,
    chosen: all.filter(({ name }) => choices.choiceOf(name) !== undefined).length,
  }))
  const fullLevels = levels.filter(({ total, chosen }) => chosen === total).map(({ level }) => level)
  const someLevels = levels
    .filter(({ total, chosen }) => chosen > 0 && chosen < total)
    .map(({ level }) => level)
  const access = fullLevels.length === levels.length ? 'full' : 'limited'
  return { access, fullLevels, someLevels, actions }
}
