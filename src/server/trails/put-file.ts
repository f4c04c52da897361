import { createHash } from 'node:crypto'
import type { AccountId } from '../../identity/account-id.ts'
import { trailOf } from '../../services/cloudtrail/trail-name.ts'
import type { TrailRow } from '../../store/trail-tables.ts'
import { bodyOf, type Called, callAsService } from '../as-service.ts'
import type { House } from '../house.ts'
import { cloudtrailFor, deliveredAs } from './cloudtrail-caller.ts'
import type { Place } from './log-file.ts'

export interface Tools {
  readonly house: House
  readonly clock: () => number
  readonly isEnding: () => boolean
}

/** A trail, and whose it is. */
export interface OwnedTrail {
  readonly account: AccountId
  readonly trail: TrailRow
}

export interface NewFile {
  readonly key: string
  readonly bytes: Buffer
  readonly metadata?: Readonly<Record<string, string>>
}

/** Puts a file into the trail's bucket, as CloudTrail. */
export function putFile(
  { key, bytes, metadata }: NewFile,
  { account, trail }: OwnedTrail,
  { house, clock }: Tools,
): Promise<Called> {
  const { homeRegion: region, bucket } = trail
  return callAsService(house, {
    as: cloudtrailFor({ arn: arnOf({ account, trail }), account }),
    service: 's3',
    operation: 'PutObject',
    input: {
      Bucket: bucket,
      Key: key,
      ...deliveredAs,
      ...(metadata && { Metadata: metadata }),
      Body: bodyOf(bytes),
    },
    region,
    payloadHash: createHash('sha256').update(bytes).digest('hex'),
    now: clock(),
  })
}

export function arnOf({ account, trail: { homeRegion, trailName } }: OwnedTrail): string {
  return trailOf(homeRegion, trailName, account).arn
}

/** Where the files of an account that the trail logs are. */
export function placeOf({ keyPrefix, organizationId }: TrailRow, account: AccountId): Place {
  return {
    account,
    ...(keyPrefix !== undefined && { keyPrefix }),
    ...(organizationId !== undefined && { organizationId }),
  }
}

/** In S3's code; the operator is told once. */
export function refusalCode(
  { error, requestId }: Called,
  before: string | undefined,
  owned: OwnedTrail,
  { log }: House,
): string | undefined {
  if (!error) return undefined
  const code = error.code === 'ServiceFailure' ? 'InternalError' : error.code
  if (before !== code)
    log.info(`${arnOf(owned)} could not deliver to ${owned.trail.bucket}: ${code} (request ${requestId})`)
  return code
}
