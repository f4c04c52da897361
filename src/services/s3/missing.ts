import type { Context } from '../../policy/request.ts'
import type { ObjectRow } from '../../store/object-tables.ts'
import { S3Fault } from '../../wire/s3/fault.ts'
import type { Demand } from '../operation.ts'
import { invalidVersionId, noSuchKey, noSuchVersion } from './errors.ts'
import type { S3Resource } from './operation.ts'
import { isVersionId } from './version-id.ts'

interface Named {
  readonly Key: string
  readonly VersionId?: string | undefined
}

/**
 * Who may not list a bucket is not told that an object is missing: the answer is that they may not list it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html ("If you don't have the s3:ListBucket permission,
 * Amazon S3 returns an HTTP status code 403"); for a version the same holds of s3:ListBucketVersions.
 */
export async function whenMissing({
  resource,
  input,
}: {
  readonly resource: S3Resource
  readonly input: Named
}): Promise<readonly Demand[]> {
  return resource.object ? [] : [mayList(resource, input.VersionId)]
}

export function mayList(resource: S3Resource, versionId: string | undefined): Demand {
  const { object: _, ...bucket } = resource
  const arn = `arn:aws:s3:::${resource.bucket.bucket}`
  return {
    action: versionId === undefined ? 's3:ListBucket' : 's3:ListBucketVersions',
    resource: { ...bucket, arn, shownAs: `"${arn}"` },
    context: {},
  }
}

/** The action of an operation on an object, and the one on a version of it. */
export function objectAction<Current extends `s3:${string}`, Version extends `s3:${string}`>(
  action: Current,
  ofVersion: Version,
) {
  return {
    action,
    actionOf: ({ input }: { readonly input: object }): Current | Version =>
      (input as Partial<Named>).VersionId === undefined ? action : ofVersion,
  }
}

/** The keys that tell policies which object is meant. */
export function objectKeys({
  resource,
  input,
}: {
  readonly resource: S3Resource
  readonly input: Named
}): Context {
  return { ...existingTagKeys(resource.object), 's3:versionid': input.VersionId }
}

export function existingTagKeys(object: ObjectRow | undefined): Context {
  return Object.fromEntries(
    (object?.tags ?? []).map(({ Key, Value }) => [`s3:ExistingObjectTag/${Key}`, Value]),
  )
}

/** The object that was asked for; a delete marker stands for none. */
export function mustBeThere(
  { object, marker }: S3Resource,
  { Key, VersionId }: Named,
  method = 'GET',
): ObjectRow {
  if (object?.isDeleteMarker) throw isMarker(object, method)
  if (object) return object
  if (VersionId === undefined) throw noSuchKey(Key, marker && markerHeaders(marker))
  throw isVersionId(VersionId) ? noSuchVersion(Key, VersionId) : invalidVersionId(VersionId)
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html */
const markerHeaders = ({ versionId }: ObjectRow) => ({
  'x-amz-delete-marker': 'true',
  'x-amz-version-id': versionId,
})

export function isMarker(marker: ObjectRow, method: string): S3Fault {
  return new S3Fault('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.', {
    members: { Method: method, ResourceType: 'DeleteMarker' },
    headers: {
      ...markerHeaders(marker),
      allow: 'DELETE',
      'last-modified': new Date(marker.createdAt).toUTCString(),
    },
  })
}
