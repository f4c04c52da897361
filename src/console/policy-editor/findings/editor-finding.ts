import type { Severity } from '../../../policy/index.ts'

/** One thing to know about the policy, at its place in the text. */
export interface EditorFinding {
  readonly severity: Severity
  readonly code: string
  /** Absent for what IAM itself would answer. */
  readonly title?: string
  readonly message: string
  readonly advice: string
  readonly learnMore?: string
  readonly start: number
  readonly end: number
  /** Counted from 1. */
  readonly line: number
  readonly column: number
}

/** In the order of AWS's tabs. */
export const severityTabs: readonly Severity[] = ['security-warning', 'error', 'warning', 'suggestion']
