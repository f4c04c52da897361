import { createHmac, hash } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import { describe, expect, test } from 'vitest'
import { ServiceError } from '../../src/wire/error.ts'
import type { HttpRequest } from '../../src/wire/http.ts'
import { isoBasic, parseSignature, type Signature } from '../../src/wire/sigv4/signature.ts'
import { deriveSigningKey, SigningKeys } from '../../src/wire/sigv4/signing-keys.ts'
import { verifySignature } from '../../src/wire/sigv4/verify.ts'
import { credentials, received, send } from './sdk.ts'

const now = Date.parse('2026-01-02T03:04:05Z')
const minute = 60_000
const body = 'Action=GetCallerIdentity&Version=2011-06-15'

class Sha256 {
  readonly #key: Uint8Array | string | undefined
  readonly #parts: Uint8Array[] = []
  constructor(key?: Uint8Array | string) {
    this.#key = key
  }
  update(data: Uint8Array | string) {
    this.#parts.push(Buffer.from(data as string))
  }
  async digest() {
    const data = Buffer.concat(this.#parts)
    return new Uint8Array(
      this.#key === undefined
        ? hash('sha256', data, 'buffer')
        : createHmac('sha256', this.#key).update(data).digest(),
    )
  }
}

function signer(service = 'sts', sessionToken?: string) {
  const identity = sessionToken === undefined ? credentials : { ...credentials, sessionToken }
  return new SignatureV4({
    credentials: identity,
    region: 'eu-central-1',
    service,
    sha256: Sha256 as never,
    uriEscapePath: service !== 's3',
    applyChecksum: service === 's3',
  })
}

interface Sent {
  method?: string
  path?: string
  query?: Record<string, string>
  headers?: Record<string, string>
  body?: string
}

/** A request as the real signer signs it, in header form. */
async function signed(
  sent: Sent = {},
  { service = 'sts', at = now, token }: SignOptions = {},
): Promise<HttpRequest> {
  const request = await signer(service, token).sign(unsigned(sent), { signingDate: new Date(at) })
  return received(request as never)
}

interface SignOptions {
  service?: string
  at?: number
  token?: string
  expiresIn?: number
}

/** In query form. */
async function presigned(sent: Sent = {}, options: SignOptions = {}): Promise<HttpRequest> {
  const { service = 'sts', at = now, token, expiresIn = 60 } = options
  const query = { Action: 'GetCallerIdentity', Version: '2011-06-15' }
  const request = await signer(service, token).presign(
    unsigned({ method: 'GET', query, body: '', ...sent }),
    {
      signingDate: new Date(at),
      expiresIn,
    },
  )
  return received(request as never)
}

function unsigned(sent: Sent) {
  return {
    method: 'POST',
    protocol: 'https:',
    hostname: 'sts.eu-central-1.amazonaws.com',
    path: '/',
    query: {},
    body,
    ...sent,
    headers: { host: 'sts.eu-central-1.amazonaws.com', ...sent.headers },
  }
}

function verify(
  request: HttpRequest,
  changes: Partial<Parameters<typeof verifySignature>[2]> = {},
): Signature {
  const signature = parseSignature(request)
  if (!signature) throw new Error('unsigned')
  const { secretAccessKey } = credentials
  verifySignature(signature, request, {
    secretAccessKey,
    now,
    service: 'sts',
    signingKeys: new SigningKeys(),
    ...changes,
  })
  return signature
}

function refusal(work: () => unknown): { code: string; status: number; message: string } {
  try {
    work()
  } catch (error) {
    if (error instanceof ServiceError)
      return { code: error.code, status: error.status, message: error.message }
    throw error
  }
  throw new Error('was not refused')
}

const mismatch = {
  code: 'SignatureDoesNotMatch',
  status: 403,
  message: expect.stringContaining(
    'The request signature we calculated does not match the signature you provided.',
  ),
}

describe('Header form', () => {
  test('a request of the SDK’s client passes', async () => {
    let seen: HttpRequest | undefined
    await send('sts', 'GetCallerIdentity', {}, request => {
      seen = request
      return {
        status: 200,
        headers: {},
        body: '<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>',
      }
    })
    expect(verify(seen as HttpRequest, { now: Date.now() })).toMatchObject({
      form: 'header',
      accessKeyId: credentials.accessKeyId,
      region: 'us-east-1',
      service: 'sts',
    })
  })

  test('a token is part of it', async () => {
    const request = await signed({}, { token: 'TOKEN/+==' })
    expect(verify(request)).toMatchObject({ sessionToken: 'TOKEN/+==' })
    const swapped = { ...request, headers: { ...request.headers, 'x-amz-security-token': 'OTHER' } }
    expect(refusal(() => verify(swapped))).toEqual(mismatch)
  })

  test('so is what names the operation of a JSON protocol, or one signature would do for all of them', async () => {
    const target = { 'X-Amz-Target': 'AWSOrganizationsV20161128.ListRoots' }
    verify(await signed({ headers: target }))
    const other = 'AWSOrganizationsV20161128.DeleteOrganization'
    const request = await signed()
    const added = { ...request, headers: { ...request.headers, 'x-amz-target': other } }
    expect(refusal(() => verify(added))).toEqual({
      code: 'IncompleteSignature',
      status: 400,
      message: "'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization.",
    })
    const link = await presigned()
    const sent = { ...link, headers: { ...link.headers, 'x-amz-target': other } }
    expect(refusal(() => verify(sent))).toHaveProperty('code', 'IncompleteSignature')
  })

  test('paths and queries are read as the signer wrote them', async () => {
    const sent = {
      path: '/a b/é/../%2F~*',
      query: { z: '', 'a b': 'c+d', A: "!'()*", é: '/?' },
      headers: { 'x-spaced': '  a   b\tc  ', 'x-amz-meta': 'm' },
    }
    verify(await signed({ ...sent, path: encodeURI(sent.path) }))
  })

  test.each<[string, (request: HttpRequest) => Partial<HttpRequest>]>([
    ['body', () => ({ body: Buffer.from(`${body}&UserName=x`) })],
    ['emptied body', () => ({ body: new Uint8Array() })],
    ['method', () => ({ method: 'PUT' })],
    ['path', () => ({ path: '/other' })],
    ['query', () => ({ query: 'a=b' })],
    ['host', ({ headers }) => ({ headers: { ...headers, host: 'evil.example' } })],
    ['signed header', ({ headers }) => ({ headers: { ...headers, 'x-amz-date': '20260102T030406Z' } })],
    ['missing signed header', ({ headers }) => ({ headers: { ...headers, host: undefined } })],
    [
      'signature',
      ({ headers }) => ({ headers: { ...headers, authorization: flipped(headers.authorization) } }),
    ],
    [
      'short signature',
      ({ headers }) => ({ headers: { ...headers, authorization: headers.authorization?.slice(0, -1) } }),
    ],
    [
      'long signature',
      ({ headers }) => ({ headers: { ...headers, authorization: `${headers.authorization}00` } }),
    ],
    [
      'region',
      ({ headers }) => ({
        headers: { ...headers, authorization: headers.authorization?.replace('eu-central-1', 'us-east-1') },
      }),
    ],
  ])('a changed %s does not match', async (_, change) => {
    const request = await signed()
    verify(request)
    expect(refusal(() => verify({ ...request, ...change(request) }))).toEqual(mismatch)
  })

  test('another secret does not match', async () => {
    const request = await signed()
    expect(refusal(() => verify(request, { secretAccessKey: 'other' }))).toEqual(mismatch)
  })

  test('headers that are not signed may change', async () => {
    const request = await signed()
    verify({
      ...request,
      headers: { ...request.headers, 'user-agent': 'x', 'x-amz-cf-id': 'added by a proxy' },
    })
  })

  test('a stated body hash must be the body’s', async () => {
    const right = hash('sha256', body, 'hex')
    verify(await signed({ headers: { 'x-amz-content-sha256': right } }))
    for (const stated of [
      'UNSIGNED-PAYLOAD',
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      hash('sha256', 'x', 'hex'),
    ]) {
      const request = await signed({ headers: { 'x-amz-content-sha256': stated } })
      expect(
        refusal(() => verify(request)),
        stated,
      ).toEqual(mismatch)
    }
  })
})

describe('Query form', () => {
  test('a presigned GetCallerIdentity passes', async () => {
    expect(verify(await presigned())).toMatchObject({ form: 'query', expiresSeconds: 60 })
    expect(verify(await presigned({}, { token: 'T/+=' }))).toMatchObject({ sessionToken: 'T/+=' })
    verify(await presigned({ headers: { 'x-k8s-aws-id': 'cluster' } }))
  })

  test.each<[string, (query: string) => string]>([
    ['action', query => query.replace('GetCallerIdentity', 'GetSessionToken')],
    ['added parameter', query => `${query}&RoleArn=x`],
    ['lifetime', query => query.replace('X-Amz-Expires=60', 'X-Amz-Expires=600')],
    ['token', query => query.replace('X-Amz-Security-Token=TOKEN', 'X-Amz-Security-Token=OTHER')],
    ['dropped token', query => query.replace('X-Amz-Security-Token=TOKEN', '')],
    [
      'signature',
      query => query.replace(/(X-Amz-Signature=)(\w)/, (_, name, digit) => `${name}${digit === '0' ? 1 : 0}`),
    ],
  ])('a changed %s does not match', async (_, change) => {
    const request = await presigned({}, { token: 'TOKEN' })
    const query = change(request.query)
    expect(query).not.toBe(request.query)
    expect(refusal(() => verify({ ...request, query }))).toEqual(mismatch)
  })

  test('the order of parameters is free, a body is not', async () => {
    const request = await presigned()
    verify({ ...request, query: request.query.split('&').reverse().join('&') })
    expect(refusal(() => verify({ ...request, body: Buffer.from('x') }))).toEqual(mismatch)
  })

  test('STS takes it for fifteen minutes, whatever it asks for', async () => {
    for (const expiresIn of [1, 60, 604_800]) {
      const request = await presigned({}, { expiresIn })
      verify(request, { now: now + 15 * minute })
      expect(refusal(() => verify(request, { now: now + 15 * minute + 1000 })).message).toMatch(
        /^Signature expired/,
      )
    }
  })

  test('S3 takes it for as long as it asks, without its body', async () => {
    const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
    const request = await presigned({ path: '/bucket/a%20b//c', headers }, { service: 's3', expiresIn: 3600 })
    const s3 = { service: 's3', now: now + 3600_000 }
    verify(request, s3)
    verify({ ...request, body: Buffer.from('anything') }, s3)
    expect(refusal(() => verify(request, { ...s3, now: s3.now + 1 }))).toMatchObject({
      code: 'AccessDenied',
      message: 'Request has expired',
    })
  })

  test.each<[string, (query: string) => string, string]>([
    ['a parameter twice', query => `${query}&X-Amz-Date=20260102T030405Z`, 'InvalidQueryParameter'],
    [
      'a parameter twice in disguise',
      query => `${query}&X-Amz-Dat%65=20260102T030405Z`,
      'InvalidQueryParameter',
    ],
    ['no date', query => query.replace(/&?X-Amz-Date=[^&]*/, ''), 'IncompleteSignature'],
    [
      'no lifetime at all worth the name',
      query => query.replace('X-Amz-Expires=60', 'X-Amz-Expires=0'),
      'IncompleteSignature',
    ],
    ['eight days', query => query.replace('X-Amz-Expires=60', 'X-Amz-Expires=604801'), 'IncompleteSignature'],
    ['half a second', query => query.replace('X-Amz-Expires=60', 'X-Amz-Expires=0.5'), 'IncompleteSignature'],
    ['broken escapes', query => `${query}&a=%zz&%zz=a`, 'MalformedQueryString'],
    ['SigV4a', query => query.replace('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256'), 'IncompleteSignature'],
    ['SigV2', () => 'AWSAccessKeyId=AKIDEXAMPLE&SignatureVersion=2&Signature=x', 'IncompleteSignature'],
  ])('%s is refused', async (_, change, code) => {
    const request = await presigned()
    expect(refusal(() => verify({ ...request, query: change(request.query) })).code).toBe(code)
  })

  test('missing parameters are named', () => {
    expect(
      refusal(() => parseSignature({ ...plain(), query: 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=1' }))
        .message,
    ).toBe(
      "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include " +
        "'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Signature'. " +
        'Re-examine the query-string parameters.',
    )
  })
})

describe('Time', () => {
  test('fifteen minutes either way', async () => {
    const request = await signed()
    verify(request, { now: now + 15 * minute })
    verify(request, { now: now - 15 * minute })
    expect(refusal(() => verify(request, { now: now + 15 * minute + 1000 }))).toEqual({
      code: 'SignatureDoesNotMatch',
      status: 403,
      message:
        'Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z (20260102T031906Z - 15 min.)',
    })
    expect(refusal(() => verify(request, { now: now - 15 * minute - 1000 })).message).toBe(
      'Signature not yet current: 20260102T030405Z is still later than 20260102T030404Z (20260102T024904Z + 15 min.)',
    )
    expect(refusal(() => verify(request, { now: now - 15 * minute - 1000 })).code).toBe(
      'SignatureDoesNotMatch',
    )
  })

  test('the Date header will do', async () => {
    const request = await signed()
    const date = isoBasic(now)
    const headers = { host: 'h', date: new Date(now).toUTCString() }
    const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${date.slice(0, 8)}/eu-central-1/sts/aws4_request, SignedHeaders=date;host, Signature=`
    const canonical = `POST\n/\n\ndate:${headers.date}\nhost:h\n\ndate;host\n${hash('sha256', body, 'hex')}`
    const scope = {
      accessKeyId: credentials.accessKeyId,
      date: date.slice(0, 8),
      region: 'eu-central-1',
      service: 'sts',
    }
    const signature = createHmac('sha256', deriveSigningKey(scope, credentials.secretAccessKey))
      .update(
        `AWS4-HMAC-SHA256\n${date}\n${date.slice(0, 8)}/eu-central-1/sts/aws4_request\n${hash('sha256', canonical, 'hex')}`,
      )
      .digest('hex')
    verify({ ...request, headers: { ...headers, authorization: authorization + signature } })
  })
})

describe('Scope', () => {
  const change = async (from: string, to: string) => {
    const request = await signed()
    return {
      ...request,
      headers: { ...request.headers, authorization: request.headers.authorization?.replace(from, to) },
    }
  }

  test.each([
    ['/sts/', '/iam/', "Credential should be scoped to correct service: 'sts'. "],
    ['/eu-central-1/', '//', 'Credential should be scoped to a valid region. '],
    ['aws4_request', 'aws5_request', "Credential should be scoped with a valid terminator: 'aws4_request'. "],
    [
      '/20260102/',
      '/20260101/',
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260101' != '20260102', from '20260102T030405Z'. ",
    ],
  ])('%s for %s', async (from, to, message) => {
    const request = await change(from, to)
    expect(refusal(() => verify(request))).toEqual({ code: 'SignatureDoesNotMatch', status: 403, message })
  })

  test('a request for one service is none for another', async () => {
    const request = await signed()
    expect(refusal(() => verify(request, { service: 'iam' })).message).toBe(
      "Credential should be scoped to correct service: 'iam'. ",
    )
  })
})

describe('What cannot be read is refused in AWS’s words, without echo', () => {
  const parse = (
    authorization: string,
    headers: Record<string, string> = { 'x-amz-date': '20260102T030405Z' },
  ) => refusal(() => parseSignature({ ...plain(), headers: { host: 'h', ...headers, authorization } }))
  const scope = 'AKIDEXAMPLE/20260102/eu-central-1/sts/aws4_request'
  const fine = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`

  test('nothing there', () => {
    expect(parse('AWS4-HMAC-SHA256', {})).toEqual({
      code: 'IncompleteSignature',
      status: 400,
      message:
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. " +
        "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a " +
        "'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) " +
        `Authorization=${hash('sha256', 'AWS4-HMAC-SHA256', 'base64')}`,
    })
  })

  test.each<[string, string, RegExp]>([
    [
      'a part without equals sign',
      `AWS4-HMAC-SHA256 Credential= ${scope}, nonsense`,
      /^Invalid key=value pair \(missing equal-sign\)/,
    ],
    ['a part twice', `${fine}, Signature=11`, /'Signature' more than once/],
    [
      'four elements',
      fine.replace('/aws4_request', ''),
      /^Credential must have exactly 5 slash-delimited elements/,
    ],
    [
      'six elements',
      fine.replace('AKIDEXAMPLE', 'AKID/EXAMPLE'),
      /^Credential must have exactly 5 slash-delimited elements/,
    ],
    [
      'no access key id',
      fine.replace('AKIDEXAMPLE', ''),
      /^Credential must have exactly 5 slash-delimited elements/,
    ],
    ['SigV4a', fine.replace('HMAC', 'ECDSA-P256'), /^Signature Version 4A is not supported/],
    ['SigV2', 'AWS AKIDEXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=', /^Signature Version 2 is not supported/],
    ['another algorithm', fine.replace('SHA256', 'MD5'), /^Unsupported AWS 'algorithm': 'AWS4-HMAC-MD5'.$/],
  ])('%s', (_, authorization, message) => {
    const refused = parse(authorization)
    expect(refused).toMatchObject({
      code: 'IncompleteSignature',
      status: 400,
      message: expect.stringMatching(message),
    })
    expect(refused.message).not.toContain('AKID')
  })

  test('the host must be signed', () => {
    expect(parse(fine.replace('=host', '=x-amz-date'))).toEqual({
      code: 'SignatureDoesNotMatch',
      status: 403,
      message: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    })
  })

  test('a date of another form', () => {
    expect(parse(fine, { 'x-amz-date': '2026-01-02' }).message).toBe(
      "Date must be in ISO-8601 'basic format'. Got '2026-01-02'. See http://en.wikipedia.org/wiki/ISO_8601",
    )
    expect(parse(fine, { 'x-amz-date': '20261399T999999Z' }).code).toBe('IncompleteSignature')
    expect(parse(fine, { date: '<b>yesterday</b>' }).message).toContain("Got '?b?yesterday??b?'")
  })

  test('someone else’s scheme is no signature', () => {
    expect(parse('Bearer abc')).toMatchObject({ code: 'MissingAuthenticationToken', status: 403 })
    expect(parse('')).toMatchObject({ code: 'MissingAuthenticationToken' })
    expect(parse(fine.replace('AWS4-HMAC-SHA256', 'AWS2-HMAC-SHA1'))).toMatchObject({
      code: 'MissingAuthenticationToken',
    })
  })

  test('both forms at once', async () => {
    const { query } = await presigned()
    const { headers } = await signed()
    expect(refusal(() => parseSignature({ ...plain(), query, headers })).code).toBe('IncompleteSignature')
  })

  test('no signature is none', () => {
    expect(parseSignature(plain())).toBeUndefined()
    expect(parseSignature({ ...plain(), query: 'Action=AssumeRoleWithSAML&X-Amz-Date=1' })).toBeUndefined()
  })
})

describe('Signing keys', () => {
  const scope = { accessKeyId: 'AKID', date: '20260102', region: 'eu-central-1', service: 'sts' }
  const hmac = (secret: string, text: string) =>
    createHmac('sha256', deriveSigningKey(scope, secret)).update(text).digest()

  test('are derived once a scope', () => {
    const keys = new SigningKeys()
    expect(keys.keyFor(scope, 's')).toBe(keys.keyFor({ ...scope }, 's'))
    expect(keys.keyFor({ ...scope, region: 'us-east-1' }, 's').sign('a')).not.toEqual(hmac('s', 'a'))
    expect(keys.keyFor(scope, 's').sign('é')).toEqual(hmac('s', 'é'))
  })

  test('go when their secret does', () => {
    const keys = new SigningKeys()
    for (const secret of ['before', 'after', 'before']) {
      expect(keys.keyFor(scope, secret).sign('a')).toEqual(hmac(secret, 'a'))
    }
    expect(keys.size).toBe(1)
  })

  test('are bounded, the longest unused first', () => {
    const keys = new SigningKeys(2)
    const [a, b, c] = ['a', 'b', 'c'].map(accessKeyId => ({ ...scope, accessKeyId })) as [
      typeof scope,
      typeof scope,
      typeof scope,
    ]
    const first = keys.keyFor(a, 's')
    const second = keys.keyFor(b, 's')
    keys.keyFor(a, 's')
    keys.keyFor(c, 's')
    expect(keys.size).toBe(2)
    expect(keys.keyFor(a, 's')).toBe(first)
    expect(keys.keyFor(b, 's')).not.toBe(second)
  })
})

function plain(): HttpRequest {
  return { method: 'GET', path: '/', query: '', headers: { host: 'h' }, body: new Uint8Array() }
}

function flipped(authorization: string | undefined): string {
  return (authorization ?? '').replace(
    /Signature=(\w)/,
    (_, digit) => `Signature=${digit === '0' ? '1' : '0'}`,
  )
}
