import { arn } from '../../identity/arn.ts'
import type { Reader } from '../../store/contract.ts'
import { type ServerCertificateRow, serverCertificates } from '../../store/credential-tables.ts'
import { nameKeyOf, serverCertificateNamed } from './lookup.ts'
import { iam, iamError } from './operation.ts'
import { pageUnder } from './paging.ts'
import { mustStayWithin } from './quotas.ts'
import { pathResource, serverCertificateResource } from './resources.ts'
import { certificateMetadata, certificateToStore } from './server-certificate-contents.ts'
import { allTags, newTags, requestTags, shownTags } from './tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadServerCertificate.html */
export const UploadServerCertificate = iam('UploadServerCertificate', {
  resource: ({ input, caller }) => ({
    arn: arn.serverCertificate(caller.account, input.Path ?? '/', input.ServerCertificateName),
  }),
  context: ({ input }) => requestTags(input.Tags),
  alsoRequires: ({ input }) => (input.Tags?.length ? ['iam:TagServerCertificate'] : []),
  prepare: async ({ input, caller, now, vault }) => certificateToStore(vault, caller.account, input, now),
  write: async ({ input, caller, rows, now, prepared: contents }) => {
    const certificate: ServerCertificateRow = {
      nameKey: nameKeyOf(input.ServerCertificateName),
      serverCertificateName: input.ServerCertificateName,
      path: input.Path ?? '/',
      ...contents,
      uploadedAt: now,
      tags: newTags(input.Tags, 'cased'),
    }
    await mustBeFree(rows, input.ServerCertificateName)
    mustStayWithin('ServerCertificatesPerAccount', await rows.count(serverCertificates))
    await rows.insert(serverCertificates, certificate)
    return {
      ServerCertificateMetadata: certificateMetadata(caller.account, certificate),
      ...shownTags(certificate.tags),
    }
  },
})

/**
 * The private key is never shown again; tags are, also when there are none.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServerCertificate.html
 */
export const GetServerCertificate = iam('GetServerCertificate', {
  resource: call => serverCertificateResource(call, call.input.ServerCertificateName),
  read: async ({ input, caller, rows }) => {
    const certificate = await serverCertificateNamed(rows, input.ServerCertificateName)
    return {
      ServerCertificate: {
        ServerCertificateMetadata: certificateMetadata(caller.account, certificate),
        CertificateBody: certificate.body,
        ...(certificate.chain !== undefined && { CertificateChain: certificate.chain }),
        ...allTags(certificate.tags),
      },
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServerCertificates.html */
export const ListServerCertificates = iam('ListServerCertificates', {
  resource: ({ input, caller }) => pathResource(caller, 'serverCertificate', input.PathPrefix),
  read: async ({ input, caller, rows }) => {
    const { items, ...page } = await pageUnder(rows, serverCertificates, input)
    const metadata = items.map(certificate => certificateMetadata(caller.account, certificate))
    return { ServerCertificateMetadataList: metadata, ...page }
  },
})

/**
 * A rename must be allowed for the old name and for the new one.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateServerCertificate.html
 */
export const UpdateServerCertificate = iam('UpdateServerCertificate', {
  resource: call => serverCertificateResource(call, call.input.ServerCertificateName),
  alsoOn: async ({ input, caller, rows }) => {
    const certificate = await rows.get(serverCertificates, nameKeyOf(input.ServerCertificateName))
    if (!certificate || (input.NewPath === undefined && input.NewServerCertificateName === undefined)) {
      return []
    }
    const path = input.NewPath ?? certificate.path
    const name = input.NewServerCertificateName ?? certificate.serverCertificateName
    return [{ arn: arn.serverCertificate(caller.account, path, name), tags: certificate.tags }]
  },
  write: async ({ input, rows }) => {
    const certificate = await serverCertificateNamed(rows, input.ServerCertificateName)
    const serverCertificateName = input.NewServerCertificateName ?? certificate.serverCertificateName
    const renamed: ServerCertificateRow = {
      ...certificate,
      serverCertificateName,
      nameKey: nameKeyOf(serverCertificateName),
      path: input.NewPath ?? certificate.path,
    }
    if (renamed.nameKey !== certificate.nameKey) {
      await mustBeFree(rows, serverCertificateName)
      await rows.delete(serverCertificates, certificate.nameKey)
    }
    await rows.put(serverCertificates, renamed)
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServerCertificate.html */
export const DeleteServerCertificate = iam('DeleteServerCertificate', {
  resource: call => serverCertificateResource(call, call.input.ServerCertificateName),
  write: async ({ input, rows }) => {
    const { nameKey } = await serverCertificateNamed(rows, input.ServerCertificateName)
    await rows.delete(serverCertificates, nameKey)
    return {}
  },
})

async function mustBeFree(rows: Reader, name: string): Promise<void> {
  if (!(await rows.get(serverCertificates, nameKeyOf(name)))) return
  throw iamError('EntityAlreadyExistsException', `The Server Certificate with name ${name} already exists.`)
}
