import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SigningKey, signingKey, tokenOf } from './support/oidc-issuer.ts'
import { roleTrusting, takeWithToken } from './support/oidc-scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** A provider whose keys are in the bootstrap file: nobody is asked for them, and none other counts. */
const url = 'https://idp.invalid/realm'
let server: TestServer
let key: SigningKey
let directory: string
beforeAll(async () => {
  key = await signingKey('RS256')
  directory = await mkdtemp(join(tmpdir(), 'crossrole-pinned-'))
  const file = join(directory, 'bootstrap.json')
  const admin = { name: 'admin', policies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }
  const provider = { url, clientIds: ['app'], jwks: { keys: [key.jwk] } }
  const accounts = [
    { id: '111111111111', name: 'Trusted', users: [admin] },
    { id: '222222222222', name: 'Trusting', users: [admin], oidcProviders: [provider] },
  ]
  await writeFile(file, JSON.stringify({ accounts }))
  server = await startTestServer(file)
})
afterAll(async () => {
  await server.close()
  await rm(directory, { recursive: true })
})

it('tokens are verified with the keys that were given', async () => {
  const provider = `arn:aws:iam::${server.trusting.id}:oidc-provider/idp.invalid/realm`
  const role = await roleTrusting(server, provider)
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: url, sub: 'user-1', aud: 'app', iat: now, exp: now + 300 }
  const take = async (signer: SigningKey) => takeWithToken(server, role, await tokenOf(signer, claims))
  expect(await take(key)).toMatchObject({ ok: { Provider: provider, SubjectFromWebIdentityToken: 'user-1' } })
  expect(await take(await signingKey('RS256', { kid: key.kid }))).toHaveProperty(
    'refused.code',
    'InvalidIdentityToken',
  )
  expect(await take(await signingKey('RS256'))).toHaveProperty('refused.code', 'InvalidIdentityToken')
})
