import { type AccountId, isAccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import type { Caller } from '../../identity/caller.ts'
import { rootUsers } from '../../store/tables.ts'
import { commonError } from '../../wire/errors.ts'
import type { Organization } from '../organizations.ts'
import { sts } from './operation.ts'
import { tokenFigures } from './token-figures.ts'

const maxSeconds = 900

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html#API_AssumeRoot_RequestParameters */
const taskPolicies = [
  'IAMAuditRootUserCredentials',
  'IAMCreateRootUserPassword',
  'IAMDeleteRootUserCredentials',
  'S3UnlockBucketPolicy',
  'SQSUnlockQueuePolicy',
].map(name => arn.managedPolicy('/root-task/', name))

/**
 * A session of a member account's root user, for one task. What lets the management account in is written as a
 * policy on that root user, which is there while the organization has root sessions enabled.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
 */
export const AssumeRoot = sts('AssumeRoot', {
  check: ({ input }) => {
    rootUserNamed(input.TargetPrincipal)
    if (taskPolicies.includes(input.TaskPolicyArn.arn ?? '')) return
    throw commonError('ValidationError', `${input.TaskPolicyArn.arn} is not a valid task policy.`)
  },
  resolve: async ({ input, organizations, store }) => {
    const account = rootUserNamed(input.TargetPrincipal)
    const organization = await organizations.of(account)
    const root = await store.read(account, rows => rows.get(rootUsers, 'root'))
    const isThere = root !== undefined
    return {
      arn: arn.root(account),
      account,
      policyMustAllow: true,
      ...(isThere && organization && { policy: rootAccess(account, organization) }),
    }
  },
  context: ({ input }) => ({ 'sts:TaskPolicyArn': input.TaskPolicyArn.arn }),
  handle: async ({ input, caller, vault, now }) => {
    const expiresAt = now + (input.DurationSeconds ?? maxSeconds) * 1000
    const sourceIdentity = sourceIdentityOf(caller)
    const credentials = vault.issueSession(
      {
        kind: 'root',
        account: rootUserNamed(input.TargetPrincipal),
        taskPolicyArn: input.TaskPolicyArn.arn ?? '',
        issuedAt: now,
        expiresAt,
        ...sourceIdentity,
      },
      input.MinimumSessionTokenSize,
    )
    return {
      Credentials: { ...credentials, Expiration: new Date(expiresAt) },
      ...(sourceIdentity && { SourceIdentity: sourceIdentity.sourceIdentity }),
      ...tokenFigures(credentials.SessionToken),
    }
  },
})

/** By the account's id or the ARN of its root user. */
function rootUserNamed(target: string): AccountId {
  const account = /^arn:aws:iam::(\d{12}):root$/.exec(target)?.[1] ?? target
  if (isAccountId(account)) return account
  throw commonError('ValidationError', `${target} is invalid`)
}

/** Nobody may assume the root user of the management account itself. */
function rootAccess(account: AccountId, organization: Organization) {
  const { managementAccount, delegatedAdministrators, rootFeatures } = organization
  const isOpen = rootFeatures.includes('RootSessions') && account !== managementAccount
  const administrators = [managementAccount, ...delegatedAdministrators].map(arn.root)
  const Statement = {
    Effect: isOpen ? 'Allow' : 'Deny',
    Principal: { AWS: isOpen ? administrators : '*' },
    Action: 'sts:AssumeRoot',
  }
  const text = JSON.stringify({ Version: '2012-10-17', Statement })
  return { name: 'centralized root access', text, principalIds: {} }
}

function sourceIdentityOf(caller: Caller) {
  return caller.kind === 'role-session' && caller.sourceIdentity !== undefined
    ? { sourceIdentity: caller.sourceIdentity }
    : undefined
}
