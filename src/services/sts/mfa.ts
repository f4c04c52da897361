import type { Caller } from '../../identity/caller.ts'
import { openSeed, verifyMfaCode } from '../../identity/mfa.ts'
import { takeTry } from '../../identity/tries.ts'
import type { Vault } from '../../identity/vault.ts'
import type { Context } from '../../policy/request.ts'
import type { Store } from '../../store/contract.ts'
import { mfaDevices } from '../../store/tables.ts'
import { commonError } from '../../wire/errors.ts'

interface MfaInput {
  readonly SerialNumber?: string | undefined
  readonly TokenCode?: string | undefined
}

interface Asked {
  readonly caller: Caller
  readonly store: Store
  readonly vault: Vault
  readonly now: number
}

/**
 * The MFA keys of a request that passes a device's serial number and one-time code: present for this request
 * only, and only where the code is right. A code counts once, so it is used up here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export async function verifiedMfaContext(input: MfaInput, asked: Asked): Promise<Context> {
  const { SerialNumber: serialNumber, TokenCode: code } = input
  if (serialNumber === undefined && code === undefined) return {}
  if (serialNumber === undefined || code === undefined) {
    throw commonError('ValidationError', 'SerialNumber and TokenCode must be provided together.')
  }
  await useCode(serialNumber, code, asked)
  return { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '0' }
}

/** What is said of a code that is not accepted; AWS's words, but for those of too many. */
const refusals = {
  'no-device':
    'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
  wrong: 'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
  'too-many':
    'MultiFactorAuthentication failed: too many wrong codes of this device were tried. Wait a few minutes and try again.',
} as const

async function useCode(
  serialNumber: string,
  code: string,
  { caller, store, vault, now }: Asked,
): Promise<void> {
  if (caller.kind !== 'user')
    invalid('MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.')
  const refusal = await store.write(caller.account, async rows => {
    const device = await rows.get(mfaDevices, serialNumber)
    if (device?.ownerId !== caller.userId) return 'no-device'
    const aTryLess = takeTry(device, now)
    if (!aTryLess) return 'too-many'
    const verdict = verifyMfaCode(device, openSeed(vault, device), code, now)
    await rows.put(mfaDevices, { ...device, ...(verdict.accepted ? { lastStep: verdict.step } : aTryLess) })
    return verdict.accepted ? undefined : 'wrong'
  })
  if (refusal) invalid(refusals[refusal])
}

function invalid(message: string): never {
  throw commonError('AccessDenied', message)
}
