/**
 * Policies: what they say, whether they may be saved, and what they decide. Pure: no I/O, no clock, no
 * import from outside this folder, so it runs in a browser as well as in the server.
 */
export type {
  AddedPrincipal,
  AddedStatement,
  Addition,
  Decision,
  GrantKind,
  LayerDecision,
  LayerKind,
  Outcome,
  Reason,
  Side,
  StatementOutcome,
  StatementReason,
} from './decision.ts'
export type {
  ActionElement,
  Condition,
  PolicyDocument,
  PolicyKind,
  PrincipalElement,
  PrincipalEntry,
  PrincipalType,
  ResourceElement,
  Statement,
} from './document.ts'
export { matchesAction } from './engine/action-set.ts'
export { additionsOfSide, additionsThatAllow } from './engine/additions.ts'
export { decide } from './engine/decide.ts'
export { evaluate } from './engine/evaluate.ts'
export {
  CompiledLayer,
  CompiledPolicy,
  compileLayer,
  type LayerPlace,
  type PlacedPolicy,
} from './engine/layer.ts'
export { CompiledLayers, compileLayers, emptyLayer, type LayerParts } from './engine/layers.ts'
export type { EvaluateOptions } from './engine/prepared-request.ts'
export { attachableTypes } from './findings/checks/attachment.ts'
export type { Finding, FindingLocation, Severity } from './findings/finding.ts'
export { type FindingsOptions, findings } from './findings/findings.ts'
export { guessKind } from './findings/guess-kind.ts'
export { namedServices } from './findings/named-services.ts'
export type {
  ActionFacts,
  ConditionKeyFacts,
  ResourceTypeFacts,
  ServiceFacts,
  ServiceReference,
} from './findings/service-reference.ts'
export { type JsonSpan, lineAndColumn } from './json.ts'
export { limits, policySize } from './limits.ts'
export type { PolicyFault } from './parse/fault.ts'
export { type ParseOptions, type ParseResult, parsePolicy } from './parse.ts'
export { statementSpans } from './positions.ts'
export { type PrincipalReference, readPrincipal } from './principal-reference.ts'
export { principalReferences, showPrincipals } from './principals.ts'
export { denialSuffix, explain, explainAdditions, refusalInBrief } from './prose.ts'
export type {
  AuthorizationRequest,
  Context,
  ContextValue,
  ControlLevel,
  PolicyLayers,
  PolicySource,
  Principal,
  SourcedPolicy,
} from './request.ts'
