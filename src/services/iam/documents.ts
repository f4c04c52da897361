import { limits, type PolicyKind, parsePolicy, policySize } from '../../policy/index.ts'
import { iamError } from './operation.ts'

/**
 * A policy document as answers have it: percent-encoded by RFC 3986, whose unreserved characters are fewer
 * than those that `encodeURIComponent` leaves alone.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
 */
export function shownDocument(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Refuses what is no policy of its kind, with the first fault that AWS would find. */
export function mustBePolicy(
  text: string,
  kind: PolicyKind,
  options: { readonly managed?: boolean } = {},
): void {
  const result = parsePolicy(text, kind, options)
  if ('document' in result) return
  throw iamError('MalformedPolicyDocumentException', result.faults[0]?.message ?? 'Syntax errors in policy.')
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const sizeQuotas = { managed: 'PolicySize', trust: 'ACLSizePerRole' } as const

export function mustFit(text: string, kind: keyof typeof sizeQuotas): void {
  if (policySize(text) <= limits[kind]) return
  throw iamError('LimitExceededException', `Cannot exceed quota for ${sizeQuotas[kind]}: ${limits[kind]}`)
}
