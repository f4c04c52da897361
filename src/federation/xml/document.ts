import { DOMParser } from '@xmldom/xmldom'
import { keepsWithin, type XmlBounds } from './bounds.ts'

/** The root of a document; undefined when it is not well-formed, asks for too much, or has a DTD. */
export function parseXml(text: string, bounds: XmlBounds): Element | undefined {
  if (!keepsWithin(bounds, text)) return undefined
  const refuse = (message: string) => {
    throw new NotXml(message)
  }
  try {
    // What the parser would mend with a warning is not what others read in the same bytes.
    const errorHandler = { warning: refuse, error: refuse, fatalError: refuse }
    return new DOMParser({ errorHandler }).parseFromString(text, 'text/xml').documentElement
  } catch (error) {
    // The parser throws errors of its own too, for characters and names that XML does not have.
    if (error instanceof NotXml || (error instanceof Error && error.name === 'ParseError')) return undefined
    throw error
  }
}

class NotXml extends Error {
  override readonly name = 'NotXml'
}

/** The elements directly below one, of one name, in their order. */
export function childrenOf(parent: Element, namespace: string, name: string): readonly Element[] {
  return elementsIn(parent).filter(child => isNamed(child, namespace, name))
}

/** The one child of a name; undefined when there is none, or more than one. */
export function onlyChild(parent: Element | undefined, namespace: string, name: string): Element | undefined {
  const children = parent ? childrenOf(parent, namespace, name) : []
  return children.length === 1 ? children[0] : undefined
}

export function isNamed(element: Element, namespace: string, name: string): boolean {
  return element.namespaceURI === namespace && element.localName === name
}

export function elementsIn(parent: Element): readonly Element[] {
  return Array.from(parent.childNodes).filter((node): node is Element => node.nodeType === elementNode)
}

/** This element and all below it. */
export function withDescendants(element: Element): readonly Element[] {
  return [element, ...elementsIn(element).flatMap(withDescendants)]
}

const elementNode = 1

/**
 * The whole text of an element, as it stands between its tags: comments break it into pieces, and the first piece
 * alone would be another text. Undefined where elements are mixed in.
 */
export function textOf(element: Element | undefined): string | undefined {
  if (!element || elementsIn(element).length > 0) return undefined
  return (element.textContent ?? '').trim()
}

/** An attribute without namespace; undefined when it is absent. */
export function attributeOf(element: Element | undefined, name: string): string | undefined {
  return element?.hasAttribute(name) ? (element.getAttribute(name) ?? undefined) : undefined
}
