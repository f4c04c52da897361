import { arnOfEvery } from '../../authorize/every-resource.ts'
import type { AccountId } from '../../identity/account-id.ts'
import { type Caller, isSigner } from '../../identity/caller.ts'
import type { ContentId } from '../../objects/contract.ts'
import { regions } from '../../policy/findings/regions.ts'
import { bucketPartition, directory, type Reader, type Store, type Writer } from '../../store/contract.ts'
import {
  type BucketRow,
  bucketClaims,
  buckets,
  objectVersions,
  type PublicAccessBlock,
  parts,
  uploads,
} from '../../store/object-tables.ts'
import { malformedXml } from '../../wire/rest-xml/read-xml.ts'
import { invalidArgument, S3Fault } from '../../wire/s3/fault.ts'
import { asOperation, type Operation } from '../operation.ts'
import { aclKeys, mustBeMadeWithoutAcl } from './acl.ts'
import { mustBeLocatedIn, regionOf } from './bucket-location.ts'
import { mustBeBucketName } from './bucket-name.ts'
import { forget } from './contents.ts'
import { nameIn, tokenAfter } from './continuation-token.ts'
import { accessDenied, notHere } from './errors.ts'
import { type S3Call, type S3Output, type S3Resource, s3 } from './operation.ts'
import { ownerOf } from './owner.ts'
import { headerKeys, requestKeys } from './request-keys.ts'
import { bucketResource } from './resources.ts'
import { checkedTags } from './tags.ts'
import { currentBucket } from './versions.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html: so since April 2023. */
const allBlocked: PublicAccessBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export const CreateBucket = s3('CreateBucket', {
  check: ({ input, request }) => {
    mustBeBucketName(input.Bucket)
    const { LocationConstraint, Location, Bucket, Tags } = input.CreateBucketConfiguration ?? {}
    if (input.CreateBucketConfiguration && !LocationConstraint && !Location && !Bucket && !Tags)
      throw malformedXml()
    mustBeLocatedIn(request.region, LocationConstraint)
    if (Tags) checkedTags(Tags, 'new bucket')
  },
  // It is yet to be made, and will be the caller's.
  resource: async ({ input, caller }) => {
    if (!isSigner(caller)) throw accessDenied()
    const arn = `arn:aws:s3:::${input.Bucket}`
    return { arn, account: caller.account, shownAs: `"${arn}"`, bucket: newBucket(input, caller.account, 0) }
  },
  context: ({ input }) => ({
    ...headerKeys({
      locationconstraint: input.CreateBucketConfiguration?.LocationConstraint,
      'x-amz-object-ownership': input.ObjectOwnership,
      'x-amz-bucket-namespace': input.BucketNamespace,
    }),
    ...aclKeys(input),
    ...bucketTagKeys(input.CreateBucketConfiguration?.Tags ?? []),
  }),
  // API_CreateBucket, "Permissions".
  alsoRequires: ({ input }) => [
    ...(input.CreateBucketConfiguration?.Tags?.length ? ['s3:TagResource' as const] : []),
    ...(input.ObjectOwnership ? ['s3:PutBucketOwnershipControls' as const] : []),
  ],
  handle: async call => {
    const { input, store, resource, now } = call
    const { accountId } = resource.bucket
    const row = newBucket(input, accountId, now)
    mustBeMakeable(input, row)
    // The claim first: a claim without a bucket is none, and a bucket without one would be in no list.
    await claim(store, accountId, row.bucket)
    const present = await store.write(bucketPartition(row.bucket), async rows => {
      const present = await rows.get(buckets, row.bucket)
      if (!present) await rows.insert(buckets, row)
      return present
    })
    if (present) {
      if (present.accountId !== accountId) await unclaim(store, accountId, row.bucket)
      if (present.accountId !== accountId) throw alreadyExists(row.bucket)
      if (!isMadeAgain(present, row)) throw alreadyOwned(row.bucket)
    }
    // Who deleted the one before it may have taken the claim away with that.
    await claim(store, accountId, row.bucket)
    return { Location: `/${row.bucket}`, BucketArn: resource.arn }
  },
})

/**
 * "If you re-create an existing bucket that you already own in us-east-1, Amazon S3 returns 200 OK": nothing changes.
 * Recorded: not where tags are given, be they the same.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList (BucketAlreadyOwnedByYou)
 */
function isMadeAgain(present: BucketRow, made: BucketRow): boolean {
  return present.region === 'us-east-1' && made.region === 'us-east-1' && !made.tags
}

/** What would be kept without acting is refused, once it is known that the caller may make a bucket at all. */
function mustBeMakeable(input: S3Call<'CreateBucket'>['input'], row: BucketRow): void {
  const { ObjectLockEnabledForBucket, CreateBucketConfiguration } = input
  mustBeMadeWithoutAcl(input, row)
  if (ObjectLockEnabledForBucket) throw notHere('Object Lock')
  if (CreateBucketConfiguration?.Location || CreateBucketConfiguration?.Bucket)
    throw notHere('A directory bucket')
}

function newBucket(
  { Bucket, CreateBucketConfiguration, ObjectOwnership }: S3Call<'CreateBucket'>['input'],
  accountId: AccountId,
  createdAt: number,
): BucketRow {
  const { LocationConstraint, Tags = [] } = CreateBucketConfiguration ?? {}
  return {
    bucket: Bucket,
    accountId,
    createdAt,
    region: regionOf(LocationConstraint),
    publicAccessBlock: allBlocked,
    ownership: ObjectOwnership ?? 'BucketOwnerEnforced',
    ...(Tags.length > 0 && { tags: checkedTags(Tags, 'new bucket') }),
  }
}

function bucketTagKeys(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[],
) {
  if (tags.length === 0) return {}
  return {
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
    'aws:TagKeys': tags.map(({ Key }) => Key ?? ''),
  }
}

const alreadyExists = (bucket: string) =>
  new S3Fault(
    'BucketAlreadyExists',
    409,
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
    { members: { BucketName: bucket } },
  )

const alreadyOwned = (bucket: string) =>
  new S3Fault(
    'BucketAlreadyOwnedByYou',
    409,
    'Your previous request to create the named bucket succeeded and you already own it.',
    { members: { BucketName: bucket } },
  )

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/BucketRestrictions.html: the quota that every account has at first. */
const mostBuckets = 10_000

async function claim(store: Store, accountId: AccountId, bucket: string): Promise<void> {
  const isThere = (rows: Reader) => rows.get(bucketClaims, accountId, bucket)
  if (await store.read(directory, isThere)) return
  await store.write(directory, async rows => {
    if (await isThere(rows)) return
    if ((await rows.count(bucketClaims, { where: { accountId } })) >= mostBuckets)
      throw new S3Fault('TooManyBuckets', 400, 'You have attempted to create more buckets than allowed')
    await rows.put(bucketClaims, { accountId, bucket })
  })
}

/** Where the bucket is gone, or turns out to be another's; one that came to be meanwhile keeps its claim. */
async function unclaim(store: Store, accountId: AccountId, bucket: string): Promise<void> {
  await store.write(directory, rows => rows.delete(bucketClaims, accountId, bucket))
  if (await ownBucket(store, bucket, accountId)) await claim(store, accountId, bucket)
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html */
export const DeleteBucket = s3('DeleteBucket', {
  resource: bucketResource,
  handle: async ({ store, resource, contents }) => {
    const { bucket, accountId } = resource.bucket
    let isGone = false
    while (!isGone) {
      const step = await store.write(bucketPartition(bucket), async rows => {
        await mustBeEmpty(rows, await currentBucket(rows, resource))
        const cleared = await clearUploads(rows)
        if (cleared.isDone) await rows.delete(buckets, bucket)
        return cleared
      })
      isGone = step.isDone
      await forget(contents, step.unreferenced)
    }
    await unclaim(store, accountId, bucket)
    return {}
  },
})

async function mustBeEmpty(rows: Reader, { bucket, versioning }: BucketRow): Promise<void> {
  const [version] = await rows.list(objectVersions, { limit: 1 })
  if (!version) return
  throw new S3Fault(
    'BucketNotEmpty',
    409,
    `The bucket you tried to delete is not empty${versioning ? '. You must delete all versions in the bucket.' : ''}`,
    { members: { BucketName: bucket } },
  )
}

/** So many rows are removed in one transaction: others get their turn between. */
const clearedAtOnce = 1000

/** Uploads that nobody finished go with their bucket; they first, so that none is completed whose parts are going. */
async function clearUploads(
  rows: Writer,
): Promise<{ readonly isDone: boolean; readonly unreferenced: readonly ContentId[] }> {
  const open = await rows.list(uploads, { limit: clearedAtOnce })
  for (const { key, initiatedAt, uploadId } of open) await rows.delete(uploads, key, initiatedAt, uploadId)
  const limit = clearedAtOnce - open.length
  const stray = limit === 0 ? [] : await rows.list(parts, { limit })
  for (const { uploadId, partNumber } of stray) await rows.delete(parts, uploadId, partNumber)
  return { isDone: stray.length < limit, unreferenced: stray.map(({ contentId }) => contentId) }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html: asks for s3:ListBucket. */
export const HeadBucket = s3('HeadBucket', {
  action: 's3:ListBucket',
  resource: bucketResource,
  // Recorded, though there is nothing that is of this type.
  answerHeaders: () => ({ 'content-type': 'application/xml' }),
  handle: async ({ resource }) => ({
    BucketRegion: resource.bucket.region,
    BucketArn: resource.arn,
    AccessPointAlias: false,
  }),
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html: us-east-1 has no name here. */
export const GetBucketLocation = s3('GetBucketLocation', {
  resource: bucketResource,
  handle: async ({ resource }) => {
    const { region } = resource.bucket
    return region === 'us-east-1' ? {} : { LocationConstraint: region as 'eu-west-1' }
  },
})

const maxListedBuckets = 10_000

const everyBucket = { arn: arnOfEvery('s3:ListAllMyBuckets'), shownAs: '', isNoOne: true as const }

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export const ListBuckets: Operation = asOperation('s3', 'ListBuckets', {
  action: 's3:ListAllMyBuckets',
  check: ({ input: { BucketRegion } }: BucketsCall) => {
    if (BucketRegion === undefined || regions.has(BucketRegion)) return
    throw invalidArgument(`Argument value ${BucketRegion} is not a valid AWS Region`, 'bucket-region')
  },
  resource: async () => everyBucket,
  context: async ({ request, now, caller }: BucketsCall) =>
    requestKeys(request, now, { account: caller.account }),
  handle: listBuckets,
})

type BucketsCall = S3Call<'ListBuckets'> & { readonly caller: Caller; readonly store: Store }

async function listBuckets({ input, caller, store }: BucketsCall): Promise<S3Output<'ListBuckets'>> {
  const { MaxBuckets = maxListedBuckets, Prefix, ContinuationToken, BucketRegion } = input
  const accountId = caller.account
  const after = ContinuationToken === undefined ? undefined : nameIn(ContinuationToken)
  const found = await store.read(directory, rows =>
    rows.list(bucketClaims, {
      where: { accountId },
      ...(Prefix && { startsWith: Prefix }),
      ...(after !== undefined && { after: [accountId, after] }),
      limit: MaxBuckets + 1,
    }),
  )
  const page = found.slice(0, MaxBuckets)
  const last = found.length > page.length ? page.at(-1)?.bucket : undefined
  const rows = await Promise.all(page.map(({ bucket }) => ownBucket(store, bucket, accountId)))
  return {
    Owner: ownerOf(accountId),
    Buckets: rows
      .filter(row => row !== undefined)
      .filter(row => BucketRegion === undefined || row.region === BucketRegion)
      .map(({ bucket, createdAt, region }) => ({
        Name: bucket,
        CreationDate: new Date(createdAt),
        BucketRegion: region,
        BucketArn: `arn:aws:s3:::${bucket}`,
      })),
    ...(Prefix !== undefined && { Prefix }),
    ...(last !== undefined && { ContinuationToken: tokenAfter(last) }),
  }
}

async function ownBucket(store: Store, bucket: string, accountId: AccountId): Promise<BucketRow | undefined> {
  const row = await store.read(bucketPartition(bucket), rows => rows.get(buckets, bucket))
  return row?.accountId === accountId ? row : undefined
}

/** Changes the bucket's row; the bucket may have gone since it was looked up. */
export async function changeBucket(
  store: Store,
  resource: S3Resource,
  change: (row: BucketRow) => BucketRow,
): Promise<void> {
  await store.write(bucketPartition(resource.bucket.bucket), async rows => {
    await rows.put(buckets, change(await currentBucket(rows, resource)))
  })
}
