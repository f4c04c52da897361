import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  type Role,
} from '@aws-sdk/client-iam'
import type { Clients } from '../../../api/clients.ts'
import { apiFault } from '../../../api/fault.ts'
import { createRole as words } from '../../../words/create-role.ts'
import { withShortfalls } from '../../shortfalls.tsx'
import type { PermissionsChoice } from './permissions-step.tsx'
import type { RoleDetails } from './review-step.tsx'

export interface WantedRole {
  readonly trustPolicy: string
  readonly permissions: PermissionsChoice
  readonly details: RoleDetails
  /** Instances get it by a profile of its name. */
  readonly needsProfile: boolean
}

export interface MadeRole {
  readonly role: Role
  /** The role is there, and this is missing. */
  readonly shortfalls: readonly string[]
}

/** Fails when there is no role in the end; what could not be done with the role that there is, it tells. */
export async function makeRole(iam: Clients['iam'], wanted: WantedRole): Promise<MadeRole> {
  const { details, permissions, trustPolicy } = wanted
  const { name: RoleName, description, tags } = details
  const boundary = permissions.hasBoundary ? permissions.boundary[0]?.Arn : undefined
  const { Role: role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: trustPolicy,
      ...(description !== '' && { Description: description }),
      ...(boundary !== undefined && { PermissionsBoundary: boundary }),
      ...(tags.length > 0 && { Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) }),
    }),
  )
  if (!role) throw new Error(`CreateRole answered without ${RoleName}`)
  const unattached = await withShortfalls(
    permissions.policies,
    ({ Arn: PolicyArn }) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
    ({ PolicyName = '' }, message) => words.notAttached(PolicyName, message),
  )
  const profileless = wanted.needsProfile ? await addToProfile(iam, RoleName) : []
  return { role, shortfalls: [...unattached, ...profileless] }
}

async function addToProfile(iam: Clients['iam'], RoleName: string): Promise<string[]> {
  const InstanceProfileName = RoleName
  try {
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }))
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }))
    return []
  } catch (error) {
    return [words.noProfile(apiFault(error).message)]
  }
}
