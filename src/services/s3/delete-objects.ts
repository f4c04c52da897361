import type { ContentId } from '../../objects/contract.ts'
import { bucketPartition, type Store, type Writer } from '../../store/contract.ts'
import { type BucketRow, type ObjectRow, objects, uploads } from '../../store/object-tables.ts'
import type { ServiceError } from '../../wire/error.ts'
import { malformedXml } from '../../wire/rest-xml/read-xml.ts'
import { mustBeShort } from '../../wire/s3/address.ts'
import { invalidArgument, type S3Fault } from '../../wire/s3/fault.ts'
import type { Demand } from '../operation.ts'
import { forget } from './contents.ts'
import { invalidVersionId, noSuchVersion, notHere, preconditionFailed } from './errors.ts'
import { objectAction } from './missing.ts'
import { type S3Call, type S3Resource, s3 } from './operation.ts'
import { headerKeys } from './request-keys.ts'
import { asResource, bucketOf, bucketResource, versionOf } from './resources.ts'
import { isVersionId } from './version-id.ts'
import { addVersion, currentBucket, removeVersion } from './versions.ts'

interface Named {
  readonly Key: string
  readonly VersionId?: string | undefined
  /** It is only to go while it is this one. */
  readonly ETag?: string | undefined
}

type Refusal = Pick<ServiceError, 'code' | 'message'> | undefined

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
  alsoRequires: ({ input }) => toCompare(input.IfMatch, input.VersionId),
  handle: async ({ input, resource, store, contents, now }) => {
    mustNotBypass(input)
    if (!resource.object) mustBeVersionId(input.VersionId)
    const deleted = await store.write(bucketPartition(resource.bucket.bucket), async rows => {
      const bucket = await currentBucket(rows, resource)
      const present = await versionOf(rows, input.Key, input.VersionId)
      if (input.IfMatch !== undefined && !isMatch(input.IfMatch, present))
        throw preconditionFailed('If-Match')
      return deleteOne(rows, { bucket, named: input, present, now })
    })
    await forget(contents, deleted.unreferenced)
    return {
      ...(deleted.deleteMarkerVersionId !== undefined && { DeleteMarker: true }),
      ...(deleted.versionId !== undefined && { VersionId: deleted.versionId }),
    }
  },
})

/** No bucket has Object Lock here, and whoever speaks of passing it by is told so, as by AWS. */
function mustNotBypass({ BypassGovernanceRetention }: { BypassGovernanceRetention?: boolean | undefined }) {
  if (BypassGovernanceRetention === undefined) return
  throw invalidArgument(
    'x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.',
    'x-amz-bypass-governance-retention',
  )
}

function mustBeVersionId(versionId: string | undefined): void {
  if (versionId !== undefined && !isVersionId(versionId)) throw invalidVersionId(versionId)
}

/**
 * "conditional deletes with a specific ETag value require both s3:DeleteObject and s3:GetObject permissions": or they
 * would tell what an object holds.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-delete-enforce.html
 */
function toCompare(etag: string | undefined, versionId: string | undefined) {
  if (etag === undefined || etag === '*') return []
  return [versionId === undefined ? ('s3:GetObject' as const) : ('s3:GetObjectVersion' as const)]
}

interface Deletion {
  readonly bucket: BucketRow
  readonly named: Named
  /** What is named, where it is there. */
  readonly present: ObjectRow | undefined
  readonly now: number
}

/** What is not there is deleted already: https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjects.html */
async function deleteOne(rows: Writer, { bucket, named, present, now }: Deletion): Promise<Deleted> {
  const { Key: key, VersionId } = named
  const latest = VersionId === undefined ? present : await rows.get(objects, key)
  if (present && latest?.order === present.order) await tellUploads(rows, key)
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

/** Uploads to the key that are under way: whoever completes one may have asked that nothing happens meanwhile. */
async function tellUploads(rows: Writer, key: string): Promise<void> {
  for (const upload of await rows.list(uploads, { where: { key } }))
    if (!upload.isKeyDeleted) await rows.put(uploads, { ...upload, isKeyDeleted: true })
}

function isMatch(etag: string, present: ObjectRow | undefined): boolean {
  return present !== undefined && (etag === '*' || etag.replaceAll('"', '') === present.etag)
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
    for (const { Key } of Objects) mustBeShort(Key)
    if (input.MFA !== undefined) throw notHere('MFA delete')
    if (Objects.some(each => each.LastModifiedTime || each.Size !== undefined))
      throw notHere('A condition on time or size')
  },
  resource: bucketResource,
  each: async ({ input, resource }) => {
    const { Objects } = input.Delete
    const deleting = Objects.map(named => demandOf(named, resource))
    return [...deleting, ...Objects.flatMap((named, index) => comparingOf(named, deleting[index]))]
  },
  handle: async call => {
    const { input, contents } = call
    mustNotBypass(input)
    const { Objects, Quiet } = input.Delete
    const refusals = refusalsOf(Objects, call.refusals)
    const { deleted, unfit } = await deleteMany(
      call,
      Objects.filter((_, index) => !refusals[index]),
    )
    await forget(
      contents,
      deleted.flatMap(({ done }) => done.unreferenced),
    )
    const errors = [
      ...Objects.flatMap((named, index) => (refusals[index] ? [shownError(named, refusals[index])] : [])),
      ...unfit.map(({ named, fault }) => shownError(named, fault)),
    ]
    return {
      ...(!Quiet && { Deleted: deleted.map(shown) }),
      ...(errors.length > 0 && { Errors: errors }),
    }
  },
})

/** Of each object: why it may not be deleted or, where its ETag is asked after, read; those stand behind all others. */
function refusalsOf(objects: readonly Named[], decided: readonly Refusal[]): readonly Refusal[] {
  let next = objects.length
  return objects.map(({ ETag, VersionId }, index) => {
    const comparing = toCompare(ETag, VersionId).map(() => decided[next++])
    return decided[index] ?? comparing.find(Boolean)
  })
}

function comparingOf({ ETag, VersionId }: Named, deleting: Demand | undefined): readonly Demand[] {
  if (!deleting) return []
  return toCompare(ETag, VersionId).map(action => ({ ...deleting, action }))
}

function demandOf({ Key, VersionId, ETag }: Named, resource: S3Resource): Demand {
  const arn = `${resource.arn}/${Key}`
  return {
    action: VersionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion',
    resource: { ...resource, arn, shownAs: `"${arn}"` },
    context: { 's3:versionid': VersionId, ...headerKeys({ 'if-match': ETag }) },
  }
}

/** One transaction: all of them, or none. */
async function deleteMany({ store, resource, now }: ManyCall, named: readonly Named[]) {
  return store.write(bucketPartition(resource.bucket.bucket), async rows => {
    const deleted: { named: Named; done: Deleted }[] = []
    const unfit: { named: Named; fault: S3Fault }[] = []
    const bucket = await currentBucket(rows, resource)
    for (const each of named) {
      const present = await versionOf(rows, each.Key, each.VersionId)
      const fault = faultOf(each, present)
      if (fault) unfit.push({ named: each, fault })
      else deleted.push({ named: each, done: await deleteOne(rows, { bucket, named: each, present, now }) })
    }
    return { deleted, unfit }
  })
}

/** Among many, a version that never was is none: recorded. */
function faultOf({ Key, VersionId, ETag }: Named, present: ObjectRow | undefined): S3Fault | undefined {
  if (!present && VersionId !== undefined && !isVersionId(VersionId)) return noSuchVersion(Key, VersionId)
  return ETag === undefined || isMatch(ETag, present) ? undefined : preconditionFailed('If-Match')
}

function shownError({ Key, VersionId }: Named, { code, message }: NonNullable<Refusal>) {
  return { Key, ...(VersionId !== undefined && { VersionId }), Code: code, Message: message }
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
