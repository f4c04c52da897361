import type { X509Certificate } from 'node:crypto'
import { readCertificate } from '../../identity/certificate.ts'
import { attributeOf, childrenOf, isNamed, parseXml, textOf } from '../xml/document.ts'
import { metadataNamespace as md, protocolNamespace, signatureNamespace } from './names.ts'

/** What a provider's metadata document says of it. */
export interface SamlMetadata {
  readonly issuer: string
  /** Those that it signs with, each the DER in base64; at least one. */
  readonly certificates: readonly string[]
  /** Epoch milliseconds. */
  readonly validUntil?: number
}

const bounds = { elements: 20_000, depth: 40, attributesPerElement: 100 }
const maxCertificates = 20
/** "must use a key size of at least 1024 bits" */
const minRsaBits = 1024

/**
 * Undefined when it is no metadata of a SAML 2.0 identity provider, or one of its certificates cannot be read.
 * https://docs.oasis-open.org/security/saml/v2.0/saml-metadata-2.0-os.pdf, 2.3 and 2.4
 */
export function readMetadata(text: string): SamlMetadata | undefined {
  const entity = parseXml(text, bounds)
  const issuer = attributeOf(entity, 'entityID')
  if (!entity || !isNamed(entity, md, 'EntityDescriptor') || !issuer) return undefined
  const certificates = childrenOf(entity, md, 'IDPSSODescriptor')
    .filter(role =>
      (attributeOf(role, 'protocolSupportEnumeration') ?? '').split(/\s+/).includes(protocolNamespace),
    )
    .flatMap(role => childrenOf(role, md, 'KeyDescriptor'))
    .filter(key => (attributeOf(key, 'use') ?? 'signing') === 'signing')
    .flatMap(certificatesIn)
  const readable = certificates.filter(certificate => certificate !== undefined)
  const isWhole = readable.length === certificates.length
  if (!isWhole || readable.length === 0 || readable.length > maxCertificates) return undefined
  const validUntil = Date.parse(attributeOf(entity, 'validUntil') ?? '')
  return { issuer, certificates: readable, ...(!Number.isNaN(validUntil) && { validUntil }) }
}

function certificatesIn(keyDescriptor: Element): readonly (string | undefined)[] {
  return childrenOf(keyDescriptor, signatureNamespace, 'KeyInfo')
    .flatMap(info => childrenOf(info, signatureNamespace, 'X509Data'))
    .flatMap(data => childrenOf(data, signatureNamespace, 'X509Certificate'))
    .map(element => certificateIn(textOf(element) ?? ''))
}

function certificateIn(base64: string): string | undefined {
  const certificate = readCertificate(`-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----`)
  return certificate && hasLongEnoughKey(certificate) ? certificate.raw.toString('base64') : undefined
}

function hasLongEnoughKey({ publicKey }: X509Certificate): boolean {
  const { modulusLength } = publicKey.asymmetricKeyDetails ?? {}
  return modulusLength === undefined || modulusLength >= minRsaBits
}
