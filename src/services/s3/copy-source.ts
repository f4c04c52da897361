import { NoSuchContent } from '../../objects/contract.ts'
import type { Context } from '../../policy/request.ts'
import { bucketPartition, type Store } from '../../store/contract.ts'
import type { ObjectRow } from '../../store/object-tables.ts'
import { invalidArgument } from '../../wire/s3/fault.ts'
import type { Demand } from '../operation.ts'
import { invalidRequest, slowDown } from './errors.ts'
import { existingTagKeys, mayList, mustBeThere } from './missing.ts'
import type { S3Caller, S3Resource } from './operation.ts'
import { requestTagKeys } from './request-keys.ts'
import { objectResource } from './resources.ts'

/** Where a copy comes from. */
export interface CopySource {
  readonly Bucket: string
  readonly Key: string
  readonly VersionId?: string
  readonly ExpectedBucketOwner?: string
}

interface CopyInput {
  readonly CopySource: string
  readonly ExpectedSourceBucketOwner?: string | undefined
}

/** `/bucket/key%20of?versionId=…`, with or without the first slash; a URL is taken by its path, as recorded. */
export function copySourceOf({ CopySource, ExpectedSourceBucketOwner }: CopyInput): CopySource {
  const [path = '', versionId] = CopySource.replace(/^https?:\/\/[^/]*/i, '').split(/\?versionId=/)
  const decoded = decodedPath(path)
  const [, Bucket, Key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded) ?? []
  if (Bucket === undefined || Key === undefined || versionId === '')
    throw invalidArgument('Invalid copy source object key', 'x-amz-copy-source', 'x-amz-copy-source')
  if (!/^[\w.-]+$/.test(Bucket) || /^\d+\.\d+\.\d+\.\d+$/.test(Bucket))
    throw invalidArgument('Invalid copy source bucket name', 'x-amz-copy-source', CopySource)
  return {
    Bucket,
    Key,
    ...(versionId !== undefined && { VersionId: versionId }),
    ...(ExpectedSourceBucketOwner !== undefined && { ExpectedBucketOwner: ExpectedSourceBucketOwner }),
  }
}

/**
 * For policies, as AWS's examples write it (`bucket/public/*`): one form for each object, however a request spells it,
 * or a Deny would be passed by with a slash or a percent sign.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html#putobject-limit-copy-source-3
 */
export function copySourceKey(input: CopyInput): Context {
  const { Bucket, Key } = copySourceOf(input)
  return { 's3:x-amz-copy-source': `${Bucket}/${Key}` }
}

/** A plus sign is a space here: recorded, and what clients send that encode as forms are. */
function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '))
  } catch {
    throw invalidArgument('Invalid copy source encoding.', 'x-amz-copy-source', path)
  }
}

interface Copying {
  readonly input: CopyInput
  readonly caller: S3Caller
  readonly store: Store
}

/** The object that is copied, with its bucket, which may be another account's. */
async function sourceResource({ input, caller, store }: Copying): Promise<S3Resource> {
  const source = copySourceOf(input)
  return store.read(bucketPartition(source.Bucket), rows => objectResource({ rows, caller, input: source }))
}

/**
 * Whoever copies must be allowed to read what they copy.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 */
export async function mayReadSource(copying: Copying): Promise<readonly Demand[]> {
  const { VersionId } = copySourceOf(copying.input)
  const source = await sourceResource(copying)
  const context = {
    ...existingTagKeys(source.object),
    's3:versionid': VersionId,
    's3:ResourceAccount': source.account,
  }
  const action = VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion'
  const read = { action, resource: source, context }
  return source.object ? [read] : [read, mayList(source, VersionId)]
}

/**
 * Tags that come along are read there and put here, which asks for what either asks for: or a copy would be a way to
 * tags that policies go by.
 * https://repost.aws/knowledge-center/s3-troubleshoot-copy-between-buckets
 */
export function mayCopyTags(
  { input, resource }: { readonly input: CopyInput; readonly resource: S3Resource },
  [source]: readonly Demand[],
): readonly Demand[] {
  const tags = (source?.resource as S3Resource | undefined)?.object?.tags ?? []
  if (!source || tags.length === 0) return []
  const { VersionId } = copySourceOf(input)
  const action = VersionId === undefined ? 's3:GetObjectTagging' : 's3:GetObjectVersionTagging'
  return [
    { ...source, action },
    { action: 's3:PutObjectTagging', resource, context: requestTagKeys(tags) },
  ]
}

/** The source as it was decided on: what is copied is what may be read, whatever has taken its place meanwhile. */
export function sourceObject({
  input,
  asked,
}: {
  readonly input: CopyInput
  readonly asked: readonly Demand[]
}): { readonly bucket: string; readonly object: ObjectRow } {
  const [source] = asked
  if (!source) throw new TypeError('nothing was asked of the source of a copy')
  const resource = source.resource as S3Resource
  if (resource.object?.isDeleteMarker)
    throw invalidRequest(
      'The source of a copy request may not specifically refer to a delete marker by version id.',
    )
  return { bucket: resource.bucket.bucket, object: mustBeThere(resource, copySourceOf(input)) }
}

/** Content that went between the decision and the copy. */
export async function whileThere<Result>(copying: Promise<Result>): Promise<Result> {
  try {
    return await copying
  } catch (error) {
    if (error instanceof NoSuchContent) throw slowDown()
    throw error
  }
}
