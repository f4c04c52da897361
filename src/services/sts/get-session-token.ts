import { commonError } from '../../wire/errors.ts'
import { verifiedMfaContext } from './mfa.ts'
import { sts } from './operation.ts'
import { userSessionSeconds } from './session-duration.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
export const GetSessionToken = sts('GetSessionToken', {
  noPermissionRequired:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html',
  handle: async ({ input, caller, store, vault, now }) => {
    if (caller.kind !== 'user' && caller.kind !== 'root') {
      throw commonError('AccessDenied', 'Cannot call GetSessionToken with session credentials')
    }
    const mfa = await verifiedMfaContext(input, { caller, store, vault, now })
    const expiresAt = now + userSessionSeconds(input.DurationSeconds, caller.kind) * 1000
    const credentials = vault.issueSession({
      kind: 'user',
      account: caller.account,
      ownerId: caller.kind === 'root' ? 'root' : caller.userId,
      issuedAt: now,
      expiresAt,
      ...('aws:MultiFactorAuthPresent' in mfa && { mfaAuthenticatedAt: now }),
    })
    return { Credentials: { ...credentials, Expiration: new Date(expiresAt) } }
  },
})
