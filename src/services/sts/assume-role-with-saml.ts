import { createHash } from 'node:crypto'
import { IdentityFault } from '../../federation/fault.ts'
import { type Assertion, readAssertion } from '../../federation/saml/assertion.ts'
import { checkAssertion } from '../../federation/saml/check-assertion.ts'
import { samlKeyPurpose } from '../../federation/saml/private-key.ts'
import { verifiedAssertion } from '../../federation/saml/response.ts'
import type { AccountId } from '../../identity/account-id.ts'
import { arn, parseProviderArn } from '../../identity/arn.ts'
import type { SamlBearer } from '../../identity/caller.ts'
import type { Store } from '../../store/contract.ts'
import { type SamlProviderRow, samlProviders } from '../../store/federation-tables.ts'
import type { Arrival } from '../operation.ts'
import {
  bearerContext,
  bearerRequires,
  bearerSession,
  mustBeSessionName,
  tagsOf,
  trustedRole,
} from './bearer-session.ts'
import { provenBy } from './identity-faults.ts'
import { unsignedSts } from './operation.ts'
import { checkRoleArn, parseRoleArn } from './role-arn.ts'
import {
  attributeKeys,
  mustGrant,
  oneValueOf,
  samlSessionSeconds,
  samlSourceIdentity,
  samlTags,
} from './saml-attributes.ts'
import { defaultRoleSessionSeconds } from './session-duration.ts'
import { checkSessionPolicies } from './session-policies.ts'
import { checkSessionTags } from './session-tags.ts'

/**
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
 *
 * The assertion says who asks and for which roles, and the role's trust policy whether they may.
 */
export const AssumeRoleWithSAML = unsignedSts('AssumeRoleWithSAML', {
  calledWithoutCredentials: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html',
  bearer: arrival => provenBy(() => samlIdentity(arrival)),
  check: ({ input, caller }) => {
    checkSessionTags(tagsOf(caller), caller)
    checkSessionPolicies(input)
  },
  resource: ({ input, rows }) => trustedRole(rows, input.RoleArn),
  context: ({ caller }) => bearerContext(caller, caller.sessionName),
  alsoRequires: ({ caller }) => bearerRequires(caller),
  handle: async call => {
    const { input, caller } = call
    const asked = input.DurationSeconds ?? defaultRoleSessionSeconds
    const session = await bearerSession(call, {
      sessionName: caller.sessionName,
      seconds: Math.min(asked, caller.sessionSeconds ?? asked),
      ...(caller.sessionUntil !== undefined && { until: caller.sessionUntil }),
    })
    return {
      ...session,
      Subject: caller.subject,
      SubjectType: caller.subjectType,
      Issuer: caller.issuer,
      Audience: caller.recipient,
      NameQualifier: caller.nameQualifier,
    }
  },
})

interface SamlInput {
  readonly RoleArn: string
  readonly PrincipalArn: string
  readonly SAMLAssertion: string
}

async function samlIdentity(arrival: Arrival<SamlInput>): Promise<SamlBearer> {
  const { input, store, now } = arrival
  checkRoleArn(input.RoleArn)
  const account = parseRoleArn(input.RoleArn)?.account
  const provider = account && (await providerOf(store, account, input.PrincipalArn))
  if (!provider || provider.validUntil <= now) {
    throw new IdentityFault('attribute', "Specified provider doesn't exist")
  }
  const assertion = readAssertion(verifiedAssertion(input.SAMLAssertion, trustOf(provider, account, arrival)))
  const isOurs = (address: string) => isSignInAddress(address, provider, arrival.ownUrl())
  checkAssertion(assertion, { issuer: provider.issuer, isOurs, now })
  mustGrant(assertion.attributes, input.RoleArn, input.PrincipalArn)
  return bearerOf(assertion, provider, account)
}

/** A role is taken on the word of a provider of its own account. */
async function providerOf(
  store: Store,
  account: AccountId,
  principalArn: string,
): Promise<SamlProviderRow | undefined> {
  const named = parseProviderArn(principalArn)
  if (named?.type !== 'saml-provider' || named.accountId !== account) return undefined
  const provider = await store.read(account, rows => rows.get(samlProviders, named.name.toLowerCase()))
  return provider?.name === named.name ? provider : undefined
}

function trustOf(provider: SamlProviderRow, account: AccountId, { vault }: Arrival<SamlInput>) {
  const { issuer, certificates, assertionEncryptionMode, privateKeys } = provider
  return {
    issuer,
    certificates,
    encryptionRequired: assertionEncryptionMode === 'Required',
    privateKeys: privateKeys.map(({ keyId, sealedKey }) =>
      vault.unseal(sealedKey, samlKeyPurpose(account, keyId)),
    ),
  }
}

const awsSignIn = /^https:\/\/(?:[a-z]{2}(?:-[a-z]+)+-\d\.)?signin\.aws\.amazon\.com\/saml$/

/**
 * Where a browser brings a response to: AWS's sign-in, of one region or all, and our own; the last part names the
 * provider where its assertions are encrypted.
 */
function isSignInAddress(address: string, { uuid }: SamlProviderRow, ownUrl: string): boolean {
  const ofProvider = `/acs/${uuid}`
  const plain = address.endsWith(ofProvider) ? address.slice(0, -ofProvider.length) : address
  return awsSignIn.test(plain) || plain === `${ownUrl}/saml`
}

function bearerOf(assertion: Assertion, provider: SamlProviderRow, account: AccountId): SamlBearer {
  const { attributes, issuer, recipient, subject, sessionUntil } = assertion
  const subjectType = shortFormat(assertion.subjectFormat)
  const nameQualifier = createHash('sha1').update(`${issuer}${account}/${provider.name}`).digest('base64')
  const { Tags, TransitiveTagKeys } = samlTags(attributes)
  const sourceIdentity = samlSourceIdentity(attributes)
  const sessionSeconds = samlSessionSeconds(attributes)
  const lasting = {
    'saml:namequalifier': nameQualifier,
    'saml:sub': subject,
    'saml:sub_type': subjectType,
  }
  const fixed = { 'saml:aud': recipient, 'saml:iss': issuer, 'saml:doc': `${account}/${provider.name}` }
  return {
    kind: 'bearer',
    proof: 'assertion',
    account,
    provider: arn.samlProvider(account, provider.name),
    subject,
    subjectType,
    issuer,
    recipient,
    nameQualifier,
    userId: `${nameQualifier}:${subject}`,
    sessionName: mustBeSessionName(oneValueOf(attributes, 'RoleSessionName')),
    claims: { ...attributeKeys(attributes), ...lasting, ...fixed },
    sessionClaims: lasting,
    tags: Tags ?? [],
    transitiveTagKeys: TransitiveTagKeys ?? [],
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(sessionSeconds !== undefined && { sessionSeconds }),
    ...(sessionUntil !== undefined && { sessionUntil }),
  }
}

/** "If the format includes the prefix urn:oasis:names:tc:SAML:2.0:nameid-format, that prefix is removed." */
function shortFormat(format: string): string {
  const prefix = 'urn:oasis:names:tc:SAML:2.0:nameid-format:'
  return format.startsWith(prefix) ? format.slice(prefix.length) : format
}
