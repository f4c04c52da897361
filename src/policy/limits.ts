/**
 * How long policies may be, in characters without white space; of control policies white space counts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
export const limits = {
  managed: 6144,
  /** All inline policies of one user together. */
  user: 2048,
  /** All inline policies of one group together. */
  group: 5120,
  /** All inline policies of one role together. */
  role: 10240,
  trust: 2048,
  /** The inline session policy together with the ARNs of the managed ones; here white space counts. */
  session: 2048,
  /** Doubled on 15 May 2026. */
  serviceControl: 10240,
  resourceControl: 5120,
} as const

/**
 * The size that IAM compares with its limits: "policy size calculations do not include white space
 * characters", which we read to the letter: white space inside strings is not counted either.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html#policies-grammar-notes
 */
export function policySize(text: string): number {
  let size = 0
  for (const character of text) {
    if (character !== ' ' && character !== '\t' && character !== '\n' && character !== '\r') size++
  }
  return size
}
