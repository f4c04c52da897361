import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { pemBlocks } from './pem.ts'

/**
 * RSA public keys for SSH, in the form of OpenSSH (RFC 4253 §6.6: `ssh-rsa`, base64, a comment) and as PEM.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSSHPublicKey.html
 */
export interface SshPublicKey {
  readonly encoding: SshEncoding
  /** MD5 of the key as SSH sends it, as `ssh-keygen -l -E md5` prints it. */
  readonly fingerprint: string
  /** `ssh-rsa` and base64, without a comment. */
  readonly ssh: string
  readonly pem: string
}

export type SshEncoding = 'SSH' | 'PEM'

/** The sizes that an RSA key may have. */
const modulusBits = { least: 2048, most: 16_384 }

/** What is wrong with a text that is no such key: its encoding is none of the two, or it is, and the key is bad. */
export type SshKeyFault = 'encoding' | 'key'

export function readSshPublicKey(text: string): SshPublicKey | SshKeyFault {
  const trimmed = text.trim()
  const encoding = /^ssh-rsa\s/.test(trimmed) ? 'SSH' : trimmed.startsWith('-----BEGIN ') ? 'PEM' : undefined
  if (encoding === undefined) return 'encoding'
  try {
    const key = encoding === 'SSH' ? keyOfLine(trimmed) : keyOfPem(trimmed)
    return (key && shown(encoding, key)) ?? 'key'
  } catch {
    // node:crypto throws at what it cannot read.
    return 'key'
  }
}

function keyOfLine(line: string): KeyObject | undefined {
  const [, base64 = ''] = /^ssh-rsa[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t].*)?$/.exec(line) ?? []
  const [algorithm, e, n, ...more] = fieldsOf(Buffer.from(base64, 'base64'))
  if (algorithm?.toString('latin1') !== 'ssh-rsa' || !e || !n || more.length > 0) return undefined
  const jwk = { kty: 'RSA', e: positive(e), n: positive(n) }
  return createPublicKey({ key: jwk, format: 'jwk' })
}

/** Fields that say their length before they come; none when they do not fill the blob. */
function fieldsOf(blob: Buffer): readonly Buffer[] {
  const fields: Buffer[] = []
  let place = 0
  while (place + 4 <= blob.length && fields.length < 4) {
    const end = place + 4 + blob.readUInt32BE(place)
    if (end > blob.length) return []
    fields.push(blob.subarray(place + 4, end))
    place = end
  }
  return place === blob.length ? fields : []
}

/** A number of SSH has a zero in front where its first bit would be taken for a sign. */
function positive(number: Buffer): string {
  return (number[0] === 0 ? number.subarray(1) : number).toString('base64url')
}

function keyOfPem(text: string): KeyObject | undefined {
  const [block] = pemBlocks(text, 1) ?? []
  if (block?.label === 'PUBLIC KEY') return createPublicKey({ key: block.der, format: 'der', type: 'spki' })
  if (block?.label !== 'RSA PUBLIC KEY' || !longModulus.test(block.der.toString('hex', 0, 6)))
    return undefined
  return createPublicKey({ key: block.der, format: 'der', type: 'pkcs1' })
}

/**
 * How a PKCS #1 key of more than 2000 bits begins. OpenSSL would read a private key under this label too, and some
 * take it minutes to complete.
 */
const longModulus = /^3082.{4}0282/

function shown(encoding: SshEncoding, key: KeyObject): SshPublicKey | undefined {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType !== 'rsa' || publicExponent < 3n || publicExponent % 2n === 0n) return undefined
  if (modulusLength < modulusBits.least || modulusLength > modulusBits.most) return undefined
  const { e = '', n = '' } = key.export({ format: 'jwk' })
  const blob = Buffer.concat(['ssh-rsa', number(e), number(n)].map(field))
  return {
    encoding,
    fingerprint: colons(createHash('md5').update(blob).digest('hex')),
    ssh: `ssh-rsa ${blob.toString('base64')}`,
    pem: key.export({ format: 'pem', type: 'spki' }).toString().trimEnd(),
  }
}

function number(base64url: string): Buffer {
  const bytes = Buffer.from(base64url, 'base64url')
  return (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes])
}

function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function colons(hex: string): string {
  return hex.replace(/..(?!$)/g, '$&:')
}
