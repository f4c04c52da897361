import { parseOperator } from '../conditions/operators.ts'
import { documentElements, statementElements } from '../elements.ts'
import type { JsonMember, JsonObject, JsonValue } from '../json.ts'
import type { Place, Report } from './fault.ts'

/**
 * The first stage of parsing: the elements, their types and which exclude each other. It yields what was
 * written, with places, for the checks that follow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */

/** One string of the text. */
export interface Item extends Place {
  readonly text: string
}

/** `Action`, `NotAction`, `Resource` or `NotResource`. */
export interface Listed extends Place {
  readonly negated: boolean
  readonly items: readonly Item[]
}

/** `Principal` or `NotPrincipal`, not yet looked into. */
export interface PrincipalNode extends Place {
  readonly negated: boolean
  readonly value: JsonValue
}

export interface ConditionNode extends Place {
  readonly operator: string
  readonly key: string
  readonly values: readonly Item[]
}

export interface StatementNode extends Place {
  readonly sid?: Item
  readonly effect?: Item
  readonly action?: Listed
  readonly resource?: Listed
  readonly principal?: PrincipalNode
  readonly conditions: readonly ConditionNode[]
}

export interface DocumentNode extends Place {
  readonly version?: Item
  readonly id?: Item
  readonly statements: readonly StatementNode[]
}

const versions = new Set(['2012-10-17', '2008-10-17'])
const effects = new Set(['allow', 'deny'])

export function readDocument(root: JsonValue, report: Report): DocumentNode {
  const place = { path: '', offset: root.start }
  if (root.kind !== 'object') {
    report('json', place)
    return { ...place, statements: [] }
  }
  const fields = readFields(root, '', documentElements, report)
  const version = readString(fields, 'Version', '', report)
  if (version !== undefined && !versions.has(version.text)) report('unknownVersion', version)
  const id = readString(fields, 'Id', '', report)
  return {
    ...place,
    ...(version && { version }),
    ...(id && { id }),
    statements: readStatements(fields.get('Statement')?.value, place, report),
  }
}

function readStatements(value: JsonValue | undefined, root: Place, report: Report): readonly StatementNode[] {
  if (value === undefined) report('missingField', root, 'Statement')
  else if (value.kind === 'object') return [readStatement(value, 'Statement', report)]
  else if (value.kind !== 'array') report('shape', { path: 'Statement', offset: value.start })
  else if (value.items.length === 0) report('noStatements', { path: 'Statement', offset: value.start })
  else {
    return value.items.flatMap((item, index) => {
      const path = `Statement[${index}]`
      if (item.kind === 'object') return [readStatement(item, path, report)]
      report('shape', { path, offset: item.start })
      return []
    })
  }
  return []
}

function readStatement(node: JsonObject, path: string, report: Report): StatementNode {
  const fields = readFields(node, path, statementElements, report)
  const place = { path, offset: node.start }
  const effect = readString(fields, 'Effect', path, report)
  if (!fields.has('Effect')) report('missingField', place, 'Effect')
  if (effect !== undefined && !effects.has(effect.text.toLowerCase()))
    report('unknownEffect', effect, effect.text)
  const sid = readString(fields, 'Sid', path, report)
  const action = readListed(fields, 'Action', path, report)
  const resource = readListed(fields, 'Resource', path, report)
  const principal = readEither(fields, 'Principal', path, report)
  return {
    ...place,
    ...(sid && { sid }),
    ...(effect && { effect }),
    ...(action && { action }),
    ...(resource && { resource }),
    ...(principal && { principal }),
    conditions: readConditions(fields.get('Condition')?.value, `${path}.Condition`, report),
  }
}

function readFields(
  node: JsonObject,
  path: string,
  known: ReadonlySet<string>,
  report: Report,
): ReadonlyMap<string, JsonMember> {
  for (const { key } of node.members) {
    if (!known.has(key.value)) {
      report('unknownField', { path: join(path, key.value), offset: key.start }, key.value)
    }
  }
  return new Map(node.members.map(entry => [entry.key.value, entry]))
}

function readString(
  fields: ReadonlyMap<string, JsonMember>,
  name: string,
  path: string,
  report: Report,
): Item | undefined {
  const value = fields.get(name)?.value
  if (value === undefined) return undefined
  const place = { path: join(path, name), offset: value.start }
  if (value.kind === 'string') return { ...place, text: value.value }
  report('shape', place)
  return undefined
}

/** An element or its `Not…` twin: writing both is an error. */
function readEither(
  fields: ReadonlyMap<string, JsonMember>,
  name: string,
  path: string,
  report: Report,
): PrincipalNode | undefined {
  const positive = fields.get(name)
  const negative = fields.get(`Not${name}`)
  const found = positive ?? negative
  if (found === undefined) return undefined
  const place = { path: join(path, found.key.value), offset: found.value.start }
  if (positive !== undefined && negative !== undefined) report('shape', place)
  return { ...place, negated: positive === undefined, value: found.value }
}

function readListed(
  fields: ReadonlyMap<string, JsonMember>,
  name: string,
  path: string,
  report: Report,
): Listed | undefined {
  const found = readEither(fields, name, path, report)
  if (found === undefined) return undefined
  const { value, ...place } = found
  return { ...place, items: readItems(value, place.path, ['string'], report) }
}

/** A single value may leave out the brackets. */
export function readItems(
  value: JsonValue,
  path: string,
  kinds: readonly JsonValue['kind'][],
  report: Report,
): readonly Item[] {
  const values = value.kind === 'array' ? value.items : [value]
  return values.flatMap((item, index) => {
    const place = { path: value.kind === 'array' ? `${path}[${index}]` : path, offset: item.start }
    if (kinds.includes(item.kind)) {
      if (item.kind === 'string') return [{ ...place, text: item.value }]
      // "Quotation marks are optional for numeric and Boolean values": they are the text they are written as.
      if (item.kind === 'number' || item.kind === 'boolean') return [{ ...place, text: item.text }]
    }
    report('shape', place)
    return []
  })
}

function readConditions(
  value: JsonValue | undefined,
  path: string,
  report: Report,
): readonly ConditionNode[] {
  if (value === undefined) return []
  if (value.kind !== 'object') {
    report('shape', { path, offset: value.start })
    return []
  }
  return value.members.flatMap(({ key, value: keys }) => {
    const operatorPath = join(path, key.value)
    if (keys.kind !== 'object') {
      report('shape', { path: operatorPath, offset: keys.start })
      return []
    }
    // IAM was seen to accept any operator name over an empty map: it says nothing.
    if (keys.members.length > 0 && parseOperator(key.value) === undefined) {
      report('unknownOperator', { path: operatorPath, offset: key.start }, key.value)
    }
    return keys.members.map(({ key: name, value: values }) => {
      const keyPath = join(operatorPath, name.value)
      return {
        path: keyPath,
        offset: name.start,
        operator: key.value,
        key: name.value,
        values: readItems(values, keyPath, ['string', 'number', 'boolean'], report),
      }
    })
  })
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
