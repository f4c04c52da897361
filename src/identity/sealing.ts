import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

/**
 * Authenticated encryption under the master key. Each process draws a salt, derives a key of its own from it, and
 * counts its nonces: so no nonce ever meets a key twice, however many messages are sealed and whenever a process
 * is killed. What a message is for is authenticated with it: sealed for one purpose, it does not open for another.
 *
 * Layout: version (1 byte) · salt (16) · nonce counter (8) · ciphertext · AES-256-GCM tag (16).
 */
const version = 1
const saltLength = 16
const counterLength = 8
const tagLength = 16
const headLength = 1 + saltLength + counterLength

/** What sealing adds to a message, in bytes. */
export const sealingOverhead = headLength + tagLength

/** Keys of other processes (earlier runs, other nodes) that messages were sealed with. */
const maxKeys = 1000

export class Sealer {
  readonly #masterKey: KeyObject
  readonly #keys = new Map<string, KeyObject>()
  readonly #salt = randomBytes(saltLength)
  #ownKey: KeyObject | undefined
  #sealed = 0n

  /** 32 random bytes. */
  constructor(masterKey: Buffer) {
    if (masterKey.length !== 32) throw new TypeError('the master key must be 32 bytes')
    this.#masterKey = createSecretKey(masterKey)
  }

  seal(purpose: string, plaintext: Uint8Array): Buffer {
    const head = Buffer.alloc(headLength)
    head[0] = version
    this.#salt.copy(head, 1)
    head.writeBigUInt64BE(this.#sealed++, 1 + saltLength)
    this.#ownKey ??= this.#keyFor(this.#salt)
    const cipher = createCipheriv('aes-256-gcm', this.#ownKey, nonceOf(head))
    cipher.setAAD(authenticated(head, purpose))
    const ciphertext = cipher.update(plaintext)
    return Buffer.concat([head, ciphertext, cipher.final(), cipher.getAuthTag()])
  }

  /** Undefined when the bytes were not sealed with this master key for this purpose, or were changed. */
  unseal(purpose: string, sealed: Buffer): Buffer | undefined {
    if (sealed.length < sealingOverhead || sealed[0] !== version) return undefined
    const head = sealed.subarray(0, headLength)
    const key = this.#keyFor(head.subarray(1, 1 + saltLength))
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(head), { authTagLength: tagLength })
    decipher.setAAD(authenticated(head, purpose))
    decipher.setAuthTag(sealed.subarray(sealed.length - tagLength))
    try {
      const plaintext = decipher.update(sealed.subarray(headLength, sealed.length - tagLength))
      return Buffer.concat([plaintext, decipher.final()])
    } catch {
      return undefined
    }
  }

  /** 32 bytes that only the holder of the master key can compute. */
  derive(purpose: string, input: Uint8Array): Buffer {
    const text = Buffer.concat([Buffer.from(`${purpose}\0`, 'utf8'), input])
    return createHmac('sha256', this.#masterKey).update(text).digest()
  }

  /** What tells one sealed message from every other. */
  static identityOf(sealed: Buffer): Buffer {
    return sealed.subarray(1, headLength)
  }

  #keyFor(salt: Buffer): KeyObject {
    const name = salt.toString('latin1')
    const known = this.#keys.get(name)
    if (known) return known
    // Anybody may send a salt: what it costs is bounded, in time by one derivation, in memory by this.
    if (this.#keys.size >= maxKeys) this.#keys.clear()
    const key = createSecretKey(
      Buffer.from(hkdfSync('sha256', this.#masterKey, salt, 'crossrole sealing', 32)),
    )
    this.#keys.set(name, key)
    return key
  }
}

function nonceOf(head: Buffer): Buffer {
  const nonce = Buffer.alloc(12)
  head.copy(nonce, 12 - counterLength, 1 + saltLength)
  return nonce
}

function authenticated(head: Buffer, purpose: string): Buffer {
  return Buffer.concat([head, Buffer.from(purpose, 'utf8')])
}
