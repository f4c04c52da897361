import { request } from 'node:http'
import { ListUsersCommand } from '@aws-sdk/client-iam'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { maxBodyBytes } from '../../src/server/http-server.ts'
import { loadServices } from '../../src/server/services.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

/** What comes in is not always what clients make: the error AWS gives, nothing stored, the process alive. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

afterEach(async () => {
  const { Users } = await server.iam(server.trusted.admin).send(new ListUsersCommand({}))
  expect(Users?.map(user => user.UserName)).toEqual(['admin'])
})

interface Answer {
  readonly status: number
  readonly body: string
  readonly headers: Record<string, unknown>
}

interface Raw {
  readonly method?: string
  readonly path?: string
  readonly body?: string | Uint8Array
  readonly headers?: Record<string, string>
}

function send({ method = 'POST', path = '/', body = '', headers = {} }: Raw): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(path, server.url), { method, headers }, incoming => {
      const chunks: Buffer[] = []
      incoming.on('data', chunk => chunks.push(chunk))
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
          headers: incoming.headers,
        }),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** A request with a good signature over whatever its content is. */
async function sendSigned(service: string, raw: Raw, keys: Keys = server.trusted.admin): Promise<Answer> {
  const { hostname, port, host } = new URL(server.url)
  const signer = new SignatureV4({ credentials: keys, region: 'us-east-1', service, sha256: Sha256 })
  const signed = await signer.sign({
    method: raw.method ?? 'POST',
    protocol: 'http:',
    hostname,
    port: Number(port),
    path: '/',
    query: Object.fromEntries(new URLSearchParams(raw.path?.split('?')[1] ?? '')),
    headers: { host, 'content-type': 'application/x-www-form-urlencoded', ...raw.headers },
    body: raw.body ?? '',
  })
  return send({ ...raw, headers: signed.headers })
}

const code = (answer: Answer) => /<Code>(\w+)<\/Code>/.exec(answer.body)?.[1]
const version = 'Version=2010-05-08'

describe('requests without a valid signature', () => {
  it('unsigned', async () => {
    const answer = await send({ body: `Action=CreateUser&UserName=eve&${version}` })
    expect([answer.status, code(answer)]).toEqual([403, 'MissingAuthenticationToken'])
  })

  it.each(['', '?Action=CreateUser', '/some/path', '/?Action=ListUsers&Version=1'])(
    'unsigned GET %j',
    async path => {
      const answer = await send({ method: 'GET', path })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
    },
  )

  it('with a broken Authorization header', async () => {
    const answer = await send({
      body: `Action=CreateUser&UserName=eve&${version}`,
      headers: { authorization: 'AWS4-HMAC-SHA256 nonsense' },
    })
    expect([answer.status, code(answer)]).toEqual([400, 'IncompleteSignature'])
  })

  it('with a body other than the signed one', async () => {
    const { hostname, port, host } = new URL(server.url)
    const signer = new SignatureV4({
      credentials: server.trusted.admin,
      region: 'us-east-1',
      service: 'iam',
      sha256: Sha256,
    })
    const signed = await signer.sign({
      method: 'POST',
      protocol: 'http:',
      hostname,
      port: Number(port),
      path: '/',
      headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
      body: `Action=GetUser&${version}`,
    })
    const answer = await send({ headers: signed.headers, body: `Action=CreateUser&UserName=eve&${version}` })
    expect([answer.status, code(answer)]).toEqual([403, 'SignatureDoesNotMatch'])
  })

  it('signed for another service than it asks', async () => {
    const answer = await sendSigned('ec2', { body: `Action=CreateUser&UserName=eve&${version}` })
    expect([answer.status, code(answer)]).toEqual([403, 'SignatureDoesNotMatch'])
    expect(answer.body).toContain('Credential should be scoped to correct service: &apos;iam&apos;')
  })
})

describe('requests that are signed but make no sense', () => {
  it('without an action', async () => {
    const answer = await sendSigned('iam', { body: version })
    expect([answer.status, code(answer)]).toEqual([400, 'MissingAction'])
  })

  it('with an unknown action, or one of another version', async () => {
    for (const body of [
      `Action=CreateUsers&${version}`,
      'Action=CreateUser&UserName=eve&Version=2009-01-01',
    ]) {
      const answer = await sendSigned('iam', { body })
      expect([answer.status, code(answer)]).toEqual([400, 'InvalidAction'])
    }
  })

  it('for an operation or a service that is not there yet', async () => {
    for (const name of undeclared('iam')) {
      const operation = await sendSigned('iam', { body: `Action=${name}&${version}` })
      expect([name, operation.status, code(operation)]).toEqual([name, 501, 'NotImplemented'])
    }
    const service = await sendSigned('sqs', { method: 'GET' })
    expect([service.status, code(service)]).toEqual([501, 'NotImplemented'])
  })

  it('with a body that is not UTF-8, not percent-encoded, or a parameter twice', async () => {
    const broken = Buffer.concat([
      Buffer.from(`Action=CreateUser&${version}&UserName=`),
      Buffer.of(0xff, 0xfe),
    ])
    for (const body of [
      broken,
      `Action=CreateUser&${version}&UserName=%zz`,
      `Action=CreateUser&${version}&UserName=%ff`,
      `Action=CreateUser&${version}&UserName=a&UserName=b`,
    ]) {
      const answer = await sendSigned('iam', { body })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
    }
  })

  it('with a body of another type', async () => {
    const answer = await sendSigned('iam', {
      body: '{"Action":"CreateUser","UserName":"eve"}',
      headers: { 'content-type': 'application/x-amz-json-1.1' },
    })
    expect(answer.status).toBe(400)
  })

  it('with names that mean something to JavaScript', async () => {
    const answer = await sendSigned('iam', {
      body: `Action=CreateUser&${version}&__proto__.UserName=eve&constructor.prototype.UserName=eve`,
    })
    expect([answer.status, code(answer)]).toEqual([400, 'ValidationError'])
  })

  it('names the request in every error', async () => {
    const answer = await sendSigned('iam', { body: version })
    const id = /<RequestId>([-0-9a-f]{36})<\/RequestId>/.exec(answer.body)?.[1]
    expect(id).toBe(answer.headers['x-amzn-requestid'])
  })
})

describe('policies that are none', () => {
  const put = (document: string) =>
    sendSigned('iam', {
      body: new URLSearchParams({
        Action: 'PutUserPolicy',
        Version: '2010-05-08',
        UserName: 'admin',
        PolicyName: 'bad',
        PolicyDocument: document,
      }).toString(),
    })

  it.each([
    ['no JSON', '{"Version":"2012-10-17",}'],
    ['a key twice', '{"Version":"2012-10-17","Version":"2012-10-17","Statement":[]}'],
    ['deep nesting', `${'['.repeat(60_000)}`],
    ['an empty object', '{}'],
    [
      'a principal',
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}',
    ],
  ])('%s', async (_name, document) => {
    const answer = await put(document)
    expect([answer.status, code(answer)]).toEqual([400, 'MalformedPolicyDocument'])
  })

  it('names a principal that is not there', async () => {
    const answer = await sendSigned('iam', {
      body: new URLSearchParams({
        Action: 'CreateRole',
        Version: '2010-05-08',
        RoleName: 'Bad',
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::111111111111:user/nobody' },
            Action: 'sts:AssumeRole',
          },
        }),
      }).toString(),
    })
    expect([answer.status, code(answer)]).toEqual([400, 'MalformedPolicyDocument'])
    expect(answer.body).toContain('Invalid principal in policy')
  })
})

describe('requests that are too large', () => {
  it('are refused by their announced length before a byte is read', async () => {
    const answer = await new Promise<Answer>((resolve, reject) => {
      const headers = { 'content-length': String(maxBodyBytes + 1) }
      const outgoing = request(server.url, { method: 'POST', headers }, incoming => {
        incoming.resume()
        resolve({ status: incoming.statusCode ?? 0, body: '', headers: incoming.headers })
      })
      outgoing.on('error', reject)
      outgoing.flushHeaders()
    })
    expect(answer.status).toBe(413)
  })

  it('are refused when they turn out to be', async () => {
    const answer = await send({
      body: 'x'.repeat(maxBodyBytes + 1),
      headers: { 'transfer-encoding': 'chunked' },
    }).catch(error => ({ status: 413, body: String(error), headers: {} }))
    expect(answer.status).toBe(413)
  })
})

describe('paths of our own', () => {
  it('health', async () => {
    expect(await send({ method: 'GET', path: '/_crossrole/health' })).toMatchObject({ status: 200 })
  })

  it('nothing else below them', async () => {
    expect(await send({ method: 'GET', path: '/_crossrole/secrets' })).toMatchObject({ status: 404 })
  })
})

/** What the SDK knows and we have not declared. */
function undeclared(service: string): readonly string[] {
  const { api, operations } = loadServices().get(service) ?? {}
  return [...(api?.shapes.keys() ?? [])].filter(name => !operations?.has(name))
}
