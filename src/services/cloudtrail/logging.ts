import { type TrailRow, type TrailSpan, trails } from '../../store/trail-tables.ts'
import { cloudtrail } from './operation.ts'
import { mustFindTrail, onTrail, trailToChange } from './trail-resource.ts'

/**
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html
 *
 * What was recorded before is not delivered; what was, and has not been delivered since the trail was stopped, is.
 */
export const StartLogging = cloudtrail('StartLogging', {
  ...onTrail,
  prepare: ({ store }) => store.lastRecorded(),
  write: async ({ input, prepared: lastRecorded, now, ...asked }) => {
    const trail = await trailToChange(input.Name, asked)
    if (trail.isLogging) return {}
    const position = trail.spans.length > 0 ? trail.position : lastRecorded
    const spans = [...trail.spans, { from: now }]
    await asked.rows.put(trails, { ...trail, isLogging: true, startedAt: now, position, spans })
    return {}
  },
})

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopLogging.html */
export const StopLogging = cloudtrail('StopLogging', {
  ...onTrail,
  write: async ({ input, now, ...asked }) => {
    const trail = await trailToChange(input.Name, asked)
    if (!trail.isLogging) return {}
    const spans = ended(trail.spans, now)
    await asked.rows.put(trails, { ...trail, isLogging: false, stoppedAt: now, spans })
    return {}
  },
})

function ended(spans: readonly TrailSpan[], to: number): readonly TrailSpan[] {
  return spans.map(span => (span.to === undefined ? { ...span, to } : span))
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html */
export const GetTrailStatus = cloudtrail('GetTrailStatus', {
  ...onTrail,
  read: async ({ input, ...asked }) => statusOf(await mustFindTrail(input.Name, asked)),
})

/** Times stand twice in an answer: as times, and as texts that are empty where there is none. */
function statusOf({ isLogging, startedAt, stoppedAt, delivery }: TrailRow) {
  const { attemptedAt, deliveredAt, error } = delivery ?? {}
  return {
    IsLogging: isLogging,
    ...(error !== undefined && { LatestDeliveryError: error }),
    ...(deliveredAt !== undefined && { LatestDeliveryTime: new Date(deliveredAt) }),
    ...(startedAt !== undefined && { StartLoggingTime: new Date(startedAt) }),
    ...(stoppedAt !== undefined && { StopLoggingTime: new Date(stoppedAt) }),
    LatestDeliveryAttemptTime: textOf(attemptedAt),
    LatestDeliveryAttemptSucceeded: textOf(deliveredAt),
    LatestNotificationAttemptTime: '',
    LatestNotificationAttemptSucceeded: '',
    TimeLoggingStarted: textOf(startedAt),
    TimeLoggingStopped: textOf(stoppedAt),
  }
}

function textOf(time: number | undefined): string {
  return time === undefined ? '' : `${new Date(time).toISOString().slice(0, 19)}Z`
}
