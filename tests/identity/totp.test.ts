import { describe, expect, it } from 'vitest'
import { codeOfStep, stepAt } from '../../src/identity/totp.ts'

const seed = Buffer.from('12345678901234567890')

describe('the code of a time step', () => {
  // RFC 6238 appendix B, the rows of SHA-1.
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('at %d seconds is %s', (seconds, code) => {
    expect(codeOfStep(seed, stepAt(seconds * 1000), 8)).toBe(code)
  })

  // RFC 4226 appendix D.
  it.each([
    [0, '755224'],
    [1, '287082'],
    [9, '520489'],
  ])('has six digits: step %d is %s', (step, code) => {
    expect(codeOfStep(seed, step)).toBe(code)
  })
})
