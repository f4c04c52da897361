import { afterAll, beforeAll, expect, it } from 'vitest'
import { IdentityFault } from '../../src/federation/fault.ts'
import { accountId } from '../../src/identity/account-id.ts'
import { knownIssuer } from '../../src/services/sts/token-issuers.ts'
import type { Store } from '../../src/store/contract.ts'
import { oidcProviders } from '../../src/store/federation-tables.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'

/** Whom accounts know without having made a provider: asked here, because their servers are out in the world. */
const account = accountId('111111111111')
let store: Store
beforeAll(async () => {
  store = await openSqliteStore({ file: ':memory:' })
})
afterAll(() => store.close())

it.each(['https://accounts.google.com', 'accounts.google.com'])(
  'Google, by both of its names: %s',
  async issuer => {
    expect(await knownIssuer(store, account, issuer)).toEqual({
      issuer: 'https://accounts.google.com',
      provider: 'accounts.google.com',
      prefix: 'accounts.google.com',
      thumbprints: [],
    })
  },
)

it('Amazon Cognito', async () => {
  const issuer = 'https://cognito-identity.amazonaws.com'
  expect(await knownIssuer(store, account, issuer)).toMatchObject({
    issuer,
    provider: 'cognito-identity.amazonaws.com',
  })
})

it.each([
  'http://accounts.google.com',
  'https://accounts.google.com/',
  'https://accounts.google.com.example.com',
  'https://www.amazon.com',
  'https://graph.facebook.com',
  'constructor',
])('and nobody else: %s', async issuer => {
  await expect(knownIssuer(store, account, issuer)).rejects.toThrow(IdentityFault)
})

it('a provider that the account made itself comes before them', async () => {
  const other = accountId('222222222222')
  const url = 'accounts.google.com'
  const made = { url, issuer: `https://${url}`, clientIds: ['app'], thumbprints: [], createdAt: 0, tags: [] }
  await store.write(other, rows => rows.insert(oidcProviders, made))
  expect(await knownIssuer(store, other, `https://${url}`)).toMatchObject({
    provider: `arn:aws:iam::${other}:oidc-provider/${url}`,
    clientIds: ['app'],
  })
  expect(await knownIssuer(store, account, `https://${url}`)).toMatchObject({ provider: url })
})
