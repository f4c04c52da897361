import type { JsonValue } from '../../json.ts'
import type { Check, Hit } from '../check.ts'
import { type Budget, covers, type Glob, globOf } from '../patterns.ts'
import type { StatementView, Text, View } from '../view.ts'

/** What could be left out without changing what the policy says. */

interface Pattern {
  readonly item: Text
  readonly glob: Glob
}

/**
 * Groups of items of one list: the widest first, then all that it covers. An item that was found to be covered
 * covers nothing itself: what it covers, the wider one does.
 */
function* coveredGroups(
  items: readonly Text[],
  read: (text: string) => string,
  budget: Budget,
): Generator<Text[]> {
  const patterns = items.map((item): Pattern => ({ item, glob: globOf(read(item.text)) }))
  const covered = new Set<Pattern>()
  for (const wide of patterns) {
    if (covered.has(wide)) continue
    const group = patterns.filter(
      narrow => narrow !== wide && !covered.has(narrow) && covers(wide.glob, narrow.glob, budget),
    )
    for (const narrow of group) covered.add(narrow)
    if (group.length > 0) yield [wide.item, ...group.map(narrow => narrow.item)]
    if (budget.steps < 0) return
  }
}

function* redundantItems(
  { statements, budget }: View,
  listOf: (statement: StatementView) => readonly Text[],
  read: (text: string) => string,
): Generator<{ at: Text[]; count: string; example: string }> {
  for (const statement of statements) {
    const items = listOf(statement)
    if (items.length < 2) continue
    for (const group of coveredGroups(items, read, budget)) {
      const at = group.toSorted((left, right) => left.start - right.start)
      yield { at, count: `${group.length}`, example: group[1]?.text ?? '' }
    }
  }
}

/** The same statement looks the same: names without order, lists without order and repetition, no Sid. */
function meaningOf(value: JsonValue): unknown {
  if (value.kind === 'string') return value.value
  if (value.kind === 'array') {
    const items = [...new Set(value.items.map(item => JSON.stringify(meaningOf(item))))].sort()
    return items.length === 1 ? JSON.parse(items[0] ?? '') : items
  }
  if (value.kind !== 'object') return value.text
  return value.members
    .filter(({ key }) => key.value !== 'Sid')
    .map(({ key, value: inner }) => [key.value, meaningOf(inner)] as const)
    .sort(([left], [right]) => (left < right ? -1 : 1))
}

function* repeatedStatements({ statements }: View): Generator<Hit> {
  const groups = new Map<string, StatementView[]>()
  for (const statement of statements) {
    const meaning = JSON.stringify(meaningOf(statement.json))
    const group = groups.get(meaning)
    if (group === undefined) groups.set(meaning, [statement])
    else group.push(statement)
  }
  for (const at of groups.values()) if (at.length > 1) yield { at }
}

export const redundancyChecks: readonly Check[] = [
  {
    code: 'REDUNDANT_ACTION',
    title: 'Redundant action',
    severity: 'suggestion',
    message:
      'The {redundantActionCount} action(s) are redundant because they provide similar permissions. Update the policy to remove the redundant action such as: {redundantAction}.',
    advice: 'One of these patterns stands for all the others, so that the others say nothing more.',
    *find(view) {
      const list = (statement: StatementView) => statement.action?.items ?? []
      for (const { at, count, example } of redundantItems(view, list, text => text.toLowerCase())) {
        yield { at, values: { redundantActionCount: count, redundantAction: example } }
      }
    },
  },
  {
    code: 'REDUNDANT_RESOURCE',
    title: 'Redundant resource',
    severity: 'suggestion',
    message:
      'The {redundantResourceCount} resource ARN(s) are redundant because they reference the same resource. Review the use of wildcards (*), or remove the resource {redundantResource} to remove the redundancy.',
    advice: 'One of these patterns stands for all the others, so that the others say nothing more.',
    *find(view) {
      const list = (statement: StatementView) => statement.resource?.items ?? []
      for (const { at, count, example } of redundantItems(view, list, text => text)) {
        yield { at, values: { redundantResourceCount: count, redundantResource: example } }
      }
    },
  },
  {
    code: 'REDUNDANT_STATEMENT',
    title: 'Redundant statement',
    severity: 'suggestion',
    message:
      'The statements are redundant because they provide identical permissions. Update the policy to remove the redundant statement.',
    advice: 'Two copies drift apart when one of them is edited.',
    find: repeatedStatements,
  },
]
