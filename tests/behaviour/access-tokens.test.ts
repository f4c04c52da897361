import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AccessTokens } from '../../src/federation/oauth/access-tokens.ts'
import { invalidToken, takeWithToken, webIdentity } from './support/oidc-scene.ts'
import { keysOf, makeRole, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/**
 * Login with Amazon and Facebook: their access tokens say nothing, and they are asked.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
let provider: Server
let server: TestServer
const asked: string[] = []
/** What the providers answer, by path; a path that is not here answers 400, as for a token that is none. */
const answers = new Map<string, unknown>()

beforeAll(async () => {
  provider = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://provider')
    asked.push(`${pathname} ${searchParams.get('access_token')}`)
    const answer = answers.get(pathname)
    response.writeHead(answer === undefined ? 400 : 200).end(JSON.stringify(answer ?? { error: 'invalid' }))
  })
  provider.listen(0, '127.0.0.1')
  await once(provider, 'listening')
  const url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  const accessTokens = new AccessTokens({ 'www.amazon.com': url, 'graph.facebook.com': url })
  server = await startTestServer(undefined, { accessTokens })
})
afterAll(async () => {
  await server.close()
  provider.close()
})

const amazon = { iss: 'https://www.amazon.com', user_id: 'amzn1.account.A', app_id: 'amzn1.app.B', exp: 3000 }

const roleFor = (federated: string, condition?: object) =>
  makeRole(server, server.trusting, { trust: [trust({ Federated: federated }, condition, [webIdentity])] })

describe('an access token', () => {
  it('of Login with Amazon takes a role that trusts its application', async () => {
    answers.set('/auth/o2/tokeninfo', amazon)
    const role = await roleFor('www.amazon.com', { StringEquals: { 'www.amazon.com:app_id': 'amzn1.app.B' } })
    const taken = await takeWithToken(server, role, 'Atza|token', { ProviderId: 'www.amazon.com' })
    expect(taken).toMatchObject({
      ok: {
        Provider: 'www.amazon.com',
        Audience: 'amzn1.app.B',
        SubjectFromWebIdentityToken: 'amzn1.account.A',
      },
    })
    expect(asked.at(-1)).toBe('/auth/o2/tokeninfo Atza|token')
    const { Credentials } = (taken as { ok: { Credentials: Parameters<typeof keysOf>[0] } }).ok
    const who = await server.sts(keysOf(Credentials)).send(new GetCallerIdentityCommand({}))
    expect(who.Arn).toMatch(`assumed-role/${role.name}/`)
  })

  it('of Facebook is known by its user', async () => {
    answers.set('/app', { id: '17' })
    answers.set('/me', { id: '42' })
    const [own, other] = [
      await roleFor('graph.facebook.com', { StringEquals: { 'graph.facebook.com:id': '42' } }),
      await roleFor('graph.facebook.com', { StringEquals: { 'graph.facebook.com:id': '43' } }),
    ]
    const asks = { ProviderId: 'graph.facebook.com' }
    expect(await takeWithToken(server, own, 'EAAB', asks)).toMatchObject({ ok: { Audience: '17' } })
    expect(await takeWithToken(server, other, 'EAAB', asks)).toMatchObject({
      refused: { code: 'AccessDenied' },
    })
  })

  it('that its provider does not know is none', async () => {
    const role = await roleFor('www.amazon.com')
    answers.delete('/auth/o2/tokeninfo')
    const refused = invalidToken('The web identity token that was passed could not be validated by AWS.')
    expect(await takeWithToken(server, role, 'unknown', { ProviderId: 'www.amazon.com' })).toEqual(refused)
    answers.set('/auth/o2/tokeninfo', { ...amazon, iss: 'https://elsewhere.example.com' })
    expect(await takeWithToken(server, role, 'of-others', { ProviderId: 'www.amazon.com' })).toEqual(refused)
  })

  it('does not take a role that trusts another provider', async () => {
    answers.set('/auth/o2/tokeninfo', amazon)
    const role = await roleFor('graph.facebook.com')
    expect(await takeWithToken(server, role, 'Atza|token', { ProviderId: 'www.amazon.com' })).toMatchObject({
      refused: { code: 'AccessDenied' },
    })
  })

  it('whose provider cannot be reached is nobody’s', async () => {
    const nowhere = new AccessTokens({ 'www.amazon.com': 'http://127.0.0.1:9' })
    await expect(nowhere.identify('www.amazon.com', 'token')).rejects.toMatchObject({ reason: 'unreachable' })
  })

  it('is one of eight that a provider is asked about at a time', async () => {
    const held: (() => void)[] = []
    const slow = createServer((_, response) => {
      held.push(() => response.end(JSON.stringify(amazon)))
    })
    slow.listen(0, '127.0.0.1')
    await once(slow, 'listening')
    const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`
    const tokens = new AccessTokens({ 'www.amazon.com': url })
    const first = Array.from({ length: 8 }, () => tokens.identify('www.amazon.com', 'token'))
    await expect(tokens.identify('www.amazon.com', 'token')).rejects.toMatchObject({ reason: 'unreachable' })
    while (held.length < 8) await new Promise(resolve => setTimeout(resolve, 10))
    for (const answer of held) answer()
    expect(await Promise.all(first)).toHaveLength(8)
    slow.close()
  })
})
