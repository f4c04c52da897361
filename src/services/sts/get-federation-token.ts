import { arn } from '../../identity/arn.ts'
import type { Caller } from '../../identity/caller.ts'
import { commonError } from '../../wire/errors.ts'
import { sts } from './operation.ts'
import { userSessionSeconds } from './session-duration.ts'
import { checkSessionPolicies, sessionPolicies } from './session-policies.ts'
import { checkSessionTags, sessionTagContext, sessionTags } from './session-tags.ts'
import { tokenFigures } from './token-figures.ts'

/**
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
 *
 * Without a session policy the session may do nothing but what resource policies grant to it by name.
 */
export const GetFederationToken = sts('GetFederationToken', {
  check: ({ input, caller }) => {
    checkSessionTags(input, caller)
    checkSessionPolicies(input)
  },
  resource: ({ input, caller }) => ({ arn: arn.federatedUser(caller.account, input.Name) }),
  context: ({ input }) => sessionTagContext(input),
  alsoRequires: ({ input }) => (input.Tags?.length ? ['sts:TagSession'] : []),
  handle: async ({ input, caller, store, vault, managed, now }) => {
    const owner = federatingIdentity(caller)
    const { account } = caller
    const policies = await sessionPolicies(store, account, input, managed)
    const passed = { ...sessionTags(input, caller), ...(policies && { sessionPolicies: policies }) }
    const expiresAt = now + userSessionSeconds(input.DurationSeconds, owner.kind) * 1000
    const credentials = vault.issueSession(
      {
        kind: 'federated-user',
        account,
        ownerId: owner.id,
        name: input.Name,
        issuedAt: now,
        expiresAt,
        ...passed,
      },
      input.MinimumSessionTokenSize,
    )
    const figures = tokenFigures(credentials.SessionToken)
    return {
      Credentials: { ...credentials, Expiration: new Date(expiresAt) },
      FederatedUser: {
        FederatedUserId: `${account}:${input.Name}`,
        Arn: arn.federatedUser(account, input.Name),
      },
      PackedPolicySize: Object.keys(passed).length > 0 ? figures.SessionTokenUtilization : 0,
      ...figures,
    }
  },
})

/** Who may federate: the rules for credentials keep all others out before this. */
function federatingIdentity(caller: Caller) {
  if (caller.kind === 'root') return { kind: caller.kind, id: 'root' } as const
  if (caller.kind === 'user') return { kind: caller.kind, id: caller.userId } as const
  throw commonError('AccessDenied', 'Cannot call GetFederationToken with session credentials')
}
