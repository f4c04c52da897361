import { openSeed, synchronize } from '../../identity/mfa.ts'
import type { Vault } from '../../identity/vault.ts'
import type { Reader } from '../../store/contract.ts'
import { type MfaDeviceRow, mfaDevices } from '../../store/tables.ts'
import { callerOrUser, credentialOwner } from './credential-owner.ts'
import { mfaDeviceMissing, mfaDeviceWith, userNamed } from './lookup.ts'
import { iam, iamError } from './operation.ts'
import { pageOf } from './paging.ts'
import { mustStayWithin } from './quotas.ts'
import { userResource } from './resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html */
export const EnableMFADevice = iam('EnableMFADevice', {
  resource: call => userResource(call, call.input.UserName),
  write: async ({ input, rows, vault, now }) => {
    const { userId } = await userNamed(rows, input.UserName)
    const device = await mfaDeviceWith(rows, input.SerialNumber)
    if (device.ownerId !== '') {
      throw iamError('EntityAlreadyExistsException', 'MFA Device is already in use.')
    }
    const present = await rows.count(mfaDevices, { index: 'byOwner', where: { ownerId: userId } })
    mustStayWithin('MFADevicesPerUser', present)
    const clock = clockOf(vault, device, input, now)
    await rows.put(mfaDevices, { ...device, ...clock, ownerId: userId, enabledAt: now })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResyncMFADevice.html */
export const ResyncMFADevice = iam('ResyncMFADevice', {
  resource: call => userResource(call, call.input.UserName),
  write: async ({ input, rows, vault, now }) => {
    const { userId } = await userNamed(rows, input.UserName)
    const device = await deviceOf(rows, userId, input.SerialNumber)
    await rows.put(mfaDevices, { ...device, ...clockOf(vault, device, input, now) })
    return {}
  },
})

/**
 * The device stays, assigned to nobody.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeactivateMFADevice.html
 */
export const DeactivateMFADevice = iam('DeactivateMFADevice', {
  check: callerOrUser,
  resource: call => userResource(call, call.input.UserName),
  write: async ({ input, caller, rows }) => {
    const { ownerId } = await credentialOwner({ input, caller, rows })
    const { enabledAt: _, ...device } = await deviceOf(rows, ownerId, input.SerialNumber)
    await rows.put(mfaDevices, { ...device, ownerId: '' })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetMFADevice.html */
export const GetMFADevice = iam('GetMFADevice', {
  check: callerOrUser,
  resource: call => userResource(call, call.input.UserName),
  read: async ({ input, caller, rows }) => {
    const { ownerId, userName } = await credentialOwner({ input, caller, rows })
    return shown(await deviceOf(rows, ownerId, input.SerialNumber), userName)
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html */
export const ListMFADevices = iam('ListMFADevices', {
  check: callerOrUser,
  resource: call => userResource(call, call.input.UserName),
  read: async ({ input, caller, rows }) => {
    const { ownerId, userName } = await credentialOwner({ input, caller, rows })
    const { items, ...page } = await pageOf(rows, mfaDevices, input, { index: 'byOwner', where: { ownerId } })
    return { MFADevices: items.map(device => shown(device, userName)), ...page }
  },
})

async function deviceOf(rows: Reader, ownerId: string, serialNumber: string): Promise<MfaDeviceRow> {
  const device = await mfaDeviceWith(rows, serialNumber)
  if (device.ownerId !== ownerId) throw mfaDeviceMissing(serialNumber)
  return device
}

interface TwoCodes {
  readonly AuthenticationCode1: string
  readonly AuthenticationCode2: string
}

function clockOf(vault: Vault, device: MfaDeviceRow, codes: TwoCodes, now: number) {
  const pair = [codes.AuthenticationCode1, codes.AuthenticationCode2] as const
  const clock = synchronize(device, openSeed(vault, device), pair, now)
  if (clock) return clock
  throw iamError('InvalidAuthenticationCodeException', 'Authentication code for device is not valid.')
}

function shown(device: MfaDeviceRow, userName: string | undefined) {
  return {
    UserName: userName,
    SerialNumber: device.serialNumber,
    EnableDate: device.enabledAt === undefined ? undefined : new Date(device.enabledAt),
  }
}
