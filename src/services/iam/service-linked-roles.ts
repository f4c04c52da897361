import type { AccountId } from '../../identity/account-id.ts'
import { arn, serviceLinkedPath } from '../../identity/arn.ts'
import { settingOf } from '../../store/account-settings.ts'
import { type JobRow, jobs } from '../../store/account-tables.ts'
import type { Reader } from '../../store/contract.ts'
import { attachments, type RoleRow, roles } from '../../store/tables.ts'
import { linkedRoleName, linkedRoleResource, makeLinkedRole } from './linked-roles.ts'
import { roleManager } from './linked-services.ts'
import { nameKeyOf, roleNamed } from './lookup.ts'
import { iam, iamError } from './operation.ts'
import { isServiceLinked } from './protected-roles.ts'
import { roleResource } from './resources.ts'
import { briefRole } from './role-answers.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html */
export const CreateServiceLinkedRole = iam('CreateServiceLinkedRole', {
  resource: ({ input, caller }) => linkedRoleResource(caller.account, input),
  context: ({ input }) => ({ 'iam:AWSServiceName': input.AWSServiceName }),
  write: async ({ input, caller, rows, now, vault }) => {
    const { AWSServiceName: service, CustomSuffix: suffix, Description: description } = input
    const roleName = linkedRoleName(service, suffix)
    if (await rows.get(roles, nameKeyOf(roleName))) {
      const message = `Service role name ${roleName} has been taken in this account, please try a different suffix.`
      throw iamError('InvalidInputException', message)
    }
    const roleId = vault.newId('AROA', caller.account)
    const made = { service, roleName, roleId, now, ...(description ? { description } : {}) }
    const role = await makeLinkedRole(rows, made)
    return { Role: briefRole(caller.account, role, role.trustPolicy.text) }
  },
})

/**
 * Nothing here uses a service's role but the role manager, so the task is done when it is answered.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceLinkedRole.html
 */
export const DeleteServiceLinkedRole = iam('DeleteServiceLinkedRole', {
  resource: call => roleResource(call, call.input.RoleName),
  write: async ({ input, rows, now, vault }) => {
    const role = await roleNamed(rows, input.RoleName)
    if (!isServiceLinked(role)) {
      const message = `The role ${role.roleName} is not a service-linked role.`
      throw iamError('NoSuchEntityException', message)
    }
    const reason = await reasonToKeep(rows, role)
    if (reason === undefined) {
      const attached = await rows.list(attachments, { where: { entityId: role.roleId } })
      for (const { policyArn } of attached) await rows.delete(attachments, role.roleId, policyArn)
      await rows.delete(roles, role.nameKey)
    }
    const task: JobRow = {
      jobId: `task${role.path}${role.roleName}/${vault.newUuid()}`,
      kind: deletionKind,
      createdAt: now,
      completedAt: now,
      state: reason === undefined ? 'COMPLETED' : 'FAILED',
      result: reason === undefined ? {} : { reason },
    }
    await rows.insert(jobs, task)
    return { DeletionTaskId: task.jobId }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLinkedRoleDeletionStatus.html */
export const GetServiceLinkedRoleDeletionStatus = iam('GetServiceLinkedRoleDeletionStatus', {
  resource: ({ input, caller }) => taskResource(caller.account, input.DeletionTaskId),
  read: async ({ input, rows }) => {
    const task = await rows.get(jobs, input.DeletionTaskId)
    if (task?.kind !== deletionKind) {
      const message = `Deletion task ${input.DeletionTaskId} cannot be found.`
      throw iamError('NoSuchEntityException', message)
    }
    if (task.state !== 'FAILED') return { Status: 'SUCCEEDED' as const }
    return { Status: 'FAILED' as const, Reason: { Reason: String(task.result.reason), RoleUsageList: [] } }
  },
})

const deletionKind = 'service-linked-role-deletion'

async function reasonToKeep(rows: Reader, role: RoleRow): Promise<string | undefined> {
  if (role.path !== `${serviceLinkedPath}${roleManager}/`) return undefined
  const properties = await settingOf(rows, 'account-properties')
  return properties?.roleManagerEnabled ? 'Role manager is enabled in this account.' : undefined
}

/** The role that the task was to delete, as its id names it. */
function taskResource(account: AccountId, taskId: string) {
  const match = /^task(\/aws-service-role\/[^/]+\/)([^/]+)\/[^/]+$/.exec(taskId)
  if (!match) throw iamError('InvalidInputException', `Invalid deletion task ID ${taskId}.`)
  const [, path = '', roleName = ''] = match
  return { arn: arn.role(account, path, roleName) }
}
