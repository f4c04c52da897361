import type { Digester } from '../../digests/contract.ts'
import { type ContentId, NoRoom, type ObjectContents } from '../../objects/contract.ts'
import type { ChecksumAlgorithm } from '../../wire/s3/checksums.ts'
import { S3Fault } from '../../wire/s3/fault.ts'
import type { Checksum, RequestContent } from '../../wire/s3/request-content.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html */
export const maxSinglePutBytes = 5 * 1024 ** 3

/**
 * What S3 makes of its own where nobody said otherwise: "the default checksum algorithm is CRC64NVME".
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
export const defaultAlgorithm = 'CRC64NVME'

/** What was kept of a body. */
export interface Kept {
  readonly contentId: ContentId
  readonly bytes: number
  /** The MD5 of the bytes, hexadecimal: what the ETag of an object is that was put in one piece. */
  readonly etag: string
  /** That came with the body. */
  readonly checksum?: Checksum
  /** That was made of it here. */
  readonly made?: Checksum
}

/** What keeping takes. */
export interface Keeping {
  readonly contents: ObjectContents
  readonly digester: Digester
}

/** Bytes to be kept, and how many they are said to be. */
export interface Content {
  readonly bytes: number
  /** Small ones in one. */
  readonly pieces: Uint8Array | AsyncIterable<Uint8Array>
}

/** Keeps a request's body, whole and durable, or nothing of it; with an algorithm, what it makes of it. */
export async function keepBody(
  keeping: Keeping,
  bucket: string,
  body: RequestContent | undefined,
  algorithm?: ChecksumAlgorithm,
): Promise<Kept> {
  const stated = body ? body.statedBytes : 0
  if (stated === undefined)
    throw new S3Fault('MissingContentLength', 411, 'You must provide the Content-Length HTTP header.')
  if (stated > maxSinglePutBytes) throw tooLarge(stated, maxSinglePutBytes)
  const kept = await keep(keeping, bucket, { bytes: stated, pieces: body ?? new Uint8Array() }, algorithm)
  return { ...kept, ...(body?.checksum && { checksum: body.checksum }) }
}

/** Keeps bytes; with an algorithm, what it makes of them. */
export async function keep(
  { contents, digester }: Keeping,
  bucket: string,
  { bytes: stated, pieces }: Content,
  algorithm?: ChecksumAlgorithm,
): Promise<Kept> {
  const digests = digester.begin(algorithm ? ['MD5', algorithm] : ['MD5'], stated)
  const content = digests.of(pieces instanceof Uint8Array ? once(pieces) : pieces)
  const { id: contentId, bytes } = await contents.write(bucket, content).catch(noRoom)
  return withKept(contents, contentId, async () => {
    const [md5, made] = await digests.values()
    const etag = (md5 as Buffer).toString('hex')
    if (!algorithm || !made) return { contentId, bytes, etag }
    return { contentId, bytes, etag, made: { algorithm, value: made.toString('base64') } }
  })
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList: nothing is said of disks. */
export function noRoom(error: Error): never {
  if (!(error instanceof NoRoom)) throw error
  throw new S3Fault('ServiceUnavailable', 503, 'Service is unable to handle request.', { cause: error })
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes
}

export function tooLarge(proposed: number, most: number): S3Fault {
  return new S3Fault('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size', {
    members: { ProposedSize: String(proposed), MaxSizeAllowed: String(most) },
  })
}

/**
 * What nothing refers to any more, once that is durable. When it cannot be removed now, the sweep of the next start
 * does it: nobody has to wait for, or hear of, the tidying up after what they were told was done.
 */
export async function forget(contents: ObjectContents, ids: readonly ContentId[]): Promise<void> {
  const there = ids.filter(id => id !== '')
  if (there.length > 0) await contents.delete(there).catch(() => {})
}

/** Does work with content that was just kept; when it fails, the content goes too. */
export async function withKept<Result>(
  contents: ObjectContents,
  contentId: ContentId,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    await forget(contents, [contentId])
    throw error
  }
}
