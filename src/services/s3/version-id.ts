import { createHash, randomBytes } from 'node:crypto'

const randomLength = 12
const timeLength = 6
const checkLength = 6

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

/**
 * 32 characters, as AWS's. Who made one up is told from who names a version that is gone, and a list goes on after a
 * version that is gone: so there is a check in it and, masked, the moment it was made at, which is the version's
 * `LastModified`. Recorded of AWS: both.
 */
export function newVersionId(createdAt: number): string {
  const random = randomBytes(randomLength)
  const time = Buffer.alloc(timeLength)
  time.writeUIntBE(createdAt, 0, timeLength)
  const told = Buffer.concat([random, masked(time, random)])
  const check = hash(told).subarray(0, checkLength)
  return Buffer.concat([told, check]).toString('base64url').replaceAll('-', '.')
}

/** When the version was made, whether it is still there or not; undefined where no version was ever called so. */
export function madeAt(versionId: string): number | undefined {
  const bytes = Buffer.from(versionId.replaceAll('.', '-'), 'base64url')
  if (bytes.toString('base64url').replaceAll('-', '.') !== versionId) return undefined
  const random = bytes.subarray(0, randomLength)
  const told = bytes.subarray(0, randomLength + timeLength)
  if (bytes.length !== told.length + checkLength) return undefined
  if (!hash(told).subarray(0, checkLength).equals(bytes.subarray(told.length))) return undefined
  return masked(told.subarray(randomLength), random).readUIntBE(0, timeLength)
}

/** The null version may always be named. */
export function isVersionId(text: string): boolean {
  return text === 'null' || madeAt(text) !== undefined
}

function masked(bytes: Uint8Array, by: Uint8Array): Buffer {
  const mask = hash(by)
  return Buffer.from(bytes.map((byte, index) => byte ^ (mask[index] ?? 0)))
}
