import { bucketPartition, type Store } from '../../store/contract.ts'
import type { ObjectRow } from '../../store/object-tables.ts'
import { invalidArgument } from '../../wire/s3/fault.ts'
import type { Demand } from '../operation.ts'
import { existingTagKeys, mayList, mustBeThere } from './missing.ts'
import type { S3Caller, S3Resource } from './operation.ts'
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

/** `/bucket/key%20of?versionId=…`, with or without the first slash. */
export function copySourceOf({ CopySource, ExpectedSourceBucketOwner }: CopyInput): CopySource {
  const [path = '', versionId] = CopySource.split(/\?versionId=/)
  const decoded = decodedPath(path)
  const [, Bucket, Key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded) ?? []
  if (Bucket === undefined || Key === undefined || versionId === '')
    throw invalidArgument('Invalid copy source object key', 'x-amz-copy-source', CopySource)
  return {
    Bucket,
    Key,
    ...(versionId !== undefined && { VersionId: versionId }),
    ...(ExpectedSourceBucketOwner !== undefined && { ExpectedBucketOwner: ExpectedSourceBucketOwner }),
  }
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path)
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
export async function sourceResource({ input, caller, store }: Copying): Promise<S3Resource> {
  const source = copySourceOf(input)
  return store.read(bucketPartition(source.Bucket), rows => objectResource({ rows, caller, input: source }))
}

/**
 * Whoever copies must be allowed to read what they copy.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 */
export async function mayReadSource(copying: Copying): Promise<readonly Demand[]> {
  const { VersionId } = copySourceOf(copying.input)
  const resource = await sourceResource(copying)
  const read = {
    action: VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion',
    resource,
    context: {
      ...existingTagKeys(resource.object),
      's3:versionid': VersionId,
      's3:ResourceAccount': resource.account,
    },
  }
  return resource.object ? [read] : [read, mayList(resource, VersionId)]
}

/** The same source again, when it has been decided that it may be read. */
export async function sourceObject(
  copying: Copying,
): Promise<{ readonly bucket: string; readonly object: ObjectRow }> {
  const resource = await sourceResource(copying)
  return {
    bucket: resource.bucket.bucket,
    object: mustBeThere(resource, copySourceOf(copying.input)),
  }
}
