import { type SigningAlgorithm, signingAlgorithms, signToken } from '../../federation/oidc/signing-key.ts'
import type { Caller } from '../../identity/caller.ts'
import { settingOf } from '../../store/account-settings.ts'
import type { Store } from '../../store/contract.ts'
import { tokenSigningKeys } from '../../store/federation-tables.ts'
import { commonError } from '../../wire/errors.ts'
import { issuerUrl } from '../issuer.ts'
import { sts, stsError } from './operation.ts'
import { checkSessionTags, sessionTagContext } from './session-tags.ts'

const defaultSeconds = 300

/** AWS documents that there is a limit, and not where it is. */
const maxPayloadBytes = 8192

/**
 * A token that tells others who calls, signed by the caller's account.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html
 */
export const GetWebIdentityToken = sts('GetWebIdentityToken', {
  check: ({ input, caller, now }) => {
    checkSessionTags({ Tags: input.Tags }, caller)
    algorithmNamed(input.SigningAlgorithm)
    checkSubject(input)
    checkLifetime(input.DurationSeconds ?? defaultSeconds, caller, now)
  },
  resource: () => ({ arn: '*' }),
  context: ({ input }) => ({
    'sts:IdentityTokenAudience': input.Audience,
    'sts:SigningAlgorithm': input.SigningAlgorithm,
    'sts:DurationSeconds': String(input.DurationSeconds ?? defaultSeconds),
    'sts:SubjectMode': input.SubjectMode ?? 'AWSIdentity',
    ...sessionTagContext({ Tags: input.Tags }),
  }),
  alsoRequires: ({ input }) => (input.Tags?.length ? ['sts:TagGetWebIdentityToken'] : []),
  handle: async ({ input, caller, store, vault, organizations, request, ownUrl, now }) => {
    const algorithm = algorithmNamed(input.SigningAlgorithm)
    const { issuerId, key } = await issuerOf(store, caller, algorithm)
    const issuedAt = Math.floor(now / 1000)
    const expiresAt = issuedAt + (input.DurationSeconds ?? defaultSeconds)
    const organization = await organizations.of(caller.account)
    const claims = {
      aud: input.Audience.length === 1 ? input.Audience[0] : input.Audience,
      sub: subjectOf(caller),
      'https://sts.amazonaws.com/': {
        aws_account: caller.account,
        source_region: request.region,
        principal_id: subjectOf(caller),
        ...(organization && { org_id: organization.id }),
        ...sessionClaims(caller),
        ...tagClaims('principal_tags', caller.kind === 'root' ? {} : caller.tags),
        ...tagClaims('request_tags', tagMap(input.Tags)),
      },
      iss: issuerUrl(ownUrl(), issuerId),
      exp: expiresAt,
      iat: issuedAt,
      jti: vault.newUuid(),
    }
    if (Buffer.byteLength(JSON.stringify(claims)) > maxPayloadBytes) throw tooLarge()
    const privateKey = vault.unseal(key.sealedPrivateKey, `token-signing-key:${caller.account}:${key.keyId}`)
    return {
      WebIdentityToken: await signToken(claims, { keyId: key.keyId, algorithm, privateKey }),
      Expiration: new Date(expiresAt * 1000),
    }
  },
})

async function issuerOf(store: Store, { account }: Caller, algorithm: SigningAlgorithm) {
  const found = await store.read(account, async rows => ({
    setting: await settingOf(rows, 'outbound-federation'),
    keys: await rows.list(tokenSigningKeys),
  }))
  const key = found.keys.find(candidate => candidate.algorithm === algorithm)
  if (found.setting?.enabled && key) return { issuerId: found.setting.issuerId, key }
  throw stsError(
    'OutboundWebIdentityFederationDisabledException',
    'Outbound web identity federation is disabled for your account',
  )
}

function algorithmNamed(text: string): SigningAlgorithm {
  const found = signingAlgorithms.find(algorithm => algorithm === text)
  if (found) return found
  throw commonError('ValidationError', `${text} is not a supported signing algorithm.`)
}

interface SubjectInput {
  readonly SubjectMode?: string | undefined
  readonly Scope?: string | undefined
}

/** Nothing here propagates the identity of somebody behind the caller, so no session has one to name. */
function checkSubject({ SubjectMode, Scope }: SubjectInput): void {
  if (SubjectMode !== undefined && SubjectMode !== 'AWSIdentity') {
    const message = 'The calling session has no origin identity in its trusted identity propagation context.'
    throw commonError('ValidationError', message)
  }
  if (Scope !== undefined) {
    throw commonError('ValidationError', 'Scope can be specified only when SubjectMode is OriginIdentity.')
  }
}

/** A token may not outlive the session that asks for it. */
function checkLifetime(seconds: number, { session }: Caller, now: number): void {
  if (!session || now + seconds * 1000 <= session.expiresAt) return
  throw stsError(
    'SessionDurationEscalationException',
    'The requested token duration would extend the session beyond its original expiration time.',
  )
}

/** Recorded: the role, not its session. */
function subjectOf(caller: Caller): string {
  return caller.kind === 'role-session' ? caller.roleArn : caller.arn
}

function sessionClaims(caller: Caller): object {
  if (!caller.session) return {}
  const federatedProvider =
    caller.kind === 'role-session' ? caller.providerKeys?.['aws:FederatedProvider'] : undefined
  return {
    original_session_exp: `${new Date(caller.session.expiresAt).toISOString().slice(0, 19)}Z`,
    ...(federatedProvider !== undefined && { federated_provider: federatedProvider }),
  }
}

function tagClaims(name: string, tags: Readonly<Record<string, string>>): object {
  return Object.keys(tags).length > 0 ? { [name]: tags } : {}
}

function tagMap(tags: readonly { readonly Key: string; readonly Value: string }[] = []) {
  return Object.fromEntries(tags.map(tag => [tag.Key, tag.Value]))
}

function tooLarge() {
  return stsError(
    'JWTPayloadSizeExceededException',
    'The requested token payload size exceeds the maximum allowed size.',
  )
}
