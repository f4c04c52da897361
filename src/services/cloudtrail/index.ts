import type { Operation } from '../operation.ts'
import { CreateTrail, DeleteTrail, UpdateTrail } from './create-trail.ts'
import { GetEventSelectors, GetInsightSelectors, PutEventSelectors } from './event-selectors.ts'
import { GetTrailStatus, StartLogging, StopLogging } from './logging.ts'
import { LookupEvents } from './lookup-events.ts'
import { ListPublicKeys } from './public-keys.ts'
import { AddTags, ListTags, RemoveTags } from './trail-tags.ts'
import { DescribeTrails, GetTrail, ListTrails } from './trails.ts'

/** CloudTrail, 2013-11-01. */
export const operations: readonly Operation[] = [
  AddTags,
  CreateTrail,
  DeleteTrail,
  DescribeTrails,
  GetEventSelectors,
  GetInsightSelectors,
  GetTrail,
  GetTrailStatus,
  ListPublicKeys,
  ListTags,
  ListTrails,
  LookupEvents,
  PutEventSelectors,
  RemoveTags,
  StartLogging,
  StopLogging,
  UpdateTrail,
]
