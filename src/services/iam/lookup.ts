import { type InstanceProfileRow, instanceProfiles } from '../../store/account-tables.ts'
import type { Reader } from '../../store/contract.ts'
import { type ServerCertificateRow, serverCertificates } from '../../store/credential-tables.ts'
import {
  type GroupRow,
  groups,
  type MfaDeviceRow,
  mfaDevices,
  type PolicyRow,
  policies,
  type RoleRow,
  roles,
  type UserRow,
  users,
} from '../../store/tables.ts'
import { iamError } from './operation.ts'
import { mustBeModifiable } from './protected-roles.ts'

/** Names are compared without regard to case: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function nameKeyOf(name: string): string {
  return name.toLowerCase()
}

export async function userNamed(rows: Reader, name: string): Promise<UserRow> {
  return (await rows.get(users, nameKeyOf(name))) ?? missing(`The user with name ${name} cannot be found.`)
}

export async function groupNamed(rows: Reader, name: string): Promise<GroupRow> {
  return (await rows.get(groups, nameKeyOf(name))) ?? missing(`The group with name ${name} cannot be found.`)
}

export async function userWithId(rows: Reader, userId: string): Promise<UserRow | undefined> {
  return (await rows.list(users, { index: 'byId', where: { userId }, limit: 1 }))[0]
}

export async function groupWithId(rows: Reader, groupId: string): Promise<GroupRow | undefined> {
  return (await rows.list(groups, { index: 'byId', where: { groupId }, limit: 1 }))[0]
}

export async function roleNamed(rows: Reader, name: string): Promise<RoleRow> {
  return (await rows.get(roles, nameKeyOf(name))) ?? missing(`The role with name ${name} cannot be found.`)
}

/** For what may not be done to the roles of services. */
export async function modifiableRole(rows: Reader, name: string): Promise<RoleRow> {
  const role = await roleNamed(rows, name)
  mustBeModifiable(role.path, role.roleName)
  return role
}

export async function roleWithId(rows: Reader, roleId: string): Promise<RoleRow | undefined> {
  return (await rows.list(roles, { index: 'byId', where: { roleId }, limit: 1 }))[0]
}

export async function instanceProfileNamed(rows: Reader, name: string): Promise<InstanceProfileRow> {
  const profile = await rows.get(instanceProfiles, nameKeyOf(name))
  return profile ?? missing(`Instance Profile ${name} cannot be found.`)
}

export async function serverCertificateNamed(rows: Reader, name: string): Promise<ServerCertificateRow> {
  const certificate = await rows.get(serverCertificates, nameKeyOf(name))
  return certificate ?? missing(`The Server Certificate with name ${name} cannot be found.`)
}

/** A customer-managed policy of the account whose rows these are. */
export async function policyWithArn(rows: Reader, arn: string): Promise<PolicyRow | undefined> {
  return (await rows.list(policies, { index: 'byArn', where: { arn }, limit: 1 }))[0]
}

/** A virtual device of the account, whoever it is assigned to. */
export async function mfaDeviceWith(rows: Reader, serialNumber: string): Promise<MfaDeviceRow> {
  const device = await rows.get(mfaDevices, serialNumber)
  if (!device) throw mfaDeviceMissing(serialNumber)
  return device
}

export function mfaDeviceMissing(serialNumber: string) {
  return iamError('NoSuchEntityException', `MFA Device with serial number ${serialNumber} does not exist.`)
}

function missing(message: string): never {
  throw iamError('NoSuchEntityException', message)
}
