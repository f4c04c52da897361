/** How much a document may ask of those who read it; its size is limited where it comes in. */
export interface XmlBounds {
  readonly elements: number
  readonly depth: number
  readonly attributesPerElement: number
}

/** Characters that XML does not have, written out or by number. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const noCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/
const numberedCharacter = /&#(?:x([\da-f]+)|(\d+));/gi

/**
 * Whether a document keeps within bounds, found in one pass and before any of it is parsed: what parsers and
 * canonicalization do with nested elements and with attributes costs more than in proportion. Document type
 * declarations are refused, and with them every entity but XML's own five; so are processing instructions.
 */
export function keepsWithin(bounds: XmlBounds, text: string): boolean {
  if (noCharacters.test(text) || ![...text.matchAll(numberedCharacter)].every(isCharacter)) return false
  let [elements, depth] = [0, 0]
  let at = text.startsWith('<?xml ') ? endOf(text, '?>', 0) : 0
  while (at >= 0) {
    at = text.indexOf('<', at)
    if (at < 0) return depth === 0 && elements > 0
    if (text.startsWith('<!--', at)) at = endOf(text, '-->', at + 4)
    else if (text.startsWith('<![CDATA[', at)) at = endOf(text, ']]>', at + 9)
    else if (text[at + 1] === '!' || text[at + 1] === '?') return false
    else if (text[at + 1] === '/') {
      depth -= 1
      at = endOf(text, '>', at)
    } else {
      const tag = readTag(text, at)
      elements += 1
      depth += tag.isEmpty ? 0 : 1
      if (tag.attributes > bounds.attributesPerElement || elements > bounds.elements) return false
      at = tag.end
    }
    if (depth < 0 || depth > bounds.depth) return false
  }
  return false
}

function isCharacter([, hexadecimal, decimal = '']: RegExpExecArray): boolean {
  const codePoint = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
  const isScalar = codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff)
  return isScalar && !noCharacters.test(String.fromCodePoint(codePoint))
}

interface Tag {
  /** Behind its `>`; negative when there is none. */
  readonly end: number
  readonly isEmpty: boolean
  readonly attributes: number
}

/** A `>` within an attribute's quotes is text. */
function readTag(text: string, start: number): Tag {
  let attributes = 0
  for (let at = start + 1; at >= 0 && at < text.length; ) {
    const character = text[at]
    if (character === '>') return { end: at + 1, isEmpty: text[at - 1] === '/', attributes }
    if (character === '<') break
    if (character === '"' || character === "'") {
      const end = endOf(text, character, at + 1)
      if (text.slice(at, end).includes('<')) break
      attributes += 1
      at = end
    } else at += 1
  }
  return { end: -1, isEmpty: false, attributes }
}

/** Behind the next occurrence; negative when there is none. */
function endOf(text: string, ending: string, from: number): number {
  const found = text.indexOf(ending, from)
  return found < 0 ? -1 : found + ending.length
}
