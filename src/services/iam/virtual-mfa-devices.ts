import { toBuffer } from 'qrcode'
import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import { toBase32 } from '../../identity/base32.ts'
import { sealSeed } from '../../identity/mfa.ts'
import type { ListQuery, Reader } from '../../store/contract.ts'
import { accountAliases, type MfaDeviceRow, mfaDevices } from '../../store/tables.ts'
import { listedUser } from './answers.ts'
import { mfaDeviceWith, userWithId } from './lookup.ts'
import { iam, iamError } from './operation.ts'
import { pageOf } from './paging.ts'
import { mustStayWithin } from './quotas.ts'
import { mfaDeviceResource, pathResource } from './resources.ts'
import { newTags, requestTags } from './tags.ts'

/** 64 characters of base32, as long as AWS's. */
const seedBytes = 40

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateVirtualMFADevice.html */
export const CreateVirtualMFADevice = iam('CreateVirtualMFADevice', {
  resource: ({ input, caller }) => ({ arn: serialNumberOf(caller.account, input) }),
  context: ({ input }) => requestTags(input.Tags),
  alsoRequires: ({ input }) => (input.Tags?.length ? ['iam:TagMFADevice'] : []),
  prepare: async ({ input, caller, store, vault }) => {
    const seed = toBase32(vault.randomBytes(seedBytes))
    const aliases = await store.read(caller.account, rows => rows.list(accountAliases, { limit: 1 }))
    const label = `${input.VirtualMFADeviceName}@${aliases[0]?.alias ?? caller.account}`
    const qrCode = await toBuffer(`otpauth://totp/${encodeURIComponent(label)}?secret=${seed}`)
    return { seed, qrCode }
  },
  write: async ({ input, caller, rows, now, vault, prepared }) => {
    const serialNumber = serialNumberOf(caller.account, input)
    if (await rows.get(mfaDevices, serialNumber)) {
      throw iamError('EntityAlreadyExistsException', 'MFA device already exists.')
    }
    mustStayWithin('VirtualMFADevicesPerAccount', await rows.count(mfaDevices))
    const device: MfaDeviceRow = {
      serialNumber,
      path: input.Path ?? '/',
      deviceName: input.VirtualMFADeviceName,
      ownerId: '',
      sealedSeed: sealSeed(vault, serialNumber, prepared.seed),
      createdAt: now,
      lastStep: 0,
      driftSteps: 0,
      tags: newTags(input.Tags),
    }
    await rows.insert(mfaDevices, device)
    return {
      VirtualMFADevice: {
        SerialNumber: serialNumber,
        Base32StringSeed: Buffer.from(prepared.seed),
        QRCodePNG: prepared.qrCode,
        ...(device.tags.length > 0 && { Tags: device.tags.map(tag => ({ ...tag })) }),
      },
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html */
export const ListVirtualMFADevices = iam('ListVirtualMFADevices', {
  resource: ({ caller }) => pathResource(caller, 'mfaDevice', undefined),
  read: async ({ input, caller, rows }) => {
    const { items, ...page } = await pageOf(
      rows,
      mfaDevices,
      input,
      byAssignment[input.AssignmentStatus ?? 'Any'],
    )
    const devices = await Promise.all(items.map(device => shown(rows, caller.account, device)))
    return { VirtualMFADevices: devices, ...page }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteVirtualMFADevice.html */
export const DeleteVirtualMFADevice = iam('DeleteVirtualMFADevice', {
  resource: call => mfaDeviceResource(call, call.input.SerialNumber),
  write: async ({ input, rows }) => {
    const device = await mfaDeviceWith(rows, input.SerialNumber)
    if (device.ownerId !== '') {
      throw iamError('DeleteConflictException', 'MFA VirtualDevice in use. Must deactivate first.')
    }
    await rows.delete(mfaDevices, device.serialNumber)
    return {}
  },
})

/** Devices of nobody have the owner `''`, which comes before every other. */
const byAssignment: Record<'Any' | 'Assigned' | 'Unassigned', Omit<ListQuery<MfaDeviceRow>, 'limit'>> = {
  Any: {},
  Assigned: { index: 'byOwner', after: ['', '\u{10ffff}'] },
  Unassigned: { index: 'byOwner', where: { ownerId: '' } },
}

function serialNumberOf(
  account: AccountId,
  input: { readonly Path?: string | undefined; readonly VirtualMFADeviceName: string },
): string {
  return arn.mfaDevice(account, input.Path ?? '/', input.VirtualMFADeviceName)
}

async function shown(rows: Reader, account: AccountId, device: MfaDeviceRow) {
  const user = device.ownerId === '' ? undefined : await ownerOf(rows, account, device.ownerId)
  return {
    SerialNumber: device.serialNumber,
    ...(user && { User: user }),
    ...(device.enabledAt !== undefined && { EnableDate: new Date(device.enabledAt) }),
  }
}

async function ownerOf(rows: Reader, account: AccountId, ownerId: string) {
  const user = ownerId === 'root' ? undefined : await userWithId(rows, ownerId)
  if (user) return listedUser(account, user)
  const nameless = { Path: undefined, UserName: undefined, CreateDate: undefined }
  return { ...nameless, UserId: account, Arn: arn.root(account) }
}
