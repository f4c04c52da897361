import type { JsonArray, JsonObject } from '../../../policy/json.ts'

/**
 * Changes of a JSON text that touch the one value they are about: what stands before and behind it keeps its
 * spelling, its order and its white space. What is written new follows the style of the text around it.
 */

export type PlainJson = string | readonly PlainJson[] | { readonly [name: string]: PlainJson }

/** As AWS's editor indents; a text that has lines of its own is followed in its way. */
const indentOfAws = '    '

interface Style {
  readonly unit: string
  readonly newline: string
  /** The whole text stands on one line: what is added stays on it. */
  readonly oneLine: boolean
}

function styleOf(text: string): Style {
  const indented = /\n([ \t]+)\S/.exec(text)
  return {
    unit: indented?.[1] ?? indentOfAws,
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    oneLine: !text.includes('\n'),
  }
}

/** The value as it would stand at a place of this text, whose line begins with `base`. */
function print(text: string, value: PlainJson, base: string): string {
  const { unit, newline, oneLine } = styleOf(text)
  if (oneLine) return /":\s/.test(text) || text === '' ? printSpaced(value) : JSON.stringify(value)
  // Line feeds within strings are escaped: those that stand here separate lines.
  return JSON.stringify(value, null, unit).replaceAll('\n', `${newline}${base}`)
}

function printSpaced(value: PlainJson): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(printSpaced).join(', ')}]`
  const members = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${printSpaced(item)}`)
  return `{${members.join(', ')}}`
}

const isList = (value: PlainJson): value is readonly PlainJson[] => Array.isArray(value)

/** White space at the start of the line on which the offset is. */
function indentAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? ''
}

export function replaceSpan(
  text: string,
  { start, end }: { start: number; end: number },
  by: string,
): string {
  return text.slice(0, start) + by + text.slice(end)
}

/** A new whole document, in AWS's style. */
export function printDocument(value: PlainJson): string {
  return JSON.stringify(value, null, indentOfAws)
}

/** Any value becomes another one, at its place. */
export function replaceValue(text: string, place: { start: number; end: number }, value: PlainJson): string {
  return replaceSpan(text, place, print(text, value, indentAt(text, place.start)))
}

/**
 * Sets a member, which keeps its place if it is there. A new one goes behind the last of those that `order` names
 * before it, or to the front; to the end if `order` does not know it.
 */
export function setMember(
  text: string,
  object: JsonObject,
  name: string,
  value: PlainJson,
  order: readonly string[] = [],
): string {
  const present = object.members.find(({ key }) => key.value === name)
  if (present !== undefined) return replaceValue(text, present.value, value)
  const entry = (base: string) => {
    const gap = styleOf(text).oneLine && !/":\s/.test(text) ? '' : ' '
    return `${JSON.stringify(name)}:${gap}${print(text, value, base)}`
  }
  const spans = object.members.map(member => ({ start: member.key.start, end: member.value.end }))
  const before = order.slice(0, Math.max(order.indexOf(name), 0))
  const last = object.members.findLastIndex(({ key }) => before.includes(key.value))
  return insertEntry(text, object, spans, order.includes(name) ? last + 1 : spans.length, entry)
}

export function removeMember(text: string, object: JsonObject, name: string): string {
  const at = object.members.findIndex(({ key }) => key.value === name)
  if (at < 0) return text
  const spans = object.members.map(member => ({ start: member.key.start, end: member.value.end }))
  return removeEntry(text, object, spans, at)
}

export function insertItem(text: string, array: JsonArray, at: number, value: PlainJson): string {
  return insertEntry(text, array, array.items, at, base => print(text, value, base))
}

/** The item's text stands already as it shall be, in the style of its neighbours. */
export function insertWrittenItem(text: string, array: JsonArray, at: number, written: string): string {
  return insertEntry(text, array, array.items, at, () => written)
}

export function removeItem(text: string, array: JsonArray, at: number): string {
  return removeEntry(text, array, array.items, at)
}

interface Span {
  readonly start: number
  readonly end: number
}

/** `entry` is told the white space at the start of the line that it will stand on. */
function insertEntry(
  text: string,
  container: Span,
  entries: readonly Span[],
  at: number,
  entry: (base: string) => string,
): string {
  const style = styleOf(text)
  const first = entries[0]
  if (first === undefined) return replaceSpan(text, container, fill(text, container, style, entry))
  const onLines = text.slice(container.start, first.start).includes('\n')
  const base = indentAt(text, onLines ? first.start : container.start)
  const gap = onLines ? `${style.newline}${base}` : /, /.test(text) || !style.oneLine ? ' ' : ''
  const previous = entries[at - 1]
  if (previous === undefined)
    return replaceSpan(text, { start: first.start, end: first.start }, `${entry(base)},${gap}`)
  return replaceSpan(text, { start: previous.end, end: previous.end }, `,${gap}${entry(base)}`)
}

function fill(text: string, container: Span, style: Style, entry: (base: string) => string): string {
  const [open, close] = text.charAt(container.start) === '{' ? ['{', '}'] : ['[', ']']
  const outer = indentAt(text, container.start)
  if (style.oneLine) return `${open}${entry(outer)}${close}`
  const inner = outer + style.unit
  return `${open}${style.newline}${inner}${entry(inner)}${style.newline}${outer}${close}`
}

function removeEntry(text: string, container: Span, entries: readonly Span[], at: number): string {
  const [entry, previous, next] = [entries[at], entries[at - 1], entries[at + 1]]
  if (entry === undefined) return text
  if (previous !== undefined) return replaceSpan(text, { start: previous.end, end: entry.end }, '')
  if (next !== undefined) return replaceSpan(text, { start: entry.start, end: next.start }, '')
  return replaceSpan(text, { start: container.start + 1, end: container.end - 1 }, '')
}
