import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  rawToken,
  type SigningKey,
  signingKey,
  startIssuer,
  type TestIssuer,
  tokenOf,
} from './support/oidc-issuer.ts'
import { invalidToken, makeProvider, roleTrusting, takeWithToken } from './support/oidc-scene.ts'
import type { TestRole } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** Tokens that are made to deceive, or to cost; and issuers that are. */
let server: TestServer
let issuer: TestIssuer
let role: TestRole
let key: SigningKey
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** An issuer of its own for each test: what is known of its keys is known of nobody else's. */
beforeEach(async () => {
  key = await signingKey()
  issuer = await startIssuer(key)
  role = await roleTrusting(server, await makeProvider(server, issuer))
  return issuer.close
})

const seconds = () => Math.floor(Date.now() / 1000)
const claims = (more: object = {}) => ({
  iss: issuer.url,
  sub: 'user-1',
  aud: 'app',
  iat: seconds(),
  exp: seconds() + 300,
  ...more,
})
const take = (token: string) => takeWithToken(server, role, token)
const ok = expect.objectContaining({ ok: expect.anything() })

const notAToken = invalidToken(
  'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
)
const noAlgorithm = invalidToken('The algorithm of the ID Token is not supported.')
const notSigned = invalidToken('The web identity token that was passed could not be validated by AWS.')
const noKey = invalidToken(
  "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
)
const unreachable = {
  refused: {
    code: 'IDPCommunicationError',
    message:
      'The identity provider (IDP) that was asked to verify the incoming identity token could not be reached.',
  },
}

describe('signatures', () => {
  it.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'])(
    'of %s are verified',
    async alg => {
      const own = await signingKey(alg)
      issuer.keys = [own.jwk]
      const token = await tokenOf(own, claims())
      expect(await take(token)).toEqual(ok)
      const [head, , signature] = token.split('.')
      const payload = Buffer.from(JSON.stringify(claims({ sub: 'somebody-else' }))).toString('base64url')
      expect(await take(`${head}.${payload}.${signature}`)).toEqual(notSigned)
      expect(await take(`${token.slice(0, -8)}AAAAAAAA`)).toEqual(notSigned)
    },
  )

  it.each(['none', 'None', 'NONE', '', 'HS256', 'HS512', 'EdDSA', 'ES256K', 'RSA1_5', 'dir'])(
    'of %j are none',
    async alg => {
      expect(await take(rawToken({ alg, kid: key.kid }, claims()))).toEqual(noAlgorithm)
    },
  )

  it('by HMAC with the public key as the secret are none', async () => {
    const rsa = await signingKey('RS256')
    issuer.keys = [rsa.jwk]
    const secret = createPublicKey(rsa.key).export({ type: 'spki', format: 'pem' })
    const token = rawToken({ alg: 'HS256', kid: rsa.kid }, claims())
    const signed = token.slice(0, token.lastIndexOf('.'))
    const signature = createHmac('sha256', secret).update(signed).digest('base64url')
    expect(await take(`${signed}.${signature}`)).toEqual(noAlgorithm)
  })

  it('with a shared secret of the key set are none', async () => {
    const k = Buffer.from('a secret that everybody can read').toString('base64url')
    issuer.keys = [{ kty: 'oct', k, kid: 'shared', alg: 'HS256' }]
    expect(await take(await tokenOf(key, claims(), { kid: 'shared' }))).toEqual(noKey)
  })

  it('with a key of another algorithm are none', async () => {
    const rsa = await signingKey('RS256')
    issuer.keys = [rsa.jwk]
    expect(await take(await tokenOf({ ...rsa, alg: 'PS256' }, claims()))).toEqual(noKey)
    expect(await take(await tokenOf(key, claims(), { kid: rsa.kid }))).toEqual(noKey)
  })

  it('with a short RSA key are none', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const { n, e } = createPublicKey(privateKey).export({ format: 'jwk' }) as { n: string; e: string }
    issuer.keys = [{ kty: 'RSA', n, e, kid: 'short' }]
    expect(await take(rawToken({ alg: 'RS256', kid: 'short' }, claims()))).toEqual(notSigned)
  })

  it('with keys that would take long to compute with are none', async () => {
    const n = Buffer.alloc(4096, 0xff).toString('base64url')
    issuer.keys = [{ kty: 'RSA', n, e: 'AQAB', kid: 'huge' }]
    expect(await take(rawToken({ alg: 'RS256', kid: 'huge' }, claims()))).toEqual(noKey)
  })

  it('without a key id are tried with every key that fits', async () => {
    const others = [await signingKey(), await signingKey()]
    issuer.keys = [...others.map(({ jwk }) => jwk), key.jwk].map(({ kid: _, ...jwk }) => jwk)
    expect(await take(await tokenOf(key, claims(), { kid: undefined }))).toEqual(ok)
    const stranger = await signingKey()
    expect(await take(await tokenOf(stranger, claims(), { kid: undefined }))).toEqual(notSigned)
  })
})

describe('a key that the token brings or names itself', () => {
  it.each(['jwk', 'jku', 'x5u', 'x5c'])('says nothing: %s', async name => {
    const stranger = await signingKey('ES256', { kid: key.kid })
    const elsewhere = await startIssuer(stranger)
    const values = {
      jwk: stranger.jwk,
      jku: `${elsewhere.url}/keys`,
      x5u: `${elsewhere.url}/keys`,
      x5c: ['MIIB'],
    }
    const header = { [name]: values[name as keyof typeof values] }
    expect(await take(await tokenOf(stranger, claims(), header))).toEqual(notSigned)
    expect(await take(await tokenOf(key, claims(), header))).toEqual(ok)
    expect(elsewhere.asked).toEqual([])
    await elsewhere.close()
  })

  it.each(['../../etc/passwd', "' OR 1=1 --", 'http://127.0.0.1/keys', '\u0000', '__proto__', 'constructor'])(
    'and a key id is a name like any other: %j',
    async kid => {
      expect(await take(rawToken({ alg: 'ES256', kid }, claims()))).toEqual(noKey)
      const own = await signingKey('ES256', { kid })
      issuer.keys = [own.jwk]
      server.advance(11)
      expect(await take(await tokenOf(own, { ...claims(), exp: seconds() + 900 }))).toEqual(ok)
    },
  )

  it.each([{ kid: 1 }, { kid: ['a'] }, { kid: { $ne: '' } }, { kid: 'x'.repeat(1025) }])(
    'and it is text of a sensible length',
    async header => {
      expect(await take(rawToken({ alg: 'ES256', ...header }, claims()))).toEqual(notAToken)
    },
  )
})

describe('what is no token', () => {
  it.each([
    ['two parts', 'eyJhbGciOiJFUzI1NiJ9.eyJhIjoxfQ'],
    ['four parts', 'a.b.c.d'],
    ['five parts, as encrypted ones have', 'a.b.c.d.e'],
    ['thousands of parts', '.'.repeat(19_000)],
    ['an empty signature', 'eyJhbGciOiJFUzI1NiJ9.eyJhIjoxfQ.'],
    ['characters that base64url does not have', 'eyJhbGciOiJFUzI1NiJ9.eyJh+Ijo/xfQ.c2ln'],
    ['a header that is no JSON', `${Buffer.from('{').toString('base64url')}.e30.c2ln`],
    ['a header that is a list', `${Buffer.from('[]').toString('base64url')}.e30.c2ln`],
    ['a header that is null', `${Buffer.from('null').toString('base64url')}.e30.c2ln`],
    ['text that is not UTF-8', `${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.e30.c2ln`],
    ['JSON that is nested without end', `${Buffer.from('['.repeat(2900)).toString('base64url')}.e30.c2ln`],
    ['a header that is huge', rawToken({ alg: 'ES256', pad: 'x'.repeat(6000) }, { iss: 'x' })],
    ['a payload that is no JSON', 'eyJhbGciOiJFUzI1NiJ9.bm9wZQ.c2ln'],
  ])('has %s', async (_, token) => {
    expect(await take(token)).toEqual(notAToken)
  })

  it('extensions that must be understood are not', async () => {
    expect(await take(await tokenOf(key, claims(), { crit: ['b64'], b64: true }))).toEqual(noAlgorithm)
    expect(await take(rawToken({ alg: 'ES256', crit: [] }, claims()))).toEqual(noAlgorithm)
  })

  it.each([undefined, '', 1, ['https://a'], {}])('an issuer is text: %j', async iss => {
    expect(await take(await tokenOf(key, claims({ iss })))).toEqual(
      invalidToken('Missing a required claim: iss'),
    )
  })
})

describe('the issuer', () => {
  it('is the provider’s URL to the letter', async () => {
    for (const iss of [
      `${issuer.url}/`,
      issuer.url.replace('http:', 'https:'),
      issuer.name,
      `http://user@${issuer.name}`,
      'https://accounts.google.com.example.com',
      'http://accounts.google.com',
    ]) {
      expect(await take(await tokenOf(key, claims({ iss })))).toEqual(
        invalidToken(`No OpenIDConnect provider found in your account for ${iss}`),
      )
    }
    expect(issuer.asked).toEqual([])
  })

  it('signs with its own keys only', async () => {
    const other = await startIssuer(await signingKey('ES256', { kid: key.kid }))
    await makeProvider(server, other)
    expect(await take(await tokenOf(key, claims({ iss: other.url })))).toEqual(notSigned)
    await other.close()
  })

  it('must be the one that its discovery document names', async () => {
    issuer.pages.set('/.well-known/openid-configuration', (_, response) => {
      response.end(JSON.stringify({ issuer: 'https://other.example.com', jwks_uri: `${issuer.url}/keys` }))
    })
    expect(await take(await tokenOf(key, claims()))).toEqual(noKey)
    expect(issuer.asked).not.toContain('/keys')
  })

  it.each([
    'http://169.254.169.254/keys',
    'file:///etc/passwd',
    'http://user:pass@127.0.0.1/keys',
    'keys',
    7,
  ])('has its keys where that is safe, not at %s', async jwks_uri => {
    issuer.pages.set('/.well-known/openid-configuration', (_, response) => {
      response.end(JSON.stringify({ issuer: issuer.url, jwks_uri }))
    })
    expect(await take(await tokenOf(key, claims()))).toEqual(noKey)
  })

  it('may not send us elsewhere', async () => {
    const other = await startIssuer(key)
    issuer.pages.set('/keys', (_, response) => {
      response.writeHead(302, { location: `${other.url}/keys` }).end()
    })
    expect(await take(await tokenOf(key, claims()))).toEqual(noKey)
    expect(other.asked).toEqual([])
    await other.close()
  })

  it.each([
    ['no JSON', 'nonsense'],
    ['no key set', '[]'],
    ['null', 'null'],
    ['a key set without keys', '{"keys":[]}'],
    ['keys that are none', '{"keys":[null,1,"x",[],{},{"kty":"EC"},{"kty":"RSA","n":1,"e":2}]}'],
    ['too many keys', JSON.stringify({ keys: Array(201).fill({ kty: 'EC', crv: 'P-256', x: 'a', y: 'b' }) })],
    ['more than we read', JSON.stringify({ keys: [], pad: 'x'.repeat(300 * 1024) })],
  ])('that answers %s has no key', async (_, body) => {
    issuer.pages.set('/keys', (_, response) => response.end(body))
    expect(await take(await tokenOf(key, claims()))).toEqual(noKey)
  })

  it('that answers without end is not listened to for long', async () => {
    let written = 0
    issuer.pages.set('/keys', (_, response) => {
      const more = () => {
        written += 1024
        if (!response.destroyed) response.write('x'.repeat(1024), () => setImmediate(more))
      }
      more()
    })
    expect(await take(await tokenOf(key, claims()))).toEqual(noKey)
    expect(written).toBeLessThan(8 * 1024 * 1024)
  })

  it('that packs its answer is not unpacked', async () => {
    issuer.pages.set('/keys', (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('x')
    })
    expect(await take(await tokenOf(key, claims()))).toEqual(noKey)
  })

  it('that fails or hangs up cannot be reached', async () => {
    issuer.pages.set('/keys', (_, response) => response.writeHead(503).end())
    expect(await take(await tokenOf(key, claims()))).toEqual(unreachable)
    const other = await startIssuer(key)
    const elsewhere = await roleTrusting(server, await makeProvider(server, other))
    await other.close()
    const token = await tokenOf(key, claims({ iss: other.url }))
    expect(await takeWithToken(server, elsewhere, token)).toEqual(unreachable)
  })

  it('that never answers is given up', async () => {
    issuer.pages.set('/keys', () => {})
    expect(await take(await tokenOf(key, claims()))).toEqual(unreachable)
  }, 20_000)
})

describe('keys that are known', () => {
  const requests = () => issuer.asked.filter(path => path === '/keys').length
  const fetched = async (token: Promise<string>) => [await take(await token), requests()]

  it('are not asked for again at once, however many ask', async () => {
    const token = await tokenOf(key, claims())
    const answers = await Promise.all(Array.from({ length: 20 }, () => take(token)))
    expect(answers).toEqual(Array(20).fill(ok))
    expect(requests()).toBe(1)
  })

  it('are asked for again when a token has a new one, but not for every token that says so', async () => {
    expect(await fetched(tokenOf(key, claims()))).toEqual([ok, 1])
    const next = await signingKey()
    issuer.keys = [key.jwk, next.jwk]
    expect(await fetched(tokenOf(next, claims()))).toEqual([noKey, 1])
    server.advance(11)
    const late = claims({ exp: seconds() + 900 })
    expect(await fetched(tokenOf(next, late))).toEqual([ok, 2])
    for (let index = 0; index < 5; index++) {
      expect(await fetched(tokenOf(key, late, { kid: `unknown-${index}` }))).toEqual([noKey, 2])
    }
    expect(await fetched(tokenOf(key, late))).toEqual([ok, 2])
  })

  it('are forgotten after a while: one that was taken back is good for nothing', async () => {
    const late = { exp: seconds() + 7200 }
    expect(await fetched(tokenOf(key, claims(late)))).toEqual([ok, 1])
    issuer.keys = [(await signingKey()).jwk]
    server.advance(11 * 60)
    expect(await fetched(tokenOf(key, claims(late)))).toEqual([noKey, 2])
  })

  it('of an issuer that failed are asked for again a little later', async () => {
    issuer.pages.set('/keys', (_, response) => response.writeHead(500).end())
    expect(await fetched(tokenOf(key, claims()))).toEqual([unreachable, 1])
    issuer.pages.delete('/keys')
    expect(await fetched(tokenOf(key, claims()))).toEqual([unreachable, 1])
    server.advance(11)
    expect(await fetched(tokenOf(key, claims({ exp: seconds() + 3600 })))).toEqual([ok, 2])
  })
})
