import type { ContentId } from '../../objects/contract.ts'
import { bucketPartition, type Store, type Writer } from '../../store/contract.ts'
import type { ObjectRow } from '../../store/object-tables.ts'
import { malformedXml } from '../../wire/rest-xml/read-xml.ts'
import type { Demand } from '../operation.ts'
import { forget } from './contents.ts'
import { notHere, preconditionFailed } from './errors.ts'
import { objectAction } from './missing.ts'
import { type S3Call, type S3Resource, s3 } from './operation.ts'
import { headerKeys } from './request-keys.ts'
import { asResource, bucketOf, bucketResource, versionOf } from './resources.ts'
import { addVersion, currentBucket, removeVersion } from './versions.ts'

interface Named {
  readonly Key: string
  readonly VersionId?: string | undefined
}

/** What came of deleting one. */
interface Deleted {
  readonly deleteMarkerVersionId?: string
  readonly versionId?: string
  readonly unreferenced: readonly ContentId[]
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export const DeleteObject = s3('DeleteObject', {
  ...objectAction('s3:DeleteObject', 's3:DeleteObjectVersion'),
  check: ({ input }) => {
    if (input.MFA !== undefined) throw notHere('MFA delete')
    if (input.IfMatchLastModifiedTime || input.IfMatchSize !== undefined)
      throw notHere('A condition on time or size')
  },
  resource: async ({ rows, caller, input }) => {
    const bucket = await bucketOf(rows, input)
    const object = await versionOf(rows, input.Key, input.VersionId)
    return { ...asResource(bucket, caller, input.Key), ...(object && { object }) }
  },
  context: ({ input }) => ({
    's3:versionid': input.VersionId,
    ...headerKeys({ 'if-match': input.IfMatch }),
  }),
  handle: async ({ input, resource, store, contents, now }) => {
    const deleted = await store.write(bucketPartition(resource.bucket.bucket), rows =>
      deleteOne(rows, resource, input, now, input.IfMatch),
    )
    await forget(contents, deleted.unreferenced)
    return {
      ...(deleted.deleteMarkerVersionId !== undefined && { DeleteMarker: true }),
      ...(deleted.versionId !== undefined && { VersionId: deleted.versionId }),
    }
  },
})

/** What is not there is deleted already: https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjects.html */
async function deleteOne(
  rows: Writer,
  resource: S3Resource,
  { Key: key, VersionId }: Named,
  now: number,
  ifMatch?: string,
): Promise<Deleted> {
  const bucket = await currentBucket(rows, resource)
  const present = await versionOf(rows, key, VersionId)
  if (ifMatch !== undefined) mustMatch(ifMatch, present)
  if (VersionId !== undefined) {
    if (!present) return { versionId: VersionId, unreferenced: [] }
    const unreferenced = await removeVersion(rows, present)
    return {
      versionId: VersionId,
      unreferenced,
      ...(present.isDeleteMarker && { deleteMarkerVersionId: VersionId }),
    }
  }
  if (!bucket.versioning) return { unreferenced: present ? await removeVersion(rows, present) : [] }
  const marker = { key, createdAt: now, isDeleteMarker: true as const, bytes: 0, etag: '' }
  const { row, unreferenced } = await addVersion(rows, bucket, {
    ...marker,
    contentId: '',
    uploadId: '',
    headers: {},
  })
  return { versionId: row.versionId, deleteMarkerVersionId: row.versionId, unreferenced }
}

function mustMatch(ifMatch: string, present: ObjectRow | undefined): void {
  const isThere = present && (ifMatch === '*' || ifMatch.replaceAll('"', '') === present.etag)
  if (!isThere) throw preconditionFailed('If-Match')
}

const maxKeys = 1000

type ManyCall = S3Call<'DeleteObjects'> & { readonly store: Store; readonly resource: S3Resource }

/**
 * Each key is decided and deleted on its own: what the caller may not delete is told in the answer, and the rest goes.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
export const DeleteObjects = s3('DeleteObjects', {
  action: 's3:DeleteObject',
  check: ({ input }) => {
    const { Objects } = input.Delete
    if (Objects.length === 0 || Objects.length > maxKeys) throw malformedXml()
    if (input.MFA !== undefined) throw notHere('MFA delete')
  },
  resource: bucketResource,
  each: async ({ input, resource }) => input.Delete.Objects.map(named => demandOf(named, resource)),
  handle: async call => {
    const { input, allowed, contents } = call
    const { Objects, Quiet } = input.Delete
    const deleted = await deleteMany(
      call,
      Objects.filter((_, index) => allowed[index]),
    )
    await forget(
      contents,
      deleted.flatMap(({ done }) => done.unreferenced),
    )
    const refused = Objects.filter((_, index) => !allowed[index])
    return {
      ...(!Quiet && { Deleted: deleted.map(shown) }),
      ...(refused.length > 0 && {
        Errors: refused.map(({ Key, VersionId }) => ({
          Key,
          ...(VersionId !== undefined && { VersionId }),
          Code: 'AccessDenied',
          Message: 'Access Denied',
        })),
      }),
    }
  },
})

function demandOf({ Key, VersionId }: Named, resource: S3Resource): Demand {
  const arn = `${resource.arn}/${Key}`
  return {
    action: VersionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion',
    resource: { ...resource, arn, shownAs: `"${arn}"` },
    context: { 's3:versionid': VersionId },
  }
}

/** One transaction: all of them, or none. */
async function deleteMany({ store, resource, now }: ManyCall, named: readonly Named[]) {
  return store.write(bucketPartition(resource.bucket.bucket), async rows => {
    const deleted: { named: Named; done: Deleted }[] = []
    for (const each of named) deleted.push({ named: each, done: await deleteOne(rows, resource, each, now) })
    return deleted
  })
}

function shown({ named, done }: { named: Named; done: Deleted }) {
  const { deleteMarkerVersionId } = done
  return {
    Key: named.Key,
    ...(named.VersionId !== undefined && { VersionId: named.VersionId }),
    ...(deleteMarkerVersionId !== undefined && {
      DeleteMarker: true,
      DeleteMarkerVersionId: deleteMarkerVersionId,
    }),
  }
}
