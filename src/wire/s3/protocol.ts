import type { ServiceError } from '../error.ts'
import type { HttpRequest, HttpResponse } from '../http.ts'
import type { Api, Arrived, Protocol, Reply } from '../protocol.ts'
import { decodeFormText } from '../query/form.ts'
import { escapeXml } from '../query/xml.ts'
import { decodeRequest, payloadOf } from '../rest-xml/decode.ts'
import { encodeOutput as encodeRestXml } from '../rest-xml/encode.ts'
import { Routes } from '../rest-xml/routes.ts'
import type { OperationShape } from '../schema.ts'
import { headersInQuery, leavesOpen } from '../sigv4/presigned-v2.ts'
import { addressOf, bucketInHost } from './address.ts'
import { checksumAlgorithms } from './checksums.ts'
import { inWordsOfS3 } from './errors.ts'
import { invalidArgument, invalidRequest, S3Fault } from './fault.ts'
import { methodNotAllowed, mustBeInPlace } from './misplaced.ts'
import { RequestContent } from './request-content.ts'

/** What is parsed at most of a document. */
const maxDocumentBytes = 256 * 1024

/** Where there may be more of it; nobody who does not say who they are is taken so much from. */
const largeDocuments: Readonly<Record<string, number>> = {
  /** 1000 keys of 1024 bytes, each of which may be written as a reference of six. */
  DeleteObjects: 8 * 1024 * 1024,
  /** 10,000 parts, each with a checksum. */
  CompleteMultipartUpload: 4 * 1024 * 1024,
}

/**
 * restXml as S3 speaks it: buckets in path or host, bodies as streams, errors in documents of its own.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html
 */
export function s3Protocol(shapes: ReadonlyMap<string, OperationShape>): Protocol {
  const routes = new Routes(shapes.values())
  return { claims: isAnonymousS3, read: (http, api) => read(http, api, routes), encodeOutput, encodeError }
}

/** Requests whose bodies are not to be read before it is known what they are. */
export function isForS3(http: HttpRequest): boolean {
  if (/(?:^|&)AWSAccessKeyId=/.test(http.query)) return true
  const scoped = (text: string | undefined) => /\/([^/]*)\/aws4_request/.exec(text ?? '')?.[1]
  const credential = /(?:^|&)X-Amz-Credential=([^&]*)/.exec(http.query)?.[1]
  const services = [scoped(credential?.replaceAll(/%(?:25)*2F/gi, '/')), scoped(http.headers.authorization)]
  if (services.some(service => service !== undefined)) return services.includes('s3')
  return isAnonymousS3(http)
}

/** Unsigned, and about a bucket: nobody may list all buckets without saying who they are. `/_crossrole/` is no bucket. */
function isAnonymousS3({ method, path, query, headers }: HttpRequest): boolean {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false
  if (headers['x-amz-target'] !== undefined || (isForm && method === 'POST')) return false
  if (/(?:^|&)(?:Action|Version)=/.test(query)) return false
  if (path.startsWith('/_crossrole/')) return false
  return path.length > 1 || bucketInHost(headers.host ?? '') !== undefined
}

function read(http: HttpRequest, _: Api, routes: Routes): Arrived {
  const address = addressOf(http)
  const query = readQuery(http.query)
  const headers = asS3ReadsThem(withPresigned(http.headers, query))
  const { method } = http
  const asked = { method, ...address, query, headers }
  const found = routes.find(asked)
  mustBeInPlace(asked, 'shape' in found ? found.shape : undefined)
  if ('refused' in found) {
    // A browser's form, which the model does not have.
    if (method === 'POST' && /^multipart\/form-data/i.test(headers['content-type'] ?? ''))
      throw new S3Fault('NotImplemented', 501, 'Uploads by forms (POST Object) are not implemented here.')
    throw methodNotAllowed(method)
  }
  const { shape } = found
  mustBeOfSigner(query, routes)
  mustNotBeEncrypted(shape.name, headers)
  const content = http.content ?? new RequestContent(once(http.body), headers)
  if (shape.bodyChecksum) content.expectChecksum()
  const payload = payloadOf(shape.input)
  const isStreamed = !payload || payload.shape.kind === 'blob'
  return {
    shape,
    content,
    input: async () => {
      if (shape.name === 'DeleteObjects') content.mustBringDigest()
      return decodeRequest(
        {
          labels: { Bucket: address.bucket, Key: address.key },
          query,
          headers,
          content,
          document: isStreamed ? '' : textOf(await content.whole(maxBytesOf(shape.name, content))),
          unreadable,
        },
        shape.input,
      )
    },
  }
}

function unreadable(name: string, text: string): S3Fault {
  return name === 'x-amz-mp-object-size'
    ? invalidRequest(`Value for ${name} header is invalid: '${text}'`)
    : invalidArgument(wordsOf(name), name, text)
}

/** As recorded of the limits of lists. */
function wordsOf(name: string): string {
  return name.startsWith('max-')
    ? `Provided ${name} not an integer or within integer range`
    : `Provided ${name} is not valid`
}

const readers: ReadonlySet<string> = new Set(['GetObject', 'HeadObject'])

/**
 * How an object is encrypted is not for its readers to say.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html ("you'll get an HTTP 400 Bad Request error")
 */
function mustNotBeEncrypted(operation: string, headers: HttpRequest['headers']): void {
  const name = 'x-amz-server-side-encryption'
  if (headers[name] === undefined || !readers.has(operation)) return
  throw invalidArgument(`${name} header is not supported for this operation.`, name, headers[name])
}

function maxBytesOf(operation: string, { isOfNobody }: RequestContent): number {
  return (isOfNobody ? undefined : largeDocuments[operation]) ?? maxDocumentBytes
}

/** `list-type` makes the same list of a bucket; every other one makes another operation, which nobody signed. */
function mustBeOfSigner(query: ReadonlyMap<string, string>, routes: Routes): void {
  const open = [...query.keys()].filter(name => routes.isSubresource(name) && leavesOpen(query, name))
  if (open.some(name => name !== 'list-type'))
    throw new S3Fault(
      'AccessDenied',
      403,
      `The query has what its signature does not cover: ${open.join(', ')}`,
    )
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new S3Fault(
      'MalformedXML',
      400,
      'The XML you provided was not well-formed or did not validate against our published schema',
      { cause },
    )
  }
}

/** The first of several; a name without a value has an empty one. */
function readQuery(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decodeFormText(equals === -1 ? pair : pair.slice(0, equals))
    if (!parameters.has(name))
      parameters.set(name, equals === -1 ? '' : decodeFormText(pair.slice(equals + 1)))
  }
  return parameters
}

const howToCheck = [
  'x-amz-sdk-checksum-algorithm',
  ...['algorithm', 'mode', 'type'].map(what => `x-amz-checksum-${what}`),
]
const inCapitals: ReadonlySet<string> = new Set([
  ...checksumAlgorithms,
  'ENABLED',
  'COMPOSITE',
  'FULL_OBJECT',
])

/**
 * Some clients encode even the slashes of what they copy from: to the model's pattern it would be no bucket with a key.
 * What says how to check is taken in small letters too, as recorded.
 */
function asS3ReadsThem(headers: HttpRequest['headers']): HttpRequest['headers'] {
  const source = headers['x-amz-copy-source']
  const given = howToCheck.filter(name => inCapitals.has(headers[name]?.toUpperCase() ?? ''))
  if (source === undefined && given.length === 0) return headers
  return {
    ...headers,
    ...(source !== undefined && { 'x-amz-copy-source': source.replaceAll(/%2f/gi, '/') }),
    ...Object.fromEntries(given.map(name => [name, headers[name]?.toUpperCase()])),
  }
}

/** Who presigns a request has put its `x-amz-` headers into the query. */
function withPresigned(
  headers: HttpRequest['headers'],
  query: ReadonlyMap<string, string>,
): HttpRequest['headers'] {
  if (!query.has('X-Amz-Signature') && !query.has('AWSAccessKeyId')) return headers
  return { ...headersInQuery(query), ...headers }
}

/** Where S3 was recorded to answer otherwise than its model says. */
const recordedStatus: Readonly<Record<string, number>> = { PutBucketPolicy: 204, PutBucketTagging: 204 }

function encodeOutput(
  shape: OperationShape,
  output: object | undefined,
  { xmlNamespace, requestId }: Reply,
): HttpResponse {
  const { headers, body, isDocument } = encodeRestXml(shape, output ?? {}, xmlNamespace)
  const usual = recordedStatus[shape.name] ?? shape.http?.status ?? 200
  const status = headers['content-range'] === undefined ? usual : 206
  return {
    status,
    headers: {
      ...requestIds(requestId),
      ...(isDocument && { 'content-type': 'application/xml' }),
      ...headers,
    },
    body,
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses */
function encodeError(error: ServiceError, { requestId }: Reply): HttpResponse {
  const { code, status, message, members } = inWordsOfS3(error)
  const own = error instanceof S3Fault ? error.headers : {}
  const headers = { ...requestIds(requestId), ...own }
  // A 304 says in its headers what has not been modified, and has no body.
  if (status === 304) return { status, headers, body: '' }
  const details = { ...error.members, ...members, RequestId: requestId, HostId: hostId(requestId) }
  const elements = Object.entries({ Code: code, Message: message, ...details })
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('')
  return {
    status,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${elements}</Error>`,
  }
}

export function requestIds(requestId: string): Record<string, string> {
  return { 'x-amz-request-id': requestId, 'x-amz-id-2': hostId(requestId) }
}

/** AWS's second id names the machine that answered; here there is one. */
function hostId(requestId: string): string {
  return Buffer.from(requestId).toString('base64')
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes
}
