import { putSetting } from '../../store/account-settings.ts'
import { iam } from './operation.ts'

const versions = { v1Token: 1, v2Token: 2 } as const

/**
 * Kept and shown by GetAccountSummary. Tokens made here are valid in every region, whichever version is set.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetSecurityTokenServicePreferences.html
 */
export const SetSecurityTokenServicePreferences = iam('SetSecurityTokenServicePreferences', {
  resource: () => ({ arn: '*' }),
  write: async ({ input, rows }) => {
    const globalEndpointTokenVersion = versions[input.GlobalEndpointTokenVersion]
    await putSetting(rows, 'token-preferences', { globalEndpointTokenVersion })
    return {}
  },
})
