import { parseInstant } from '../conditions/instant.ts'
import { parseOperator } from '../conditions/operators.ts'
import type { Check } from './check.ts'

/** Dates are the only condition values that IAM reads when a policy is saved. */
export const conditionDates: Check = (document, _grammar, report) => {
  for (const condition of document.statements.flatMap(statement => statement.conditions)) {
    if (!parseOperator(condition.operator)?.base?.name.startsWith('Date')) continue
    const bad = condition.values.find(value => parseInstant(value.text) === undefined)
    if (bad !== undefined) report('date', bad)
  }
}
