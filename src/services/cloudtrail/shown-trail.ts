import type { AccountId } from '../../identity/account-id.ts'
import type { TrailRow } from '../../store/trail-tables.ts'
import { trailOf } from './trail-name.ts'

/** A trail as CreateTrail and UpdateTrail answer it. */
export function shownSettings(trail: TrailRow, account: AccountId) {
  const { homeRegion, trailName, bucket, keyPrefix } = trail
  return {
    Name: trailName,
    S3BucketName: bucket,
    ...(keyPrefix !== undefined && { S3KeyPrefix: keyPrefix }),
    IncludeGlobalServiceEvents: trail.includesGlobalServices,
    IsMultiRegionTrail: trail.isMultiRegion,
    TrailARN: trailOf(homeRegion, trailName, account).arn,
    LogFileValidationEnabled: false,
    IsOrganizationTrail: false,
  }
}

/** As it is read. */
export function shownTrail(trail: TrailRow, account: AccountId) {
  return {
    ...shownSettings(trail, account),
    HomeRegion: trail.homeRegion,
    HasCustomEventSelectors: trail.eventSelectors !== undefined || trail.advancedEventSelectors !== undefined,
    HasInsightSelectors: false,
  }
}
