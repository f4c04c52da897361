import type { PolicyKind } from '../document.ts'
import { documentElements, statementElements } from '../elements.ts'
import { type JsonMember, type JsonObject, type JsonValue, parseJson } from '../json.ts'
import type { Path } from './finding.ts'
import { operatorFacts } from './operator-facts.ts'
import { newBudget } from './patterns.ts'
import type { ServiceReference } from './service-reference.ts'
import type {
  ConditionBlock,
  ConditionValue,
  ConditionView,
  ListView,
  Place,
  PrincipalEntryView,
  PrincipalKeyView,
  PrincipalView,
  StatementView,
  Text,
  View,
} from './view.ts'

export interface ViewOptions {
  readonly reference?: ServiceReference
  readonly accountId?: string
  readonly resourceType?: string
}

/** What was noted while reading. */
interface Notes {
  readonly mistyped: (Place & { expected: string })[]
  readonly unknownElements: Text[]
}

/** Reads whatever text as a policy. Never throws. */
export function readView(text: string, kind: PolicyKind, options: ViewOptions = {}): View {
  const notes: Notes = { mistyped: [], unknownElements: [] }
  const known = { text, kind, ...options, budget: newBudget(), ...notes }
  const json = parseJson(text)
  if ('fault' in json) {
    const root = { path: [], start: 0, end: text.length }
    return { ...known, fault: json.fault, root, hasStatements: false, statements: [] }
  }
  const root = placeOf(json.value, [])
  if (json.value.kind !== 'object') {
    notes.mistyped.push({ ...root, expected: 'Object' })
    return { ...known, root, hasStatements: true, statements: [] }
  }
  const fields = readFields(json.value, [], documentElements, notes)
  const version = readText(fields, 'Version', [], notes)
  readText(fields, 'Id', [], notes)
  const written = fields.get('Statement')?.value
  const statements = written === undefined ? [] : readStatements(written, notes)
  return {
    ...known,
    root,
    ...(version && { version }),
    hasStatements: written !== undefined && !(written.kind === 'array' && written.items.length === 0),
    statements,
  }
}

function readStatements(value: JsonValue, notes: Notes): readonly StatementView[] {
  if (value.kind === 'object') return [readStatement(value, ['Statement'], notes)]
  if (value.kind !== 'array') {
    notes.mistyped.push({ ...placeOf(value, ['Statement']), expected: 'Array' })
    return []
  }
  return value.items.flatMap((item, index) => {
    const path = ['Statement', index]
    if (item.kind === 'object') return [readStatement(item, path, notes)]
    notes.mistyped.push({ ...placeOf(item, path), expected: 'Object' })
    return []
  })
}

function readStatement(json: JsonObject, path: Path, notes: Notes): StatementView {
  const fields = readFields(json, path, statementElements, notes)
  const sid = readText(fields, 'Sid', path, notes)
  const effect = readText(fields, 'Effect', path, notes)
  const action = readList(fields, 'Action', path, notes)
  const resource = readList(fields, 'Resource', path, notes)
  const principal = readPrincipal(fields, path, notes)
  const condition = fields.get('Condition')
  const blocks = condition === undefined ? [] : readBlocks(condition.value, [...path, 'Condition'], notes)
  return {
    ...placeOf(json, path),
    json,
    ...(sid && { sid }),
    ...(effect && { effect }),
    allows: effect?.text === 'Allow',
    denies: effect?.text === 'Deny',
    elements: new Map([...fields].map(([name, { value }]) => [name, placeOf(value, [...path, name])])),
    ...(action && { action }),
    ...(resource && { resource }),
    ...(principal && { principal }),
    blocks,
    conditions: blocks.flatMap(block => block.conditions),
  }
}

function readFields(
  json: JsonObject,
  path: Path,
  known: ReadonlySet<string>,
  notes: Notes,
): ReadonlyMap<string, JsonMember> {
  for (const { key } of json.members) {
    if (!known.has(key.value)) {
      notes.unknownElements.push({ ...placeOf(key, [...path, key.value]), text: key.value })
    }
  }
  return new Map(
    json.members.flatMap(entry => (known.has(entry.key.value) ? [[entry.key.value, entry] as const] : [])),
  )
}

function readText(
  fields: ReadonlyMap<string, JsonMember>,
  name: string,
  path: Path,
  notes: Notes,
): Text | undefined {
  const value = fields.get(name)?.value
  return value === undefined ? undefined : stringAt(value, [...path, name], notes)
}

function stringAt(value: JsonValue, path: Path, notes: Notes): Text | undefined {
  if (value.kind === 'string') return { ...placeOf(value, path), text: value.value }
  notes.mistyped.push({ ...placeOf(value, path), expected: 'String' })
  return undefined
}

/** An element, or its `Not…` twin where it is not written. */
function readList(
  fields: ReadonlyMap<string, JsonMember>,
  name: string,
  path: Path,
  notes: Notes,
): ListView | undefined {
  const found = fields.get(name) ?? fields.get(`Not${name}`)
  if (found === undefined) return undefined
  const place = placeOf(found.value, [...path, found.key.value])
  return {
    ...place,
    negated: found.key.value !== name,
    isEmptyArray: isEmptyArray(found.value),
    items: stringsAt(found.value, place.path, notes),
  }
}

function stringsAt(value: JsonValue, path: Path, notes: Notes): readonly Text[] {
  const one = (item: JsonValue, at: Path) => {
    const text = stringAt(item, at, notes)
    return text === undefined ? [] : [text]
  }
  return value.kind === 'array'
    ? value.items.flatMap((item, index) => one(item, [...path, index]))
    : one(value, path)
}

function readPrincipal(
  fields: ReadonlyMap<string, JsonMember>,
  path: Path,
  notes: Notes,
): PrincipalView | undefined {
  const found = fields.get('Principal') ?? fields.get('NotPrincipal')
  if (found === undefined) return undefined
  const { value } = found
  const place = placeOf(value, [...path, found.key.value])
  const everyone = value.kind === 'string' && value.value === '*'
  const members = value.kind === 'object' ? value.members : []
  const keys = members.map(
    ({ key, value: values }): PrincipalKeyView => ({
      ...placeOf(key, [...place.path, key.value]),
      text: key.value,
      isEmptyArray: isEmptyArray(values),
      values: placeOf(values, [...place.path, key.value]),
    }),
  )
  const entries = members.flatMap(({ key, value: values }) =>
    stringsAt(values, [...place.path, key.value], notes).map(
      (entry): PrincipalEntryView => ({ ...entry, type: key.value }),
    ),
  )
  const malformed = !everyone && value.kind !== 'object'
  return { ...place, negated: found.key.value === 'NotPrincipal', everyone, malformed, keys, entries }
}

function readBlocks(value: JsonValue, path: Path, notes: Notes): readonly ConditionBlock[] {
  if (value.kind !== 'object') {
    notes.mistyped.push({ ...placeOf(value, path), expected: 'Object' })
    return []
  }
  return value.members.flatMap(({ key, value: keys }) => {
    const blockPath = [...path, key.value]
    const operator = { ...placeOf(key, blockPath), text: key.value }
    if (keys.kind !== 'object') {
      notes.mistyped.push({ ...placeOf(keys, blockPath), expected: 'Object' })
      return []
    }
    const conditions = keys.members.map(entry => readCondition(operator, entry, notes))
    return [{ ...placeOf(keys, blockPath), operator, isEmpty: keys.members.length === 0, conditions }]
  })
}

function readCondition(operator: Text, { key, value }: JsonMember, notes: Notes): ConditionView {
  const path = [...operator.path, key.value]
  const items = value.kind === 'array' ? value.items : [value]
  const values = items.flatMap((item, index): ConditionValue[] => {
    const place = placeOf(item, value.kind === 'array' ? [...path, index] : path)
    if (item.kind === 'string') return [{ ...place, text: item.value, json: item.kind }]
    if (item.kind === 'number' || item.kind === 'boolean')
      return [{ ...place, text: item.text, json: item.kind }]
    notes.mistyped.push({ ...place, expected: 'String' })
    return []
  })
  return {
    operator,
    facts: operatorFacts(operator.text),
    key: { ...placeOf(key, path), text: key.value },
    name: key.value.toLowerCase(),
    values,
    place: placeOf(value, path),
  }
}

function placeOf({ start, end }: { start: number; end: number }, path: Path): Place {
  return { path, start, end }
}

function isEmptyArray(value: JsonValue): boolean {
  return value.kind === 'array' && value.items.length === 0
}
