import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  type Policy,
  type Role,
} from '@aws-sdk/client-iam'
import type { Clients } from '../../../api/clients.ts'
import { apiFault } from '../../../api/fault.ts'
import { createRole as words } from '../../../words/create-role.ts'
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
  const shortfalls = await attach(iam, RoleName, permissions.policies)
  if (wanted.needsProfile) shortfalls.push(...(await addToProfile(iam, RoleName)))
  return { role, shortfalls }
}

async function attach(iam: Clients['iam'], RoleName: string, policies: readonly Policy[]): Promise<string[]> {
  const shortfalls = []
  for (const { Arn: PolicyArn, PolicyName = '' } of policies) {
    try {
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))
    } catch (error) {
      shortfalls.push(words.notAttached(PolicyName, apiFault(error).message))
    }
  }
  return shortfalls
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
