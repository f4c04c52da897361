import { distinctKeys, resourceVariables, statementKeys } from '../../../policy/context-keys.ts'
import type { Context, Decision, StatementReason } from '../../../policy/index.ts'
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
    .flatMap(reason => keysAsked(reason, partOf(reason.policy)))
  return distinctKeys(asked).filter(key => !present.has(key.toLowerCase()))
}

/**
 * A statement that applies, or that a condition keeps from it, asks for all its keys; one that does not fit the
 * resource asks for those of its variables, with which it might.
 */
function keysAsked({ index, outcome }: StatementReason, part: TakingPart | undefined): readonly string[] {
  const document = part?.policy.document
  const statement = document?.statements[index]
  if (!document || !statement) return []
  if (outcome.applies || outcome.element === 'Condition') return statementKeys(statement, document.version)
  const isAboutResource = outcome.element === 'Resource' || outcome.element === 'NotResource'
  return isAboutResource ? resourceVariables(statement, document.version) : []
}
