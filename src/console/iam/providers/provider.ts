import { ListOpenIDConnectProvidersCommand, ListSAMLProvidersCommand } from '@aws-sdk/client-iam'
import type { Clients } from '../../api/clients.ts'
import type { ProviderType } from '../../words/providers.ts'

export const providersPath = '/console/iam/providers'
export const addProviderPath = `${providersPath}/create`
export const providerPath = (arn: string) => `${providersPath}/details?${new URLSearchParams({ arn })}`
export const providerTagsPath = (arn: string) =>
  `${providersPath}/details/tags?${new URLSearchParams({ arn })}`

export interface Provider {
  readonly arn: string
  readonly type: ProviderType
  /** The URL without its scheme, or the SAML provider's name. */
  readonly name: string
  readonly created?: Date | undefined
  readonly validUntil?: Date | undefined
}

export const typeOf = (arn: string): ProviderType => (arn.includes(':saml-provider/') ? 'saml' : 'oidc')
export const nameOf = (arn: string) => arn.slice(arn.indexOf('/') + 1)

/** Both lists come whole: an account has a hundred of each at most. */
export async function listProviders({ iam }: Pick<Clients, 'iam'>): Promise<readonly Provider[]> {
  const [{ OpenIDConnectProviderList = [] }, { SAMLProviderList = [] }] = await Promise.all([
    iam.send(new ListOpenIDConnectProvidersCommand({})),
    iam.send(new ListSAMLProvidersCommand({})),
  ])
  return [
    ...OpenIDConnectProviderList.map(({ Arn = '' }) => provider(Arn)),
    ...SAMLProviderList.map(({ Arn = '', CreateDate, ValidUntil }) => ({
      ...provider(Arn),
      created: CreateDate,
      validUntil: ValidUntil,
    })),
  ]
}

function provider(arn: string): Provider {
  return { arn, type: typeOf(arn), name: nameOf(arn) }
}
