import { arn } from '../../identity/arn.ts'
import { type PolicyRow, policies, policyVersions } from '../../store/tables.ts'
import { mustBePolicy, mustFit } from './documents.ts'
import { nameKeyOf } from './lookup.ts'
import {
  listedPolicy,
  managedPolicy,
  mustBePolicyArn,
  ownPolicy,
  policyNotFound,
  usageOf,
  versionsOf,
} from './managed-policies.ts'
import { iam, iamError } from './operation.ts'
import { mustStayWithin } from './quotas.ts'
import { policyResource } from './resources.ts'
import { newTags, requestTags, shownTags } from './tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const CreatePolicy = iam('CreatePolicy', {
  resource: ({ input, caller }) => ({
    arn: arn.policy(caller.account, input.Path ?? '/', input.PolicyName),
    shownAs: `policy ${input.PolicyName}`,
  }),
  context: ({ input }) => requestTags(input.Tags),
  alsoRequires: ({ input }) => (input.Tags?.length ? ['iam:TagPolicy'] : []),
  write: async ({ input, caller, rows, now, vault }) => {
    mustBePolicy(input.PolicyDocument, 'identity', { managed: true })
    mustFit(input.PolicyDocument, 'managed')
    const path = input.Path ?? '/'
    const policy: PolicyRow = {
      nameKey: nameKeyOf(input.PolicyName),
      policyName: input.PolicyName,
      path,
      policyId: vault.newId('ANPA', caller.account),
      arn: arn.policy(caller.account, path, input.PolicyName),
      createdAt: now,
      updatedAt: now,
      defaultVersion: 1,
      latestVersion: 1,
      tags: newTags(input.Tags, 'cased'),
      ...(input.Description ? { description: input.Description } : {}),
    }
    if (await rows.get(policies, policy.nameKey)) {
      throw iamError(
        'EntityAlreadyExistsException',
        `A policy called ${input.PolicyName} already exists. Duplicate names are not allowed.`,
      )
    }
    mustStayWithin('PoliciesPerAccount', await rows.count(policies))
    const { policyId } = policy
    await rows.insert(policies, policy)
    await rows.insert(policyVersions, { policyId, version: 1, text: input.PolicyDocument, createdAt: now })
    return {
      Policy: { ...listedPolicy(policy, { attachments: 0, boundaries: 0 }), ...shownTags(policy.tags) },
    }
  },
})

/**
 * Shows the list of tags even when it is empty.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html
 */
export const GetPolicy = iam('GetPolicy', {
  resource: call => policyResource(call, call.input.PolicyArn),
  read: async ({ input, rows }) => {
    mustBePolicyArn(input.PolicyArn)
    const policy = await managedPolicy(rows, input.PolicyArn)
    if (!policy) throw policyNotFound(input.PolicyArn)
    return {
      Policy: {
        ...listedPolicy(policy, await usageOf(rows, policy.arn)),
        ...(policy.description === undefined ? {} : { Description: policy.description }),
        Tags: [],
        ...shownTags(policy.tags),
      },
    }
  },
})

/**
 * The documentation speaks of attachments only; a policy that is somebody's boundary is in use as well.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
 */
export const DeletePolicy = iam('DeletePolicy', {
  resource: call => policyResource(call, call.input.PolicyArn),
  write: async ({ input, rows }) => {
    const policy = await ownPolicy(rows, input.PolicyArn)
    const usage = await usageOf(rows, policy.arn)
    if (usage.attachments + usage.boundaries > 0) {
      throw iamError('DeleteConflictException', 'Cannot delete a policy attached to entities.')
    }
    if ((await versionsOf(rows, policy)).length > 1) {
      throw iamError(
        'DeleteConflictException',
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      )
    }
    await rows.delete(policyVersions, policy.policyId, policy.defaultVersion)
    await rows.delete(policies, policy.nameKey)
    return {}
  },
})
