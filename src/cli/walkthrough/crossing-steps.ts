import { ListRolesCommand, ListUsersCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { mustAnswer, mustRefuse } from './expect.ts'
import { namesOf, trustPolicy } from './names.ts'
import type { Stage, Step } from './step.ts'
import { asUser, makeUser } from './user-steps.ts'

/** W10, W11, W13: across the border, and who does not get across. */
export const crossingSteps: readonly Step[] = [
  {
    number: 'W10',
    title: 'The plain user takes the role',
    call: 'sts AssumeRole as TrustedUser',
    expected: 'credentials of a session of the role',
    run: stage =>
      mustAnswer(
        takeRole(stage, namesOf(stage).user),
        arn => arn,
        arn => arn === sessionArn(stage),
      ),
  },
  {
    number: 'W10',
    title: 'and acts in the trusting account with the rights of the role',
    call: 'iam ListRoles with the session',
    expected: 'the roles of the trusting account',
    run: stage =>
      mustAnswer(
        asUser(stage, namesOf(stage).session).iam.send(new ListRolesCommand({ MaxItems: 1000 })),
        answer => `${answer.Roles?.length ?? 0} roles`,
        answer => answer.Roles?.some(role => role.Arn === namesOf(stage).roleArn) ?? false,
      ),
  },
  {
    number: 'W5',
    title: 'while the user’s own rights are what they were',
    call: 'iam ListUsers as TrustedUser',
    expected: 'AccessDenied',
    run: stage =>
      mustRefuse(asUser(stage, namesOf(stage).user).iam.send(new ListUsersCommand({})), 'AccessDenied'),
  },
  {
    number: 'W11',
    title: 'Another user without the policy is refused, by their own side',
    call: 'sts AssumeRole as OtherUser',
    expected: 'AccessDenied: no identity-based policy allows sts:AssumeRole',
    run: async stage => {
      const { otherUser } = namesOf(stage)
      await makeUser(stage, otherUser)
      return mustRefuse(
        takeRole(stage, otherUser),
        'AccessDenied',
        'because no identity-based policy allows the sts:AssumeRole action',
      )
    },
  },
  {
    number: 'W11',
    title: 'With a condition in the trust policy the role’s side refuses',
    call: 'iam UpdateAssumeRolePolicy with sts:ExternalId, sts AssumeRole without it',
    expected: 'AccessDenied: no role trust policy allows sts:AssumeRole',
    run: async stage => {
      await setTrust(stage, { StringEquals: { 'sts:ExternalId': namesOf(stage).externalId } })
      return mustRefuse(
        takeRole(stage, namesOf(stage).user),
        'AccessDenied',
        'because no role trust policy allows the sts:AssumeRole action',
      )
    },
  },
  {
    number: 'W13',
    title: 'With the external id it opens again',
    call: 'sts AssumeRole with ExternalId and DurationSeconds 900',
    expected: 'a session of 15 minutes',
    run: stage =>
      mustAnswer(
        takeRole(stage, namesOf(stage).user, { ExternalId: namesOf(stage).externalId, DurationSeconds: 900 }),
        arn => arn,
        arn => arn === sessionArn(stage),
      ),
  },
  {
    number: 'W13',
    title: 'A wrong external id does not',
    call: 'sts AssumeRole with another ExternalId',
    expected: 'AccessDenied',
    run: stage => mustRefuse(takeRole(stage, namesOf(stage).user, { ExternalId: 'another' }), 'AccessDenied'),
  },
  {
    number: 'W13',
    title: 'Nor a session longer than the role allows',
    call: 'sts AssumeRole with DurationSeconds 3601',
    expected: 'ValidationError',
    run: stage =>
      mustRefuse(
        takeRole(stage, namesOf(stage).user, {
          ExternalId: namesOf(stage).externalId,
          DurationSeconds: 3601,
        }),
        'ValidationError',
      ),
  },
  {
    number: 'W13',
    title: 'The session says who it is',
    call: 'sts GetCallerIdentity with the session',
    expected: 'the ARN of the session',
    run: stage =>
      mustAnswer(
        asUser(stage, namesOf(stage).session).sts.send(new GetCallerIdentityCommand({})),
        answer => answer.Arn ?? 'no ARN',
        answer => answer.Arn === sessionArn(stage) && answer.Account === stage.trusting.account,
      ),
  },
]

function sessionArn(stage: Stage): string {
  const { role, session } = namesOf(stage)
  return `arn:aws:sts::${stage.trusting.account}:assumed-role/${role}/${session}`
}

/** The session's keys are kept under its name; answers its ARN. */
async function takeRole(stage: Stage, user: string, more: object = {}): Promise<string> {
  const { roleArn, session } = namesOf(stage)
  const input = { RoleArn: roleArn, RoleSessionName: session, ...more }
  const { Credentials, AssumedRoleUser } = await asUser(stage, user).sts.send(new AssumeRoleCommand(input))
  stage.made.set(session, {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  })
  return AssumedRoleUser?.Arn ?? 'no ARN'
}

async function setTrust(stage: Stage, condition: object): Promise<void> {
  const PolicyDocument = trustPolicy(stage.trusted.account, condition)
  await stage.trusting.iam.send(
    new UpdateAssumeRolePolicyCommand({ RoleName: namesOf(stage).role, PolicyDocument }),
  )
}
