import { SignedXml } from 'xml-crypto'
import { attributeOf, childrenOf, elementsIn, isNamed, parseXml, withDescendants } from '../xml/document.ts'
import { exclusiveCanonicalization, responseBounds, signatureNamespace } from './names.ts'

/** RSA with SHA-2: what xml-crypto verifies of what is still secure. */
const signatureMethods: ReadonlySet<string | undefined> = new Set([
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
])
const digestMethods: ReadonlySet<string | undefined> = new Set([
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
])
const transforms = ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', exclusiveCanonicalization]

const ncName = /^[A-Za-z_][\w.-]*$/
const elementNode = 1
const textNode = 3

/** The signature that an element carries, directly below itself. */
export function signatureOf(element: Element): Element | undefined {
  return childrenOf(element, signatureNamespace, 'Signature')[0]
}

/**
 * What the signature of an element covers, read anew from the very characters that were signed; undefined when one
 * of the certificates did not sign exactly this element. Only this may be used, never the document around it.
 * The certificate that a signature brings along is not looked at.
 */
export function signedElement(
  xml: string,
  element: Element,
  certificates: readonly string[],
): Element | undefined {
  const signature = signatureOf(element)
  if (!signature || !isPlainSignatureOf(signature, element)) return undefined
  for (const publicCert of certificates) {
    const content = signedContent(xml, signature, publicCert)
    const root = content === undefined ? undefined : parseXml(content, responseBounds)
    if (root) return isSame(root, element) ? root : undefined
  }
  return undefined
}

function signedContent(xml: string, signature: Element, publicCert: string): string | undefined {
  const verifier = new SignedXml({ publicCert, getCertFromKeyInfo: () => null })
  try {
    verifier.loadSignature(signature)
    if (!verifier.checkSignature(xml)) return undefined
  } catch {
    return undefined // Whatever it does not like, it throws as a plain Error.
  }
  const signed = verifier.getSignedReferences()
  return signed.length === 1 ? signed[0] : undefined
}

/**
 * The one form that SAML's signatures have (SAML core 5.4): one reference, to the element that carries it, by its ID,
 * with the two transforms that it needs. Nothing else may stand in it: what a verifier would find by its name
 * alone is then always what was meant.
 */
function isPlainSignatureOf(signature: Element, element: Element): boolean {
  const id = attributeOf(element, 'ID') ?? ''
  const parts = elementsIn(signature)
  const names = ['SignedInfo', 'SignatureValue', 'KeyInfo']
  if (parts.length < 2 || !isSequence(parts, names.slice(0, parts.length)) || !hasOnlyText(signature)) {
    return false
  }
  const [signedInfo] = parts as [Element]
  const [canonicalization, method, reference, ...more] = elementsIn(signedInfo)
  if (!canonicalization || !method || !reference || more.length > 0) return false
  return (
    isSequence(
      [canonicalization, method, reference],
      ['CanonicalizationMethod', 'SignatureMethod', 'Reference'],
    ) &&
    algorithmOf(canonicalization) === exclusiveCanonicalization &&
    signatureMethods.has(algorithmOf(method)) &&
    ncName.test(id) &&
    attributeOf(reference, 'URI') === `#${id}` &&
    isPlainReference(reference)
  )
}

function isPlainReference(reference: Element): boolean {
  const parts = elementsIn(reference)
  const [transformList, digestMethod] = parts
  if (!transformList || !isSequence(parts, ['Transforms', 'DigestMethod', 'DigestValue'])) return false
  const given = elementsIn(transformList)
  return (
    digestMethods.has(algorithmOf(digestMethod)) &&
    given.length === transforms.length &&
    given.every((transform, place) => {
      return (
        isNamed(transform, signatureNamespace, 'Transform') && algorithmOf(transform) === transforms[place]
      )
    })
  )
}

function isSequence(elements: readonly Element[], names: readonly string[]): boolean {
  return (
    elements.length === names.length &&
    elements.every((element, place) => isNamed(element, signatureNamespace, names[place] ?? ''))
  )
}

function algorithmOf(element: Element | undefined): string | undefined {
  return attributeOf(element, 'Algorithm')
}

/** No comments: what stands before one is not the whole of a digest. */
function hasOnlyText(element: Element): boolean {
  const kinds = withDescendants(element).flatMap(inner => Array.from(inner.childNodes, node => node.nodeType))
  return kinds.every(kind => kind === elementNode || kind === textNode)
}

function isSame(signed: Element, element: Element): boolean {
  return (
    isNamed(signed, element.namespaceURI ?? '', element.localName) &&
    attributeOf(signed, 'ID') === attributeOf(element, 'ID')
  )
}
