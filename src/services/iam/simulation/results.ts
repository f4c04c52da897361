import type {
  EvaluationResult,
  PolicySourceType,
  ResourceSpecificResult,
  Statement,
} from '@aws-sdk/client-iam'
import {
  type Context,
  type Decision,
  type LayerDecision,
  lineAndColumn,
  type Outcome,
  statementSpans,
} from '../../../policy/index.ts'
import { missingKeys } from './missing-keys.ts'
import { sourceTypes, type TakingPart } from './policies.ts'

/** What the engine decided, in the words of the simulator. */

type EvalDecision = ResourceSpecificResult['EvalResourceDecision'] & string

const decisions = {
  Allowed: 'allowed',
  ImplicitlyDenied: 'implicitDeny',
  ExplicitlyDenied: 'explicitDeny',
} as const satisfies Record<Outcome, EvalDecision>

const layerDecisions = {
  allow: 'allowed',
  none: 'implicitDeny',
  deny: 'explicitDeny',
} as const satisfies Record<LayerDecision['result'], EvalDecision>

/** Of several decisions the first of these stands for all. */
const strictness = ['explicitDeny', 'implicitDeny', 'allowed'] as const

export function strictest(given: readonly EvalDecision[]): EvalDecision {
  return strictness.find(decision => given.includes(decision)) ?? 'allowed'
}

/** One resource's part of a result. */
export interface Finding {
  readonly resource: string
  readonly decision: EvalDecision
  readonly statements: readonly Statement[]
  readonly missing: readonly string[]
  /** By kind of policy; absent in one account, and where the organization ends the matter. */
  readonly details?: Readonly<Record<string, EvalDecision>>
  readonly crossAccount: boolean
  readonly withinBoundary?: boolean
  readonly withinOrganization?: boolean
}

export function findingOf(
  resource: string,
  decision: Decision,
  context: Context,
  parts: readonly TakingPart[],
): Finding {
  const bySource = new Map<object, TakingPart>(parts.map(part => [part.policy.source, part]))
  const boundary = decision.layers.find(({ layer }) => layer === 'boundary')
  const control = decision.layers.filter(({ layer }) => layer === 'service-control')
  const withinOrganization = control.every(({ result }) => result === 'allow')
  return {
    resource,
    decision: decisions[decision.outcome],
    statements: matched(decision, bySource),
    missing: missingKeys(decision, source => bySource.get(source), context),
    crossAccount: decision.crossAccount,
    ...(decision.crossAccount && withinOrganization && { details: detailsOf(decision) }),
    ...(boundary && { withinBoundary: boundary.result === 'allow' }),
    ...(control.length > 0 && { withinOrganization }),
  }
}

/** "If any statement denies that operation, then … the deny statement is the only entry included in the result." */
function matched({ because }: Decision, bySource: ReadonlyMap<object, TakingPart>): Statement[] {
  return because.flatMap(reason => {
    if (!('statement' in reason)) return []
    const part = bySource.get(reason.statement.policy)
    return part ? [statementShown(part, reason.statement.index)] : []
  })
}

/**
 * Recorded: lines and columns count from 1. A statement ends behind its brace, and begins behind what AWS's parser
 * read before it: the bracket, or the statement before; one that stands alone behind its own brace.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_Statement.html
 */
function statementShown({ id, type, text }: TakingPart, index: number): Statement {
  const { behind, end } = statementSpans(text)[index] ?? { behind: 0, end: 0 }
  return {
    SourcePolicyId: id,
    SourcePolicyType: sourceTypes[type] as string as PolicySourceType,
    StartPosition: position(text, behind),
    EndPosition: position(text, end),
  }
}

function position(text: string, offset: number) {
  const { line, column } = lineAndColumn(text, offset)
  return { Line: line, Column: column }
}

function detailsOf({ layers }: Decision): Record<string, EvalDecision> {
  const named = layers.flatMap(({ layer, result }) =>
    Object.hasOwn(sourceTypes, layer)
      ? [[sourceTypes[layer as keyof typeof sourceTypes], layerDecisions[result]] as const]
      : [],
  )
  return Object.fromEntries(named)
}

/** The result of one action on all its resources; on `*` alone there is nothing to say of each. */
export function evaluationResult(
  action: string,
  template: string,
  findings: readonly Finding[],
): EvaluationResult {
  const decision = strictest(findings.map(finding => finding.decision))
  const deciding = findings.filter(finding => finding.decision === decision)
  const isOfAll = findings.every(({ resource }) => resource === '*')
  const details = mergedDetails(findings)
  const organized = findings.flatMap(({ withinOrganization }) => withinOrganization ?? [])
  return {
    EvalActionName: action,
    EvalResourceName: template,
    EvalDecision: decision,
    MatchedStatements: distinct(deciding.flatMap(({ statements }) => statements)),
    MissingContextValues: [...new Set(findings.flatMap(({ missing }) => missing))],
    ...(details && (!isOfAll || Object.keys(details).length > 0) && { EvalDecisionDetails: details }),
    ...(organized.length > 0 && {
      OrganizationsDecisionDetail: { AllowedByOrganizations: organized.every(Boolean) },
    }),
    ...boundaryDetail(findings),
    ...(!isOfAll && { ResourceSpecificResults: findings.map(resourceResult) }),
  }
}

function resourceResult(finding: Finding): ResourceSpecificResult {
  const { resource, decision, statements, missing, details } = finding
  return {
    EvalResourceName: resource,
    EvalResourceDecision: decision,
    MatchedStatements: [...statements],
    MissingContextValues: [...missing],
    ...(details && { EvalDecisionDetails: details }),
    ...boundaryDetail([finding]),
  }
}

function boundaryDetail(findings: readonly Finding[]) {
  const bounded = findings.flatMap(({ withinBoundary }) => withinBoundary ?? [])
  if (bounded.length === 0) return {}
  const AllowedByPermissionsBoundary = bounded.every(Boolean)
  return { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary } }
}

/**
 * "In the top-level result, this map reports the most restrictive decision per policy type across all requested
 * resources." In one account it is there and empty; when the organization refused, it is not there.
 */
function mergedDetails(findings: readonly Finding[]): Record<string, EvalDecision> | undefined {
  if (findings.some(({ withinOrganization }) => withinOrganization === false)) return undefined
  const merged: Record<string, EvalDecision> = {}
  for (const { details = {} } of findings) {
    for (const [type, decision] of Object.entries(details)) {
      merged[type] = strictest([decision, merged[type] ?? 'allowed'])
    }
  }
  return merged
}

function distinct(statements: readonly Statement[]): Statement[] {
  const bySpelling = new Map(statements.map(statement => [JSON.stringify(statement), statement]))
  return [...bySpelling.values()]
}
