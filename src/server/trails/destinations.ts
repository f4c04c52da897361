import type { DestinationRefusal, TrailDestinations } from '../../services/trail-destinations.ts'
import { commonError } from '../../wire/errors.ts'
import { askAsService, type Called, callAsService } from '../as-service.ts'
import type { House } from '../house.ts'
import { cloudtrailFor, deliveredAs } from './cloudtrail-caller.ts'
import { folderOf } from './log-file.ts'

/**
 * Whether buckets take what trails are to deliver, asked as CloudTrail asks: the bucket's ACL is read, and it is decided
 * whether a log file could be put. None is: a bucket that is only asked stays as it is.
 */
export function trailDestinations(house: () => House, clock: () => number): TrailDestinations {
  return {
    refusal: async destination => {
      const { bucket, homeRegion: region } = destination
      const source = { arn: destination.trailArn, account: destination.account }
      const call = { as: cloudtrailFor(source), service: 's3', region, now: clock() }
      const input = { Bucket: bucket }
      const read = await callAsService(house(), { ...call, operation: 'GetBucketAcl', input })
      if (read.error) return refusalIn(read)
      const put = { ...input, Key: `${folderOf(destination, region)}/`, ...deliveredAs }
      return refusalIn(await askAsService(house(), { ...call, operation: 'PutObject', input: put }))
    },
  }
}

const refusals: Readonly<Record<string, DestinationRefusal>> = {
  NoSuchBucket: 'no such bucket',
  AccessDenied: 'refused',
}

function refusalIn({ error }: Called): DestinationRefusal | undefined {
  if (!error) return undefined
  const refusal = refusals[error.code]
  if (!refusal) throw commonError('ServiceFailure', undefined, { cause: error })
  return refusal
}
