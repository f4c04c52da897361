import type { Caller } from '../../identity/caller.ts'
import type { Tags } from '../../store/common-columns.ts'
import { commonError } from '../../wire/errors.ts'
import { verifiedMfaContext } from './mfa.ts'
import { sts, stsError } from './operation.ts'
import { checkRoleArn, parseRoleArn } from './role-arn.ts'
import { roleAt, roleSession } from './role-session.ts'
import { checkChainedDuration, checkRoleDuration, defaultRoleSessionSeconds } from './session-duration.ts'
import { checkSessionPolicies, sessionPolicies } from './session-policies.ts'
import {
  checkSessionTags,
  inheritedTags,
  sessionTagContext,
  sessionTags,
  tagsSession,
} from './session-tags.ts'
import { tokenFigures } from './token-figures.ts'

/**
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 *
 * Nothing here decides who may: the role's trust policy is its resource policy, and the pipeline asks it
 * together with the caller's policies, for each of the up to four actions.
 */
export const AssumeRole = sts('AssumeRole', {
  check: ({ input, caller }) => {
    checkRoleArn(input.RoleArn)
    checkSessionTags(input, caller)
    checkSourceIdentity(input.SourceIdentity, caller)
    checkSessionPolicies(input)
    checkChainedDuration(input.DurationSeconds ?? defaultRoleSessionSeconds, caller)
  },
  account: ({ input, caller }) => parseRoleArn(input.RoleArn)?.account ?? caller.account,
  resource: async ({ input, caller, rows }) => {
    const named = parseRoleArn(input.RoleArn)
    const role = named && (await roleAt(rows, named))
    return {
      arn: input.RoleArn,
      policyMustAllow: true,
      ...(named && { account: named.account }),
      ...(role && {
        policy: { name: 'trust policy', ...role.trustPolicy },
        tags: tagsSeenByTrustPolicy(role.tags, caller),
        role,
      }),
    }
  },
  rememberAs: ({ input, caller }) => `${input.RoleArn} ${JSON.stringify(inheritedTags(caller))}`,
  context: async ({ input, caller, store, vault, now }) => ({
    'sts:RoleSessionName': input.RoleSessionName,
    'sts:ExternalId': input.ExternalId,
    'sts:SourceIdentity': input.SourceIdentity ?? inheritedSourceIdentity(caller),
    ...sessionTagContext(input),
    ...(await verifiedMfaContext(input, { caller, store, vault, now })),
  }),
  alsoRequires: ({ input, caller }) => [
    ...(tagsSession(input, caller) ? ['sts:TagSession'] : []),
    ...(input.SourceIdentity || inheritedSourceIdentity(caller) ? ['sts:SetSourceIdentity'] : []),
    ...(input.ProvidedContexts?.length ? ['sts:SetContext'] : []),
  ],
  handle: async ({ input, caller, store, vault, managed, now, resource }) => {
    if (input.ProvidedContexts?.length) {
      // Only AWS's identity services make such assertions; none of them is here to have made this one.
      throw stsError('InvalidContextAssertionException', 'The provided context assertion is invalid.')
    }
    const { role, account = caller.account } = resource
    if (!role) throw new TypeError('an AssumeRole was allowed on a role that is not there')
    const durationSeconds = input.DurationSeconds ?? defaultRoleSessionSeconds
    const policies = await sessionPolicies(store, account, input, managed)
    checkRoleDuration(durationSeconds, role.maxSessionSeconds)
    const sourceIdentity = input.SourceIdentity ?? inheritedSourceIdentity(caller)
    const session = {
      sessionName: input.RoleSessionName,
      expiresAt: now + durationSeconds * 1000,
      chained: caller.session !== undefined,
      packed: { ...sessionTags(input, caller), ...(policies && { sessionPolicies: policies }) },
      ...(sourceIdentity !== undefined && { sourceIdentity }),
    }
    const answer = roleSession({ account, role, now, vault }, session, input.MinimumSessionTokenSize)
    return { ...answer, ...tokenFigures(answer.Credentials.SessionToken) }
  },
})

function inheritedSourceIdentity(caller: Caller): string | undefined {
  return caller.kind === 'role-session' ? caller.sourceIdentity : undefined
}

/** Once set, a source identity stays through the whole chain. */
function checkSourceIdentity(sourceIdentity: string | undefined, caller: Caller): void {
  if (sourceIdentity === undefined) return
  if (sourceIdentity.toLowerCase().startsWith('aws:')) {
    throw commonError('ValidationError', 'The source identity must not begin with aws:.')
  }
  const inherited = inheritedSourceIdentity(caller)
  if (inherited !== undefined && inherited !== sourceIdentity) {
    throw commonError(
      'InvalidParameterValue',
      "The specified source identity can't be set because it differs from the source identity of the calling session.",
    )
  }
}

/**
 * In a chain, a transitive tag stands in for the role's tag of the same key when the trust policy is evaluated.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining
 */
function tagsSeenByTrustPolicy(roleTags: Tags, caller: Caller): Tags {
  const inherited = Object.entries(inheritedTags(caller)).map(([Key, Value]) => ({ Key, Value }))
  const overridden = new Set(inherited.map(tag => tag.Key.toLowerCase()))
  return [...roleTags.filter(tag => !overridden.has(tag.Key.toLowerCase())), ...inherited]
}
