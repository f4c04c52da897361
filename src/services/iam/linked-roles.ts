import type { AccountId } from '../../identity/account-id.ts'
import { arn, serviceLinkedPath } from '../../identity/arn.ts'
import type { Writer } from '../../store/contract.ts'
import { attachments, type RoleRow, roles } from '../../store/tables.ts'
import { commonError } from '../../wire/errors.ts'
import { type LinkedService, linkedService } from './linked-services.ts'
import { nameKeyOf } from './lookup.ts'
import { iamError } from './operation.ts'
import { mustStayWithin } from './quotas.ts'

interface Asked {
  readonly AWSServiceName: string
  readonly CustomSuffix?: string | undefined
}

/** What permission to make a service's role is asked on, whether or not the service is known. */
export function linkedRoleResource(account: AccountId, { AWSServiceName: service, CustomSuffix }: Asked) {
  const name = linkedService(service)?.role ?? 'AWSServiceRoleFor'
  const roleName = CustomSuffix === undefined ? name : `${name}_${CustomSuffix}`
  return { arn: arn.role(account, `${serviceLinkedPath}${service}/`, roleName) }
}

/** A role of the service, its trust and its policy as the service needs them. */
export async function makeLinkedRole(
  rows: Writer,
  made: Pick<RoleRow, 'roleName' | 'roleId' | 'description'> & {
    readonly service: string
    readonly now: number
  },
): Promise<RoleRow> {
  const { service, roleName, roleId, now, description } = made
  mustStayWithin('RolesPerAccount', await rows.count(roles))
  const role: RoleRow = {
    nameKey: nameKeyOf(roleName),
    roleName,
    path: `${serviceLinkedPath}${service}/`,
    roleId,
    createdAt: now,
    maxSessionSeconds: 3600,
    trustPolicy: { text: trustIn(service), principalIds: {} },
    tags: [],
    boundaryArn: '',
    ...(description !== undefined && { description }),
  }
  await rows.insert(roles, role)
  const { policyArn } = known(service)
  const entityType = 'role' as const
  if (policyArn) await rows.insert(attachments, { entityId: roleId, entityType, policyArn })
  return role
}

/** Recorded: one statement, its action and its service plain strings. */
function trustIn(Service: string): string {
  const Statement = [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }]
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

function known(service: string): LinkedService {
  const found = linkedService(service)
  if (found) return found
  throw commonError('AccessDenied', `Cannot find Service Linked Role template for ${service}`)
}

export function linkedRoleName(service: string, suffix: string | undefined): string {
  const { role, takesSuffix } = known(service)
  if (suffix === undefined) return role
  if (takesSuffix) return `${role}_${suffix}`
  throw iamError('InvalidInputException', `Custom suffix is not allowed for ${service}`)
}
