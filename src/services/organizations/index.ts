import type { Operation } from '../operation.ts'

/** AWS Organizations, 2016-11-28. */
export const operations: readonly Operation[] = []
