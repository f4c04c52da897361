import type { Grammar } from '../kinds.ts'
import type { Report } from './fault.ts'
import type { DocumentNode } from './shape.ts'

/** One rule over a document of the right shape. */
export type Check = (document: DocumentNode, grammar: Grammar, report: Report) => void
