import { createHmac, hash } from 'node:crypto'

/** The scope a signing key is derived for. */
export interface KeyScope {
  readonly accessKeyId: string
  readonly date: string
  readonly region: string
  readonly service: string
}

interface Derived {
  /** The secret the key was made of: when an access key id's secret changes, its old key must not answer. */
  readonly secretAccessKey: string
  readonly key: SigningKey
}

const BLOCK_BYTES = 64

/**
 * HMAC-SHA-256 with a key of 32 bytes (RFC 2104), its two padded keys made once. With node:crypto's one-shot hash a
 * signature costs about a microsecond; an Hmac object costs ten, and every request signs once.
 */
export class SigningKey {
  readonly #inner: Buffer
  readonly #outer: Buffer

  constructor(key: Buffer) {
    this.#inner = padded(key, 0x36)
    this.#outer = padded(key, 0x5c)
  }

  sign(text: string): Buffer {
    const digest = hash('sha256', Buffer.concat([this.#inner, Buffer.from(text)]), 'buffer')
    return hash('sha256', Buffer.concat([this.#outer, digest]), 'buffer')
  }
}

function padded(key: Buffer, pad: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES, pad)
  for (const [index, byte] of key.entries()) block[index] = byte ^ pad
  return block
}

const DEFAULT_CAPACITY = 4096

/** Derived signing keys, least recently used ones dropped first: four HMACs saved on every further request. */
export class SigningKeys {
  readonly #capacity: number
  readonly #keys = new Map<string, Derived>()

  constructor(capacity: number = DEFAULT_CAPACITY) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#keys.size
  }

  keyFor(scope: KeyScope, secretAccessKey: string): SigningKey {
    const name = `${scope.accessKeyId}/${scope.date}/${scope.region}/${scope.service}`
    const known = this.#keys.get(name)
    const derived =
      known?.secretAccessKey === secretAccessKey
        ? known
        : { secretAccessKey, key: new SigningKey(deriveSigningKey(scope, secretAccessKey)) }
    // Deleted and set again, it is the youngest: a Map keeps the order of insertion.
    this.#keys.delete(name)
    this.#keys.set(name, derived)
    if (this.#keys.size > this.#capacity) this.#keys.delete(this.#keys.keys().next().value as string)
    return derived.key
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#derive-signing-key */
export function deriveSigningKey({ date, region, service }: KeyScope, secretAccessKey: string): Buffer {
  let key: Buffer = hmac(`AWS4${secretAccessKey}`, date)
  for (const part of [region, service, 'aws4_request']) key = hmac(key, part)
  return key
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
