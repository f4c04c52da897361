import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import { SignedXml } from 'xml-crypto'
import type { TestCertificate } from './certificates.ts'

/** A SAML identity provider that says whatever it is told to, and signs it as it is told to. */

const attributesPrefix = 'https://aws.amazon.com/SAML/Attributes/'
const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol'
const assertionNs = 'urn:oasis:names:tc:SAML:2.0:assertion'

export interface AssertionOptions {
  readonly issuer?: string
  readonly nameId?: string
  readonly subject?: string
  readonly format?: string
  readonly recipient?: string
  readonly audience?: string | readonly string[]
  /** Seconds from now. */
  readonly issued?: number
  readonly notBefore?: number
  readonly notOnOrAfter?: number
  readonly confirmedUntil?: number
  readonly sessionUntil?: number
  /** Of AWS, by the end of their names. */
  readonly attributes?: Readonly<Record<string, string | readonly string[]>>
  /** By their whole names. */
  readonly otherAttributes?: Readonly<Record<string, string | readonly string[]>>
  readonly id?: string
  /** What the finished text is turned into before it is signed. */
  readonly edit?: (xml: string) => string
}

let made = 0
const freshId = () => {
  made += 1
  return `_id${made}`
}

function at(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString()
}

/** Text as it stands between tags and in attributes. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

export function assertionXml(options: AssertionOptions = {}): string {
  const { issuer = 'https://idp.example.com/saml', recipient = 'https://signin.aws.amazon.com/saml' } =
    options
  const { audience = 'https://signin.aws.amazon.com/saml', issued = 0, edit = xml => xml } = options
  const { notBefore = -60, notOnOrAfter = 240, confirmedUntil = 240, id = freshId() } = options
  const format = options.format ?? 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
  const session =
    options.sessionUntil === undefined ? '' : ` SessionNotOnOrAfter="${at(options.sessionUntil)}"`
  const named = [
    ...Object.entries({ RoleSessionName: 'alice', ...options.attributes }).map(
      ([name, value]) => [`${attributesPrefix}${name}`, value] as const,
    ),
    ...Object.entries(options.otherAttributes ?? {}),
  ]
  const attributes = named.map(([name, value]) => {
    const values = [value].flat().map(text => `<saml:AttributeValue>${escaped(text)}</saml:AttributeValue>`)
    return `<saml:Attribute Name="${escaped(name)}">${values.join('')}</saml:Attribute>`
  })
  const subject =
    options.subject ??
    `<saml:Subject><saml:NameID Format="${format}">${options.nameId ?? 'user-1'}</saml:NameID>` +
      `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">` +
      `<saml:SubjectConfirmationData NotOnOrAfter="${at(confirmedUntil)}" Recipient="${recipient}"/>` +
      `</saml:SubjectConfirmation></saml:Subject>`
  const audiences = [audience].flat().map(text => `<saml:Audience>${text}</saml:Audience>`)
  return edit(
    `<saml:Assertion xmlns:saml="${assertionNs}" ID="${id}" IssueInstant="${at(issued)}" Version="2.0">` +
      `<saml:Issuer>${escaped(issuer)}</saml:Issuer>${subject}` +
      `<saml:Conditions NotBefore="${at(notBefore)}" NotOnOrAfter="${at(notOnOrAfter)}">` +
      `<saml:AudienceRestriction>${audiences.join('')}</saml:AudienceRestriction></saml:Conditions>` +
      `<saml:AuthnStatement AuthnInstant="${at(issued)}"${session}><saml:AuthnContext/></saml:AuthnStatement>` +
      `<saml:AttributeStatement>${attributes.join('')}</saml:AttributeStatement></saml:Assertion>`,
  )
}

export interface ResponseOptions {
  readonly issuer?: string
  readonly status?: string
  readonly edit?: (xml: string) => string
}

export function responseXml(content: string, options: ResponseOptions = {}): string {
  const { issuer = 'https://idp.example.com/saml', edit = xml => xml } = options
  const status = options.status ?? 'urn:oasis:names:tc:SAML:2.0:status:Success'
  return edit(
    `<samlp:Response xmlns:samlp="${protocol}" ID="${freshId()}" IssueInstant="${at(0)}" Version="2.0">` +
      `<saml:Issuer xmlns:saml="${assertionNs}">${escaped(issuer)}</saml:Issuer>` +
      `<samlp:Status><samlp:StatusCode Value="${status}"/></samlp:Status>${content}</samlp:Response>`,
  )
}

export interface SigningOptions {
  readonly method?: string
  readonly digest?: string
  readonly transforms?: readonly string[]
  readonly canonicalization?: string
  /** What is referred to in the place of the element itself. */
  readonly xpath?: string
}

const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

/** With an enveloped signature of the first element of this name, right after its issuer, where schemas want it. */
export function signed(
  xml: string,
  name: 'Response' | 'Assertion',
  { privateKey }: Pick<TestCertificate, 'privateKey'>,
  options: SigningOptions = {},
): string {
  const element = `//*[local-name(.)='${name}']`
  const signer = new SignedXml({
    privateKey,
    signatureAlgorithm: (options.method ?? 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256') as never,
    canonicalizationAlgorithm: (options.canonicalization ?? exclusive) as never,
    idAttribute: 'ID',
  })
  signer.addReference({
    xpath: options.xpath ?? element,
    transforms: [...(options.transforms ?? [enveloped, exclusive])] as never,
    digestAlgorithm: (options.digest ?? 'http://www.w3.org/2001/04/xmlenc#sha256') as never,
  })
  const reference = `${element}/*[local-name(.)='Issuer']`
  signer.computeSignature(xml, { prefix: 'ds', location: { reference, action: 'after' } })
  return signer.getSignedXml()
}

export function encoded(xml: string): string {
  return Buffer.from(xml).toString('base64')
}

export interface EncryptionOptions {
  readonly cipher?: 'aes128-cbc' | 'aes256-cbc' | 'aes128-gcm' | 'aes256-gcm'
  readonly transport?: 'rsa-oaep-mgf1p' | 'rsa-oaep' | 'rsa-1_5'
  /** Beside the encrypted data, as some providers have it. */
  readonly keyBeside?: boolean
}

const xenc = 'http://www.w3.org/2001/04/xmlenc#'
const xenc11 = 'http://www.w3.org/2009/xmlenc11#'

/** An EncryptedAssertion that the holder of the private key can read. */
export function encrypted(xml: string, privateKeyPem: string, options: EncryptionOptions = {}): string {
  const { cipher = 'aes256-gcm', transport = 'rsa-oaep-mgf1p', keyBeside = false } = options
  const [bits, mode] = [Number(/\d+/.exec(cipher)?.[0]), cipher.endsWith('gcm') ? 'gcm' : 'cbc']
  const key = randomBytes(bits / 8)
  const data = mode === 'gcm' ? sealGcm(bits, key, xml) : sealCbc(bits, key, xml)
  const oaepHash = transport === 'rsa-oaep' ? 'sha256' : 'sha1'
  const padding = transport === 'rsa-1_5' ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_OAEP_PADDING
  const wrapped = publicEncrypt({ key: createPublicKey(privateKeyPem), padding, oaepHash }, key)
  const parameters =
    transport === 'rsa-oaep'
      ? `<ds:DigestMethod xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Algorithm="${xenc}sha256"/>` +
        `<xenc11:MGF xmlns:xenc11="${xenc11}" Algorithm="${xenc11}mgf1sha256"/>`
      : ''
  const encryptedKey =
    `<xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="${transport === 'rsa-oaep' ? xenc11 : xenc}${transport}">` +
    `${parameters}</xenc:EncryptionMethod>${cipherData(wrapped)}</xenc:EncryptedKey>`
  const info = `<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${keyBeside ? '' : encryptedKey}</ds:KeyInfo>`
  return (
    `<saml:EncryptedAssertion xmlns:saml="${assertionNs}" xmlns:xenc="${xenc}">` +
    `<xenc:EncryptedData Type="${xenc}Element">` +
    `<xenc:EncryptionMethod Algorithm="${mode === 'gcm' ? xenc11 : xenc}${cipher}"/>` +
    `${info}${cipherData(data)}</xenc:EncryptedData>${keyBeside ? encryptedKey : ''}</saml:EncryptedAssertion>`
  )
}

function sealGcm(bits: number, key: Buffer, xml: string): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv(`aes-${bits}-gcm` as 'aes-256-gcm', key, iv)
  return Buffer.concat([iv, cipher.update(xml), cipher.final(), cipher.getAuthTag()])
}

function sealCbc(bits: number, key: Buffer, xml: string): Buffer {
  const iv = randomBytes(16)
  const cipher = createCipheriv(`aes-${bits}-cbc`, key, iv)
  return Buffer.concat([iv, cipher.update(xml), cipher.final()])
}

function cipherData(value: Buffer): string {
  return `<xenc:CipherData><xenc:CipherValue>${value.toString('base64')}</xenc:CipherValue></xenc:CipherData>`
}
