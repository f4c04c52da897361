import type { TrailRow, TrailSpan } from '../../store/trail-tables.ts'
import { changeTrail, mustOpenTrail, onTrail } from './opened-trail.ts'
import { cloudtrail, cloudtrailError } from './operation.ts'

/** So often can a trail be started before what it logged was delivered. */
const maxSpans = 100

/**
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html
 *
 * What was recorded before is not delivered; what was, and has not been delivered since the trail was stopped, is.
 */
export const StartLogging = cloudtrail('StartLogging', {
  ...onTrail,
  handle: async ({ input, now, ...asked }) => {
    const lastRecorded = await asked.store.lastRecorded()
    await changeTrail(input.Name, asked, trail => {
      if (trail.isLogging) return trail
      if (trail.spans.length >= maxSpans) throw cloudtrailError('ThrottlingException', tooOften)
      const position = trail.spans.length > 0 ? trail.position : lastRecorded
      return { ...trail, isLogging: true, startedAt: now, position, spans: [...trail.spans, { from: now }] }
    })
    return {}
  },
})

const tooOften = 'The trail was started and stopped too often before it could deliver. Try again later.'

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopLogging.html */
export const StopLogging = cloudtrail('StopLogging', {
  ...onTrail,
  handle: async ({ input, now, ...asked }) => {
    await changeTrail(input.Name, asked, trail =>
      trail.isLogging
        ? { ...trail, isLogging: false, stoppedAt: now, spans: ended(trail.spans, now) }
        : trail,
    )
    return {}
  },
})

function ended(spans: readonly TrailSpan[], to: number): readonly TrailSpan[] {
  return spans.map(span => (span.to === undefined ? { ...span, to } : span))
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html */
export const GetTrailStatus = cloudtrail('GetTrailStatus', {
  ...onTrail,
  handle: async ({ input, ...asked }) => statusOf((await mustOpenTrail(input.Name, asked)).trail),
})

/** Times stand twice in an answer: as times, and as texts that are empty where there is none. */
function statusOf({ isLogging, startedAt, stoppedAt, delivery, digestDelivery }: TrailRow) {
  const { attemptedAt, deliveredAt, error } = delivery ?? {}
  return {
    IsLogging: isLogging,
    ...(error !== undefined && { LatestDeliveryError: error }),
    ...(deliveredAt !== undefined && { LatestDeliveryTime: new Date(deliveredAt) }),
    ...(startedAt !== undefined && { StartLoggingTime: new Date(startedAt) }),
    ...(stoppedAt !== undefined && { StopLoggingTime: new Date(stoppedAt) }),
    ...(digestDelivery?.error !== undefined && { LatestDigestDeliveryError: digestDelivery.error }),
    ...(digestDelivery?.deliveredAt !== undefined && {
      LatestDigestDeliveryTime: new Date(digestDelivery.deliveredAt),
    }),
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
