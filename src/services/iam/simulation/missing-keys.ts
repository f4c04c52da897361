import { distinctKeys, statementKeys } from '../../../policy/context-keys.ts'
import type { Context, Decision, StatementOutcome } from '../../../policy/index.ts'
import type { TakingPart } from './policies.ts'

/**
 * Keys that statements on this action and resource ask for, and that nobody has given a value. Service control
 * policies are not asked: "Only context keys referenced by identity-based and resource-based policies appear here."
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
 */
export function missingKeys(
  { layers }: Decision,
  partOf: (source: object) => TakingPart | undefined,
  context: Context,
): string[] {
  const present = new Set(
    Object.entries(context).flatMap(([name, value]) =>
      value === undefined || value.length === 0 ? [] : [name.toLowerCase()],
    ),
  )
  const asked = layers
    .filter(({ layer }) => layer !== 'service-control')
    .flatMap(({ statements }) => statements)
    .filter(({ outcome }) => isAsked(outcome))
    .flatMap(({ policy, index }) => {
      const document = partOf(policy)?.policy.document
      const statement = document?.statements[index]
      return document && statement ? statementKeys(statement, document.version) : []
    })
  return distinctKeys(asked).filter(key => !present.has(key.toLowerCase()))
}

/** It applies, or would if a condition held or a variable of its resource had another value. */
function isAsked(outcome: StatementOutcome): boolean {
  return outcome.applies || outcome.element === 'Condition'
}
