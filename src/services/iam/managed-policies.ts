import { arn, parseArn, parseIamArn, partition } from '../../identity/arn.ts'
import type { Tags } from '../../store/common-columns.ts'
import type { Reader } from '../../store/contract.ts'
import { attachments, type PolicyRow, policyVersions, roles, users } from '../../store/tables.ts'
import { commonError } from '../../wire/errors.ts'
import { awsManagedPolicies } from './aws-managed-policies.ts'
import { policyWithArn } from './lookup.ts'
import { iamError } from './operation.ts'

/** A managed policy, whether the account's own or AWS's. */
export interface ManagedPolicy {
  readonly policyId: string
  readonly policyName: string
  readonly path: string
  readonly arn: string
  readonly description?: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly defaultVersion: number
  readonly tags: Tags
}

/** Undefined for what is not there, and for another account's. */
export async function managedPolicy(rows: Reader, policyArn: string): Promise<ManagedPolicy | undefined> {
  return awsManagedPolicies.get(policyArn) ?? (await policyWithArn(rows, policyArn))
}

/** A customer-managed policy, for operations that change it: AWS's policies can be read and attached only. */
export async function ownPolicyIfThere(rows: Reader, policyArn: string): Promise<PolicyRow | undefined> {
  mustBePolicyArn(policyArn)
  if (parseIamArn(policyArn)?.accountId === 'aws') {
    throw commonError('AccessDenied', 'Policy is outside your own account.')
  }
  return policyWithArn(rows, policyArn)
}

export async function ownPolicy(rows: Reader, policyArn: string): Promise<PolicyRow> {
  const policy = await ownPolicyIfThere(rows, policyArn)
  if (!policy) throw policyNotFound(policyArn)
  return policy
}

export interface PolicyVersion {
  readonly version: number
  readonly text: string
  readonly createdAt: number
}

/** The newest first. Of AWS's policies the default version is the only one that is known. */
export async function versionsOf(rows: Reader, policy: ManagedPolicy): Promise<readonly PolicyVersion[]> {
  const text = awsManagedPolicies.document(policy.arn)
  if (text !== undefined) return [{ version: policy.defaultVersion, text, createdAt: policy.updatedAt }]
  const versions = await rows.list(policyVersions, { where: { policyId: policy.policyId } })
  return versions.reverse()
}

/** A version without its document. */
export function shownVersion({ version, createdAt }: PolicyVersion, defaultVersion: number | undefined) {
  return {
    VersionId: versionId(version),
    IsDefaultVersion: version === defaultVersion,
    CreateDate: new Date(createdAt),
  }
}

/** How much an account uses a policy. */
export interface PolicyUsage {
  readonly attachments: number
  readonly boundaries: number
}

export async function usageOf(rows: Reader, policyArn: string): Promise<PolicyUsage> {
  const bounded = { index: 'byBoundary', where: { boundaryArn: policyArn } }
  return {
    attachments: await rows.count(attachments, { index: 'byPolicy', where: { policyArn } }),
    boundaries: (await rows.count(users, bounded)) + (await rows.count(roles, bounded)),
  }
}

/** A managed policy as lists show it: without description and tags. */
export function listedPolicy(policy: ManagedPolicy, usage: PolicyUsage) {
  return {
    PolicyName: policy.policyName,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: versionId(policy.defaultVersion),
    AttachmentCount: usage.attachments,
    PermissionsBoundaryUsageCount: usage.boundaries,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
  }
}

function versionId(version: number): string {
  return `v${version}`
}

/** Undefined for what can be no version of ours: IAM's pattern permits a suffix after a dot. */
export function versionNumber(id: string): number | undefined {
  return /^v[1-9]\d{0,14}$/.test(id) ? Number(id.slice(1)) : undefined
}

/** The ARNs of an account's own policies, and of AWS's, under a path: what their ARNs start with. */
export function ownPolicyPrefix(
  account: Parameters<typeof arn.policy>[0],
  pathPrefix: string | undefined,
): string {
  return arn.policy(account, pathPrefix ?? '/', '')
}

export function awsPolicyPrefix(pathPrefix: string | undefined): string {
  return arn.managedPolicy(pathPrefix ?? '/', '')
}

/** Refuses an ARN that can be no managed policy's, before anything is looked up. */
export function mustBePolicyArn(policyArn: string): void {
  if (parseIamArn(policyArn)?.type === 'policy') return
  const named = parseArn(policyArn)?.partition
  // As reported of AWS: https://github.com/pulumi/pulumi-aws-apigateway/issues/347
  const isElsewhere = named !== undefined && named !== partition
  throw commonError(
    'ValidationError',
    isElsewhere ? 'Invalid ARN partition' : 'Invalid ARN:  Could not be parsed!',
  )
}

export function policyNotFound(policyArn: string) {
  return iamError('NoSuchEntityException', `Policy ${policyArn} was not found.`)
}

export function notAttachable(policyArn: string) {
  return iamError('NoSuchEntityException', `Policy ${policyArn} does not exist or is not attachable.`)
}
