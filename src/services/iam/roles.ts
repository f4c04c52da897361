import { arn, serviceLinkedPath } from '../../identity/arn.ts'
import { instanceProfiles } from '../../store/account-tables.ts'
import { attachments, inlinePolicies, type RoleRow, roles } from '../../store/tables.ts'
import { shownPolicies } from '../bound-principals.ts'
import { boundaryToStore } from './boundaries.ts'
import { roleBoundary } from './entities.ts'
import { modifiableRole, nameKeyOf, roleNamed } from './lookup.ts'
import { iam, iamError } from './operation.ts'
import { pageUnder } from './paging.ts'
import { mustBeModifiable } from './protected-roles.ts'
import { mustStayWithin } from './quotas.ts'
import { pathResource, roleResource } from './resources.ts'
import {
  briefRole,
  listedRole,
  roleExtras,
  shownDescription,
  shownLastUse,
  shownSource,
  shownTrustPolicy,
} from './role-answers.ts'
import { newTags, requestTags } from './tags.ts'
import { trustPolicyToStore } from './trust-policy.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html#API_CreateRole_RequestParameters */
const defaultSessionSeconds = 3600

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const CreateRole = iam('CreateRole', {
  check: ({ input }) => {
    if (!input.Path?.startsWith(serviceLinkedPath)) return
    const message = `Path prefix '${serviceLinkedPath}' can only be used for AWS Service linked Roles`
    throw iamError('InvalidInputException', message)
  },
  resource: ({ input, caller }) => ({ arn: arn.role(caller.account, input.Path ?? '/', input.RoleName) }),
  context: ({ input }) => ({
    'iam:PermissionsBoundary': input.PermissionsBoundary,
    ...requestTags(input.Tags),
  }),
  alsoRequires: ({ input }) => (input.Tags?.length ? ['iam:TagRole'] : []),
  prepare: ({ input, store }) => trustPolicyToStore(store, input.AssumeRolePolicyDocument),
  write: async ({ input, caller, rows, now, vault, managed, prepared: trustPolicy }) => {
    const role: RoleRow = {
      nameKey: nameKeyOf(input.RoleName),
      roleName: input.RoleName,
      path: input.Path ?? '/',
      roleId: vault.newId('AROA', caller.account),
      createdAt: now,
      maxSessionSeconds: input.MaxSessionDuration ?? defaultSessionSeconds,
      trustPolicy,
      tags: newTags(input.Tags),
      boundaryArn: await boundaryToStore({ rows, managed }, input.PermissionsBoundary),
      ...(input.Description ? { description: input.Description } : {}),
    }
    if (await rows.get(roles, role.nameKey)) {
      throw iamError('EntityAlreadyExistsException', `Role with name ${input.RoleName} already exists.`)
    }
    mustStayWithin('RolesPerAccount', await rows.count(roles))
    await rows.insert(roles, role)
    return { Role: { ...briefRole(caller.account, role, trustPolicy.text), ...roleExtras(role) } }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const GetRole = iam('GetRole', {
  resource: call => roleResource(call, call.input.RoleName),
  context: roleBoundary,
  handle: async ({ input, caller, store }) => {
    const role = await store.read(caller.account, rows => roleNamed(rows, input.RoleName))
    return {
      Role: {
        ...listedRole(caller.account, role, await shownTrustPolicy(store, role)),
        ...roleExtras(role),
        ...shownSource(role),
        ...shownLastUse(await store.lastUse(caller.account, role.roleId)),
      },
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export const ListRoles = iam('ListRoles', {
  resource: ({ input, caller }) => pathResource(caller, 'role', input.PathPrefix),
  handle: async ({ input, caller, store }) => {
    const { items, ...page } = await store.read(caller.account, rows => pageUnder(rows, roles, input))
    const texts = await shownPolicies(
      store,
      items.map(role => role.trustPolicy),
    )
    return {
      Roles: items.map((role, place) => listedRole(caller.account, role, texts[place] ?? '')),
      ...page,
    }
  },
})

/**
 * What is not passed stays as it is.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html
 */
export const UpdateRole = iam('UpdateRole', {
  resource: call => roleResource(call, call.input.RoleName),
  context: roleBoundary,
  write: async ({ input, rows }) => {
    const role = await roleNamed(rows, input.RoleName)
    if (input.MaxSessionDuration !== undefined) mustBeModifiable(role.path, role.roleName)
    const maxSessionSeconds = input.MaxSessionDuration ?? role.maxSessionSeconds
    await rows.put(roles, { ...described(role, input.Description ?? role.description), maxSessionSeconds })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html */
export const UpdateRoleDescription = iam('UpdateRoleDescription', {
  resource: call => roleResource(call, call.input.RoleName),
  context: roleBoundary,
  handle: async ({ input, caller, store }) => {
    const role = await store.write(caller.account, async rows => {
      const updated = described(await roleNamed(rows, input.RoleName), input.Description)
      await rows.put(roles, updated)
      return updated
    })
    const trustPolicy = await shownTrustPolicy(store, role)
    return { Role: { ...briefRole(caller.account, role, trustPolicy), ...shownDescription(role) } }
  },
})

/** An empty description is none. */
function described({ description: _, ...role }: RoleRow, description: string | undefined): RoleRow {
  return description ? { ...role, description } : role
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html */
export const DeleteRole = iam('DeleteRole', {
  resource: call => roleResource(call, call.input.RoleName),
  context: roleBoundary,
  write: async ({ input, rows }) => {
    const { nameKey, roleId } = await modifiableRole(rows, input.RoleName)
    const entityId = roleId
    if ((await rows.list(instanceProfiles, { index: 'byRole', where: { roleId }, limit: 1 })).length > 0) {
      const message = 'Cannot delete entity, must remove roles from instance profile first.'
      throw iamError('DeleteConflictException', message)
    }
    if ((await rows.list(attachments, { where: { entityId }, limit: 1 })).length > 0) {
      throw iamError('DeleteConflictException', 'Cannot delete entity, must detach all policies first.')
    }
    if ((await rows.list(inlinePolicies, { where: { entityId }, limit: 1 })).length > 0) {
      throw iamError('DeleteConflictException', 'Cannot delete entity, must delete policies first.')
    }
    await rows.delete(roles, nameKey)
    return {}
  },
})
