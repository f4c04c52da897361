import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Time-based one-time codes: RFC 6238 with the choices that every authenticator app makes (SHA-1, steps of
 * 30 seconds, six digits).
 */
export const stepSeconds = 30
const digits = 6

/** The time step in which an instant (epoch milliseconds) falls. */
export function stepAt(now: number): number {
  return Math.floor(now / (stepSeconds * 1000))
}

/** The code of one time step: HOTP (RFC 4226 §5.3) with the step as its counter. */
export function codeOfStep(seed: Uint8Array, step: number, length = digits): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', seed).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0x0f
  const number = mac.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** length).padStart(length, '0')
}

/** Those of the steps that have this code. Takes as long whether and wherever it is found. */
export function stepsOfCode(seed: Uint8Array, code: string, steps: readonly number[]): readonly number[] {
  return steps.filter(step => sameCode(codeOfStep(seed, step), code))
}

/** From the middle outwards, so that the likeliest step comes first; none before the epoch. */
export function stepsAround(middle: number, reach: number): readonly number[] {
  const steps = [middle]
  for (let distance = 1; distance <= reach; distance++) steps.push(middle - distance, middle + distance)
  return steps.filter(step => step >= 0)
}

function sameCode(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)]
  return left.length === right.length && timingSafeEqual(left, right)
}
