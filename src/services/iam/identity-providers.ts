import type { Resource } from '../../authorize/question.ts'
import { arn, type ProviderArn, parseProviderArn } from '../../identity/arn.ts'
import type { Caller } from '../../identity/caller.ts'
import type { Reader } from '../../store/contract.ts'
import {
  type OidcProviderRow,
  oidcProviders,
  type SamlProviderRow,
  samlProviders,
} from '../../store/federation-tables.ts'
import { commonError } from '../../wire/errors.ts'
import { nameKeyOf } from './lookup.ts'
import { iamError } from './operation.ts'

/** Identity providers by ARN: what IAM's operations find, and what policies see of it. */

interface Asked {
  readonly caller: Caller
  readonly rows: Reader
}

/** What is no ARN of such a provider at all. */
export function mustNameProvider(text: string, type: ProviderArn['type']): ProviderArn {
  const named = parseProviderArn(text)
  if (named?.type === type) return named
  throw commonError('ValidationError', 'Invalid ARN:  Could not be parsed!')
}

/** For the declarations of all operations on an OIDC provider that is there. */
export const onOidcProvider = {
  check: ({ input }: { input: { OpenIDConnectProviderArn: string } }) => {
    mustNameProvider(input.OpenIDConnectProviderArn, 'oidc-provider')
  },
  resource: (call: Asked & { input: { OpenIDConnectProviderArn: string } }) =>
    providerResource(call, call.input.OpenIDConnectProviderArn, oidcProviderAt),
}

/** The same for a SAML provider. */
export const onSamlProvider = {
  check: ({ input }: { input: { SAMLProviderArn: string } }) => {
    mustNameProvider(input.SAMLProviderArn, 'saml-provider')
  },
  resource: (call: Asked & { input: { SAMLProviderArn: string } }) =>
    providerResource(call, call.input.SAMLProviderArn, samlProviderAt),
}

export async function oidcProviderWith(rows: Reader, providerArn: string): Promise<OidcProviderRow> {
  const provider = await oidcProviderAt(rows, providerArn)
  return provider ?? missing(`OpenIDConnect Provider not found for arn ${providerArn}`)
}

export async function samlProviderWith(rows: Reader, providerArn: string): Promise<SamlProviderRow> {
  const provider = await samlProviderAt(rows, providerArn)
  return provider ?? missing(`Manifest not found for arn ${providerArn}`)
}

/** Undefined when there is none: URLs are compared with regard to case. */
export async function oidcProviderAt(
  rows: Reader,
  providerArn: string,
): Promise<OidcProviderRow | undefined> {
  const named = parseProviderArn(providerArn)
  return named?.type === 'oidc-provider' ? rows.get(oidcProviders, named.name) : undefined
}

async function samlProviderAt(rows: Reader, providerArn: string): Promise<SamlProviderRow | undefined> {
  const named = parseProviderArn(providerArn)
  return named?.type === 'saml-provider' ? rows.get(samlProviders, nameKeyOf(named.name)) : undefined
}

/** Another account's is that account's matter, and it has no say for others. */
async function providerResource(
  { caller, rows }: Asked,
  providerArn: string,
  find: (
    rows: Reader,
    providerArn: string,
  ) => Promise<{ readonly tags: NonNullable<Resource['tags']> } | undefined>,
): Promise<Resource> {
  const named = parseProviderArn(providerArn)
  if (named && named.accountId !== caller.account) return { arn: providerArn, account: named.accountId }
  const provider = await find(rows, providerArn)
  return { arn: providerArn, ...(provider && { tags: provider.tags }) }
}

/** What a list acts on, as AWS's denials name it. */
export function everyProvider({ account }: Caller, type: 'oidcProvider' | 'samlProvider'): Resource {
  return { arn: arn[type](account, '*') }
}

function missing(message: string): never {
  throw iamError('NoSuchEntityException', message)
}
