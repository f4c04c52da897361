import { isBucketName } from '../services/s3/bucket-name.ts'
import { corsHeaders } from '../services/s3/cors-rules.ts'
import { bucketPartition, type Store } from '../store/contract.ts'
import { type BucketRow, buckets } from '../store/object-tables.ts'
import type { HttpRequest, HttpResponse } from '../wire/http.ts'
import { addressOf } from '../wire/s3/address.ts'
import { S3Fault } from '../wire/s3/fault.ts'
import { requestIds } from '../wire/s3/protocol.ts'
import type { Exchange } from './exchange.ts'
import type { House } from './house.ts'
import { attempt } from './pipeline.ts'
import { encode } from './steps/encode.ts'

/**
 * What browsers are told of pages of other origins that ask S3: what a bucket's CORS says, and nothing for the rest of
 * the API and the console.
 */

/** A browser asks before it asks. Nobody signs that, and nothing comes of it. */
export const isPreflight = ({ method, content }: HttpRequest) => method === 'OPTIONS' && content !== undefined

/** https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html */
export async function answerPreflight(exchange: Exchange, house: House): Promise<HttpResponse> {
  await attempt(exchange, house, async () => {
    exchange.response = await preflight(exchange, house.store)
  })
  if (exchange.error) encode(exchange, house)
  return exchange.response as HttpResponse
}

async function preflight({ http, requestId }: Exchange, store: Store): Promise<HttpResponse> {
  const { bucket: name, key } = addressOf(http)
  const { origin, 'access-control-request-method': method = http.method } = http.headers
  if (!origin) throw new S3Fault('BadRequest', 400, 'Insufficient information. Origin request header needed.')
  const bucket = name === undefined ? undefined : await bucketNamed(name, store)
  if (!bucket) throw forbidden('Bucket not found', method, 'BUCKET')
  if (!bucket.cors) throw forbidden('CORS is not enabled for this bucket.', method, 'BUCKET')
  const headers = corsHeaders(bucket.cors, http)
  if (!headers) throw forbidden(notAllowed, method, key === undefined ? 'BUCKET' : 'OBJECT')
  return { status: 200, headers: { ...requestIds(requestId), ...headers, 'content-length': '0' }, body: '' }
}

/** Word for word, as recorded. */
const notAllowed =
  "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."

const forbidden = (why: string, Method: string, ResourceType: string) =>
  new S3Fault('AccessForbidden', 403, `CORSResponse: ${why}`, { members: { Method, ResourceType } })

/** Of S3, by a browser for a page that it names. */
export const isOfPage = ({ headers, content }: HttpRequest) =>
  headers.origin !== undefined && content !== undefined

/** An answer of S3, a refusal too, with what the browser is to be told of the page that asked for it. */
export async function withCors(
  response: HttpResponse,
  http: HttpRequest,
  store: Store,
): Promise<HttpResponse> {
  const name = bucketIn(http)
  const bucket = name === undefined ? undefined : await bucketNamed(name, store)
  const headers = bucket?.cors && corsHeaders(bucket.cors, http)
  return headers ? { ...response, headers: { ...response.headers, ...headers } } : response
}

/** An address that is none has been answered. */
function bucketIn(http: HttpRequest): string | undefined {
  try {
    return addressOf(http).bucket
  } catch (error) {
    if (error instanceof S3Fault) return undefined
    throw error
  }
}

async function bucketNamed(name: string, store: Store): Promise<BucketRow | undefined> {
  if (!isBucketName(name)) return undefined
  return store.read(bucketPartition(name), rows => rows.get(buckets, name))
}
