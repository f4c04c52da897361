import type { EntityTexts, PolicyText } from '../../../authorize/policy-texts.ts'
import type { ControlLevel, PolicyKind, PolicySource, SourcedPolicy } from '../../../policy/index.ts'
import { readGivenPolicy } from '../given-policies.ts'
import { invalid } from './inputs.ts'

/** Which policies a simulation is made with, and how its results name each of them. */

/** A policy that takes part, as matched statements are shown. */
export interface TakingPart {
  readonly policy: SourcedPolicy
  readonly text: string
  /** `SourcePolicyId`. */
  readonly id: string
  readonly type: keyof typeof sourceTypes
}

/** Recorded: AWS answers none of the words that the model lists. */
export const sourceTypes = {
  identity: 'IAM Policy',
  resource: 'Resource Policy',
  boundary: 'Permissions Boundary Policy',
} as const

/** The policies of a member of the input, each by its place in it. */
export function givenPolicies(
  member: 'PolicyInputList' | 'PermissionsBoundaryPolicyInputList',
  texts: readonly string[] | undefined,
): readonly TakingPart[] {
  const type = member === 'PolicyInputList' ? 'identity' : 'boundary'
  return (texts ?? []).map((text, place) => takingPart(`${member}.${place + 1}`, type, text, [type]))
}

/** "You can input only one permissions boundary when you pass a policy to this operation." */
export function givenBoundary(texts: readonly string[] | undefined): readonly TakingPart[] | undefined {
  if (texts === undefined || texts.length === 0) return undefined
  if (texts.length > 1) throw invalid('Only one permissions boundary policy can be simulated.')
  return givenPolicies('PermissionsBoundaryPolicyInputList', texts)
}

/** Of a role it is a trust policy, which names no resource. */
export function givenResourcePolicy(text: string): TakingPart {
  return takingPart('ResourcePolicy', 'resource', text, ['resource', 'trust'])
}

export function trustPolicyOf(
  roleName: string,
  text: string,
  principalIds: Readonly<Record<string, string>>,
): TakingPart {
  const part = takingPart(`role_${roleName}_AssumeRolePolicyDocument`, 'resource', text, ['trust'])
  return { ...part, policy: { ...part.policy, principalIds } }
}

/** Those that hang on somebody. */
export function entityPolicies(texts: readonly PolicyText[], type: 'identity' | 'boundary'): TakingPart[] {
  return texts.map(text => takingPart(idOf(text), type, text.text, ['identity'], text.source))
}

export function boundaryOf({ boundary }: EntityTexts): readonly TakingPart[] | undefined {
  return boundary && entityPolicies(boundary, 'boundary')
}

/** From the root of an organization down to the account. */
export function givenControlLevels(
  levels: readonly { readonly ServiceControlPolicyInputList?: readonly string[] | undefined }[] | undefined,
): readonly ControlLevel[] | undefined {
  if (levels === undefined || levels.length === 0) return undefined
  return levels.map(({ ServiceControlPolicyInputList: texts = [] }, place) => {
    const level = `OrderedOrganizationPolicyInputList.${place + 1}`
    const policies = texts.map(text => ({
      source: { name: level },
      document: readGivenPolicy(text, ['service-control']),
    }))
    return { level, policies }
  })
}

function takingPart(
  id: string,
  type: TakingPart['type'],
  text: string,
  kinds: readonly [PolicyKind, ...PolicyKind[]],
  source: PolicySource = { name: id },
): TakingPart {
  // Each has a source of its own, by which what the engine says of it is found again.
  return { id, type, text, policy: { source: { ...source }, document: readGivenPolicy(text, kinds) } }
}

/** Inline policies by what they hang on, managed ones by their name. */
function idOf({ origin, source }: PolicyText): string {
  if (origin.kind === 'inline') return `${origin.on.type}_${origin.on.name}_${origin.policyName}`
  return origin.kind === 'managed' ? origin.policyName : source.name
}
