import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { mustAnswer, mustRefuse } from './expect.ts'
import { namesOf, trustPolicy } from './names.ts'
import type { Step } from './step.ts'

/** W1 to W3: the trusting account makes the role. */
export const roleSteps: readonly Step[] = [
  {
    number: 'W1',
    title: 'A role of the trusting account trusts the other account',
    call: 'iam CreateRole',
    expected: 'the role, with the trust policy as it was sent',
    run: stage =>
      mustAnswer(
        stage.trusting.iam.send(
          new CreateRoleCommand({
            RoleName: namesOf(stage).role,
            AssumeRolePolicyDocument: trustPolicy(stage.trusted.account),
          }),
        ),
        answer => answer.Role?.Arn ?? 'no ARN',
        answer =>
          answer.Role?.Arn === namesOf(stage).roleArn &&
          decodeURIComponent(answer.Role.AssumeRolePolicyDocument ?? '') ===
            trustPolicy(stage.trusted.account),
      ),
  },
  {
    number: 'W1',
    title: 'An account that is not there is refused',
    call: 'iam CreateRole, trusting account 999999999999',
    expected: 'MalformedPolicyDocument that names the principal',
    run: stage =>
      mustRefuse(
        stage.trusting.iam.send(
          new CreateRoleCommand({
            RoleName: `${namesOf(stage).role}-wrong`,
            AssumeRolePolicyDocument: trustPolicy('999999999999'),
          }),
        ),
        'MalformedPolicyDocument',
        'Invalid principal in policy: "AWS":"arn:aws:iam::999999999999:root"',
      ),
  },
  {
    number: 'W2',
    title: 'AdministratorAccess is attached',
    call: 'iam AttachRolePolicy',
    expected: 'success',
    run: stage => {
      const { role, administratorAccess } = namesOf(stage)
      const input = { RoleName: role, PolicyArn: administratorAccess }
      return mustAnswer(stage.trusting.iam.send(new AttachRolePolicyCommand(input)), () => 'attached')
    },
  },
  {
    number: 'W3',
    title: 'The role shows its permissions',
    call: 'iam ListAttachedRolePolicies',
    expected: 'AdministratorAccess',
    run: stage =>
      mustAnswer(
        stage.trusting.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: namesOf(stage).role })),
        answer => answer.AttachedPolicies?.map(policy => policy.PolicyName).join(', ') || 'nothing',
        answer => answer.AttachedPolicies?.map(policy => policy.PolicyName).join() === 'AdministratorAccess',
      ),
  },
  {
    number: 'W3',
    title: 'and its trust relationship',
    call: 'iam GetRole',
    expected: 'Allow, the trusted account, sts:AssumeRole, no condition',
    run: stage =>
      mustAnswer(
        stage.trusting.iam.send(new GetRoleCommand({ RoleName: namesOf(stage).role })),
        answer => decodeURIComponent(answer.Role?.AssumeRolePolicyDocument ?? 'no document'),
        answer =>
          decodeURIComponent(answer.Role?.AssumeRolePolicyDocument ?? '') ===
          trustPolicy(stage.trusted.account),
      ),
  },
  {
    number: 'W3',
    title: 'A trust policy that is none is refused',
    call: 'iam UpdateAssumeRolePolicy',
    expected: 'MalformedPolicyDocument',
    run: stage =>
      mustRefuse(
        stage.trusting.iam.send(
          new UpdateAssumeRolePolicyCommand({ RoleName: namesOf(stage).role, PolicyDocument: '{"Version":' }),
        ),
        'MalformedPolicyDocument',
        'This policy contains invalid Json',
      ),
  },
]
