import { IdentityFault } from '../../federation/fault.ts'
import type { AccessTokenProviderId } from '../../federation/oauth/access-tokens.ts'
import { readToken } from '../../federation/oidc/token.ts'
import { verifyToken } from '../../federation/oidc/verify-token.ts'
import type { AccountId } from '../../identity/account-id.ts'
import type { WebIdentityBearer } from '../../identity/caller.ts'
import type { Arrival } from '../operation.ts'
import { bearerContext, bearerRequires, bearerSession, tagsOf, trustedRole } from './bearer-session.ts'
import { provenBy } from './identity-faults.ts'
import { unsignedSts } from './operation.ts'
import { checkRoleArn, parseRoleArn } from './role-arn.ts'
import { defaultRoleSessionSeconds } from './session-duration.ts'
import { checkSessionPolicies } from './session-policies.ts'
import { checkSessionTags } from './session-tags.ts'
import { audienceOf, claimKeys, lastingKeys, sourceIdentityIn, subjectOf, tagsIn } from './token-claims.ts'
import { accessTokenProvider, knownIssuer } from './token-issuers.ts'

/**
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 *
 * The token says who asks, and the role's trust policy whether they may.
 */
export const AssumeRoleWithWebIdentity = unsignedSts('AssumeRoleWithWebIdentity', {
  calledWithoutCredentials:
    'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html',
  bearer: arrival => provenBy(() => webIdentity(arrival)),
  check: ({ input, caller }) => {
    checkSessionTags(tagsOf(caller), caller)
    checkSessionPolicies(input)
  },
  resource: ({ input, rows }) => trustedRole(rows, input.RoleArn),
  context: ({ input, caller }) => bearerContext(caller, input.RoleSessionName),
  alsoRequires: ({ caller }) => bearerRequires(caller),
  handle: async call => {
    const { input, caller } = call
    const session = await bearerSession(call, {
      sessionName: input.RoleSessionName,
      seconds: input.DurationSeconds ?? defaultRoleSessionSeconds,
    })
    return {
      ...session,
      SubjectFromWebIdentityToken: caller.subject,
      Provider: caller.provider,
      Audience: caller.audience,
    }
  },
})

interface WebIdentityInput {
  readonly RoleArn: string
  readonly WebIdentityToken: string
  readonly ProviderId?: string | undefined
}

async function webIdentity(arrival: Arrival<WebIdentityInput>): Promise<WebIdentityBearer> {
  const { input, store, issuerKeys, now } = arrival
  checkRoleArn(input.RoleArn)
  const account = parseRoleArn(input.RoleArn)?.account
  const provider = accessTokenProvider(input.ProviderId)
  if (provider) return accessTokenBearer(arrival, provider, account)
  const token = readToken(input.WebIdentityToken)
  const issuer = await knownIssuer(store, account, token.issuer)
  const claims = await verifyToken(token, issuer, issuerKeys, now)
  const [subject, audience] = [subjectOf(claims), audienceOf(claims)]
  if (issuer.clientIds && !issuer.clientIds.includes(audience)) throw new IdentityFault('audience')
  const { prefix } = issuer
  const keys = claimKeys(prefix, claims)
  const { Tags, TransitiveTagKeys } = tagsIn(claims)
  const sourceIdentity = sourceIdentityIn(claims)
  const federated = { 'aws:FederatedProvider': issuer.provider }
  if (!account) throw new IdentityFault('unknown-issuer', token.issuer)
  return {
    kind: 'bearer',
    proof: 'token',
    account,
    provider: issuer.provider,
    subject,
    audience,
    userId: `${issuer.provider}:${audience}:${subject}`,
    claims: { ...keys, ...federated },
    sessionClaims: { ...lastingKeys(prefix, keys), ...federated },
    tags: Tags ?? [],
    transitiveTagKeys: TransitiveTagKeys ?? [],
    ...(sourceIdentity !== undefined && { sourceIdentity }),
  }
}

/** The condition key by which a provider's users are known; applications are known by `app_id`. */
const userKeys: Readonly<Record<AccessTokenProviderId, string>> = {
  'www.amazon.com': 'user_id',
  'graph.facebook.com': 'id',
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif */
async function accessTokenBearer(
  { input, accessTokens }: Arrival<WebIdentityInput>,
  provider: AccessTokenProviderId,
  account: AccountId | undefined,
): Promise<WebIdentityBearer> {
  if (!account) throw new IdentityFault('unknown-issuer', provider)
  const { userId, appId } = await accessTokens.identify(provider, input.WebIdentityToken)
  const claims = {
    [`${provider}:app_id`]: appId,
    [`${provider}:${userKeys[provider]}`]: userId,
    'aws:FederatedProvider': provider,
  }
  return {
    kind: 'bearer',
    proof: 'token',
    account,
    provider,
    subject: userId,
    audience: appId,
    userId: `${provider}:${appId}:${userId}`,
    claims,
    sessionClaims: claims,
    tags: [],
    transitiveTagKeys: [],
  }
}
