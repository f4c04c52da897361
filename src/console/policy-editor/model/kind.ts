import type { PolicyKind } from '../../../policy/index.ts'
import { limits } from '../../../policy/limits.ts'

/** What a policy is attached to, which says what may stand in it. */
export type EditorKind = 'identity' | 'boundary' | 'trust' | 'resource' | 'scp' | 'rcp'

interface KindFacts {
  /** The same for the checks of `src/policy`. */
  readonly policyKind: PolicyKind
  /** Elements of a statement that the visual tab shows. */
  readonly elements: readonly string[]
  /** Characters without white space, where the page does not say better. */
  readonly limit: number
  /** Actions are picked from these only. */
  readonly onlyActions?: readonly string[]
  /** What a new statement begins with. */
  readonly firstEffect: 'Allow' | 'Deny'
  readonly effects: readonly ('Allow' | 'Deny')[]
  /** The type has one principal only: everyone. */
  readonly onlyEveryone?: true
}

const both = ['Allow', 'Deny'] as const
const ofIdentities = {
  policyKind: 'identity',
  elements: ['Sid', 'Effect', 'Action', 'Resource', 'Condition'],
  limit: limits.managed,
  firstEffect: 'Allow',
  effects: both,
} as const satisfies KindFacts

const withPrincipal = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition']

/** By which a role is taken, and what comes with it: https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html */
const actionsOfTrust = [
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'TagSession',
  'SetSourceIdentity',
  'SetContext',
]

export const editorKinds: Readonly<Record<EditorKind, KindFacts>> = {
  identity: ofIdentities,
  boundary: { ...ofIdentities, policyKind: 'boundary' },
  trust: {
    policyKind: 'trust',
    elements: ['Sid', 'Effect', 'Principal', 'Action', 'Condition'],
    limit: limits.trust,
    onlyActions: actionsOfTrust,
    firstEffect: 'Allow',
    effects: both,
  },
  // The size of a bucket policy: https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html
  resource: {
    policyKind: 'resource',
    elements: withPrincipal,
    limit: 20 * 1024,
    firstEffect: 'Allow',
    effects: both,
  },
  scp: {
    ...ofIdentities,
    policyKind: 'service-control',
    limit: limits.serviceControl,
    firstEffect: 'Deny',
  },
  rcp: {
    policyKind: 'resource-control',
    elements: withPrincipal,
    limit: limits.resourceControl,
    firstEffect: 'Deny',
    effects: ['Deny'],
    onlyEveryone: true,
  },
}
