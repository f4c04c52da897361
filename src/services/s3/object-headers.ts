import { accountOfRequester } from '../../identity/caller.ts'
import type { ObjectHeaders, ObjectRow } from '../../store/object-tables.ts'
import { invalidArgument, S3Fault } from '../../wire/s3/fault.ts'
import { mustBeOwners } from './acl.ts'
import { mustBringNoKey } from './customer-keys.ts'
import { invalidRequest, invalidStorageClass, notHere } from './errors.ts'
import type { S3Caller, S3Resource } from './operation.ts'
import { headerKeys } from './request-keys.ts'

/** What PutObject, CopyObject and CreateMultipartUpload say alike of the object that is to be. */
export interface WriteInput {
  readonly ACL?: string | undefined
  readonly CacheControl?: string | undefined
  readonly ContentDisposition?: string | undefined
  readonly ContentEncoding?: string | undefined
  readonly ContentLanguage?: string | undefined
  readonly ContentType?: string | undefined
  readonly Expires?: Date | undefined
  readonly Metadata?: Readonly<Record<string, string | undefined>> | undefined
  readonly ServerSideEncryption?: string | undefined
  readonly SSEKMSKeyId?: string | undefined
  readonly SSEKMSEncryptionContext?: string | undefined
  readonly SSECustomerAlgorithm?: string | undefined
  readonly StorageClass?: string | undefined
  readonly WebsiteRedirectLocation?: string | undefined
  readonly ObjectLockMode?: string | undefined
  readonly ObjectLockRetainUntilDate?: Date | undefined
  readonly ObjectLockLegalHoldStatus?: string | undefined
}

interface Writing {
  readonly input: WriteInput
  readonly caller: S3Caller
  readonly resource: S3Resource
}

const maxMetadataBytes = 2048

const archives: ReadonlySet<string> = new Set(['GLACIER', 'DEEP_ARCHIVE'])

/** Classes that are read at once, whatever they cost. */
const storageClasses: ReadonlySet<string> = new Set([
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
])

/** What would be kept without acting is refused, once it is known that the caller may write at all. */
export function mustBeWritable({ input, caller, resource }: Writing): void {
  mustBeOwners(input, resource.bucket, accountOfRequester(caller))
  const { ServerSideEncryption, SSEKMSKeyId, SSEKMSEncryptionContext, StorageClass } = input
  mustBringNoKey(input)
  if (ServerSideEncryption !== undefined && ServerSideEncryption !== 'AES256')
    throw notHere(`Encryption with ${ServerSideEncryption}`)
  if (SSEKMSKeyId !== undefined || SSEKMSEncryptionContext !== undefined) {
    throw invalidArgument(
      'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
      'x-amz-server-side-encryption',
      ServerSideEncryption,
    )
  }
  if (StorageClass !== undefined && !storageClasses.has(StorageClass))
    throw archives.has(StorageClass)
      ? notHere(`Storage class ${StorageClass}`)
      : invalidStorageClass(StorageClass)
  mustBeUnlocked(input)
  mustFit(input.Metadata ?? {})
}

/** No bucket has Object Lock here; AWS says the same of those that have none. */
function mustBeUnlocked(input: WriteInput): void {
  const { ObjectLockMode, ObjectLockRetainUntilDate, ObjectLockLegalHoldStatus } = input
  if (ObjectLockMode === undefined && !ObjectLockRetainUntilDate && ObjectLockLegalHoldStatus === undefined)
    return
  throw invalidRequest('Bucket is missing ObjectLockConfiguration')
}

function mustFit(metadata: Readonly<Record<string, string | undefined>>): void {
  const bytes = Object.entries(metadata).reduce(
    (sum, [name, value = '']) => sum + Buffer.byteLength(name) + Buffer.byteLength(value, 'latin1'),
    0,
  )
  if (bytes <= maxMetadataBytes) return
  throw new S3Fault(
    'MetadataTooLarge',
    400,
    'Your metadata headers exceed the maximum allowed metadata size',
    {
      members: { Size: String(bytes), MaxSizeAllowed: String(maxMetadataBytes) },
    },
  )
}

export function headersToKeep(input: WriteInput): ObjectHeaders {
  const { CacheControl, ContentDisposition, ContentLanguage, ContentType, Expires } = input
  const { WebsiteRedirectLocation } = input
  const encoding = withoutAwsChunked(input.ContentEncoding)
  return {
    ...(CacheControl !== undefined && { CacheControl }),
    ...(ContentDisposition !== undefined && { ContentDisposition }),
    ...(encoding !== undefined && { ContentEncoding: encoding }),
    ...(ContentLanguage !== undefined && { ContentLanguage }),
    ContentType: ContentType ?? 'binary/octet-stream',
    ...(Expires !== undefined && { Expires: Expires.getTime() }),
    ...(WebsiteRedirectLocation !== undefined && { WebsiteRedirectLocation }),
  }
}

/** It is how the body was sent, not how the content is encoded. */
function withoutAwsChunked(encoding: string | undefined): string | undefined {
  const left = encoding
    ?.split(',')
    .filter(each => !['aws-chunked', ''].includes(each.trim().toLowerCase()))
    .join(',')
    .trim()
  return left === '' ? undefined : left
}

export function metadataToKeep({ Metadata }: Pick<WriteInput, 'Metadata'>): Pick<ObjectRow, 'metadata'> {
  const entries = Object.entries(Metadata ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return entries.length === 0 ? {} : { metadata: Object.fromEntries(entries) }
}

/** The headers of an object as they are answered. */
export function headersToShow({ headers, metadata }: Pick<ObjectRow, 'headers' | 'metadata'>) {
  const { Expires, ...texts } = headers
  return {
    ...texts,
    ...(Expires !== undefined && { Expires: new Date(Expires) }),
    Metadata: metadata ?? {},
  }
}

/** Condition keys of writing an object. */
export function writeKeys(input: WriteInput) {
  return headerKeys({
    'x-amz-acl': input.ACL,
    'x-amz-server-side-encryption': input.ServerSideEncryption,
    'x-amz-server-side-encryption-aws-kms-key-id': input.SSEKMSKeyId,
    'x-amz-server-side-encryption-customer-algorithm': input.SSECustomerAlgorithm,
    'x-amz-storage-class': input.StorageClass,
    'x-amz-website-redirect-location': input.WebsiteRedirectLocation,
    'object-lock-mode': input.ObjectLockMode,
    'object-lock-retain-until-date': input.ObjectLockRetainUntilDate?.toISOString(),
    'object-lock-legal-hold': input.ObjectLockLegalHoldStatus,
  })
}

/** What AWS answers of every object: its default. https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html */
export const encrypted = { ServerSideEncryption: 'AES256' } as const

/** As answers have it. */
export const quoted = (etag: string) => `"${etag}"`
