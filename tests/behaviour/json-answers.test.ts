import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** IAM and STS answer JSON to who asks for it: proxies and verifiers of tokens send presigned requests with that header. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

interface Asked {
  readonly service?: string
  readonly query: Record<string, string>
  readonly accept: string
  /** Spoils the signature. */
  readonly afterwards?: string
}

async function ask({ service = 'sts', query, accept, afterwards = '' }: Asked): Promise<Response> {
  const { hostname, port, host } = new URL(server.url)
  const credentials = server.trusted.admin
  const signer = new SignatureV4({ credentials, region: 'us-east-1', service, sha256: Sha256 })
  const { query: signed = {} } = await signer.presign({
    method: 'GET',
    protocol: 'http:',
    hostname,
    port: Number(port),
    path: '/',
    query,
    headers: { host },
  })
  const search = new URLSearchParams(signed as Record<string, string>)
  return fetch(`${server.url}/?${search}${afterwards}`, { headers: { accept } })
}

const whoAmI = { Action: 'GetCallerIdentity', Version: '2011-06-15' }
const session = { Action: 'GetSessionToken', Version: '2011-06-15' }
const getRole = { Action: 'GetRole', RoleName: 'Nobody', Version: '2010-05-08' }

describe('who accepts JSON before all else', () => {
  it.each(['application/json', 'application/json, text/plain, */*', 'Application/JSON;q=0.9'])(
    'is told in JSON who they are: %s',
    async accept => {
      const answer = await ask({ query: whoAmI, accept })
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json'])
      const { id } = server.trusted
      expect(await answer.json()).toEqual({
        GetCallerIdentityResponse: {
          GetCallerIdentityResult: {
            Account: id,
            Arn: `arn:aws:iam::${id}:user/admin`,
            UserId: expect.stringMatching(/^AIDA/),
          },
          ResponseMetadata: { RequestId: answer.headers.get('x-amzn-requestid') },
        },
      })
    },
  )

  it('has times in seconds', async () => {
    const answer = await ask({ query: session, accept: 'application/json' })
    const { GetSessionTokenResult } = (await answer.json()).GetSessionTokenResponse
    expect(GetSessionTokenResult.Credentials.Expiration).toBeGreaterThan(Date.now() / 1000)
    expect(Number.isInteger(GetSessionTokenResult.Credentials.Expiration)).toBe(true)
  })

  it('is refused in JSON, and as surely', async () => {
    const unknown = await ask({ service: 'iam', query: getRole, accept: 'application/json' })
    expect([unknown.status, await unknown.json()]).toEqual([
      404,
      {
        Error: {
          Code: 'NoSuchEntity',
          Message: 'The role with name Nobody cannot be found.',
          Type: 'Sender',
        },
        RequestId: unknown.headers.get('x-amzn-requestid'),
      },
    ])
    const forged = await ask({ query: whoAmI, accept: 'application/json', afterwards: '&More=1' })
    expect([forged.status, (await forged.json()).Error.Code]).toEqual([403, 'SignatureDoesNotMatch'])
  })
})

it.each(['*/*', 'text/xml, application/json', 'application/jsonp', 'text/html,application/xml;q=0.9'])(
  'anybody else has XML: %s',
  async accept => {
    const answer = await ask({ query: whoAmI, accept })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/xml'])
    expect(await answer.text()).toMatch(/^<GetCallerIdentityResponse /)
  },
)
