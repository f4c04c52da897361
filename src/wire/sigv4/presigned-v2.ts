import { createHmac, timingSafeEqual } from 'node:crypto'
import { commonError } from '../errors.ts'
import type { HttpRequest } from '../http.ts'
import { decodeFormText } from '../query/form.ts'
import { requestExpired, signatureMismatch } from '../s3/signature-faults.ts'

/**
 * A presigned URL of S3 in the form before SigV4, which `aws s3 presign` still makes in the oldest regions: nothing else
 * is signed so here. https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html
 */
export interface PresignedV2 {
  readonly accessKeyId: string
  /** Base64. */
  readonly signature: string
  /** Epoch seconds. */
  readonly expires: number
  readonly sessionToken?: string
}

/** What signs a URL in the form of SigV4: no URL is signed twice. */
const signingParameter = /^x-amz-(?:algorithm|credential|date|expires|signature|signedheaders)/i

/**
 * The headers that whoever presigned a request has put into its query, lower-case. In either form they are signed: as
 * part of the query, or of the headers.
 */
export function headersInQuery(
  query: Iterable<readonly [name: string, value: string]>,
): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [parameter, value] of query) {
    const name = parameter.toLowerCase()
    if (!name.startsWith('x-amz-') || signingParameter.test(name) || name.startsWith('x-amz-security-token'))
      continue
    // Of two, neither is taken: which one was signed would be a guess.
    if (name in headers)
      throw commonError('InvalidQueryParameter', `${name.slice(0, 32)} is given more than once.`)
    // What is no header's value: with line ends in it, one header says what two were signed to say.
    if (/\p{Cc}/u.test(value))
      throw commonError('InvalidQueryParameter', `${name.slice(0, 32)} has characters that no header has.`)
    headers[name] = value
  }
  return headers
}

/** Undefined when the query is not signed so. */
export function readPresignedV2({ query, headers }: HttpRequest): PresignedV2 | undefined {
  const parameters = parametersOf(query)
  const accessKeyId = parameters.get('AWSAccessKeyId')
  const signature = parameters.get('Signature')
  const expires = parameters.get('Expires')
  if (accessKeyId === undefined) return undefined
  if ([...parameters.keys()].some(name => signingParameter.test(name)))
    throw commonError('InvalidQueryParameter', 'Only one auth mechanism allowed.')
  // Some SDKs write the headers that are sent into the query too.
  const said = Object.entries(headersInQuery(parameters))
  if (said.some(([name, value]) => headers[name] !== undefined && headers[name]?.trim() !== value))
    throw commonError('InvalidQueryParameter', 'The query says other headers than those that are sent.')
  if (!signature || !/^\d{1,12}$/.test(expires ?? '')) {
    throw commonError(
      'AccessDenied',
      'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters',
    )
  }
  const sessionToken = parameters.get('x-amz-security-token')
  return {
    accessKeyId,
    signature,
    expires: Number(expires),
    ...(sessionToken !== undefined && { sessionToken }),
  }
}

/** Throws when it was not signed with this secret, or is over. */
export function verifyPresignedV2(
  presigned: PresignedV2,
  request: HttpRequest,
  { secretAccessKey, now, bucket }: { secretAccessKey: string; now: number; bucket: string | undefined },
): void {
  const text = textToSign(request, presigned, bucket)
  const expected = createHmac('sha1', secretAccessKey).update(text).digest()
  const given = Buffer.from(presigned.signature, 'base64')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    const { accessKeyId, signature, sessionToken } = presigned
    if (sessionToken !== undefined) throw commonError('SignatureDoesNotMatch')
    throw signatureMismatch({ accessKeyId, signature, stringToSign: text })
  }
  const expiresAt = presigned.expires * 1000
  if (now > expiresAt) throw requestExpired(expiresAt, now)
}

/** What of a query is part of the resource, and therefore signed. */
const signedParameters: ReadonlySet<string> = new Set([
  ...['accelerate', 'acl', 'cors', 'defaultObjectAcl', 'delete', 'lifecycle', 'location', 'logging'],
  ...['analytics', 'inventory', 'metrics', 'notification', 'object-lock', 'partNumber', 'policy'],
  ...[
    'replication',
    'requestPayment',
    'restore',
    'select',
    'select-type',
    'storageClass',
    'tagging',
    'torrent',
  ],
  ...['uploadId', 'uploads', 'versionId', 'versioning', 'versions', 'website'],
  ...['response-cache-control', 'response-content-disposition', 'response-content-encoding'],
  ...['response-content-language', 'response-content-type', 'response-expires'],
])

/** Whether a query is signed in this form, but leaves this parameter of it to anybody who has the URL. */
export function leavesOpen(query: ReadonlyMap<string, string>, name: string): boolean {
  return query.has('AWSAccessKeyId') && !signedParameters.has(name)
}

function textToSign(
  { method, path, query, headers }: HttpRequest,
  { expires, sessionToken }: PresignedV2,
  hostedBucket: string | undefined,
): string {
  const parameters = parametersOf(query)
  const amz = Object.entries({
    ...headersInQuery(parameters),
    ...headers,
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  })
    .filter(([name]) => name.startsWith('x-amz-'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value = '']) => `${name}:${value.trim()}\n`)
    .join('')
  const resource = [...parameters]
    .filter(([name]) => signedParameters.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join('&')
  // Of a bucket alone the slash behind it is signed, whether it is sent or not: so does botocore, "that s3 will accept".
  const bucketAlone = hostedBucket === undefined && /^\/[^/]+$/.test(path)
  const bucket = hostedBucket === undefined ? '' : `/${hostedBucket}`
  return [
    method,
    headers['content-md5'] ?? '',
    headers['content-type'] ?? '',
    String(expires),
    `${amz}${bucket}${path}${bucketAlone ? '/' : ''}${resource === '' ? '' : `?${resource}`}`,
  ].join('\n')
}

function parametersOf(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=')
    const name = decodeFormText(equals === -1 ? pair : pair.slice(0, equals))
    // Of two, neither is taken: which one was signed would be a guess.
    if (parameters.has(name))
      throw commonError('InvalidQueryParameter', `${name.slice(0, 32)} is given more than once.`)
    parameters.set(name, equals === -1 ? '' : decodeFormText(pair.slice(equals + 1)))
  }
  return parameters
}
