import { contextKeysOf, distinctKeys } from '../../policy/context-keys.ts'
import { entityArnResource, entityTexts, entityWithArn, mustBeEntityArn } from './entity-arns.ts'
import { readGivenPolicy } from './given-policies.ts'
import { iam } from './operation.ts'

/** The condition keys that policies ask for, for who wants to simulate them. */

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html */
export const GetContextKeysForCustomPolicy = iam('GetContextKeysForCustomPolicy', {
  resource: () => ({ arn: '*' }),
  read: async ({ input }) => ({ ContextKeyNames: keysIn(input.PolicyInputList) }),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForPrincipalPolicy.html */
export const GetContextKeysForPrincipalPolicy = iam('GetContextKeysForPrincipalPolicy', {
  check: ({ input }) => {
    mustBeEntityArn(input.PolicySourceArn)
  },
  resource: call => entityArnResource(call, call.input.PolicySourceArn),
  read: async call => {
    const { type, entity } = await entityWithArn(call.rows, call.input.PolicySourceArn)
    const { identity } = await entityTexts(call, type, entity.id)
    const texts = identity.map(policy => policy.text)
    return { ContextKeyNames: keysIn([...texts, ...(call.input.PolicyInputList ?? [])]) }
  },
})

function keysIn(texts: readonly string[]): string[] {
  const keys = texts.flatMap(text => contextKeysOf(readGivenPolicy(text, ['identity', 'resource', 'trust'])))
  return [...distinctKeys(keys)]
}
