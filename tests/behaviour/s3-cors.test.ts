import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { s3CallsTo } from './support/s3-calls.ts'
import { allow, fresh, makeUser, policy } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
const s3 = s3CallsTo(() => server)

const page = 'https://localhost:4200'
const rule = {
  AllowedOrigins: [page],
  AllowedMethods: ['GET', 'PUT'],
  AllowedHeaders: ['*'],
  MaxAgeSeconds: 3000,
}
const vary = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method'

/** With an object `k` that everybody may read, and these rules. */
async function bucketWith(...CORSRules: object[]): Promise<string> {
  const Bucket = fresh('bucket')
  await s3('CreateBucket', { Bucket })
  await s3('PutObject', { Bucket, Key: 'k', Body: 'k' })
  await s3('DeletePublicAccessBlock', { Bucket })
  const reads = { ...allow('s3:GetObject', `arn:aws:s3:::${Bucket}/k`), Principal: '*' }
  await s3('PutBucketPolicy', { Bucket, Policy: policy(reads) })
  if (CORSRules.length > 0) await s3('PutBucketCors', { Bucket, CORSConfiguration: { CORSRules } })
  return Bucket
}

/** What a browser is answered, and what it makes of that: the headers that are about other origins. */
async function asked(method: string, path: string, headers: Record<string, string>) {
  const answer = await fetch(`${server.url}/${path}`, { method, headers })
  const body = await answer.text()
  const told = [...answer.headers].filter(([name]) => /^(access-control-.*|vary)$/.test(name))
  const [code, message, type] = ['Code', 'Message', 'ResourceType'].map(
    name => new RegExp(`<${name}>(.*?)</${name}>`).exec(body)?.[1],
  )
  return { status: answer.status, told: Object.fromEntries(told), ...(code && { code, message, type }) }
}

const preflight = (path: string, origin: string, method?: string, headers?: string) =>
  asked('OPTIONS', path, {
    origin,
    ...(method !== undefined && { 'access-control-request-method': method }),
    ...(headers !== undefined && { 'access-control-request-headers': headers }),
  })

const forbidden = (message: string, type: string) => ({
  ...{ status: 403, told: {}, code: 'AccessForbidden', type },
  message: expect.stringContaining(`CORSResponse: ${message}`),
})
const notAllowed = forbidden('This CORS request is not allowed.', 'OBJECT')

describe('the CORS of a bucket', () => {
  it('is as it was put, by who may, until it is removed', async () => {
    const Bucket = await bucketWith()
    const CORSRules = [
      { ID: 'one', ...rule, ExposeHeaders: ['ETag'] },
      { AllowedOrigins: [''], AllowedMethods: ['HEAD'] },
    ]
    const { keys } = await makeUser(server, server.trusting)
    const put = { Bucket, CORSConfiguration: { CORSRules } }
    for (const [operation, input] of [
      ['PutBucketCors', put],
      ['GetBucketCors', { Bucket }],
      ['DeleteBucketCors', { Bucket }],
    ] as const)
      expect(await s3(operation, input, keys)).toMatchObject({ refused: 'AccessDenied' })
    expect(await s3('PutBucketCors', put)).toEqual({})
    expect(await s3('GetBucketCors', { Bucket })).toEqual({ CORSRules })
    expect(await s3('DeleteBucketCors', { Bucket })).toEqual({})
    expect(await s3('GetBucketCors', { Bucket })).toMatchObject({
      refused: 'NoSuchCORSConfiguration',
      status: 404,
    })
  })

  it('has rules by the rules', async () => {
    const Bucket = await bucketWith()
    const one = { AllowedOrigins: ['*'], AllowedMethods: ['GET'] }
    const cases: readonly (readonly [object[], string, string])[] = [
      [[], 'MalformedXML', 'was not well-formed'],
      [[{ ...one, AllowedMethods: [] }], 'MalformedXML', 'was not well-formed'],
      [[{ ...one, AllowedMethods: ['GET', 'PATCH'] }], 'InvalidRequest', 'Unsupported method is PATCH'],
      [[{ ...one, AllowedOrigins: ['https://*.*'] }], 'InvalidRequest', 'more than one wildcard'],
      [[{ ...one, AllowedHeaders: ['x-*-*'] }], 'InvalidRequest', 'more than one wildcard'],
      [[{ ...one, ExposeHeaders: ['x-*'] }], 'InvalidRequest', 'contains wildcard'],
      [Array.from({ length: 101 }, () => one), 'InvalidRequest', 'limit of 100 rules'],
    ]
    for (const [CORSRules, refused, message] of cases)
      expect(await s3('PutBucketCors', { Bucket, CORSConfiguration: { CORSRules } })).toMatchObject({
        ...{ refused, status: 400 },
        message: expect.stringContaining(message),
      })
    expect(await s3('GetBucketCors', { Bucket })).toMatchObject({ refused: 'NoSuchCORSConfiguration' })
  })
})

describe('a page of another origin', () => {
  it('is told whether it may ask', async () => {
    const Bucket = await bucketWith(rule)
    const told = {
      'access-control-allow-origin': page,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, PUT',
      'access-control-max-age': '3000',
      vary,
    }
    const path = `${Bucket}/k`
    expect(await preflight(path, page, 'PUT')).toEqual({ status: 200, told })
    const named = { ...told, 'access-control-allow-headers': 'x-amz-request-payer, etag' }
    expect(await preflight(path, page, 'PUT', 'X-Amz-Request-Payer,etag')).toEqual({
      status: 200,
      told: named,
    })
    expect(await preflight(path, 'http://localhost:4200', 'PUT')).toEqual(notAllowed)
    expect(await preflight(path, page, 'DELETE')).toEqual(notAllowed)
    expect(await preflight(path, page)).toEqual(notAllowed)
    expect(await preflight(Bucket, page, 'DELETE')).toMatchObject({ code: 'AccessForbidden', type: 'BUCKET' })
  })

  it('is told nothing where there is no CORS, no bucket, or no page', async () => {
    const without = await bucketWith()
    const path = `${without}/k`
    expect(await preflight(path, page, 'PUT')).toEqual(
      forbidden('CORS is not enabled for this bucket.', 'BUCKET'),
    )
    expect(await preflight(path, page)).toEqual(forbidden('CORS is not enabled for this bucket.', 'BUCKET'))
    expect(await preflight(`${fresh('no-bucket')}/k`, page)).toEqual(forbidden('Bucket not found', 'BUCKET'))
    const bad = { status: 400, code: 'BadRequest', told: {} }
    expect(await asked('OPTIONS', path, { referer: page })).toMatchObject(bad)
    expect(await asked('GET', path, { origin: page })).toEqual({ status: 200, told: {} })
    const Bucket = await bucketWith(rule)
    expect(await asked('GET', `${Bucket}/k`, { referer: page })).toEqual({ status: 200, told: {} })
  })

  it('is told with the answer that it may have it, also where it is a refusal', async () => {
    const Bucket = await bucketWith({
      ...rule,
      AllowedMethods: ['GET'],
      ExposeHeaders: ['ETag', 'x-amz-id-2'],
    })
    const told = { 'access-control-allow-origin': page, 'access-control-expose-headers': 'ETag, x-amz-id-2' }
    const get = (key: string, more = {}) => asked('GET', `${Bucket}/${key}`, { origin: page, ...more })
    expect(await get('k')).toMatchObject({ status: 200, told })
    expect(await get('other')).toMatchObject({ status: 403, code: 'AccessDenied', told })
    // As recorded: what belongs to a preflight counts here too.
    expect(await get('k', { 'access-control-request-method': 'PUT' })).toEqual({ status: 200, told: {} })
    expect(await get('k', { origin: 'https://evil.example' })).toEqual({ status: 200, told: {} })
    expect(await asked('PUT', `${Bucket}/k`, { origin: page })).toMatchObject({ status: 403, told: {} })
    await s3('DeleteBucketCors', { Bucket })
    expect(await get('k')).toEqual({ status: 200, told: {} })
  })

  it('may be any, or any of a kind, by the first rule that fits', async () => {
    const any = { AllowedOrigins: ['*'], AllowedMethods: ['GET'] }
    const kind = {
      AllowedOrigins: ['http://*.example.com'],
      AllowedMethods: ['GET'],
      AllowedHeaders: ['X-Amz-*'],
    }
    const path = `${await bucketWith(kind, any)}/k`
    expect((await preflight(path, 'http://a.example.com', 'GET', 'x-amz-date')).told).toMatchObject({
      'access-control-allow-origin': 'http://a.example.com',
    })
    expect(await preflight(path, 'http://random:1234', 'GET')).toEqual({
      status: 200,
      told: { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET', vary },
    })
    expect(await preflight(path, 'http://random:1234', 'GET', 'x-amz-date')).toEqual(notAllowed)
    expect(await preflight(path, 'http://a.example.com', 'GET', 'content-type')).toEqual(notAllowed)
    expect((await preflight(path, 'http://.example.co', 'GET')).told['access-control-allow-origin']).toBe('*')
  })

  it('is let ask nothing of the rest of the API, whatever a bucket says', async () => {
    await bucketWith({ ...rule, AllowedOrigins: ['*'] })
    for (const path of ['_crossrole/health', '_crossrole/console/sessions', '?Action=GetCallerIdentity'])
      for (const method of ['OPTIONS', 'GET'])
        expect((await asked(method, path, { origin: page })).told).toEqual({})
  })
})
