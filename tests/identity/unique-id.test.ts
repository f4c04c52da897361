import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountOfAccessKeyId, makeAccessKeyId } from '../../src/identity/access-key-id.ts'
import type { AccountId } from '../../src/identity/account-id.ts'
import { accountOfUniqueId, makeUniqueId } from '../../src/identity/unique-id.ts'
import { openVault } from '../../src/identity/vault.ts'

const account = fc
  .bigInt({ min: 0n, max: 999_999_999_999n })
  .map(n => n.toString().padStart(12, '0') as AccountId)
const random = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

describe('ids', () => {
  it('of users, roles and the like have AWS’s form and carry their account', () => {
    fc.assert(
      fc.property(account, random(6), (owner, bytes) => {
        const id = makeUniqueId('AROA', owner, bytes)
        expect(id).toMatch(/^AROA[A-Z2-7]{17}$/)
        expect(accountOfUniqueId(id)).toBe(owner)
      }),
    )
  })

  it('of access keys have AWS’s form and carry their account', () => {
    fc.assert(
      fc.property(account, random(5), (owner, bytes) => {
        const id = makeAccessKeyId('AKIA', owner, bytes)
        expect(id).toMatch(/^AKIA[A-Z2-7]{16}$/)
        expect(accountOfAccessKeyId(id)).toBe(owner)
      }),
    )
  })

  it.each([
    '',
    'AROA',
    'AROAIOSFODNN7EXAMPLE',
    'AIDAAAAAAAAAAAAAAAAAA',
    'AROA111111111111111111',
    'AROA77777777777777777',
  ])('of another making carry none: %s', id => {
    expect(accountOfUniqueId(id)).toBeUndefined()
    expect(accountOfAccessKeyId(id.slice(0, 20))).toBeUndefined()
  })

  it('differ in all of their random bits', () => {
    const { newId } = openVault(randomBytes(32))
    const made = Array.from({ length: 5000 }, () => newId('AIDA', '111111111111' as AccountId))
    expect(new Set(made).size).toBe(made.length)
    const varied = [...(made[0] as string)].map((_, place) => new Set(made.map(id => id[place])).size)
    // Behind the prefix and the account every character takes every value; the one between them some.
    expect(varied.slice(0, 12)).toEqual(Array(12).fill(1))
    expect(varied[12]).toBeGreaterThan(1)
    expect(varied.slice(13)).toEqual(Array(8).fill(32))
  })
})
