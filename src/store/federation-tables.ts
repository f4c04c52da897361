import type { Tags } from './common-columns.ts'
import { table } from './table.ts'

/** Identity providers that an account trusts, and what it vouches for to the outside. */

export interface SamlProviderRow {
  readonly nameKey: string
  readonly name: string
  readonly uuid: string
  readonly metadata: string
  /** Of the metadata: whose assertions it is about. */
  readonly issuer: string
  /** Of the metadata: what assertions are signed with; each the DER of a certificate in base64. */
  readonly certificates: readonly string[]
  readonly createdAt: number
  readonly validUntil: number
  readonly assertionEncryptionMode?: 'Required' | 'Allowed'
  readonly privateKeys: readonly {
    readonly keyId: string
    readonly addedAt: number
    /** Sealed with the master key. */
    readonly sealedKey: string
  }[]
  readonly tags: Tags
}
export const samlProviders = table<SamlProviderRow>('saml_providers', { key: ['nameKey'] })

export interface OidcProviderRow {
  /** Without `https://`: how ARNs and condition keys name it. */
  readonly url: string
  /** As its tokens name it: with the scheme. */
  readonly issuer: string
  readonly clientIds: readonly string[]
  readonly thumbprints: readonly string[]
  /** A JSON Web Key Set that was given for it: then its keys are these, and nobody is asked for others. */
  readonly jwks?: string
  readonly createdAt: number
  readonly tags: Tags
}
export const oidcProviders = table<OidcProviderRow>('oidc_providers', { key: ['url'] })

/** A key with which the account signs the tokens of GetWebIdentityToken. */
export interface TokenSigningKeyRow {
  readonly keyId: string
  readonly algorithm: 'RS256' | 'ES384'
  /** A JSON Web Key. */
  readonly publicKey: string
  /** Sealed with the master key. */
  readonly sealedPrivateKey: string
  readonly createdAt: number
}
export const tokenSigningKeys = table<TokenSigningKeyRow>('token_signing_keys', { key: ['keyId'] })

export const federationTables = [samlProviders, oidcProviders, tokenSigningKeys] as const
