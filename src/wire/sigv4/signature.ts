import { hash } from 'node:crypto'
import { commonError } from '../errors.ts'
import type { HttpRequest } from '../http.ts'
import { decodeFormText } from '../query/form.ts'

/**
 * What a request says of its own signature, read but not yet believed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export interface Signature {
  readonly form: 'header' | 'query'
  readonly accessKeyId: string
  /** The credential scope, element by element. `date` is YYYYMMDD. */
  readonly date: string
  readonly region: string
  readonly service: string
  readonly terminator: string
  /** As sent: `20150830T123600Z`. */
  readonly signedAtText: string
  /** Epoch milliseconds. */
  readonly signedAt: number
  readonly signedHeaders: readonly string[]
  /** 64 hexadecimal digits. */
  readonly signature: string
  readonly sessionToken?: string
  /** Query form only: the lifetime the signer asked for. */
  readonly expiresSeconds?: number
}

const ALGORITHM = 'AWS4-HMAC-SHA256'
/** Seven days: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html */
const MAX_EXPIRES_SECONDS = 604_800

/** The signature of a request in either form; `undefined` when it has none. */
export function parseSignature(request: HttpRequest): Signature | undefined {
  const header = request.headers.authorization
  const query = request.query === '' ? undefined : signingParameters(request.query)
  if (header !== undefined && query) {
    throw incomplete('Only one auth mechanism allowed: the query parameters or the Authorization header.')
  }
  if (header !== undefined) return fromHeader(header, request)
  return query && fromQuery(query)
}

function fromHeader(authorization: string, request: HttpRequest): Signature {
  const space = authorization.indexOf(' ')
  requireAlgorithm(space === -1 ? authorization : authorization.slice(0, space))
  const parameters = new Map<string, string>()
  for (const part of authorization.slice(ALGORITHM.length).split(',')) {
    const pair = part.trim()
    if (pair === '') continue
    const equals = pair.indexOf('=')
    if (equals === -1) {
      throw incomplete(
        `Invalid key=value pair (missing equal-sign) in Authorization header ${hashed(authorization)}.`,
      )
    }
    const name = pair.slice(0, equals)
    if (parameters.has(name)) throw incomplete(`Authorization header has '${nameable(name)}' more than once.`)
    parameters.set(name, pair.slice(equals + 1))
  }
  const date = dateOf(request)
  const credential = parameters.get('Credential')
  const signature = parameters.get('Signature')
  const signedHeaders = parameters.get('SignedHeaders')
  if (!credential || !signature || !signedHeaders || date === undefined) {
    const missing = [
      ...(credential ? [] : [`Authorization header requires 'Credential' parameter.`]),
      ...(signature ? [] : [`Authorization header requires 'Signature' parameter.`]),
      ...(signedHeaders ? [] : [`Authorization header requires 'SignedHeaders' parameter.`]),
      ...(date === undefined
        ? [`Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.`]
        : []),
    ]
    throw incomplete(`${missing.join(' ')} ${hashed(authorization)}`)
  }
  return build('header', {
    credential,
    signature,
    signedHeaders,
    date,
    sessionToken: request.headers['x-amz-security-token'],
  })
}

/** `X-Amz-Date` outranks `Date`, which may also be in HTTP's own format. */
export function dateOf({ headers }: Pick<HttpRequest, 'headers'>): string | undefined {
  const amzDate = headers['x-amz-date']
  if (amzDate !== undefined) return amzDate.trim()
  const date = headers.date?.trim()
  if (date === undefined || ISO_BASIC.test(date)) return date
  const time = Date.parse(date)
  return Number.isNaN(time) ? date : isoBasic(time)
}

const QUERY_PARAMETERS = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-SignedHeaders',
  'X-Amz-Signature',
] as const
const OPTIONAL_QUERY_PARAMETERS = ['X-Amz-Expires', 'X-Amz-Security-Token'] as const
const SIGNING_PARAMETERS: ReadonlySet<string> = new Set([...QUERY_PARAMETERS, ...OPTIONAL_QUERY_PARAMETERS])
/** How Signature Version 2 (and S3's old query form) names the key: such a request is signed, but not for us. */
const SIGV2_PARAMETER = 'AWSAccessKeyId'

/** The signing parameters of a query string; `undefined` when none of them claims a signature. */
function signingParameters(query: string): Map<string, string> | undefined {
  const found = new Map<string, string>()
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=')
    const name = decodeFormText(equals === -1 ? pair : pair.slice(0, equals))
    if (name === SIGV2_PARAMETER) throw unsupported('Signature Version 2')
    if (!SIGNING_PARAMETERS.has(name)) continue
    if (found.has(name)) throw commonError('InvalidQueryParameter', `${name} is given more than once.`)
    found.set(name, equals === -1 ? '' : decodeFormText(pair.slice(equals + 1)))
  }
  const signed = found.has('X-Amz-Algorithm') || found.has('X-Amz-Signature') || found.has('X-Amz-Credential')
  return signed ? found : undefined
}

function fromQuery(parameters: Map<string, string>): Signature {
  const missing = QUERY_PARAMETERS.filter(name => !parameters.get(name))
  if (missing.length > 0) {
    const each = missing.map(name => `AWS query-string parameters must include '${name}'.`)
    throw incomplete(`${each.join(' ')} Re-examine the query-string parameters.`)
  }
  requireAlgorithm(parameters.get('X-Amz-Algorithm') ?? '')
  return build('query', {
    credential: parameters.get('X-Amz-Credential') ?? '',
    signature: parameters.get('X-Amz-Signature') ?? '',
    signedHeaders: parameters.get('X-Amz-SignedHeaders') ?? '',
    date: parameters.get('X-Amz-Date') ?? '',
    sessionToken: parameters.get('X-Amz-Security-Token'),
    expires: parameters.get('X-Amz-Expires'),
  })
}

interface Parts {
  readonly credential: string
  readonly signature: string
  readonly signedHeaders: string
  readonly date: string
  readonly sessionToken: string | undefined
  readonly expires?: string | undefined
}

function build(form: Signature['form'], parts: Parts): Signature {
  const scope = parts.credential.split('/')
  const [accessKeyId, date, region, service, terminator] = scope
  if (scope.length !== 5 || !accessKeyId) {
    // AWS prints what it got; it may be a secret key put in the wrong place, so its hash has to do.
    throw incomplete(
      'Credential must have exactly 5 slash-delimited elements, ' +
        `e.g. keyid/date/region/service/term, got ${hashed(parts.credential)}.`,
    )
  }
  const signedHeaders = parts.signedHeaders.split(';')
  // HTTP/2, where `:authority` takes the place of `host`, is not spoken here.
  if (!signedHeaders.includes('host')) {
    throw commonError(
      'SignatureDoesNotMatch',
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    )
  }
  const expiresSeconds = parts.expires === undefined ? undefined : secondsOf(parts.expires)
  return {
    form,
    accessKeyId,
    date: date ?? '',
    region: region ?? '',
    service: service ?? '',
    terminator: terminator ?? '',
    signedAtText: parts.date,
    signedAt: timeOf(parts.date),
    signedHeaders,
    signature: parts.signature,
    ...(parts.sessionToken === undefined ? {} : { sessionToken: parts.sessionToken }),
    ...(expiresSeconds === undefined ? {} : { expiresSeconds }),
  }
}

const ISO_BASIC = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/

function timeOf(text: string): number {
  const [, year, month, day, hour, minute, second] = ISO_BASIC.exec(text) ?? []
  const time = year === undefined ? NaN : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(time)) {
    throw incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${nameable(text)}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    )
  }
  return time
}

/** Epoch milliseconds as `20150830T123600Z`. */
export function isoBasic(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

/** In the words of S3, which alone goes by it. */
function secondsOf(text: string): number {
  if (!/^-?\d+$/.test(text)) throw incomplete('X-Amz-Expires should be a number')
  const seconds = Number(text)
  if (seconds < 0) throw incomplete('X-Amz-Expires must be non-negative')
  if (seconds === 0) throw incomplete('X-Amz-Expires is 0: Request has expired')
  if (seconds > MAX_EXPIRES_SECONDS) {
    const week = `X-Amz-Expires must be less than ${MAX_EXPIRES_SECONDS} seconds`
    throw incomplete(`X-Amz-Expires must be less than a week (in seconds); that is, the given ${week}`)
  }
  return seconds
}

function requireAlgorithm(algorithm: string): void {
  if (algorithm === ALGORITHM) return
  if (algorithm === 'AWS') throw unsupported('Signature Version 2')
  if (algorithm.startsWith('AWS4-ECDSA-P256-SHA256')) throw unsupported('Signature Version 4A')
  // Someone else's scheme (Basic, Bearer): for AWS that is no token at all.
  if (!algorithm.startsWith('AWS4-')) throw commonError('MissingAuthenticationToken')
  throw incomplete(`Unsupported AWS 'algorithm': '${nameable(algorithm)}'.`)
}

function unsupported(scheme: string) {
  return incomplete(`${scheme} is not supported. Sign the request with ${ALGORITHM}.`)
}

/** IAM's page of common errors gives 400: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
function incomplete(message: string) {
  return commonError('IncompleteSignature', message)
}

/** The caller can tell which value is meant; a log that keeps the message learns nothing. */
function hashed(text: string): string {
  return `(Hashed with SHA-256 and encoded with Base64) Authorization=${hash('sha256', text, 'base64')}`
}

/** Text of the sender, short and harmless enough to be named in a message: shorter than a secret key. */
export function nameable(text: string): string {
  return text.slice(0, 32).replaceAll(/[^\w:.+-]/g, '?')
}
