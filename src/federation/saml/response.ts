import { IdentityFault } from '../fault.ts'
import {
  attributeOf,
  childrenOf,
  isNamed,
  onlyChild,
  parseXml,
  textOf,
  withDescendants,
} from '../xml/document.ts'
import { decryptedText } from './decryption.ts'
import { assertionNamespace, protocolNamespace, responseBounds } from './names.ts'
import { signatureOf, signedElement } from './signature.ts'

/** An identity provider as the account that trusts it knows it. */
export interface SamlTrust {
  readonly issuer: string
  /** Each the DER of a certificate in base64. */
  readonly certificates: readonly string[]
  /** PEM. */
  readonly privateKeys: readonly string[]
  readonly encryptionRequired: boolean
}

const success = 'urn:oasis:names:tc:SAML:2.0:status:Success'

/**
 * The one assertion of a response, as far as one of the provider's certificates signed it: the element that is
 * returned was read from the signed characters, and holds nothing else.
 */
export function verifiedAssertion(base64: string, trust: SamlTrust): Element {
  const xml = decoded(base64)
  const root = parseXml(xml, responseBounds)
  if (!root || !isNamed(root, protocolNamespace, 'Response')) throw notAResponse()
  mustSucceed(root)
  if (!hasOneAssertion(root) || !hasUniqueIds(root)) throw unsigned()
  const certificates = trust.certificates.map(asPem)
  const signedResponse = signatureOf(root) && signedElement(xml, root, certificates)
  // A signature that does not fit is not as good as none.
  if (signatureOf(root) && !signedResponse) throw unsigned()
  const holder = signedResponse ?? root
  mustComeFrom(trust.issuer, holder)
  const encrypted = onlyChild(holder, assertionNamespace, 'EncryptedAssertion')
  if (encrypted) return decryptedAssertion(encrypted, trust, signedResponse ? undefined : certificates)
  if (trust.encryptionRequired) throw new IdentityFault('encryption-required')
  const assertion = onlyChild(holder, assertionNamespace, 'Assertion')
  if (!assertion) throw unsigned()
  return signedResponse ? assertion : (signedElement(xml, assertion, certificates) ?? refuse())
}

/** Without certificates the signature around the encrypted text has proved it already. */
function decryptedAssertion(
  encrypted: Element,
  trust: SamlTrust,
  certificates: readonly string[] | undefined,
): Element {
  const xml = decryptedText(encrypted, trust.privateKeys) ?? ''
  const assertion = parseXml(xml, responseBounds)
  const isAssertion = assertion && isNamed(assertion, assertionNamespace, 'Assertion')
  if (!isAssertion || assertionsIn(assertion).length !== 1 || !hasUniqueIds(assertion)) throw unsigned()
  return certificates ? (signedElement(xml, assertion, certificates) ?? refuse()) : assertion
}

/** White space is taken out first: a pattern that allows for it tries each of its places, on text of anybody's. */
function decoded(wrapped: string): string {
  const base64 = wrapped.replaceAll(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw notAResponse()
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64, 'base64'))
  } catch (cause) {
    throw notAResponse(cause)
  }
}

/** "The identity provider (IdP) reported that authentication failed." */
function mustSucceed(response: Element): void {
  const status = onlyChild(response, protocolNamespace, 'Status')
  const code = attributeOf(onlyChild(status, protocolNamespace, 'StatusCode'), 'Value')
  if (code !== success) throw new IdentityFault('rejected', code ?? '')
}

function mustComeFrom(issuer: string, response: Element): void {
  const [named, ...more] = childrenOf(response, assertionNamespace, 'Issuer')
  if (more.length > 0 || (named && textOf(named) !== issuer)) throw new IdentityFault('issuer')
}

/** Anywhere in the document; and it stands where it belongs. */
function hasOneAssertion(response: Element): boolean {
  const [assertion, ...more] = assertionsIn(response)
  return assertion?.parentNode === response && more.length === 0
}

function assertionsIn(element: Element): readonly Element[] {
  return withDescendants(element).filter(({ localName }) => /^(?:Encrypted)?Assertion$/.test(localName))
}

/** A reference must not have two things to mean. */
function hasUniqueIds(root: Element): boolean {
  const ids = withDescendants(root).flatMap(element =>
    Array.from(element.attributes)
      .filter(({ localName }) => localName.toLowerCase() === 'id')
      .map(({ value }) => value),
  )
  return new Set(ids).size === ids.length
}

function asPem(certificate: string): string {
  return `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`
}

function notAResponse(cause?: unknown): IdentityFault {
  return new IdentityFault('not-a-response', '', { cause })
}

function unsigned(): IdentityFault {
  return new IdentityFault('response-signature')
}

function refuse(): never {
  throw unsigned()
}
