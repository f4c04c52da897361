import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CompactSign, exportJWK, type JWK } from 'jose'

export interface SigningKey {
  readonly kid: string
  readonly alg: string
  readonly key: KeyObject
  readonly jwk: JWK
}

let made = 0

/** A key pair whose public half is a JSON Web Key with its id. */
export async function signingKey(
  alg = 'ES256',
  options: { kid?: string; bits?: number } = {},
): Promise<SigningKey> {
  made += 1
  const { kid = `key-${made}`, bits = 2048 } = options
  const { privateKey, publicKey } = alg.startsWith('ES')
    ? generateKeyPairSync('ec', { namedCurve: curves[alg] ?? 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: bits })
  return {
    kid,
    alg,
    key: createPrivateKey(pem(privateKey)),
    jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' },
  }
}

const curves: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }

function pem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** What is at one of an issuer's addresses. */
type Page = RequestListener

export interface TestIssuer {
  readonly url: string
  /** Without the scheme, as ARNs and condition keys name it. */
  readonly name: string
  /** What the key set holds; may be changed while it runs. */
  keys: JWK[]
  /** In the place of the usual pages, by path below its own. */
  readonly pages: Map<string, Page>
  /** Paths below its own in the order in which they were asked for. */
  readonly asked: string[]
  readonly close: () => Promise<void>
}

/** An OIDC provider on this machine: its discovery document and its keys, nothing more. */
export async function startIssuer(...keys: readonly SigningKey[]): Promise<TestIssuer> {
  const pages = new Map<string, Page>()
  const asked: string[] = []
  // The system hands out ports again: the path makes each issuer another one, and its keys nobody else's.
  const base = `/${randomUUID()}`
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(base, '')
    asked.push(path)
    const page = pages.get(path)
    if (page) return page(request, response)
    const content = documents[path]
    response.writeHead(content ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(content?.() ?? {}))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const name = `127.0.0.1:${(server.address() as AddressInfo).port}${base}`
  const url = `http://${name}`
  const documents: Readonly<Record<string, () => object>> = {
    '/.well-known/openid-configuration': () => ({ issuer: url, jwks_uri: `${url}/keys` }),
    '/keys': () => ({ keys: issuer.keys }),
  }
  const issuer: TestIssuer = {
    url,
    name,
    keys: keys.map(({ jwk }) => jwk),
    pages,
    asked,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return issuer
}

/** A signed token with these claims, and with these changes to its header. */
export async function tokenOf(key: SigningKey, claims: object, header: object = {}): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'JWT', ...header })
    .sign(key.key, { crit: { b64: true } })
}

/** The three parts of a token that is put together by hand. */
export function rawToken(header: unknown, claims: unknown, signature = 'c2lnbmF0dXJl'): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part(header)}.${part(claims)}.${signature}`
}
