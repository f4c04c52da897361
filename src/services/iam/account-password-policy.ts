import { deleteSetting, type PasswordPolicy, putSetting, settingOf } from '../../store/account-settings.ts'
import { iam, iamError } from './operation.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html */
const defaultMinimumLength = 6

/**
 * The account's own password policy. How passwords are judged by it is in password-policy.ts.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountPasswordPolicy.html
 */
export const GetAccountPasswordPolicy = iam('GetAccountPasswordPolicy', {
  resource: () => ({ arn: '*' }),
  read: async ({ caller, rows }) => {
    const policy = await settingOf(rows, 'password-policy')
    if (policy) return { PasswordPolicy: shown(policy) }
    const message = `The Password Policy with domain name ${caller.account} cannot be found.`
    throw iamError('NoSuchEntityException', message)
  },
})

/**
 * What is not passed is not kept: it goes back to its default.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html
 */
export const UpdateAccountPasswordPolicy = iam('UpdateAccountPasswordPolicy', {
  resource: () => ({ arn: '*' }),
  write: async ({ input, rows }) => {
    await putSetting(rows, 'password-policy', {
      minimumLength: input.MinimumPasswordLength ?? defaultMinimumLength,
      requireUppercase: input.RequireUppercaseCharacters ?? false,
      requireLowercase: input.RequireLowercaseCharacters ?? false,
      requireNumbers: input.RequireNumbers ?? false,
      requireSymbols: input.RequireSymbols ?? false,
      allowUsersToChange: input.AllowUsersToChangePassword ?? false,
      ...(input.MaxPasswordAge !== undefined && { maxAgeDays: input.MaxPasswordAge }),
      ...(input.PasswordReusePrevention !== undefined && { reusePrevention: input.PasswordReusePrevention }),
      ...(input.HardExpiry !== undefined && { hardExpiry: input.HardExpiry }),
    })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountPasswordPolicy.html */
export const DeleteAccountPasswordPolicy = iam('DeleteAccountPasswordPolicy', {
  resource: () => ({ arn: '*' }),
  write: async ({ rows }) => {
    if (await deleteSetting(rows, 'password-policy')) return {}
    const message = 'The account policy with name PasswordPolicy cannot be found.'
    throw iamError('NoSuchEntityException', message)
  },
})

function shown(policy: PasswordPolicy) {
  const { maxAgeDays, reusePrevention, hardExpiry } = policy
  return {
    MinimumPasswordLength: policy.minimumLength,
    RequireSymbols: policy.requireSymbols,
    RequireNumbers: policy.requireNumbers,
    RequireUppercaseCharacters: policy.requireUppercase,
    RequireLowercaseCharacters: policy.requireLowercase,
    AllowUsersToChangePassword: policy.allowUsersToChange,
    ExpirePasswords: maxAgeDays !== undefined,
    ...(maxAgeDays !== undefined && { MaxPasswordAge: maxAgeDays }),
    ...(reusePrevention !== undefined && { PasswordReusePrevention: reusePrevention }),
    ...(hardExpiry !== undefined && { HardExpiry: hardExpiry }),
  }
}
