import {
  DeleteObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
} from '@aws-sdk/client-s3'
import type { Clients } from '../api/clients.ts'

type S3 = Clients['s3']

/** As one call takes them: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const deletedAtOnce = 1000

/** One of many that one call was to delete, in the form in which the SDK throws what a call is refused with. */
class RefusedDeletion extends Error {
  readonly $metadata: { readonly httpStatusCode: number; readonly requestId?: string }

  constructor(code: string, message: string, requestId: string | undefined) {
    super(message)
    this.name = code
    this.$metadata = { httpStatusCode: 200, ...(requestId !== undefined && { requestId }) }
  }
}

export async function deleteObjects(
  s3: S3,
  Bucket: string,
  objects: readonly ObjectIdentifier[],
): Promise<void> {
  for (let begin = 0; begin < objects.length; begin += deletedAtOnce) {
    const Objects = objects.slice(begin, begin + deletedAtOnce)
    const { Errors = [], $metadata } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    )
    const [first] = Errors
    if (first) {
      const { Code = 'InternalError', Key = '', Message = '' } = first
      throw new RefusedDeletion(Code, Message === '' ? Key : Message, $metadata.requestId)
    }
  }
}

/** The keys below a prefix, current versions only. */
export async function keysBelow(s3: S3, Bucket: string, Prefix: string): Promise<readonly string[]> {
  const keys: string[] = []
  let ContinuationToken: string | undefined
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken, EncodingType: 'url' }),
    )
    keys.push(...(page.Contents ?? []).map(({ Key = '' }) => decodedKey(Key)))
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken !== undefined)
  return keys
}

/** The first versions of a bucket, delete markers among them. */
export async function someVersions(s3: S3, Bucket: string) {
  const page = await s3.send(new ListObjectVersionsCommand({ Bucket, EncodingType: 'url' }))
  const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(
    ({ Key = '', VersionId }) => ({
      Key: decodedKey(Key),
      VersionId,
    }),
  )
  return { versions, hasMore: page.IsTruncated ?? false }
}

/** All versions of all objects: what was deleted is in the way of the bucket's own deletion until its versions are gone. */
export async function emptyBucket(s3: S3, Bucket: string): Promise<void> {
  for (;;) {
    const { versions, hasMore } = await someVersions(s3, Bucket)
    if (versions.length > 0) await deleteObjects(s3, Bucket, versions)
    if (!hasMore) return
  }
}

/** Keys may hold what XML cannot; S3 gives them as forms are encoded where it is asked to. */
export function decodedKey(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '))
}
