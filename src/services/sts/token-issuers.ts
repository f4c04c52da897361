import { IdentityFault } from '../../federation/fault.ts'
import { type AccessTokenProviderId, isAccessTokenProvider } from '../../federation/oauth/access-tokens.ts'
import type { TrustedIssuer } from '../../federation/oidc/issuer-keys.ts'
import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import type { Store } from '../../store/contract.ts'
import { oidcProviders } from '../../store/federation-tables.ts'
import { commonError } from '../../wire/errors.ts'

/** Who issued a token, as the account of the role knows them. */
export interface KnownIssuer extends TrustedIssuer {
  /** As trust policies name it. */
  readonly provider: string
  /** Its URL without the scheme: how condition keys begin. */
  readonly prefix: string
  /** Audiences that the account registered; absent: it is left to trust policies. */
  readonly clientIds?: readonly string[]
}

/**
 * Providers that every account knows without having made one: those of them that speak OpenID Connect.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */
const builtIn: readonly string[] = ['accounts.google.com', 'cognito-identity.amazonaws.com']

/** "Do not specify this value for an OpenID Connect identity provider." */
export function accessTokenProvider(providerId: string | undefined): AccessTokenProviderId | undefined {
  if (providerId === undefined || isAccessTokenProvider(providerId)) return providerId
  throw commonError('InvalidParameterValue', `${providerId} is not a supported OAuth 2.0 identity provider.`)
}

/** The provider that the account made for this very issuer; else one that all accounts have. */
export async function knownIssuer(
  store: Store,
  account: AccountId | undefined,
  issuer: string,
): Promise<KnownIssuer> {
  const url = issuer.replace(/^https?:\/\//, '')
  const made = account && (await store.read(account, rows => rows.get(oidcProviders, url)))
  if (made?.issuer === issuer) {
    const { thumbprints, clientIds, jwks } = made
    const provider = arn.oidcProvider(account as AccountId, url)
    return { issuer, thumbprints, provider, prefix: url, clientIds, ...(jwks !== undefined && { jwks }) }
  }
  // Google names itself with and without the scheme.
  if (account && builtIn.includes(url) && !issuer.startsWith('http:')) {
    return { issuer: `https://${url}`, thumbprints: [], provider: url, prefix: url }
  }
  throw new IdentityFault('unknown-issuer', issuer)
}
