/** As Access Analyzer grades its findings, from what does not work to what could be written better. */
export const severities = ['error', 'security-warning', 'warning', 'suggestion'] as const
export type Severity = (typeof severities)[number]

/** The way to a value in the document: `['Statement', 0, 'Action', 1]`. */
export type Path = readonly (string | number)[]

export interface FindingLocation {
  readonly path: Path
  /** Offset of the first character, counted from 0. */
  readonly start: number
  /** Offset behind the last character. */
  readonly end: number
  /** Of `start`, counted from 1. */
  readonly line: number
  /** Of `start`, counted from 1. */
  readonly column: number
}

/** Something about a policy that its author should know, at the place where it stands. */
export interface Finding extends FindingLocation {
  readonly code: string
  readonly severity: Severity
  /** Whose check it is: one of AWS's, with AWS's code and words, or one of ours. */
  readonly source: 'access-analyzer' | 'crossrole'
  readonly title: string
  readonly message: string
  readonly advice: string
  /** The page that explains the check. */
  readonly learnMore: string
  /** Other places that have a part in it. */
  readonly related: readonly FindingLocation[]
}
