import type {
  Addition,
  Decision,
  LayerDecision,
  LayerKind,
  Reason,
  Side,
  StatementReason,
} from './decision.ts'
import type { PolicySource } from './request.ts'

/**
 * The one place where reasons become English.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */

/** What AWS calls a policy of each layer: with an article, and after "no". */
const policyNames: Readonly<Record<LayerKind, { readonly a: string; readonly no: string }>> = {
  identity: { a: 'an identity-based policy', no: 'identity-based policy' },
  resource: { a: 'a resource-based policy', no: 'resource-based policy' },
  boundary: { a: 'a permissions boundary', no: 'permissions boundary' },
  session: { a: 'a session policy', no: 'session policy' },
  'scope-down': { a: 'a scope down policy', no: 'scope down policy' },
  'service-control': { a: 'a service control policy', no: 'service control policy' },
  'resource-control': { a: 'a resource control policy', no: 'resource control policy' },
}

const trustPolicyNames = { a: 'the role trust policy', no: 'role trust policy' }

/** The actions that a role's trust policy decides. */
const trustActions: ReadonlySet<string> = new Set(
  [
    'sts:AssumeRole',
    'sts:AssumeRoleWithSAML',
    'sts:AssumeRoleWithWebIdentity',
    'sts:TagSession',
    'sts:SetSourceIdentity',
    'sts:SetContext',
  ].map(action => action.toLowerCase()),
)

/**
 * The end of AWS's access denied message, beginning with its space; empty when nothing more is told.
 * A caller from another account is told nothing of the policies on the resource's side, but that it was the
 * role's trust policy, which is the one thing every AssumeRole needs of that side.
 */
export function denialSuffix(decision: Decision, action: string): string {
  const reason = decision.because[0]
  if (decision.outcome === 'Allowed' || reason === undefined || !('layer' in reason)) return ''
  const isTrustPolicy = reason.layer === 'resource' && trustActions.has(action.toLowerCase())
  if (decision.crossAccount && reason.side === 'trusting' && !isTrustPolicy) return ''
  const names = isTrustPolicy ? trustPolicyNames : policyNames[reason.layer]
  return reason.kind === 'explicit-deny'
    ? ` with an explicit deny in ${names.a}`
    : ` because no ${names.no} allows the ${action} action`
}

/** The first refusal in a sentence that names no policy: for those who may not read them. */
export function refusalInBrief(decision: Decision, action: string): string | undefined {
  const reason = decision.because[0]
  if (decision.outcome === 'Allowed' || reason === undefined) return undefined
  if (!('layer' in reason)) return reasonLine(reason, decision.crossAccount)
  const isTrustPolicy = reason.layer === 'resource' && trustActions.has(action.toLowerCase())
  const names = isTrustPolicy ? trustPolicyNames : policyNames[reason.layer]
  const place = where(reason, decision.crossAccount)
  return reason.kind === 'explicit-deny'
    ? `There is an explicit deny of ${action} in ${names.a}${place}.`
    : `No ${names.no}${place} allows ${action}.`
}

const outcomes: Readonly<Record<Decision['outcome'], string>> = {
  Allowed: 'Allowed',
  ImplicitlyDenied: 'Denied: something that had to allow did not',
  ExplicitlyDenied: 'Denied by an explicit Deny',
}

const results: Readonly<Record<LayerDecision['result'], string>> = {
  allow: 'allows',
  deny: 'denies',
  none: 'does not allow',
}

const layerTitles: Readonly<Record<LayerKind, string>> = {
  identity: 'Identity-based policies',
  resource: 'Resource-based policy',
  boundary: 'Permissions boundary',
  session: 'Session policies',
  'scope-down': 'Scope down policy',
  'service-control': 'Service control policies',
  'resource-control': 'Resource control policies',
}

/** Readable lines: the outcome, what decided, then every layer with each of its statements. */
export function explain(decision: Decision): string[] {
  const lines = [`${outcomes[decision.outcome]}.`]
  for (const reason of decision.because) lines.push(`  ${reasonLine(reason, decision.crossAccount)}`)
  for (const layer of decision.layers) {
    lines.push(layerLine(layer, decision.crossAccount))
    for (const statement of layer.statements) lines.push(`  ${statementLine(statement)}`)
  }
  return lines
}

/** Readable lines: what would have to be added for the request to pass. */
export function explainAdditions(additions: readonly Addition[], crossAccount: boolean): string[] {
  if (additions.length === 0) return []
  return [
    'It would be allowed if there were also:',
    ...additions.flatMap(addition => [
      `  in ${taker(addition)}${where(addition, crossAccount)}:`,
      `    ${JSON.stringify(addition.statement)}`,
    ]),
  ]
}

function taker({ layer, policy }: Addition): string {
  const { a } = policyNames[layer]
  return policy === undefined ? a : `${policy.name}${attachedTo(policy)}`
}

function reasonLine(reason: Reason, crossAccount: boolean): string {
  switch (reason.kind) {
    case 'explicit-deny':
      return `${statementName(reason.statement)} denies, in ${policyNames[reason.layer].a}${where(reason, crossAccount)}.`
    case 'no-allow':
      return `No ${policyNames[reason.layer].no}${where(reason, crossAccount)} allows the action.`
    case 'granted':
      return `${statementName(reason.statement)} allows, in ${policyNames[reason.layer].a}${where(reason, crossAccount)}.`
    case 'partition-mismatch':
      return 'Caller and resource are in different partitions, between which nothing can be delegated.'
    case 'root-of-account':
      return 'The caller is the root user of its account and needs no identity-based policy.'
  }
}

function where({ side, level }: { side: Side; level?: string }, crossAccount: boolean): string {
  const atLevel = level === undefined ? '' : ` at ${level}`
  return crossAccount ? `${atLevel} of the ${side} account` : atLevel
}

function layerLine(layer: LayerDecision, crossAccount: boolean): string {
  const count = layer.statements.length
  const verdict = layer.waived
    ? 'not needed: the resource-based policy grants directly'
    : count === 0
      ? 'none'
      : results[layer.result]
  return `${layerTitles[layer.layer]}${where(layer, crossAccount)}: ${verdict}.`
}

function statementLine(statement: StatementReason): string {
  return `${statement.effect} by ${statementName(statement)}: ${outcomeText(statement)}.`
}

function statementName({ policy, sid, index }: StatementReason): string {
  const name = sid === undefined || sid === '' ? `statement ${index + 1}` : `statement "${sid}"`
  return `${name} of ${policy.name}${attachedTo(policy)}`
}

function attachedTo(policy: PolicySource): string {
  return policy.attachedTo === undefined ? '' : ` (attached to ${policy.attachedTo})`
}

function outcomeText({ outcome }: StatementReason): string {
  if (outcome.applies)
    return outcome.grant === undefined ? 'applies' : `applies, naming ${grantNames[outcome.grant]}`
  switch (outcome.element) {
    case 'Principal':
    case 'NotPrincipal':
      return `${outcome.element} does not name the caller`
    case 'Action':
    case 'NotAction':
    case 'Resource':
    case 'NotResource':
      return `${outcome.element} does not cover ${outcome.value}`
    case 'Condition':
      return conditionText(outcome.operator, outcome.key, outcome.expected, outcome.actual)
  }
}

const grantNames = {
  everyone: 'everyone',
  account: "the caller's account",
  user: 'the user',
  role: 'the role',
  session: 'the session itself',
  parent: 'the user behind the federated session',
  service: 'the service',
  federated: 'the identity provider',
} as const

function conditionText(
  operator: string,
  key: string,
  expected: readonly string[],
  actual: string | readonly string[] | undefined,
): string {
  const list = (values: readonly string[]) => values.map(value => `"${value}"`).join(', ')
  const found =
    actual === undefined
      ? 'the request does not carry it'
      : `the request has ${typeof actual === 'string' ? list([actual]) : `[${list(actual)}]`}`
  return `condition ${operator} on ${key} asks for ${list(expected)}; ${found}`
}
