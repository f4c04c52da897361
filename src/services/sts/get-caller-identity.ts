import { sts } from './operation.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const GetCallerIdentity = sts('GetCallerIdentity', {
  noPermissionRequired:
    'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html: works even where a policy denies it',
  handle: async ({ caller }) => ({ UserId: caller.userId, Account: caller.account, Arn: caller.arn }),
})
