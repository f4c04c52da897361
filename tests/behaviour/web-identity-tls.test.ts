import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { CreateOpenIDConnectProviderCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate, oid, sequence, type TestCertificate, tlv } from './support/certificates.ts'
import { type SigningKey, signingKey, tokenOf } from './support/oidc-issuer.ts'
import { invalidToken, roleTrusting, takeWithToken } from './support/oidc-scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** Issuers whose certificates no authority of this machine vouches for: a thumbprint must. */
let server: TestServer
let key: SigningKey
beforeAll(async () => {
  server = await startTestServer()
  key = await signingKey()
})
afterAll(() => server.close())

const extension = (id: string, value: Buffer) => sequence(oid(id), tlv(4, value))
const isAuthority = sequence(extension('551d13', sequence(tlv(1, Buffer.from([0xff])))))
const isFor = (...address: number[]) =>
  sequence(extension('551d11', sequence(tlv(0x87, Buffer.from(address)))))
const loopback = [127, 0, 0, 1]

function thumbprintOf({ pem }: TestCertificate): string {
  return createHash('sha1').update(new X509Certificate(pem).raw).digest('hex')
}

/** A token of an issuer with these certificates, sent by an account that knows it by these thumbprints. */
async function takeFrom(chain: readonly TestCertificate[], thumbprints: readonly string[]) {
  const [leaf] = chain
  const pages: Record<string, () => object> = {
    '/.well-known/openid-configuration': () => ({ issuer: url, jwks_uri: `${url}/keys` }),
    '/keys': () => ({ keys: [key.jwk] }),
  }
  let asked = 0
  const cert = chain.map(({ pem }) => pem).join('')
  const issuer = createServer({ cert, key: leaf?.privateKey }, (request, response) => {
    asked += 1
    response.end(JSON.stringify(pages[request.url ?? '']?.() ?? {}))
  })
  issuer.listen(0, '127.0.0.1')
  await once(issuer, 'listening')
  const url = `https://127.0.0.1:${(issuer.address() as AddressInfo).port}`
  const { OpenIDConnectProviderArn = '' } = await server.iam(server.trusting.admin).send(
    new CreateOpenIDConnectProviderCommand({
      Url: url,
      ClientIDList: ['app'],
      ThumbprintList: [...thumbprints],
    }),
  )
  const role = await roleTrusting(server, OpenIDConnectProviderArn)
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: url, sub: 'user-1', aud: 'app', iat: now, exp: now + 300 }
  const answer = await takeWithToken(server, role, await tokenOf(key, claims))
  issuer.close()
  return { answer, asked }
}

const authority = makeCertificate({ extensions: isAuthority })
const other = makeCertificate({ extensions: isAuthority })
const leaf = makeCertificate({ issuer: authority, extensions: isFor(...loopback) })
const trusted = { answer: expect.objectContaining({ ok: expect.anything() }), asked: 2 }
const untrusted = {
  answer: invalidToken("OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint"),
  asked: 0,
}

describe('the server of an issuer', () => {
  it('may have the thumbprint of its authority, of its own certificate, or of one between', async () => {
    const between = makeCertificate({ issuer: authority, extensions: isAuthority })
    const below = makeCertificate({ issuer: between, extensions: isFor(...loopback) })
    expect(await takeFrom([leaf, authority], [thumbprintOf(authority)])).toEqual(trusted)
    expect(await takeFrom([leaf, authority], [thumbprintOf(authority).toUpperCase()])).toEqual(trusted)
    expect(await takeFrom([below, between], [thumbprintOf(between)])).toEqual(trusted)
    const self = makeCertificate({ extensions: isFor(...loopback) })
    expect(await takeFrom([self], [thumbprintOf(self)])).toEqual(trusted)
  })

  it('may have any of several thumbprints', async () => {
    const thumbprints = [thumbprintOf(other), thumbprintOf(authority)]
    expect(await takeFrom([leaf, authority], thumbprints)).toEqual(trusted)
  })

  it('has one of them', async () => {
    expect(await takeFrom([leaf, authority], [thumbprintOf(other)])).toEqual(untrusted)
  })

  it('is not trusted because it shows somebody else’s certificate beside its own', async () => {
    expect(await takeFrom([leaf, authority, other], [thumbprintOf(other)])).toEqual(untrusted)
    const forged = makeCertificate({
      issuer: { ...other, name: authority.name },
      extensions: isFor(...loopback),
    })
    expect((await takeFrom([forged, authority], [thumbprintOf(authority)])).asked).toBe(0)
  })

  it('is the one that the address names, and its certificate is in time', async () => {
    const elsewhere = makeCertificate({ issuer: authority, extensions: isFor(10, 0, 0, 1) })
    const { answer, asked } = await takeFrom([elsewhere, authority], [thumbprintOf(authority)])
    expect([answer, asked]).toEqual([
      { refused: expect.objectContaining({ code: 'IDPCommunicationError' }) },
      0,
    ])
    const past = { from: new Date('2020-01-01'), to: new Date('2020-01-02') }
    const old = makeCertificate({ issuer: authority, extensions: isFor(...loopback), ...past })
    expect((await takeFrom([old, authority], [thumbprintOf(authority)])).asked).toBe(0)
  })
})
