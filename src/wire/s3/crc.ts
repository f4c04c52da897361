import { crc32 } from 'node:zlib'
import { crc64NvmePolynomial } from './crc64-nvme.ts'

/** A cyclic redundancy check under way. */
export interface RunningCrc {
  update(bytes: Uint8Array): void
  /** Big-endian, as checksum headers have it before base64. */
  digest(): Buffer
}

/** zlib's own, which Node has natively. */
export class Crc32 implements RunningCrc {
  #value = 0

  update(bytes: Uint8Array): void {
    this.#value = crc32(bytes, this.#value)
  }

  digest(): Buffer {
    return bigEndian32(this.#value)
  }
}

const crc32cPolynomial = 0x82f63b78

/** Castagnoli's, eight bytes a step. */
export class Crc32c implements RunningCrc {
  #value = -1

  update(bytes: Uint8Array): void {
    const [t0, t1, t2, t3, t4, t5, t6, t7] = crc32cTables()
    let crc = this.#value
    let at = 0
    for (const last = bytes.length - 8; at <= last; at += 8) {
      const low =
        crc ^
        (byte(bytes, at) |
          (byte(bytes, at + 1) << 8) |
          (byte(bytes, at + 2) << 16) |
          (byte(bytes, at + 3) << 24))
      crc =
        entry(t7, low & 255) ^
        entry(t6, (low >>> 8) & 255) ^
        entry(t5, (low >>> 16) & 255) ^
        entry(t4, low >>> 24) ^
        entry(t3, byte(bytes, at + 4)) ^
        entry(t2, byte(bytes, at + 5)) ^
        entry(t1, byte(bytes, at + 6)) ^
        entry(t0, byte(bytes, at + 7))
    }
    for (; at < bytes.length; at += 1) crc = entry(t0, (crc ^ byte(bytes, at)) & 255) ^ (crc >>> 8)
    this.#value = crc
  }

  digest(): Buffer {
    return bigEndian32(~this.#value >>> 0)
  }
}

/** Indices are in range by construction. */
const byte = (bytes: Uint8Array, at: number): number => bytes[at] as number
const entry = (table: Int32Array, at: number): number => table[at] as number

function bigEndian32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

type EightTables = readonly [
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
]

const crc32cTables = once((): EightTables => {
  const tables = Array.from({ length: 8 }, () => new Int32Array(256))
  const [first] = tables as [Int32Array]
  for (let n = 0; n < 256; n += 1) {
    let crc = n
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ crc32cPolynomial : crc >>> 1
    first[n] = crc
  }
  for (const [before, table] of tables.slice(1).entries()) {
    for (let n = 0; n < 256; n += 1) {
      const crc = entry(tables[before] as Int32Array, n)
      table[n] = entry(first, crc & 255) ^ (crc >>> 8)
    }
  }
  return tables as unknown as EightTables
})

/** Tables are made when the first body needs them. */
function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** The polynomials by width and name, for joining checks of parts. */
export const polynomials = {
  CRC32: { bits: 32, value: 0xedb88320n },
  CRC32C: { bits: 32, value: BigInt(crc32cPolynomial >>> 0) },
  CRC64NVME: { bits: 64, value: crc64NvmePolynomial },
} as const

/**
 * The check of two texts one after the other, of their checks and the second one's length: the first is moved on by
 * that many zero bytes, a multiplication by x^(8n) modulo the polynomial (as zlib's crc32_combine does).
 */
export function combinedCrc(
  first: Buffer,
  second: Buffer,
  secondLength: number,
  { bits, value: polynomial }: (typeof polynomials)[keyof typeof polynomials],
): Buffer {
  let factor = 1n << BigInt(bits - 1)
  let power = multiplied(factor >> 1n, factor, bits, polynomial)
  for (let square = 0; square < 3; square += 1) power = multiplied(power, power, bits, polynomial)
  for (let rest = BigInt(secondLength); rest > 0n; rest >>= 1n) {
    if (rest & 1n) factor = multiplied(factor, power, bits, polynomial)
    power = multiplied(power, power, bits, polynomial)
  }
  const moved = multiplied(factor, BigInt(`0x${first.toString('hex')}`), bits, polynomial)
  const joined = moved ^ BigInt(`0x${second.toString('hex')}`)
  return Buffer.from(joined.toString(16).padStart(bits / 4, '0'), 'hex')
}

/** The product of two polynomials, bits in reflected order: the highest bit is x^0. */
function multiplied(a: bigint, b: bigint, bits: number, polynomial: bigint): bigint {
  let product = 0n
  let shifted = b
  for (let bit = BigInt(bits - 1); bit >= 0n; bit -= 1n) {
    if ((a >> bit) & 1n) product ^= shifted
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n
  }
  return product
}
