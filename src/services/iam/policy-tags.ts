import { policies } from '../../store/tables.ts'
import { managedPolicy, mustBePolicyArn, ownPolicy, policyNotFound } from './managed-policies.ts'
import { iam } from './operation.ts'
import { policyResource } from './resources.ts'
import { mergeTags, requestTags, tagKeys, tagPage, withoutTags } from './tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagPolicy.html */
export const TagPolicy = iam('TagPolicy', {
  resource: call => policyResource(call, call.input.PolicyArn),
  context: ({ input }) => requestTags(input.Tags),
  write: async ({ input, rows }) => {
    const policy = await ownPolicy(rows, input.PolicyArn)
    await rows.put(policies, { ...policy, tags: mergeTags(policy.tags, input.Tags, 'cased') })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagPolicy.html */
export const UntagPolicy = iam('UntagPolicy', {
  resource: call => policyResource(call, call.input.PolicyArn),
  context: ({ input }) => tagKeys(input.TagKeys),
  write: async ({ input, rows }) => {
    const policy = await ownPolicy(rows, input.PolicyArn)
    await rows.put(policies, { ...policy, tags: withoutTags(policy.tags, input.TagKeys, 'cased') })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyTags.html */
export const ListPolicyTags = iam('ListPolicyTags', {
  resource: call => policyResource(call, call.input.PolicyArn),
  read: async ({ input, rows }) => {
    mustBePolicyArn(input.PolicyArn)
    const policy = await managedPolicy(rows, input.PolicyArn)
    if (!policy) throw policyNotFound(input.PolicyArn)
    return tagPage(policy.tags, input, 'cased')
  },
})
