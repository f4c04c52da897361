import { describe, expect, it } from 'vitest'
import { openSeed, sealSeed, synchronize, verifyMfaCode } from '../../src/identity/mfa.ts'
import { codeOfStep, stepAt } from '../../src/identity/totp.ts'
import { openVault } from '../../src/identity/vault.ts'

const seed = Buffer.from('12345678901234567890')
const now = Date.UTC(2026, 0, 1, 12, 0, 10)
const current = stepAt(now)
const codeAt = (step: number) => codeOfStep(seed, step)
const fresh = { lastStep: 0, driftSteps: 0 }
const wrong = { accepted: false, reason: 'WrongCode' }
const used = { accepted: false, reason: 'CodeAlreadyUsed' }

describe('one code', () => {
  it.each([-1, 0, 1])('is accepted %d steps from now', distance => {
    expect(verifyMfaCode(fresh, seed, codeAt(current + distance), now)).toEqual({
      accepted: true,
      step: current + distance,
    })
  })

  it.each([-2, 2])('is refused %d steps from now', distance => {
    expect(verifyMfaCode(fresh, seed, codeAt(current + distance), now)).toEqual(wrong)
  })

  it('counts once: neither its step nor an earlier one is accepted again', () => {
    const clock = { ...fresh, lastStep: current }
    expect(verifyMfaCode(clock, seed, codeAt(current), now)).toEqual(used)
    expect(verifyMfaCode(clock, seed, codeAt(current - 1), now)).toEqual(used)
    expect(verifyMfaCode(clock, seed, codeAt(current + 1), now)).toEqual({
      accepted: true,
      step: current + 1,
    })
  })

  it('is looked for around the drift of the device', () => {
    const ahead = { ...fresh, driftSteps: 10 }
    expect(verifyMfaCode(ahead, seed, codeAt(current + 10), now).accepted).toBe(true)
    expect(verifyMfaCode(ahead, seed, codeAt(current), now)).toEqual(wrong)
  })

  it.each(['', '12345', '1234567', '１２３４５６'])('is refused when it is %j', code => {
    expect(verifyMfaCode(fresh, seed, code, now)).toEqual(wrong)
  })
})

describe('two codes in a row', () => {
  const pairAt = (step: number) => [codeAt(step), codeAt(step + 1)] as const

  it('find the clock of the device and use both codes up', () => {
    expect(synchronize(fresh, seed, pairAt(current - 1), now)).toEqual({ lastStep: current, driftSteps: 0 })
    expect(synchronize(fresh, seed, pairAt(current + 20), now)).toEqual({
      lastStep: current + 21,
      driftSteps: 21,
    })
    expect(synchronize(fresh, seed, pairAt(current - 100), now)).toEqual({
      lastStep: current - 99,
      driftSteps: -99,
    })
  })

  it('that come a step early or late say nothing of the clock', () => {
    expect(synchronize(fresh, seed, pairAt(current), now)?.driftSteps).toBe(0)
    expect(synchronize(fresh, seed, pairAt(current - 2), now)?.driftSteps).toBe(0)
  })

  it('must be consecutive and in order', () => {
    expect(synchronize(fresh, seed, [codeAt(current), codeAt(current)], now)).toBeUndefined()
    expect(synchronize(fresh, seed, [codeAt(current), codeAt(current - 1)], now)).toBeUndefined()
    expect(synchronize(fresh, seed, [codeAt(current - 2), codeAt(current)], now)).toBeUndefined()
  })

  it('must be of the last hour or the next', () => {
    expect(synchronize(fresh, seed, pairAt(current - 121), now)).toBeUndefined()
    expect(synchronize(fresh, seed, pairAt(current + 121), now)).toBeUndefined()
  })

  it('must not have been used before', () => {
    expect(synchronize({ lastStep: current - 1 }, seed, pairAt(current - 1), now)).toBeUndefined()
    expect(synchronize({ lastStep: current - 2 }, seed, pairAt(current - 1), now)?.lastStep).toBe(current)
  })
})

describe('a sealed seed', () => {
  const vault = openVault(Buffer.alloc(32, 7))
  const serialNumber = 'arn:aws:iam::111122223333:mfa/phone'

  it('opens for its device only', () => {
    const sealedSeed = sealSeed(vault, serialNumber, 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
    expect(Buffer.from(openSeed(vault, { serialNumber, sealedSeed }))).toEqual(seed)
    expect(() => openSeed(vault, { serialNumber: `${serialNumber}2`, sealedSeed })).toThrow('does not open')
  })
})
