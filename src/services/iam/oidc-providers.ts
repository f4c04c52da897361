import { serverThumbprint } from '../../federation/oidc/server-thumbprint.ts'
import { arn } from '../../identity/arn.ts'
import { type OidcProviderRow, oidcProviders } from '../../store/federation-tables.ts'
import { everyProvider, oidcProviderAt, oidcProviderWith, onOidcProvider } from './identity-providers.ts'
import { parseIssuer } from './issuer-url.ts'
import { iam, iamError } from './operation.ts'
import { mustStayWithin, quotas } from './quotas.ts'
import { allTags, newTags, requestTags, shownTags, sortedTags } from './tags.ts'

const maxThumbprints = 5

/**
 * Without thumbprints the server is asked for its certificates, as AWS does.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */
export const CreateOpenIDConnectProvider = iam('CreateOpenIDConnectProvider', {
  check: ({ input }) => {
    parseIssuer(input.Url)
    mustBeFew(input.ThumbprintList ?? [])
  },
  resource: ({ input, caller }) => ({
    arn: arn.oidcProvider(caller.account, parseIssuer(input.Url).url),
  }),
  context: ({ input }) => requestTags(input.Tags),
  alsoRequires: ({ input }) => (input.Tags?.length ? ['iam:TagOpenIDConnectProvider'] : []),
  prepare: async ({ input }) => {
    const { issuer } = parseIssuer(input.Url)
    return input.ThumbprintList?.length ? inSmallLetters(input.ThumbprintList) : thumbprintsOf(issuer)
  },
  write: async ({ input, caller, rows, now, prepared: thumbprints }) => {
    const { issuer, url } = parseIssuer(input.Url)
    const provider: OidcProviderRow = {
      url,
      issuer,
      clientIds: [...new Set(input.ClientIDList ?? [])],
      thumbprints,
      createdAt: now,
      tags: newTags(input.Tags, 'cased'),
    }
    if (await rows.get(oidcProviders, url)) {
      throw iamError('EntityAlreadyExistsException', `Provider with url ${issuer} already exists.`)
    }
    mustStayWithin('OpenIdConnectProvidersPerAccount', await rows.count(oidcProviders))
    // The last of them is the one more.
    mustStayWithin('ClientIdsPerOpenIdConnectProvider', provider.clientIds.length - 1)
    await rows.insert(oidcProviders, provider)
    return {
      OpenIDConnectProviderArn: arn.oidcProvider(caller.account, url),
      ...shownTags(sortedTags(provider.tags)),
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html */
export const GetOpenIDConnectProvider = iam('GetOpenIDConnectProvider', {
  ...onOidcProvider,
  read: async ({ input, rows }) => {
    const provider = await oidcProviderWith(rows, input.OpenIDConnectProviderArn)
    return {
      Url: provider.url,
      ClientIDList: [...provider.clientIds],
      ThumbprintList: [...provider.thumbprints],
      CreateDate: new Date(provider.createdAt),
      ...allTags(sortedTags(provider.tags)),
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html */
export const ListOpenIDConnectProviders = iam('ListOpenIDConnectProviders', {
  resource: ({ caller }) => everyProvider(caller, 'oidcProvider'),
  read: async ({ caller, rows }) => {
    const providers = await rows.list(oidcProviders, { limit: quotas.OpenIdConnectProvidersPerAccount })
    return {
      OpenIDConnectProviderList: providers.map(({ url }) => ({ Arn: arn.oidcProvider(caller.account, url) })),
    }
  },
})

/**
 * Roles that trust it stay as they are. One that is not there is refused, as recorded; the API page has it otherwise.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html
 */
export const DeleteOpenIDConnectProvider = iam('DeleteOpenIDConnectProvider', {
  ...onOidcProvider,
  write: async ({ input, rows }) => {
    const provider = await oidcProviderAt(rows, input.OpenIDConnectProviderArn)
    if (!provider) {
      const message = `OpenId connect Provider ${input.OpenIDConnectProviderArn} cannot be found.`
      throw iamError('NoSuchEntityException', message)
    }
    await rows.delete(oidcProviders, provider.url)
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html */
export const AddClientIDToOpenIDConnectProvider = iam('AddClientIDToOpenIDConnectProvider', {
  ...onOidcProvider,
  write: async ({ input, rows }) => {
    const provider = await oidcProviderWith(rows, input.OpenIDConnectProviderArn)
    if (provider.clientIds.includes(input.ClientID)) return {}
    mustStayWithin('ClientIdsPerOpenIdConnectProvider', provider.clientIds.length)
    await rows.put(oidcProviders, { ...provider, clientIds: [...provider.clientIds, input.ClientID] })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveClientIDFromOpenIDConnectProvider.html */
export const RemoveClientIDFromOpenIDConnectProvider = iam('RemoveClientIDFromOpenIDConnectProvider', {
  ...onOidcProvider,
  write: async ({ input, rows }) => {
    const provider = await oidcProviderWith(rows, input.OpenIDConnectProviderArn)
    const clientIds = provider.clientIds.filter(clientId => clientId !== input.ClientID)
    await rows.put(oidcProviders, { ...provider, clientIds })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html */
export const UpdateOpenIDConnectProviderThumbprint = iam('UpdateOpenIDConnectProviderThumbprint', {
  check: call => {
    onOidcProvider.check(call)
    mustBeFew(call.input.ThumbprintList)
  },
  resource: onOidcProvider.resource,
  write: async ({ input, rows }) => {
    const provider = await oidcProviderWith(rows, input.OpenIDConnectProviderArn)
    await rows.put(oidcProviders, { ...provider, thumbprints: inSmallLetters(input.ThumbprintList) })
    return {}
  },
})

/** As they are shown then: recorded by others. */
const inSmallLetters = (thumbprints: readonly string[]) => thumbprints.map(text => text.toLowerCase())

function mustBeFew(thumbprints: readonly string[]): void {
  if (thumbprints.length <= maxThumbprints) return
  throw iamError('InvalidInputException', 'Thumbprint list must contain fewer than 5 entries.')
}

async function thumbprintsOf(issuer: string): Promise<readonly string[]> {
  const server = new URL(issuer)
  if (server.protocol === 'http:') return []
  const thumbprint = await serverThumbprint(server)
  if (thumbprint !== undefined) return [thumbprint]
  const message = `Please check .well-known/openid-configuration provided URL: ${issuer} is valid.`
  throw iamError('OpenIdIdpCommunicationErrorException', message)
}
