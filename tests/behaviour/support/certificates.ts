import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** X.509 certificates written by hand, for tests that need one of every kind on a machine with nothing but Node. */

export interface TestCertificate {
  readonly pem: string
  /** PKCS #8. */
  readonly privateKey: string
  readonly name: string
  readonly key: KeyObject
}

export interface CertificateOptions {
  readonly name?: string
  /** Who signs it; itself when absent. */
  readonly issuer?: TestCertificate
  readonly from?: Date
  readonly to?: Date
  readonly kind?: 'rsa' | 'ec' | 'ed25519'
  /** Further certificate extensions, in DER. */
  readonly extensions?: Buffer
}

const dayMs = 24 * 60 * 60 * 1000
let made = 0

/** From yesterday to ten days on, unless told otherwise. */
export function makeCertificate(options: CertificateOptions = {}): TestCertificate {
  made += 1
  const { name = `test-${made}`, kind = 'ec', issuer } = options
  const from = options.from ?? new Date(Date.now() - dayMs)
  const to = options.to ?? new Date(Date.now() + 10 * dayMs)
  const { privateKey, publicKey } = newKeyPair(kind)
  const signer = issuer?.key ?? privateKey
  const tbs = sequence(
    tlv(0xa0, integer(Buffer.from([2]))),
    integer(randomBytes(8)),
    algorithmOf(signer),
    distinguishedName(issuer?.name ?? name),
    sequence(time(from), time(to)),
    distinguishedName(name),
    publicKey.export({ format: 'der', type: 'spki' }),
    ...(options.extensions ? [tlv(0xa3, options.extensions)] : []),
  )
  const digest = signer.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  const der = sequence(tbs, algorithmOf(signer), bitString(sign(digest, tbs, signer)))
  const pem = pemOf('CERTIFICATE', der)
  return {
    pem,
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    name,
    key: privateKey,
  }
}

export function pemOf(label: string, der: Buffer): string {
  const lines = der.toString('base64').replace(/.{64}(?!$)/g, '$&\n')
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`
}

function newKeyPair(kind: 'rsa' | 'ec' | 'ed25519') {
  if (kind === 'ed25519') return generateKeyPairSync('ed25519')
  if (kind === 'ec') return generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
}

/** A value of ASN.1: tag, length, content. */
export function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const bytes: number[] = []
  for (let rest = content.length; rest > 0; rest >>= 8) bytes.unshift(rest & 255)
  const length = content.length < 128 ? [content.length] : [0x80 | bytes.length, ...bytes]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

export function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, ...parts)
}

/** A whole number, not negative. DER has no zeros before it but the one that keeps a first bit from being a sign. */
export function integer(bytes: Buffer): Buffer {
  const first = bytes.findIndex(byte => byte !== 0)
  const digits = first < 0 ? Buffer.from([0]) : bytes.subarray(first)
  return tlv(2, Buffer.from([0]).subarray(0, (digits[0] ?? 0) & 0x80 ? 1 : 0), digits)
}

export function oid(hex: string): Buffer {
  return tlv(6, Buffer.from(hex, 'hex'))
}

function bitString(content: Buffer): Buffer {
  return tlv(3, Buffer.from([0]), content)
}

function distinguishedName(commonName: string): Buffer {
  return sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from(commonName)))))
}

function time(date: Date): Buffer {
  return tlv(0x18, Buffer.from(`${date.toISOString().replace(/[-T:]/g, '').slice(0, 14)}Z`))
}

/** With SHA-256, where a digest is chosen. */
function algorithmOf({ asymmetricKeyType }: KeyObject): Buffer {
  if (asymmetricKeyType === 'ed25519') return sequence(oid('2b6570'))
  if (asymmetricKeyType === 'ec') return sequence(oid('2a8648ce3d040302'))
  return sequence(oid('2a864886f70d01010b'), tlv(5))
}
