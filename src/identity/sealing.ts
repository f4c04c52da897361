import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/**
 * Authenticated encryption under the master key. Every message has a key of its own, derived from the master
 * key, the purpose and a random salt, so that one master key may seal any number of messages and a message
 * sealed for one purpose cannot be opened for another.
 *
 * Layout: version (1 byte) · salt (16) · ciphertext · AES-256-GCM tag (16).
 */
const version = 1
const saltLength = 16
const tagLength = 16
const headLength = 1 + saltLength
const nonce = Buffer.alloc(12)

export interface Sealed {
  readonly bytes: Buffer
  readonly salt: Buffer
}

export function seal(masterKey: Buffer, purpose: string, plaintext: Uint8Array): Sealed {
  const salt = randomBytes(saltLength)
  const cipher = createCipheriv('aes-256-gcm', derive(masterKey, purpose, salt), nonce)
  const head = Buffer.concat([Buffer.of(version), salt])
  cipher.setAAD(head)
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return { bytes: Buffer.concat([head, ciphertext, cipher.getAuthTag()]), salt }
}

/** Undefined when the bytes were not sealed with this key for this purpose, or were changed. */
export function unseal(
  masterKey: Buffer,
  purpose: string,
  sealed: Buffer,
): { readonly plaintext: Buffer; readonly salt: Buffer } | undefined {
  if (sealed.length < headLength + tagLength || sealed[0] !== version) return undefined
  const salt = sealed.subarray(1, headLength)
  const decipher = createDecipheriv('aes-256-gcm', derive(masterKey, purpose, salt), nonce)
  decipher.setAAD(sealed.subarray(0, headLength))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength))
  try {
    const plaintext = Buffer.concat([
      decipher.update(sealed.subarray(headLength, sealed.length - tagLength)),
      decipher.final(),
    ])
    return { plaintext, salt }
  } catch {
    return undefined
  }
}

/** 32 bytes that only the holder of the master key can compute. */
export function derive(masterKey: Buffer, purpose: string, salt: Uint8Array): Buffer {
  return createHmac('sha256', masterKey).update(purpose).update('\0').update(salt).digest()
}
