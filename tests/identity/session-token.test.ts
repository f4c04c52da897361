import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { accountOfAccessKeyId, makeAccessKeyId } from '../../src/identity/access-key-id.ts'
import { accountId } from '../../src/identity/account-id.ts'
import type { RoleSessionToken } from '../../src/identity/session-token.ts'
import { openVault } from '../../src/identity/vault.ts'

const session: RoleSessionToken = {
  kind: 'role',
  account: accountId('222222222222'),
  roleId: 'AROAEXAMPLE',
  sessionName: 'alice',
  issuedAt: 1,
  expiresAt: 2,
}

describe('session tokens', () => {
  it('open to what was sealed, small and large, also by another process with the same master key', () => {
    const masterKey = randomBytes(32)
    const tags = { Key: randomBytes(600).toString('base64') }
    for (const sealed of [session, { ...session, tags }]) {
      const credentials = openVault(masterKey).issueSession(sealed)
      expect(openVault(masterKey).openSession(credentials.AccessKeyId, credentials.SessionToken)).toEqual({
        session: sealed,
        secretAccessKey: credentials.SecretAccessKey,
      })
    }
  })

  it('do not open with another master key, for another access key, or changed in any byte', () => {
    const vault = openVault(randomBytes(32))
    const { AccessKeyId, SessionToken } = vault.issueSession(session)
    expect(openVault(randomBytes(32)).openSession(AccessKeyId, SessionToken)).toBeUndefined()
    expect(vault.openSession(vault.issueSession(session).AccessKeyId, SessionToken)).toBeUndefined()
    const bytes = Buffer.from(SessionToken, 'base64')
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(vault.openSession(AccessKeyId, changed.toString('base64'))).toBeUndefined()
    }
    for (const text of ['', 'AQ==', 'not base64 at all', SessionToken.slice(0, 40), 'A'.repeat(20_000)]) {
      expect(vault.openSession(AccessKeyId, text)).toBeUndefined()
    }
  })

  it('have one spelling: what base64 reads past makes no other token of one', () => {
    const vault = openVault(randomBytes(32))
    const { AccessKeyId, SessionToken } = vault.issueSession(session)
    const spelled = [
      `${SessionToken} `,
      `${SessionToken}=`,
      `*${SessionToken}`,
      ` ${SessionToken}`,
      `${SessionToken}.`,
    ]
    for (const text of [...spelled, Buffer.from(SessionToken, 'base64').toString('base64url')]) {
      if (text !== SessionToken) expect(vault.openSession(AccessKeyId, text)).toBeUndefined()
    }
    expect(vault.openSession(AccessKeyId, SessionToken)).toHaveProperty('session', session)
  })

  it('are never alike, nor are their secrets', () => {
    const vault = openVault(randomBytes(32))
    const made = Array.from({ length: 2000 }, () => vault.issueSession(session))
    for (const member of ['AccessKeyId', 'SecretAccessKey', 'SessionToken'] as const) {
      expect(new Set(made.map(credentials => credentials[member])).size).toBe(2000)
    }
  })

  it('grow to the size that is asked for', () => {
    const vault = openVault(randomBytes(32))
    const { AccessKeyId, SessionToken } = vault.issueSession(session, 4096)
    expect(SessionToken.length).toBeGreaterThanOrEqual(4096)
    expect(vault.openSession(AccessKeyId, SessionToken)).toHaveProperty('session', session)
  })
})

describe('stored secrets', () => {
  it('open only for what they were sealed for', () => {
    const vault = openVault(randomBytes(32))
    const sealed = vault.seal('secret', 'access-key:1')
    expect(vault.unseal(sealed, 'access-key:1')).toBe('secret')
    expect(() => vault.unseal(sealed, 'access-key:2')).toThrow(/does not open/)
    expect(sealed).not.toContain('secret')
  })

  it('passwords verify by their hash, and by nothing else', async () => {
    const vault = openVault(randomBytes(32))
    const hash = await vault.hashPassword('Passw0rd!')
    expect(await vault.verifyPassword('Passw0rd!', hash)).toBe(true)
    expect(await vault.verifyPassword('passw0rd!', hash)).toBe(false)
    expect(await vault.hashPassword('Passw0rd!')).not.toBe(hash)
  })
})

describe('access key ids', () => {
  it('carry their account', () => {
    for (const id of ['000000000000', '111111111111', '999999999999']) {
      expect(accountOfAccessKeyId(makeAccessKeyId('AKIA', accountId(id), randomBytes(5)))).toBe(id)
    }
    // A published example of AWS's.
    expect(accountOfAccessKeyId('ASIAQNZGKIQY56JQ7WML')).toBe('029608264753')
  })

  it('that were made otherwise carry none', () => {
    for (const id of ['AKIA1111111111111111', 'AKIA', 'AKIAAAAAAAAAAAAAAAAA']) {
      expect(accountOfAccessKeyId(id)).toBeUndefined()
    }
  })
})
