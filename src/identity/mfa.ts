import { fromBase32 } from './base32.ts'
import { stepAt, stepsAround, stepsOfCode } from './totp.ts'
import type { Vault } from './vault.ts'

/** What is known of a device's clock. */
export interface DeviceClock {
  /** The last time step whose code was accepted. */
  readonly lastStep: number
  /** Time steps by which the device's clock runs ahead of ours. */
  readonly driftSteps: number
}

export type MfaVerdict =
  | { readonly accepted: true; readonly step: number }
  | { readonly accepted: false; readonly reason: 'WrongCode' | 'CodeAlreadyUsed' }

/** One step either way: the time it takes to type a code, and clocks a little off (RFC 6238 §5.2). */
const reachOfOneCode = 1

/**
 * One hour either way. Two codes in a row are hit by chance once in 10^12 a step, so this costs no safety; AWS
 * too takes codes that come late. https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html
 */
const reachOfTwoCodes = 120

/**
 * Judges a code at `now` (epoch milliseconds). Who accepts it stores its step as the device's `lastStep` in the
 * transaction that read the device: a code counts once (RFC 6238 §5.2).
 */
export function verifyMfaCode(clock: DeviceClock, seed: Uint8Array, code: string, now: number): MfaVerdict {
  const steps = stepsOfCode(seed, code, stepsAround(stepAt(now) + clock.driftSteps, reachOfOneCode))
  if (steps.length === 0) return { accepted: false, reason: 'WrongCode' }
  const step = steps.find(candidate => candidate > clock.lastStep)
  return step === undefined ? { accepted: false, reason: 'CodeAlreadyUsed' } : { accepted: true, step }
}

/**
 * Where a device's clock stands, from two codes in a row; undefined when they are not the device's, not
 * consecutive, or were used before.
 */
export function synchronize(
  clock: Pick<DeviceClock, 'lastStep'>,
  seed: Uint8Array,
  [firstCode, secondCode]: readonly [string, string],
  now: number,
): DeviceClock | undefined {
  const current = stepAt(now)
  const first = stepsOfCode(seed, firstCode, stepsAround(current, reachOfTwoCodes)).find(
    step => step > clock.lastStep && stepsOfCode(seed, secondCode, [step + 1]).length > 0,
  )
  if (first === undefined) return undefined
  const drift = first + 1 - current
  // A single step is the time it takes to type, not a clock that is off.
  return { lastStep: first + 1, driftSteps: Math.abs(drift) > reachOfOneCode ? drift : 0 }
}

/** What of a device its seed is found by. */
interface SealedDevice {
  readonly serialNumber: string
  readonly sealedSeed: string
}

export function sealSeed(vault: Vault, serialNumber: string, base32Seed: string): string {
  return vault.seal(base32Seed, contextOf(serialNumber))
}

export function openSeed(vault: Vault, device: SealedDevice): Uint8Array {
  const seed = fromBase32(vault.unseal(device.sealedSeed, contextOf(device.serialNumber)))
  if (!seed) throw new Error(`the stored seed of ${device.serialNumber} is not base32`)
  return seed
}

function contextOf(serialNumber: string): string {
  return `mfa-device:${serialNumber}`
}
