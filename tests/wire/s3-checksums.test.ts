import { describe, expect, it } from 'vitest'
import {
  type ChecksumAlgorithm,
  compositeChecksum,
  fullObjectChecksum,
  isChecksumValue,
  startDigest,
} from '../../src/wire/s3/checksums.ts'

function checksum(algorithm: ChecksumAlgorithm, ...pieces: readonly Uint8Array[]): string {
  const digest = startDigest(algorithm)
  for (const piece of pieces) digest.update(piece)
  return digest.digest().toString('base64')
}

const bytes = Buffer.from(Array.from({ length: 100_003 }, (_, at) => (at * 7919) & 255))

describe('checksums', () => {
  // The check values of https://reveng.sourceforge.io/crc-catalogue/all.htm
  it.each([
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
  ] as const)('%s gives the value that its definition names', (algorithm, expected) => {
    expect(Buffer.from(checksum(algorithm, Buffer.from('123456789')), 'base64').toString('hex')).toBe(
      expected,
    )
  })

  it.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)(
    '%s is the same however the bytes are cut, and joined from parts',
    algorithm => {
      const cuts = [0, 1, 1, 9, 4096, 77_777, bytes.length]
      const pieces = cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end))
      const whole = checksum(algorithm, bytes)
      expect(checksum(algorithm, ...pieces)).toBe(whole)
      const parts = pieces.map(piece => ({ value: checksum(algorithm, piece), size: piece.length }))
      expect(fullObjectChecksum(algorithm, parts)).toBe(whole)
    },
  )

  it('of parts that cannot be joined are hashed together, with their number', () => {
    const parts = [bytes.subarray(0, 10), bytes.subarray(10)].map(piece => ({
      value: checksum('SHA256', piece),
      size: piece.length,
    }))
    const joined = Buffer.concat(parts.map(({ value }) => Buffer.from(value, 'base64')))
    expect(compositeChecksum('SHA256', parts)).toBe(`${checksum('SHA256', joined)}-2`)
    expect(() => fullObjectChecksum('SHA256', parts)).toThrow(TypeError)
  })

  it('are base64 of the right number of bytes, and nothing else', () => {
    expect(isChecksumValue('CRC32', 'y/Q5Jg==')).toBe(true)
    expect(isChecksumValue('CRC32', 'y/Q5Jg')).toBe(false)
    expect(isChecksumValue('CRC32C', checksum('SHA1', bytes))).toBe(false)
  })
})
