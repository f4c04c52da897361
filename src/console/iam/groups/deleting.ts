import {
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DetachGroupPolicyCommand,
  GetGroupCommand,
  ListAttachedGroupPoliciesCommand,
  ListGroupPoliciesCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam'
import type { Clients } from '../../api/clients.ts'
import { orNothing } from '../../api/or-nothing.ts'
import type { DeletingStep } from '../../deleting/deletion.ts'
import { groups as words } from '../../words/groups.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups_manage_delete.html */
export async function attachedToGroup(
  iam: Clients['iam'],
  GroupName: string,
): Promise<readonly DeletingStep[]> {
  const asked = { GroupName, MaxItems: 1000 }
  const [{ Users = [] }, { AttachedPolicies = [] }, { PolicyNames = [] }] = await Promise.all([
    orNothing(iam.send(new GetGroupCommand(asked))),
    orNothing(iam.send(new ListAttachedGroupPoliciesCommand(asked))),
    orNothing(iam.send(new ListGroupPoliciesCommand(asked))),
  ])
  return [
    ...Users.map(({ UserName = '' }) => ({
      text: words.steps.removeUser(UserName),
      run: () => iam.send(new RemoveUserFromGroupCommand({ GroupName, UserName })),
    })),
    ...AttachedPolicies.map(({ PolicyName = '', PolicyArn }) => ({
      text: words.steps.detachPolicy(PolicyName),
      run: () => iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn })),
    })),
    ...PolicyNames.map(PolicyName => ({
      text: words.steps.deletePolicy(PolicyName),
      run: () => iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName })),
    })),
  ]
}

export async function deleteGroup(iam: Clients['iam'], GroupName: string): Promise<void> {
  await orNothing(iam.send(new DeleteGroupCommand({ GroupName })))
}
