import { type JsonObject, type JsonValue, member } from '../../../policy/json.ts'
import type { EditorKind } from './kind.ts'
import { editorKinds } from './kind.ts'

/** One statement as the visual tab shows it: what it says, each list as a list. */
export interface VisualStatement {
  readonly shown: true
  readonly index: number
  readonly sid?: string
  readonly effect: Effect
  /** In small letters; `*` when the statement is about every action there is; absent while it names none. */
  readonly service?: string
  /** As written: `s3:GetObject`, `s3:Get*`, `*`. */
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly principals: readonly PrincipalRow[]
  readonly conditions: readonly ConditionRow[]
}

/** A statement that the visual tab cannot show. It stays as it is written. */
export interface KeptStatement {
  readonly shown: false
  readonly index: number
  readonly sid?: string
  readonly effect?: Effect
  readonly why: KeptReason
  /** As it stands in the document. */
  readonly text: string
  /** Where it begins in the document. */
  readonly start: number
}

export type StatementBlock = VisualStatement | KeptStatement

export type Effect = 'Allow' | 'Deny'

export interface KeptReason {
  readonly code:
    | 'not-an-object'
    | 'unknown-element'
    | 'effect'
    | 'negated-element'
    | 'element-of-other-kinds'
    | 'value-shape'
    | 'several-services'
    | 'action-form'
  /** The element that it is about, where it is about one. */
  readonly element: string
}

export const principalTypes = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const
export type PrincipalKind = (typeof principalTypes)[number]

/** `everyone` is the `*` that stands without a type. */
export interface PrincipalRow {
  readonly type: PrincipalKind | 'everyone'
  readonly value: string
}

export interface ConditionRow {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

/** The order in which AWS writes them. */
export const statementElements = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'] as const
const negatedElements = ['NotPrincipal', 'NotAction', 'NotResource']

export function readStatement(
  node: JsonValue,
  index: number,
  text: string,
  kind: EditorKind,
): StatementBlock {
  const place = { index, text: text.slice(node.start, node.end), start: node.start }
  if (node.kind !== 'object') {
    return { shown: false, ...place, why: { code: 'not-an-object', element: 'Statement' } }
  }
  const sid = textOf(node, 'Sid')
  const effect = readEffect(node)
  const known = { ...(sid !== undefined && { sid }), ...(effect && { effect }) }
  const why = reasonToKeep(node, kind)
  if (why !== undefined || effect === undefined) {
    return { shown: false, ...place, ...known, why: why ?? { code: 'effect', element: 'Effect' } }
  }
  const actions = listOf(node, 'Action') ?? []
  const service = servicesOf(actions)?.[0]
  return {
    shown: true,
    index,
    ...known,
    effect,
    ...(service !== undefined && { service }),
    actions,
    resources: listOf(node, 'Resource') ?? [],
    principals: readPrincipals(member(node, 'Principal')) ?? [],
    conditions: readConditions(member(node, 'Condition')) ?? [],
  }
}

function reasonToKeep(node: JsonObject, kind: EditorKind): KeptReason | undefined {
  const { elements } = editorKinds[kind]
  for (const { key } of node.members) {
    const element = key.value
    if (negatedElements.includes(element)) return { code: 'negated-element', element }
    if (!statementElements.some(name => name === element)) return { code: 'unknown-element', element }
    if (!elements.some(name => name === element)) return { code: 'element-of-other-kinds', element }
  }
  const shapes = [
    ['Sid', textOf(node, 'Sid')],
    ['Action', listOf(node, 'Action')],
    ['Resource', listOf(node, 'Resource')],
    ['Principal', readPrincipals(member(node, 'Principal'))],
    ['Condition', readConditions(member(node, 'Condition'))],
  ] as const
  for (const [element, value] of shapes) {
    if (value === undefined && member(node, element) !== undefined) return { code: 'value-shape', element }
  }
  if (readEffect(node) === undefined) return { code: 'effect', element: 'Effect' }
  const services = servicesOf(listOf(node, 'Action') ?? [])
  if (services === undefined) return { code: 'action-form', element: 'Action' }
  return services.length > 1 ? { code: 'several-services', element: 'Action' } : undefined
}

/** Undefined when something is no action of one service: `s*:GetObject`, `GetObject`. */
function servicesOf(actions: readonly string[]): readonly string[] | undefined {
  const services = new Set<string>()
  for (const action of actions) {
    const service = action === '*' ? '*' : /^([A-Za-z0-9-]+):[^:]+$/.exec(action)?.[1]?.toLowerCase()
    if (service === undefined) return undefined
    services.add(service)
  }
  return [...services]
}

function readEffect(node: JsonObject): Effect | undefined {
  const effect = textOf(node, 'Effect')
  return effect === 'Allow' || effect === 'Deny' ? effect : undefined
}

function textOf(node: JsonObject, name: string): string | undefined {
  const value = member(node, name)
  return value?.kind === 'string' ? value.value : undefined
}

function listOf(node: JsonObject, name: string): readonly string[] | undefined {
  const value = member(node, name)
  return value && readTexts(value, ['string'])
}

/** A single value or a list of them, all of the given kinds; undefined for anything else. */
function readTexts(value: JsonValue, kinds: readonly JsonValue['kind'][]): readonly string[] | undefined {
  const texts: string[] = []
  for (const item of value.kind === 'array' ? value.items : [value]) {
    if (!kinds.includes(item.kind)) return undefined
    if (item.kind === 'string') texts.push(item.value)
    else if (item.kind !== 'object' && item.kind !== 'array') texts.push(item.text)
  }
  return texts
}

function readPrincipals(value: JsonValue | undefined): readonly PrincipalRow[] | undefined {
  if (value?.kind === 'string') {
    return value.value === '*' ? [{ type: 'everyone', value: '*' }] : undefined
  }
  if (value?.kind !== 'object') return undefined
  const rows: PrincipalRow[] = []
  for (const { key, value: named } of value.members) {
    const type = principalTypes.find(name => name === key.value)
    const values = readTexts(named, ['string'])
    if (type === undefined || values === undefined) return undefined
    rows.push(...values.map(text => ({ type, value: text })))
  }
  return rows
}

function readConditions(value: JsonValue | undefined): readonly ConditionRow[] | undefined {
  if (value?.kind !== 'object') return undefined
  const rows: ConditionRow[] = []
  for (const { key: operator, value: keys } of value.members) {
    if (keys.kind !== 'object') return undefined
    for (const { key, value: written } of keys.members) {
      const values = readTexts(written, ['string', 'number', 'boolean'])
      if (values === undefined) return undefined
      rows.push({ operator: operator.value, key: key.value, values })
    }
  }
  return rows
}
