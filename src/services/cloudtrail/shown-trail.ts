import type { OpenedTrail } from './opened-trail.ts'
import { trailOf } from './trail-name.ts'

type Shown = Pick<OpenedTrail, 'trail' | 'account'>

/** A trail as CreateTrail and UpdateTrail answer it. */
export function shownSettings({ trail, account }: Shown) {
  const { homeRegion, trailName, bucket, keyPrefix } = trail
  return {
    Name: trailName,
    S3BucketName: bucket,
    ...(keyPrefix !== undefined && { S3KeyPrefix: keyPrefix }),
    IncludeGlobalServiceEvents: trail.includesGlobalServices,
    IsMultiRegionTrail: trail.isMultiRegion,
    TrailARN: trailOf(homeRegion, trailName, account).arn,
    LogFileValidationEnabled: trail.validatedSince !== undefined,
    IsOrganizationTrail: trail.organizationId !== undefined,
  }
}

/** As it is read. */
export function shownTrail(opened: Shown) {
  const { homeRegion, eventSelectors, advancedEventSelectors } = opened.trail
  return {
    ...shownSettings(opened),
    HomeRegion: homeRegion,
    HasCustomEventSelectors: eventSelectors !== undefined || advancedEventSelectors !== undefined,
    HasInsightSelectors: false,
  }
}
