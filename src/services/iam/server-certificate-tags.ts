import { serverCertificates } from '../../store/credential-tables.ts'
import { serverCertificateNamed } from './lookup.ts'
import { iam } from './operation.ts'
import { serverCertificateResource } from './resources.ts'
import { mergeTags, requestTags, tagKeys, tagPage, withoutTags } from './tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagServerCertificate.html */
export const TagServerCertificate = iam('TagServerCertificate', {
  resource: call => serverCertificateResource(call, call.input.ServerCertificateName),
  context: ({ input }) => requestTags(input.Tags),
  write: async ({ input, rows }) => {
    const certificate = await serverCertificateNamed(rows, input.ServerCertificateName)
    await rows.put(serverCertificates, {
      ...certificate,
      tags: mergeTags(certificate.tags, input.Tags, 'cased'),
    })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagServerCertificate.html */
export const UntagServerCertificate = iam('UntagServerCertificate', {
  resource: call => serverCertificateResource(call, call.input.ServerCertificateName),
  context: ({ input }) => tagKeys(input.TagKeys),
  write: async ({ input, rows }) => {
    const certificate = await serverCertificateNamed(rows, input.ServerCertificateName)
    await rows.put(serverCertificates, {
      ...certificate,
      tags: withoutTags(certificate.tags, input.TagKeys, 'cased'),
    })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServerCertificateTags.html */
export const ListServerCertificateTags = iam('ListServerCertificateTags', {
  resource: call => serverCertificateResource(call, call.input.ServerCertificateName),
  read: async ({ input, rows }) =>
    tagPage((await serverCertificateNamed(rows, input.ServerCertificateName)).tags, input, 'cased'),
})
