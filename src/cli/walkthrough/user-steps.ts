import { randomBytes } from 'node:crypto'
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  GetPolicyVersionCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam'
import { mustAnswer, mustRefuse } from './expect.ts'
import { assumePolicy, namesOf } from './names.ts'
import type { SessionKeys, Stage, Step } from './step.ts'

/** W6 to W9: the trusted account makes a policy for that one role, and a plain user who has nothing else. */
export const userSteps: readonly Step[] = [
  {
    number: 'W6',
    title: 'A policy that allows one thing',
    call: 'iam CreatePolicy',
    expected: 'the policy',
    run: stage => {
      const { policy, policyArn, roleArn } = namesOf(stage)
      const input = { PolicyName: policy, PolicyDocument: assumePolicy(roleArn) }
      return mustAnswer(
        stage.trusted.iam.send(new CreatePolicyCommand(input)),
        answer => answer.Policy?.Arn ?? 'no ARN',
        answer => answer.Policy?.Arn === policyArn,
      )
    },
  },
  {
    number: 'W7',
    title: 'It reads as it was written: one statement, VisualEditor0',
    call: 'iam GetPolicyVersion v1',
    expected: 'the document',
    run: stage => {
      const { policyArn, roleArn } = namesOf(stage)
      return mustAnswer(
        stage.trusted.iam.send(new GetPolicyVersionCommand({ PolicyArn: policyArn, VersionId: 'v1' })),
        answer => decodeURIComponent(answer.PolicyVersion?.Document ?? 'no document'),
        answer => decodeURIComponent(answer.PolicyVersion?.Document ?? '') === assumePolicy(roleArn),
      )
    },
  },
  {
    number: 'W8',
    title: 'A plain user',
    call: 'iam CreateUser, CreateLoginProfile, CreateAccessKey',
    expected: 'the user, with a password and a key',
    run: stage =>
      mustAnswer(
        makeUser(stage, namesOf(stage).user),
        keys => keys.accessKeyId,
        () => true,
      ),
  },
  {
    number: 'W8',
    title: 'who gets that policy and nothing else',
    call: 'iam AttachUserPolicy',
    expected: 'success',
    run: stage => {
      const { user, policyArn } = namesOf(stage)
      const input = { UserName: user, PolicyArn: policyArn }
      return mustAnswer(stage.trusted.iam.send(new AttachUserPolicyCommand(input)), () => 'attached')
    },
  },
  {
    number: 'W9',
    title: 'The user may not look around; the denial names the missing action',
    call: 'iam ListUsers as TrustedUser',
    expected: 'AccessDenied: no identity-based policy allows iam:ListUsers',
    run: stage =>
      mustRefuse(
        asUser(stage, namesOf(stage).user).iam.send(new ListUsersCommand({})),
        'AccessDenied',
        'because no identity-based policy allows the iam:ListUsers action',
      ),
  },
]

/** The keys are kept under the user's name. */
export async function makeUser(stage: Stage, UserName: string): Promise<SessionKeys> {
  const { iam } = stage.trusted
  await iam.send(new CreateUserCommand({ UserName }))
  const Password = `${randomBytes(12).toString('base64url')}aA1!`
  await iam.send(new CreateLoginProfileCommand({ UserName, Password }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
  const keys = {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  }
  stage.made.set(UserName, keys)
  return keys
}

export function asUser(stage: Stage, name: string) {
  const keys = stage.made.get(name)
  if (!keys) throw new Error(`an earlier step did not make the keys of ${name}`)
  return stage.as(keys)
}
