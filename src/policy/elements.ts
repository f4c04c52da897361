/**
 * What a policy and a statement may have. Names are matched with regard to case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const documentElements: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement'])

export const statementElements: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
])
