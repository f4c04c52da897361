import { constants, createDecipheriv, createPrivateKey, type KeyObject, privateDecrypt } from 'node:crypto'
import { attributeOf, childrenOf, onlyChild, textOf } from '../xml/document.ts'
import { signatureNamespace, encryptionNamespace as xenc } from './names.ts'

/** How the content is encrypted. https://www.w3.org/TR/xmlenc-core1/#sec-Alg-Block */
interface Cipher {
  readonly name: 'aes-128-cbc' | 'aes-192-cbc' | 'aes-256-cbc' | 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm'
  readonly keyBytes: number
}
const xenc11 = 'http://www.w3.org/2009/xmlenc11#'
const ciphers: Readonly<Record<string, Cipher>> = {
  [`${xenc}aes128-cbc`]: { name: 'aes-128-cbc', keyBytes: 16 },
  [`${xenc}aes192-cbc`]: { name: 'aes-192-cbc', keyBytes: 24 },
  [`${xenc}aes256-cbc`]: { name: 'aes-256-cbc', keyBytes: 32 },
  [`${xenc11}aes128-gcm`]: { name: 'aes-128-gcm', keyBytes: 16 },
  [`${xenc11}aes192-gcm`]: { name: 'aes-192-gcm', keyBytes: 24 },
  [`${xenc11}aes256-gcm`]: { name: 'aes-256-gcm', keyBytes: 32 },
}

/** Hashes of OAEP: of the label, and of its mask. */
const digests: Readonly<Record<string, string>> = {
  'http://www.w3.org/2000/09/xmldsig#sha1': 'sha1',
  [`${xenc}sha256`]: 'sha256',
  [`${xenc}sha512`]: 'sha512',
  [`${xenc11}mgf1sha1`]: 'sha1',
  [`${xenc11}mgf1sha256`]: 'sha256',
  [`${xenc11}mgf1sha512`]: 'sha512',
}

/** Of several recipients one is us; so many are tried. */
const maxEncryptedKeys = 4

/**
 * The text of an EncryptedAssertion; undefined whatever is wrong with it. Callers must not tell that from a signature
 * that does not fit: with CBC, to say which of the two it was would be to decrypt for others.
 * https://www.w3.org/TR/xmlenc-core1/#sec-chosen-ciphertext-attacks
 */
export function decryptedText(encrypted: Element, privateKeys: readonly string[]): string | undefined {
  const data = onlyChild(encrypted, xenc, 'EncryptedData')
  const cipher = ciphers[attributeOf(onlyChild(data, xenc, 'EncryptionMethod'), 'Algorithm') ?? '']
  const content = cipherValue(data)
  if (!data || !cipher || !content) return undefined
  const info = onlyChild(data, signatureNamespace, 'KeyInfo')
  const encryptedKeys = [
    ...(info ? childrenOf(info, xenc, 'EncryptedKey') : []),
    ...childrenOf(encrypted, xenc, 'EncryptedKey'),
  ].slice(0, maxEncryptedKeys)
  for (const pem of privateKeys) {
    const privateKey = createPrivateKey(pem)
    for (const encryptedKey of encryptedKeys) {
      const key = contentKey(encryptedKey, privateKey)
      const text = key?.length === cipher.keyBytes ? decrypted(cipher, key, content) : undefined
      if (text !== undefined) return text
    }
  }
  return undefined
}

/** RSA-OAEP only: PKCS #1 v1.5 gives itself away. Node has one hash for the label and the mask. */
function contentKey(encryptedKey: Element, privateKey: KeyObject): Buffer | undefined {
  const method = onlyChild(encryptedKey, xenc, 'EncryptionMethod')
  const algorithm = attributeOf(method, 'Algorithm')
  const digest = attributeOf(onlyChild(method, signatureNamespace, 'DigestMethod'), 'Algorithm')
  const mask = attributeOf(onlyChild(method, xenc11, 'MGF'), 'Algorithm')
  const oaepHash = digest === undefined ? 'sha1' : digests[digest]
  const maskHash = mask === undefined || algorithm === `${xenc}rsa-oaep-mgf1p` ? 'sha1' : digests[mask]
  const isOaep = algorithm === `${xenc}rsa-oaep-mgf1p` || algorithm === `${xenc11}rsa-oaep`
  const value = cipherValue(encryptedKey)
  if (!isOaep || oaepHash === undefined || oaepHash !== maskHash || !value) return undefined
  try {
    const options = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }
    return privateDecrypt(options, value)
  } catch {
    return undefined // Encrypted for another key.
  }
}

const [ivBytesOfCbc, blockBytes, ivBytesOfGcm, tagBytes] = [16, 16, 12, 16]

function decrypted({ name }: Cipher, key: Buffer, content: Buffer): string | undefined {
  try {
    const plain = name.endsWith('gcm') ? openGcm(name, key, content) : openCbc(name, key, content)
    return new TextDecoder('utf-8', { fatal: true }).decode(plain)
  } catch {
    return undefined
  }
}

function openGcm(name: string, key: Buffer, content: Buffer): Buffer {
  const decipher = createDecipheriv(name as 'aes-256-gcm', key, content.subarray(0, ivBytesOfGcm), {
    authTagLength: tagBytes,
  })
  decipher.setAuthTag(content.subarray(content.length - tagBytes))
  const sealed = content.subarray(ivBytesOfGcm, content.length - tagBytes)
  return Buffer.concat([decipher.update(sealed), decipher.final()])
}

/** The padding's last byte is its length; the bytes before it may be anything. */
function openCbc(name: string, key: Buffer, content: Buffer): Buffer {
  const decipher = createDecipheriv(name, key, content.subarray(0, ivBytesOfCbc)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(content.subarray(ivBytesOfCbc)), decipher.final()])
  const padding = padded.at(-1) ?? 0
  if (padding < 1 || padding > blockBytes) throw new RangeError('padding')
  return padded.subarray(0, padded.length - padding)
}

function cipherValue(element: Element | undefined): Buffer | undefined {
  const value = textOf(onlyChild(onlyChild(element, xenc, 'CipherData'), xenc, 'CipherValue'))
  return value ? Buffer.from(value, 'base64') : undefined
}
