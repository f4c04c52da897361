import { policies, policyVersions } from '../../store/tables.ts'
import { mustBePolicy, mustFit, shownDocument } from './documents.ts'
import {
  managedPolicy,
  mustBePolicyArn,
  ownPolicy,
  ownPolicyIfThere,
  type PolicyVersion,
  policyNotFound,
  shownVersion,
  versionNumber,
  versionsOf,
} from './managed-policies.ts'
import { iam, iamError } from './operation.ts'
import { quotas } from './quotas.ts'
import { policyResource } from './resources.ts'
import { pageOfSections } from './sections.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html */
export const CreatePolicyVersion = iam('CreatePolicyVersion', {
  resource: call => policyResource(call, call.input.PolicyArn),
  write: async ({ input, rows, now }) => {
    mustBePolicy(input.PolicyDocument, 'identity', { managed: true })
    mustFit(input.PolicyDocument, 'managed')
    const policy = await ownPolicy(rows, input.PolicyArn)
    if ((await versionsOf(rows, policy)).length >= quotas.VersionsPerPolicy) {
      throw iamError(
        'LimitExceededException',
        `A managed policy can have up to ${quotas.VersionsPerPolicy} versions. Before you create a new version, you must delete an existing version.`,
      )
    }
    const version = policy.latestVersion + 1
    const defaultVersion = input.SetAsDefault ? version : policy.defaultVersion
    const { policyId } = policy
    const row = { policyId, version, text: input.PolicyDocument, createdAt: now }
    await rows.insert(policyVersions, row)
    await rows.put(policies, { ...policy, latestVersion: version, defaultVersion, updatedAt: now })
    return { PolicyVersion: shownVersion(row, defaultVersion) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
export const GetPolicyVersion = iam('GetPolicyVersion', {
  resource: call => policyResource(call, call.input.PolicyArn),
  read: async ({ input, rows }) => {
    mustBePolicyArn(input.PolicyArn)
    const policy = await managedPolicy(rows, input.PolicyArn)
    const version = versionIn(policy ? await versionsOf(rows, policy) : [], input)
    return {
      PolicyVersion: {
        Document: shownDocument(version.text),
        ...shownVersion(version, policy?.defaultVersion),
      },
    }
  },
})

/**
 * The newest first.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html
 */
export const ListPolicyVersions = iam('ListPolicyVersions', {
  resource: call => policyResource(call, call.input.PolicyArn),
  read: async ({ input, rows }) => {
    mustBePolicyArn(input.PolicyArn)
    const policy = await managedPolicy(rows, input.PolicyArn)
    if (!policy) throw policyNotFound(input.PolicyArn)
    const versions = await versionsOf(rows, policy)
    const { items, ...page } = await pageOfSections('policy_versions', input, [
      {
        name: policy.policyId,
        items: async function* (after) {
          for (const item of versions) {
            if (after === undefined || item.version < Number(after)) yield { key: String(item.version), item }
          }
        },
      },
    ])
    return { Versions: items.map(version => shownVersion(version, policy.defaultVersion)), ...page }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html */
export const SetDefaultPolicyVersion = iam('SetDefaultPolicyVersion', {
  resource: call => policyResource(call, call.input.PolicyArn),
  write: async ({ input, rows }) => {
    const policy = await ownPolicyIfThere(rows, input.PolicyArn)
    const { version } = versionIn(policy ? await versionsOf(rows, policy) : [], input)
    if (policy) await rows.put(policies, { ...policy, defaultVersion: version })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html */
export const DeletePolicyVersion = iam('DeletePolicyVersion', {
  resource: call => policyResource(call, call.input.PolicyArn),
  write: async ({ input, rows }) => {
    const policy = await ownPolicyIfThere(rows, input.PolicyArn)
    const { version } = versionIn(policy ? await versionsOf(rows, policy) : [], input)
    if (!policy || version === policy.defaultVersion) {
      throw iamError('DeleteConflictException', 'Cannot delete the default version of a policy.')
    }
    await rows.delete(policyVersions, policy.policyId, version)
    return {}
  },
})

/** A policy that is not there has no such version either, and AWS's words are the same. */
function versionIn(
  versions: readonly PolicyVersion[],
  { PolicyArn, VersionId }: { readonly PolicyArn: string; readonly VersionId: string },
): PolicyVersion {
  const wanted = versionNumber(VersionId)
  const version = versions.find(candidate => candidate.version === wanted)
  if (version) return version
  throw iamError(
    'NoSuchEntityException',
    `Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`,
  )
}
