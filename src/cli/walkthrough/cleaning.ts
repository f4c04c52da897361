import {
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetRoleCommand,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { refusalOf } from '../clients.ts'
import { mustAnswer, mustRefuse } from './expect.ts'
import { namesOf } from './names.ts'
import type { Stage, Step } from './step.ts'
import { asUser } from './user-steps.ts'

/** W14: what is still attached is said, sessions of a deleted role stop at once, nothing is left behind. */
export const cleaningSteps: readonly Step[] = [
  {
    number: 'W14',
    title: 'A role with policies is not deleted',
    call: 'iam DeleteRole',
    expected: 'DeleteConflict: must detach all policies first',
    run: stage =>
      mustRefuse(
        stage.trusting.iam.send(new DeleteRoleCommand({ RoleName: namesOf(stage).role })),
        'DeleteConflict',
        'must detach all policies first',
      ),
  },
  {
    number: 'W14',
    title: 'A policy that is attached is not deleted',
    call: 'iam DeletePolicy',
    expected: 'DeleteConflict',
    run: stage =>
      mustRefuse(
        stage.trusted.iam.send(new DeletePolicyCommand({ PolicyArn: namesOf(stage).policyArn })),
        'DeleteConflict',
      ),
  },
  {
    number: 'W14',
    title: 'A user with a policy is not deleted',
    call: 'iam DeleteUser',
    expected: 'DeleteConflict',
    run: stage =>
      mustRefuse(
        stage.trusted.iam.send(new DeleteUserCommand({ UserName: namesOf(stage).user })),
        'DeleteConflict',
      ),
  },
  {
    number: 'W14',
    title: 'In the right order everything goes',
    call: 'iam Detach…, Delete…',
    expected: 'success',
    run: stage => mustAnswer(cleanUp(stage), () => 'deleted'),
  },
  {
    number: 'W14',
    title: 'The session of the deleted role stops working at once',
    call: 'sts GetCallerIdentity with the session',
    expected: 'InvalidClientTokenId',
    run: stage =>
      mustRefuse(
        asUser(stage, namesOf(stage).session).sts.send(new GetCallerIdentityCommand({})),
        'InvalidClientTokenId',
      ),
  },
  {
    number: 'W14',
    title: 'Nothing is left behind',
    call: 'iam GetRole',
    expected: 'NoSuchEntity',
    run: stage =>
      mustRefuse(
        stage.trusting.iam.send(new GetRoleCommand({ RoleName: namesOf(stage).role })),
        'NoSuchEntity',
      ),
  },
]

/** Deletes whatever the walkthrough made and is still there; also after a step failed. */
export async function cleanUp(stage: Stage): Promise<void> {
  const { role, administratorAccess, policyArn, user, otherUser } = namesOf(stage)
  const { iam: trusting } = stage.trusting
  const { iam: trusted } = stage.trusted
  await unlessGone(() =>
    trusting.send(new DetachRolePolicyCommand({ RoleName: role, PolicyArn: administratorAccess })),
  )
  await unlessGone(() => trusting.send(new DeleteRoleCommand({ RoleName: role })))
  await unlessGone(() => trusted.send(new DetachUserPolicyCommand({ UserName: user, PolicyArn: policyArn })))
  await unlessGone(() => trusted.send(new DeletePolicyCommand({ PolicyArn: policyArn })))
  for (const UserName of [user, otherUser]) await unlessGone(() => deleteUser(stage, UserName))
}

async function deleteUser({ trusted }: Stage, UserName: string): Promise<void> {
  const { AccessKeyMetadata = [] } = await trusted.iam.send(new ListAccessKeysCommand({ UserName }))
  for (const { AccessKeyId } of AccessKeyMetadata) {
    await trusted.iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }))
  }
  await unlessGone(() => trusted.iam.send(new DeleteLoginProfileCommand({ UserName })))
  await trusted.iam.send(new DeleteUserCommand({ UserName }))
}

async function unlessGone(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (refusalOf(error)?.code !== 'NoSuchEntity') throw error
  }
}
