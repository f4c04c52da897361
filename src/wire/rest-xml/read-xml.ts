import { ServiceError } from '../error.ts'

/** An element of a request's document. Namespaces say nothing here: prefixes are dropped, declarations ignored. */
export interface XmlElement {
  readonly name: string
  /** By name, with its prefix as sent (`xsi:type`). */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: XmlElement[]
  text: string
}

/** Deeper than any input shape goes; keeps a recursive document from being driven by the sender. */
const deepest = 32
/** The largest document lists 10,000 parts, none of which says ten things of itself. */
const mostElements = 110_000

/** Undefined when the text is not one well-formed element, or has what no request needs: a DTD, entities of its own. */
export function readXml(text: string): XmlElement | undefined {
  try {
    return new Reader(text).document()
  } catch (error) {
    if (error instanceof NotXml) return undefined
    throw error
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList */
export function malformedXml(): ServiceError {
  return new ServiceError(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  )
}

class NotXml extends Error {}

const token =
  /<\?[\s\S]*?\?>|<!--(?:(?!--)[\s\S])*-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^\s>]+)\s*>|<([^\s/>!?][^\s/>]*)((?:\s+[^\s=]+\s*=\s*(?:"[^"<]*"|'[^'<]*')){0,32})\s*(\/?)>|([^<]+)/y
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

class Reader {
  readonly #text: string

  constructor(text: string) {
    this.#text = text.startsWith('\uFEFF') ? text.slice(1) : text
  }

  document(): XmlElement {
    const open: Open[] = []
    let root: XmlElement | undefined
    let count = 0
    token.lastIndex = 0
    let at = 0
    while (at < this.#text.length) {
      token.lastIndex = at
      const match = token.exec(this.#text)
      if (!match) throw new NotXml()
      at = token.lastIndex
      const [, cdata, closed, opened, attributes = '', empty, plain] = match
      const parent = open.at(-1)?.element
      if (opened !== undefined) {
        if (!parent && root) throw new NotXml()
        const element = elementOf(opened, attributes)
        if (parent) parent.children.push(element)
        else root = element
        if (empty === '') open.push({ tag: opened, element })
        count += 1
        if (open.length > deepest || count > mostElements) throw new NotXml()
      } else if (closed !== undefined) {
        if (open.pop()?.tag !== closed) throw new NotXml()
      } else if (cdata !== undefined || plain !== undefined) {
        const content = cdata ?? unescaped(plain ?? '')
        if (parent) parent.text += content
        else if (content.trim() !== '') throw new NotXml()
      }
    }
    if (!root || open.length > 0) throw new NotXml()
    return root
  }
}

/** An element whose end is to come, and how its tag is written. */
interface Open {
  readonly tag: string
  readonly element: XmlElement
}

function elementOf(tag: string, attributes: string): XmlElement {
  return {
    name: tag.slice(tag.indexOf(':') + 1),
    attributes: attributesOf(attributes),
    children: [],
    text: '',
  }
}

const noAttributes: ReadonlyMap<string, string> = new Map()

function attributesOf(text: string): ReadonlyMap<string, string> {
  if (text === '') return noAttributes
  return new Map(
    [...text.matchAll(attribute)].map(([, name = '', double, single]) => [
      name,
      unescaped(double ?? single ?? ''),
    ]),
  )
}

const references: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Line ends as XML has them (https://www.w3.org/TR/xml/#sec-line-ends), then the references undone. */
function unescaped(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/&([^;\s]*;?)/g, (_, reference: string) => {
    const name = reference.endsWith(';') ? reference.slice(0, -1) : ''
    const character = references[name] ?? characterOf(name)
    if (character === undefined) throw new NotXml()
    return character
  })
}

/** `#10` and `#xA`. */
function characterOf(name: string): string | undefined {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name) ?? []
  if (hexadecimal === undefined && decimal === undefined) return undefined
  const code = hexadecimal !== undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal)
  const isCharacter =
    code === 0x9 || code === 0xa || code === 0xd || (code >= 0x20 && code <= 0x10ffff && !isExcluded(code))
  return isCharacter ? String.fromCodePoint(code) : undefined
}

/** https://www.w3.org/TR/xml/#charsets */
function isExcluded(code: number): boolean {
  return (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff
}
