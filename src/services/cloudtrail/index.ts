import type { Operation } from '../operation.ts'
import { LookupEvents } from './lookup-events.ts'
import { DescribeTrails, ListTrails } from './trails.ts'

/** CloudTrail, 2013-11-01. */
export const operations: readonly Operation[] = [DescribeTrails, ListTrails, LookupEvents]
