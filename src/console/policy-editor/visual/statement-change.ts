import type { ConditionRow, Effect, PrincipalRow } from '../model/statement.ts'

/** What the parts of a statement's panel may do to it. */
export interface StatementChange {
  readonly effect: (effect: Effect) => void
  readonly actions: (actions: readonly string[]) => void
  readonly resources: (resources: readonly string[]) => void
  readonly principals: (principals: readonly PrincipalRow[]) => void
  readonly condition: (row: ConditionRow, replaced?: ConditionRow) => void
  readonly removeCondition: (row: ConditionRow) => void
  /** Takes actions out of the statement and into a new one about all resources. */
  readonly moveActions: (actions: {
    readonly moved: readonly string[]
    readonly left: readonly string[]
  }) => void
}
