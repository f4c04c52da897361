import type { LayerDecision, LayerKind, Outcome } from '../../policy/index.ts'

const layers: Readonly<Record<LayerKind, string>> = {
  identity: 'Identity-based policies',
  resource: 'Resource-based policy',
  boundary: 'Permissions boundary',
  session: 'Session policy',
  'scope-down': 'Scope-down policy',
  'service-control': 'Service control policies',
  'resource-control': 'Resource control policies',
}

const results: Readonly<Record<LayerDecision['result'], string>> = {
  allow: 'Allows',
  deny: 'Denies',
  none: 'Does not allow',
}

const outcomes: Readonly<Record<Outcome, string>> = {
  Allowed: 'Allowed',
  ImplicitlyDenied: 'Denied: nothing that had to allow it does',
  ExplicitlyDenied: 'Denied by an explicit Deny',
}

export const decisionWords = {
  layers,
  results,
  outcomes,
  trust: 'Role trust policy',
  principal: 'Who asked',
  action: 'For which action',
  resource: 'On which resource',
  theirSide: 'in the account of the resource',
  ownSide: 'in the account of who asked',
  waived: 'Not needed: the resource-based policy grants it directly',
  noStatements: 'No statement of this kind concerns the request, or none may be shown to this account.',
  statement: 'Statement',
  effect: 'Effect',
  outcome: 'Outcome',
  policy: 'Policy',
  applies: 'Applies',
  elementDiffers: (element: string, value?: string) =>
    value === undefined ? `${element} does not match` : `${element} does not match: ${value}`,
  condition: (operator: string, key: string, expected: string, actual: string) =>
    `${operator} on ${key} wants ${expected}; the request has ${actual}`,
  absent: 'no such key',
  additions: 'It would be allowed if there were also',
  statementNumber: (index: number) => `Statement ${index + 1}`,
} as const
