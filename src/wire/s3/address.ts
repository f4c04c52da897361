import type { HttpRequest } from '../http.ts'
import { S3Fault } from './fault.ts'

/** What a request is about: `/`, a bucket, or a key in it. */
export interface S3Address {
  readonly bucket?: string
  readonly key?: string
}

const maxKeyBytes = 1024

/**
 * Path style (`/bucket/key`) and virtual-host style (`bucket.s3.example.com/key`): the bucket stands before `.s3.`,
 * `.s3-<region>.` or `.localhost` in the host's name.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function addressOf({ path, headers }: Pick<HttpRequest, 'path' | 'headers'>): S3Address {
  const hosted = bucketInHost(headers.host ?? '')
  const decoded = decodedPath(path)
  const slash = decoded.indexOf('/', 1)
  const bucket = hosted ?? (slash === -1 ? decoded.slice(1) : decoded.slice(1, slash))
  const key = hosted === undefined ? (slash === -1 ? '' : decoded.slice(slash + 1)) : decoded.slice(1)
  if (bucket === '') return {}
  mustBeShort(key)
  return { bucket, ...(key !== '' && { key }) }
}

/** Wherever a key stands: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export function mustBeShort(key: string): void {
  const bytes = Buffer.byteLength(key)
  if (bytes <= maxKeyBytes) return
  const members = { Size: String(bytes), MaxSizeAllowed: String(maxKeyBytes) }
  throw new S3Fault('KeyTooLongError', 400, 'Your key is too long', { members })
}

/** Of a name (RFC 1035, 2.3.4), and its port: what is longer names nothing, and takes long to find nothing in. */
const maxHostCharacters = 255 + 6

export function bucketInHost(host: string): string | undefined {
  if (host.length > maxHostCharacters) return undefined
  const name = host.replace(/:\d+$/, '').toLowerCase()
  const [, bucket] =
    /^(.+)\.s3[.-][^/]+$/.exec(name) ?? /^(.+)\.localhost$/.exec(name.replace(/^s3\.localhost$/, '')) ?? []
  return bucket
}

function decodedPath(path: string): string {
  try {
    const decoded = decodeURIComponent(path === '' ? '/' : path)
    if (decoded.includes('\0')) throw new URIError('no key holds U+0000 here')
    return decoded
  } catch (cause) {
    throw new S3Fault('InvalidURI', 400, "Couldn't parse the specified URI.", { cause })
  }
}
