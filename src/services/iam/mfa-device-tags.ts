import { mfaDevices } from '../../store/tables.ts'
import { mfaDeviceWith } from './lookup.ts'
import { iam } from './operation.ts'
import { mfaDeviceResource } from './resources.ts'
import { mergeTags, requestTags, tagKeys, tagPage, withoutTags } from './tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagMFADevice.html */
export const TagMFADevice = iam('TagMFADevice', {
  resource: call => mfaDeviceResource(call, call.input.SerialNumber),
  context: ({ input }) => requestTags(input.Tags),
  write: async ({ input, rows }) => {
    const device = await mfaDeviceWith(rows, input.SerialNumber)
    await rows.put(mfaDevices, { ...device, tags: mergeTags(device.tags, input.Tags) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagMFADevice.html */
export const UntagMFADevice = iam('UntagMFADevice', {
  resource: call => mfaDeviceResource(call, call.input.SerialNumber),
  context: ({ input }) => tagKeys(input.TagKeys),
  write: async ({ input, rows }) => {
    const device = await mfaDeviceWith(rows, input.SerialNumber)
    await rows.put(mfaDevices, { ...device, tags: withoutTags(device.tags, input.TagKeys) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADeviceTags.html */
export const ListMFADeviceTags = iam('ListMFADeviceTags', {
  resource: call => mfaDeviceResource(call, call.input.SerialNumber),
  read: async ({ input, rows }) => tagPage((await mfaDeviceWith(rows, input.SerialNumber)).tags, input),
})
