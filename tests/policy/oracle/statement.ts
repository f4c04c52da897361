import type { GrantKind, LayerKind, StatementOutcome, StatementReason } from '../../../src/policy/decision.ts'
import type { Condition, Statement } from '../../../src/policy/document.ts'
import type { AuthorizationRequest, SourcedPolicy } from '../../../src/policy/request.ts'
import { coversAction } from './action.ts'
import { holds } from './conditions/condition.ts'
import { type ContextKeys, contextValue } from './context.ts'
import { matchPrincipal } from './principal-match.ts'
import { coversResource } from './resource.ts'

/** One request, prepared for being held against many statements. */
export interface Question {
  readonly request: AuthorizationRequest
  readonly keys: ContextKeys
  readonly hasBoundary: boolean
  readonly strictNotPrincipal: boolean
}

/** Policies of these layers say to whom they apply; the others apply to the identity they hang on. */
const namesPrincipals: ReadonlySet<LayerKind> = new Set(['resource', 'resource-control'])

/**
 * A statement applies when its principal, action and resource cover the request and all its conditions hold.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function judgeStatement(
  statement: Statement,
  policy: SourcedPolicy,
  layer: LayerKind,
  question: Question,
): StatementReason {
  return {
    policy: policy.source,
    ...(statement.sid === undefined ? {} : { sid: statement.sid }),
    index: statement.index,
    effect: statement.effect,
    outcome: outcome(statement, policy, layer, question),
  }
}

function outcome(
  statement: Statement,
  policy: SourcedPolicy,
  layer: LayerKind,
  question: Question,
): StatementOutcome {
  const { request, keys } = question
  const { action, resource, principal } = statement
  const { version } = policy.document
  let grant: GrantKind | undefined
  if (namesPrincipals.has(layer)) {
    grant = grantOf(statement, policy, question)
    if (grant === undefined) {
      return { applies: false, element: principal?.negated ? 'NotPrincipal' : 'Principal' }
    }
  }
  if (!coversAction(action, request.action)) {
    return { applies: false, element: action.negated ? 'NotAction' : 'Action', value: request.action }
  }
  // Only a policy that hangs on a resource may leave the element out: it then means that resource.
  const covered =
    resource === undefined
      ? layer === 'resource'
      : coversResource(resource, request.resource, { layer, version, keys })
  if (!covered) {
    const element = resource?.negated ? 'NotResource' : 'Resource'
    return { applies: false, element, value: request.resource }
  }
  const failed = statement.conditions.find(condition => !holds(condition, keys, version))
  if (failed !== undefined) return conditionOutcome(failed, keys)
  return { applies: true, ...(grant === undefined ? {} : { grant }) }
}

function grantOf(statement: Statement, policy: SourcedPolicy, question: Question): GrantKind | undefined {
  if (statement.principal === undefined) return undefined
  return matchPrincipal(statement.principal, question.request.principal, {
    effect: statement.effect,
    principalIds: policy.principalIds ?? {},
    hasBoundary: question.hasBoundary,
    strictNotPrincipal: question.strictNotPrincipal,
  })
}

function conditionOutcome(condition: Condition, keys: ContextKeys): StatementOutcome {
  const actual = contextValue(keys, condition.key)
  return {
    applies: false,
    element: 'Condition',
    operator: condition.operator,
    key: condition.key,
    expected: condition.values,
    ...(actual === undefined ? {} : { actual }),
  }
}
