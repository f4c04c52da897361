import { type JsonObject, type JsonValue, member } from '../../../policy/json.ts'
import { openDocument } from './document.ts'
import {
  insertItem,
  insertWrittenItem,
  type PlainJson,
  printDocument,
  removeItem,
  removeMember,
  replaceSpan,
  replaceValue,
  setMember,
} from './json-text.ts'
import { nextSid } from './sid.ts'
import { type ConditionRow, type Effect, type PrincipalRow, statementElements } from './statement.ts'

/**
 * What the visual tab does to a document: text in, text out. Each change touches the one element it is about. A text
 * that cannot be read, or a statement that is not there, is given back as it is.
 */

export const emptyDocument = printDocument({ Version: '2012-10-17', Statement: [] })

export function setEffect(text: string, index: number, effect: Effect): string {
  return setElement(text, index, 'Effect', effect)
}

export function setActions(text: string, index: number, actions: readonly string[]): string {
  return setElement(text, index, 'Action', oneOrMany(actions))
}

export function setResources(text: string, index: number, resources: readonly string[]): string {
  return setElement(text, index, 'Resource', oneOrMany(resources))
}

/** All principals of a statement; types that are not touched keep their spelling. */
export function setPrincipals(text: string, index: number, rows: readonly PrincipalRow[]): string {
  if (rows.some(row => row.type === 'everyone')) return setElement(text, index, 'Principal', '*')
  const written = onStatement(text, index, node => member(node, 'Principal'))
  if (written?.kind !== 'object') return setElement(text, index, 'Principal', principalValue(rows))
  const types = [...new Set([...written.members.map(({ key }) => key.value), ...rows.map(row => row.type)])]
  return types.reduce((changed, type) => {
    const values = rows.filter(row => row.type === type).map(row => row.value)
    return changeInside(changed, index, ['Principal'], (now, principal) => {
      if (values.length === 0) return removeMember(now, principal, type)
      return sameList(member(principal, type), values)
        ? now
        : setMember(now, principal, type, oneOrMany(values))
    })
  }, text)
}

export function principalValue(rows: readonly PrincipalRow[]): PlainJson {
  if (rows.some(row => row.type === 'everyone')) return '*'
  const types = [...new Set(rows.map(row => row.type))]
  return Object.fromEntries(
    types.map(type => [type, oneOrMany(rows.filter(row => row.type === type).map(row => row.value))]),
  )
}

/** Adds a condition, or puts it in the place of one that stands there under `replaced`. */
export function setCondition(
  text: string,
  index: number,
  row: ConditionRow,
  replaced?: { readonly operator: string; readonly key: string },
): string {
  const moved = replaced !== undefined && (replaced.operator !== row.operator || replaced.key !== row.key)
  const cleared = moved ? removeCondition(text, index, replaced) : text
  const withCondition = onStatement(cleared, index, node => member(node, 'Condition'))
    ? cleared
    : setElement(cleared, index, 'Condition', {})
  const withOperator = changeInside(withCondition, index, ['Condition'], (now, conditions) =>
    member(conditions, row.operator) ? now : setMember(now, conditions, row.operator, {}),
  )
  return changeInside(withOperator, index, ['Condition', row.operator], (now, keys) =>
    sameList(member(keys, row.key), row.values) ? now : setMember(now, keys, row.key, oneOrMany(row.values)),
  )
}

/** An operator that is left without a key goes with its last one, and the whole element with the last operator. */
export function removeCondition(
  text: string,
  index: number,
  { operator, key }: { readonly operator: string; readonly key: string },
): string {
  const withoutKey = changeInside(text, index, ['Condition', operator], (now, keys) =>
    removeMember(now, keys, key),
  )
  const withoutOperator = changeInside(withoutKey, index, ['Condition'], (now, conditions) => {
    const keys = member(conditions, operator)
    return keys?.kind === 'object' && keys.members.length === 0
      ? removeMember(now, conditions, operator)
      : now
  })
  return changeInside(withoutOperator, index, [], (now, statement) => {
    const conditions = member(statement, 'Condition')
    return conditions?.kind === 'object' && conditions.members.length === 0
      ? removeMember(now, statement, 'Condition')
      : now
  })
}

/** A new statement at the end, under the next of AWS's names for them. */
export function addStatement(text: string, elements: Readonly<Record<string, PlainJson>>): string {
  const document = openDocument(text)
  if ('fault' in document) return text
  const statement = { Sid: nextSid(text), ...elements }
  const { root, list, statements } = document
  if (root === undefined) return printDocument({ Version: '2012-10-17', Statement: [statement] })
  if (list !== undefined) return insertItem(text, list, list.items.length, statement)
  const alone = statements[0]
  if (alone === undefined) return setMember(text, root, 'Statement', [statement])
  return addStatement(bracketed(text, alone), elements)
}

/** A copy right behind its original; Sids stay unique. */
export function duplicateStatement(text: string, index: number): string {
  const document = openDocument(text)
  if ('fault' in document) return text
  const original = document.statements[index]
  if (original === undefined) return text
  if (document.list === undefined) return duplicateStatement(bracketed(text, original), index)
  const copied = insertWrittenItem(text, document.list, index + 1, text.slice(original.start, original.end))
  const sid = original.kind === 'object' ? member(original, 'Sid') : undefined
  return sid === undefined ? copied : setElement(copied, index + 1, 'Sid', nextSid(text))
}

/** All statements of another policy behind those that are there, as they are written; Sids stay unique. */
export function importStatements(text: string, from: string): string {
  const source = openDocument(from)
  if ('fault' in source) return text
  return source.statements.reduce((now, { start, end }) => appendWritten(now, from.slice(start, end)), text)
}

function appendWritten(text: string, written: string): string {
  const document = openDocument(text)
  if ('fault' in document) return text
  const { root, list, statements } = document
  if (root === undefined) return appendWritten(emptyDocument, written)
  const alone = statements[0]
  if (list === undefined) {
    const withList = alone === undefined ? setMember(text, root, 'Statement', []) : bracketed(text, alone)
    return appendWritten(withList, written)
  }
  const sids = new Set(statements.map(sidOf))
  const added = insertWrittenItem(text, list, list.items.length, written)
  const sid = onStatement(added, list.items.length, sidOf)
  return sid === undefined || !sids.has(sid)
    ? added
    : setElement(added, list.items.length, 'Sid', nextSid(text))
}

function sidOf(node: JsonValue): string | undefined {
  const sid = node.kind === 'object' ? member(node, 'Sid') : undefined
  return sid?.kind === 'string' ? sid.value : undefined
}

export function removeStatement(text: string, index: number): string {
  const document = openDocument(text)
  if ('fault' in document) return text
  if (document.list !== undefined) return removeItem(text, document.list, index)
  const alone = document.statements[index]
  return alone === undefined ? text : replaceSpan(text, alone, '[]')
}

/** AWS's editor writes a single value without brackets. */
export function oneOrMany(values: readonly string[]): PlainJson {
  const [first, ...others] = values
  return first !== undefined && others.length === 0 ? first : values
}

function bracketed(text: string, { start, end }: { start: number; end: number }): string {
  return replaceSpan(text, { start, end }, `[${text.slice(start, end)}]`)
}

/** Writes nothing when the element says so already. */
function setElement(text: string, index: number, name: string, value: PlainJson): string {
  return changeInside(text, index, [], (now, statement) => {
    const present = member(statement, name)
    const same = typeof value === 'string' ? [value] : Array.isArray(value) ? (value as string[]) : undefined
    if (same !== undefined && sameList(present, same)) return now
    return present === undefined
      ? setMember(now, statement, name, value, statementElements)
      : replaceValue(now, present, value)
  })
}

function sameList(value: ReturnType<typeof member>, texts: readonly string[]): boolean {
  if (value === undefined) return false
  const items = value.kind === 'array' ? value.items : [value]
  return (
    items.length === texts.length &&
    items.every((item, at) => {
      if (item.kind === 'object' || item.kind === 'array') return false
      return (item.kind === 'string' ? item.value : item.text) === texts[at]
    })
  )
}

function onStatement<T>(text: string, index: number, read: (node: JsonObject) => T): T | undefined {
  const document = openDocument(text)
  if ('fault' in document) return undefined
  const node = document.statements[index]
  return node?.kind === 'object' ? read(node) : undefined
}

/** Changes the object that stands at the end of the path within a statement, if there is one. */
function changeInside(
  text: string,
  index: number,
  path: readonly string[],
  change: (text: string, object: JsonObject) => string,
): string {
  return (
    onStatement(text, index, node => {
      let object: JsonObject = node
      for (const name of path) {
        const inner = member(object, name)
        if (inner?.kind !== 'object') return text
        object = inner
      }
      return change(text, object)
    }) ?? text
  )
}
