import type { Condition, PolicyDocument, PolicyKind, Statement } from './document.ts'
import { parseJson } from './json.ts'
import { type Grammar, grammars } from './kinds.ts'
import { actionForms, actionsPresent, stsActionsOnly } from './parse/actions.ts'
import type { Check } from './parse/check.ts'
import { conditionDates } from './parse/conditions.ts'
import { type PolicyFault, type Report, reporter } from './parse/fault.ts'
import { cognitoConditions, principals, readPrincipalElement } from './parse/principals.ts'
import {
  resourceForms,
  resourcePlaceholders,
  resourceSegments,
  resourcesForbidden,
  resourcesPresent,
} from './parse/resources.ts'
import { type DocumentNode, readDocument, type StatementNode } from './parse/shape.ts'
import { denyOnly, effectCase, sids } from './parse/statements.ts'

export interface ParseOptions {
  /**
   * The text is to become (a version of) a managed policy, which IAM takes only with
   * `"Version": "2012-10-17"`. Inline and other policies may leave the version out. Default false.
   */
  readonly managed?: boolean
  /** The text was accepted when it was saved, perhaps by an older version that found less fault. Default false. */
  readonly stored?: boolean
}

export type ParseResult = { readonly document: PolicyDocument } | { readonly faults: readonly PolicyFault[] }

/** In the order in which IAM finds fault: it names only the first. */
const checks: readonly Check[] = [
  principals,
  cognitoConditions,
  effectCase,
  conditionDates,
  resourceSegments,
  resourcePlaceholders,
  sids,
  actionsPresent,
  resourcesForbidden,
  resourceForms,
  resourcesPresent,
  actionForms,
  stsActionsOnly,
  denyOnly,
]

/** Those that came after texts may have been saved which they refuse. */
const laterChecks: ReadonlySet<Check> = new Set([cognitoConditions, resourcePlaceholders])

/** The kinds that IAM itself saves: they must not begin with a blank. */
const savedByIam: ReadonlySet<PolicyKind> = new Set(['identity', 'boundary', 'trust'])

/**
 * Reads a policy of a kind, or tells what is wrong with it: the first fault is the one AWS answers with,
 * the others are for an editor to show. Never throws. The characters of the text and its size are not
 * judged here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(text: string, kind: PolicyKind, options: ParseOptions = {}): ParseResult {
  const grammar = grammars[kind]
  const faults: PolicyFault[] = []
  const report = reporter(grammar.dialect, text, faults)
  const json = parseJson(text)
  if ('fault' in json) {
    report('json', { path: '', offset: json.fault.offset })
    return { faults }
  }
  const node = readDocument(json.value, report)
  if (faults.length > 0) return { faults }
  if (options.managed === true && node.version?.text !== '2012-10-17')
    report('oldVersion', node.version ?? node)
  const isNew = options.stored !== true
  if (isNew && savedByIam.has(kind) && /^[ \t]/.test(text)) report('leadingSpace', { path: '', offset: 0 })
  for (const check of checks) {
    if (isNew || !laterChecks.has(check)) check(node, grammar, report)
  }
  return faults.length > 0 ? { faults } : { document: toDocument(node, grammar, report) }
}

function toDocument(node: DocumentNode, grammar: Grammar, report: Report): PolicyDocument {
  return {
    version: node.version?.text === '2012-10-17' ? '2012-10-17' : '2008-10-17',
    ...(node.id && { id: node.id.text }),
    statements: node.statements.map((statement, index) => toStatement(statement, index, grammar, report)),
  }
}

function toStatement(node: StatementNode, index: number, grammar: Grammar, report: Report): Statement {
  const { sid, effect, action, resource, principal } = node
  return {
    ...(sid && { sid: sid.text }),
    index,
    effect: effect?.text === 'Allow' ? 'Allow' : 'Deny',
    ...(principal && { principal: readPrincipalElement(principal, grammar, report) }),
    action: { negated: action?.negated ?? false, patterns: action?.items.map(item => item.text) ?? [] },
    ...(resource && {
      resource: { negated: resource.negated, patterns: resource.items.map(item => item.text) },
    }),
    conditions: node.conditions.map(
      ({ operator, key, values }): Condition => ({ operator, key, values: values.map(item => item.text) }),
    ),
  }
}
