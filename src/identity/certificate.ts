import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { pemBlocks } from './pem.ts'

/**
 * Certificates and private keys as others send them. They may be made to cost: so their number, their size and the
 * size of their keys are limited before anything is computed with them.
 */

/** As long as one may be that is sent by itself: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadServerCertificate.html */
const maxCertificateBytes = 16_384
const maxModulusBits = 8192
const maxExponent = 2n ** 33n
/** Twice what a path of certificates has in practice. */
const maxChainLength = 10

/** The one certificate of a text; undefined when it is anything else. */
export function readCertificate(text: string): X509Certificate | undefined {
  const certificates = readCertificates(text, 1)
  return certificates?.[0]
}

/** The certificates of a chain, at least one. */
export function readChain(text: string): readonly X509Certificate[] | undefined {
  return readCertificates(text, maxChainLength)
}

/** The one private key of a text, in the clear; undefined when it is anything else. */
export function readPrivateKey(text: string): KeyObject | undefined {
  // `openssl ecparam -genkey` writes the curve in a block of its own before the key, which names it too.
  const blocks = pemBlocks(text, 2)?.filter(({ label }) => label !== 'EC PARAMETERS')
  const [block] = blocks ?? []
  const form = block && keyForms.get(block.label)
  if (!form || blocks?.length !== 1 || !form.begins.test(block.der.toString('hex', 0, 40))) return undefined
  return parsed(() => createPrivateKey({ key: block.der, format: 'der', type: form.type }))
}

/**
 * The plain forms of RSA keys and of keys on elliptic curves (encrypted ones have other labels), and how each
 * begins. That is looked at first, because OpenSSL reads what it finds whatever the label says, and a DSA key is
 * completed with a power modulo a number of any size, which may take it minutes.
 */
const keyForms: ReadonlyMap<string, { readonly type: 'pkcs8' | 'pkcs1' | 'sec1'; readonly begins: RegExp }> =
  new Map([
    [
      'PRIVATE KEY',
      {
        type: 'pkcs8',
        // Version, then the algorithm: rsaEncryption or ecPublicKey.
        begins:
          /^30(?:[0-7].|81..|82.{4})02010[01]30(?:[0-7].|81..|82.{4})(?:06092a864886f70d010101|06072a8648ce3d0201)/,
      },
    ],
    // Version, then the modulus.
    ['RSA PRIVATE KEY', { type: 'pkcs1', begins: /^30(?:[0-7].|81..|82.{4})02010[01]02/ }],
    // Version, then the number.
    ['EC PRIVATE KEY', { type: 'sec1', begins: /^30(?:[0-7].|81..|82.{4})02010104/ }],
  ])

/**
 * Where a path breaks off in which every certificate must be signed by the next, the last of them being trusted:
 * the index of the topmost certificate that is not, or -1 when not even the names lead to the last. Undefined when
 * it is whole.
 */
export function brokenLink(path: readonly X509Certificate[]): number | undefined {
  for (let index = path.length - 2; index >= 0; index--) {
    const [subject, issuer] = [path[index], path[index + 1]]
    if (!subject || !issuer) continue
    const isNamed = subject.checkIssued(issuer)
    if (isNamed && parsed(() => subject.verify(issuer.publicKey))) continue
    return !isNamed && index === path.length - 2 ? -1 : index
  }
  return undefined
}

function readCertificates(text: string, most: number): readonly X509Certificate[] | undefined {
  const certificates: X509Certificate[] = []
  for (const { label, der } of pemBlocks(text, most) ?? []) {
    if (label !== 'CERTIFICATE' || der.length > maxCertificateBytes) return undefined
    const certificate = parsed(() => new X509Certificate(der))
    if (!certificate || !isWhole(certificate, der) || !hasBearableKey(certificate)) return undefined
    certificates.push(certificate)
  }
  return certificates.length > 0 ? certificates : undefined
}

/** Nothing stands behind it, and its times can be read. */
function isWhole(certificate: X509Certificate, der: Buffer): boolean {
  const times = [certificate.validFromDate, certificate.validToDate]
  return certificate.raw.length === der.length && times.every(time => Number.isFinite(time.getTime()))
}

/** RSA or elliptic curves, of a size with which a signature is soon verified. */
function hasBearableKey(certificate: X509Certificate): boolean {
  const key = parsed(() => certificate.publicKey)
  if (key?.asymmetricKeyType === 'ec') return key.asymmetricKeyDetails?.namedCurve !== undefined
  if (key?.asymmetricKeyType !== 'rsa') return false
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  return modulusLength <= maxModulusBits && publicExponent <= maxExponent
}

/** node:crypto throws at what it cannot read; here that is an answer like any other. */
function parsed<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
