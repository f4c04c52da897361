import {
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteServiceLinkedRoleCommand,
  DetachRolePolicyCommand,
  GetServiceLinkedRoleDeletionStatusCommand,
  type InstanceProfile,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  RemoveRoleFromInstanceProfileCommand,
  type Role,
} from '@aws-sdk/client-iam'
import type { Clients } from '../../api/clients.ts'
import { orNothing } from '../../api/or-nothing.ts'
import type { DeletingStep } from '../../deleting/deletion.ts'
import { roles as words } from '../../words/roles.ts'
import { isServiceLinked } from './role-read.ts'

type Iam = Clients['iam']
type DeletedRole = Pick<Role, 'RoleName' | 'Path'>

/**
 * What has to go before the role can: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage_delete.html
 * A service's own policy goes with its role.
 */
export async function attachedToRole(iam: Iam, role: DeletedRole): Promise<readonly DeletingStep[]> {
  if (isServiceLinked(role)) return []
  const { RoleName } = role
  const asked = { RoleName, MaxItems: 1000 }
  const [{ InstanceProfiles = [] }, { AttachedPolicies = [] }, { PolicyNames = [] }] = await Promise.all([
    orNothing(iam.send(new ListInstanceProfilesForRoleCommand(asked))),
    orNothing(iam.send(new ListAttachedRolePoliciesCommand(asked))),
    orNothing(iam.send(new ListRolePoliciesCommand(asked))),
  ])
  return [
    ...InstanceProfiles.flatMap(profile => profileSteps(iam, profile, RoleName)),
    ...AttachedPolicies.map(({ PolicyName = '', PolicyArn }) => ({
      text: words.steps.detachPolicy(PolicyName),
      run: () => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
    })),
    ...PolicyNames.map(PolicyName => ({
      text: words.steps.deletePolicy(PolicyName),
      run: () => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
    })),
  ]
}

/** The profile of the role's own name was made with it by a console, and goes with it. */
function profileSteps(
  iam: Iam,
  { InstanceProfileName = '' }: InstanceProfile,
  RoleName: string | undefined,
): readonly DeletingStep[] {
  const leave = {
    text: words.steps.leaveProfile(InstanceProfileName),
    run: () => iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName })),
  }
  if (InstanceProfileName !== RoleName) return [leave]
  const remove = {
    text: words.steps.deleteProfile(InstanceProfileName),
    run: () => iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName })),
  }
  return [leave, remove]
}

export async function deleteRole(iam: Iam, role: DeletedRole): Promise<void> {
  const { RoleName } = role
  if (isServiceLinked(role)) return deleteServiceLinkedRole(iam, RoleName)
  await orNothing(iam.send(new DeleteRoleCommand({ RoleName })))
}

const pauseMilliseconds = 1000

/** The service may need its role still: it is asked, and says so later. */
async function deleteServiceLinkedRole(iam: Iam, RoleName: string | undefined): Promise<void> {
  const { DeletionTaskId } = await iam.send(new DeleteServiceLinkedRoleCommand({ RoleName }))
  for (;;) {
    const { Status, Reason } = await iam.send(
      new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }),
    )
    if (Status === 'SUCCEEDED') return
    if (Status === 'FAILED') throw new Error(words.stillNeeded(Reason?.Reason ?? ''))
    await new Promise(resolve => setTimeout(resolve, pauseMilliseconds))
  }
}
