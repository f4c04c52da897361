import type { AccountId } from '../identity/account-id.ts'
import type { BoundPolicy, Tags } from './common-columns.ts'
import { table } from './table.ts'

/**
 * Buckets and what is in them. A bucket is a partition of its own, named by its name, which no other bucket of any
 * account can have: writing objects raises no account's revision, and no bucket waits for another. Only the list of an
 * account's buckets is in the directory. The bytes of objects are not here: see src/objects.
 */

// ---- The directory -----------------------------------------------------------------------------------------

/** Which account has which buckets. The bucket's own row confirms it: a claim without one is no bucket. */
export interface BucketClaimRow {
  readonly accountId: AccountId
  readonly bucket: string
}
export const bucketClaims = table<BucketClaimRow>('bucket_claims', { key: ['accountId', 'bucket'] })

// ---- One bucket --------------------------------------------------------------------------------------------

export interface BucketRow {
  readonly bucket: string
  readonly accountId: AccountId
  readonly createdAt: number
  readonly region: string
  readonly tags?: Tags
  readonly policy?: BoundPolicy
  /** Absent: removed, so that nothing is blocked. */
  readonly publicAccessBlock?: PublicAccessBlock
  /** Absent: removed, so that it is that of who writes. */
  readonly ownership?: 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter'
  /** As it was put with the encryption, which is always SSE-S3; absent: not. */
  readonly isBucketKeyEnabled?: true
  /** Somebody said how it is encrypted, be it the default. */
  readonly isEncryptionPut?: true
  /** Absent: nobody said anything of it. */
  readonly acceleration?: 'Suspended'
  /** Absent: browsers let no page of another origin have its answers. */
  readonly cors?: readonly CorsRule[]
  /** Absent: it never had versions. */
  readonly versioning?: 'Enabled' | 'Suspended'
}
export const buckets = table<BucketRow>('buckets', { key: ['bucket'] })

export interface CorsRule {
  readonly ID?: string
  readonly AllowedHeaders?: string[]
  readonly AllowedMethods: string[]
  readonly AllowedOrigins: string[]
  readonly ExposeHeaders?: string[]
  readonly MaxAgeSeconds?: number
}

export interface PublicAccessBlock {
  readonly BlockPublicAcls: boolean
  readonly IgnorePublicAcls: boolean
  readonly BlockPublicPolicy: boolean
  readonly RestrictPublicBuckets: boolean
}

/** What a client says of an object when it writes it, and is told again when it reads it. */
export interface ObjectHeaders {
  readonly CacheControl?: string
  readonly ContentDisposition?: string
  readonly ContentEncoding?: string
  readonly ContentLanguage?: string
  readonly ContentType?: string
  readonly Expires?: number
  readonly WebsiteRedirectLocation?: string
}

export interface StoredChecksum {
  readonly algorithm: string
  readonly value: string
  readonly type: 'FULL_OBJECT' | 'COMPOSITE'
}

/** One version of an object, or a delete marker that stands in the place of one. */
export interface ObjectRow {
  readonly key: string
  /** Of one key the newest is the smallest, so that it comes first. */
  readonly order: number
  /** `null` where the bucket had no versioning when it was written. */
  readonly versionId: string
  readonly createdAt: number
  readonly isDeleteMarker?: true
  readonly bytes: number
  /** Without its quotes. */
  readonly etag: string
  /** Where the bytes are; `''` for delete markers and for what was uploaded in parts. */
  readonly contentId: string
  /** The upload whose parts are the bytes, `''` where there was none. */
  readonly uploadId: string
  readonly partCount?: number
  readonly headers: ObjectHeaders
  readonly metadata?: Readonly<Record<string, string>>
  readonly tags?: Tags
  readonly checksum?: StoredChecksum
  readonly storageClass?: string
}

/** Every version of every key. */
export const objectVersions = table<ObjectRow>('object_versions', {
  key: ['key', 'order'],
  indexes: { byVersion: ['key', 'versionId'], byContent: ['contentId'], byUpload: ['uploadId'] },
})

/** The latest version of each key that is not a delete marker: what lists show. */
export const objects = table<ObjectRow>('objects', { key: ['key'] })

export interface UploadRow {
  readonly key: string
  readonly initiatedAt: number
  readonly uploadId: string
  /** Who began it, as lists show them. */
  readonly initiatorId: string
  readonly initiatorName: string
  readonly headers: ObjectHeaders
  readonly metadata?: Readonly<Record<string, string>>
  readonly tags?: Tags
  readonly checksumAlgorithm?: string
  readonly checksumType?: StoredChecksum['type']
  readonly storageClass?: string
  /** The object that was there was deleted since the upload began. */
  readonly isKeyDeleted?: true
}
/** Uploads in parts that are under way. */
export const uploads = table<UploadRow>('uploads', {
  key: ['key', 'initiatedAt', 'uploadId'],
  indexes: { byId: ['uploadId'] },
})

export interface PartRow {
  readonly uploadId: string
  readonly partNumber: number
  readonly contentId: string
  readonly bytes: number
  readonly etag: string
  readonly uploadedAt: number
  /** Base64. */
  readonly checksum?: { readonly algorithm: string; readonly value: string }
  /** What the object's checksum is made of where its upload names no algorithm. Base64. */
  readonly crc64Nvme?: string
}
/** Parts of uploads, and of the objects that they became. */
export const parts = table<PartRow>('upload_parts', {
  key: ['uploadId', 'partNumber'],
  indexes: { byPartContent: ['contentId'] },
})

export const objectTables = [bucketClaims, buckets, objectVersions, objects, uploads, parts] as const
