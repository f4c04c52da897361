import type { EntityTexts, PolicyText } from '../../../authorize/policy-texts.ts'
import { parseIamArn } from '../../../identity/arn.ts'
import { invalid } from './inputs.ts'

/**
 * What a simulation leaves out: "test what the simulation result would be if a policy were removed".
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyIdentifier.html
 */
export interface PolicyIdentifier {
  readonly PolicyType?: string | undefined
  readonly PolicyArn?: string | undefined
  readonly InlinePolicyIdentifier?: InlineIdentifier | undefined
}

interface InlineIdentifier {
  readonly PolicyName: string
  readonly AttachmentType: string
  readonly AttachmentName: string
}

export function mustIdentifyPolicies(exclusions: readonly PolicyIdentifier[]): void {
  for (const { PolicyType, PolicyArn, InlinePolicyIdentifier } of exclusions) {
    const given = [PolicyType, PolicyArn, InlinePolicyIdentifier].filter(member => member !== undefined)
    if (given.length !== 1) throw invalid('A policy identifier must have exactly one member.')
    if (PolicyArn !== undefined) mustBePolicyPattern(PolicyArn)
    if (InlinePolicyIdentifier) mustHaveOneStar(InlinePolicyIdentifier.AttachmentName)
  }
}

export function withoutExcluded(texts: EntityTexts, exclusions: readonly PolicyIdentifier[]): EntityTexts {
  const isLeft = (policy: PolicyText) => !exclusions.some(exclusion => excludes(exclusion, policy))
  const isBounded = !exclusions.some(({ PolicyType }) => PolicyType === 'permission-boundary')
  return {
    identity: texts.identity.filter(isLeft),
    ...(texts.boundary && isBounded && { boundary: texts.boundary }),
  }
}

function excludes(identifier: PolicyIdentifier, { origin }: PolicyText): boolean {
  const { PolicyType, PolicyArn, InlinePolicyIdentifier: inline } = identifier
  if (origin.kind === 'account') return false
  if (origin.kind === 'managed') {
    const owner = parseIamArn(origin.policyArn)?.accountId === 'aws' ? 'aws-managed' : 'user-managed'
    return PolicyType === owner || (PolicyArn !== undefined && matches(PolicyArn, origin.policyArn))
  }
  if (PolicyType === 'inline') return true
  const { type, name } = origin.on
  return (
    inline?.PolicyName === origin.policyName &&
    inline.AttachmentType === type &&
    matches(inline.AttachmentName, name)
  )
}

/** Wildcards may stand in the name of the policy only. */
function mustBePolicyPattern(pattern: string): void {
  const parsed = parseIamArn(pattern)
  if (parsed?.type !== 'policy' || /[*?]/.test(parsed.path)) throw invalid(`Invalid policy ARN: ${pattern}`)
  mustHaveOneStar(parsed.name)
}

function mustHaveOneStar(pattern: string): void {
  if (pattern.split('*').length > 2) throw invalid(`At most one * may stand in ${pattern}.`)
}

/** "At most one * … and any number of ?": looked for from both ends, so it costs no more than the text is long. */
function matches(pattern: string, text: string): boolean {
  const [head = '', tail] = pattern.split('*')
  if (tail === undefined) return fits(head, text)
  if (text.length < head.length + tail.length) return false
  return fits(head, text.slice(0, head.length)) && fits(tail, text.slice(text.length - tail.length))
}

function fits(pattern: string, text: string): boolean {
  if (pattern.length !== text.length) return false
  return [...pattern].every((character, place) => character === '?' || character === text[place])
}
