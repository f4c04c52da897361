import { arn, partition } from '../../identity/arn.ts'
import { type InstanceProfileRow, instanceProfiles } from '../../store/account-tables.ts'
import { listedProfile, listedProfiles, withRole } from './instance-profile-answers.ts'
import { instanceProfileNamed, modifiableRole, nameKeyOf, roleNamed } from './lookup.ts'
import { iam, iamError } from './operation.ts'
import { pageOf, pageUnder } from './paging.ts'
import { mustStayWithin } from './quotas.ts'
import { instanceProfileResource, pathResource, roleResource } from './resources.ts'
import { allTags, newTags, requestTags, shownTags } from './tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html */
export const CreateInstanceProfile = iam('CreateInstanceProfile', {
  resource: ({ input, caller }) => ({
    arn: arn.instanceProfile(caller.account, input.Path ?? '/', input.InstanceProfileName),
  }),
  context: ({ input }) => requestTags(input.Tags),
  alsoRequires: ({ input }) => (input.Tags?.length ? ['iam:TagInstanceProfile'] : []),
  write: async ({ input, caller, rows, now, vault }) => {
    const profile: InstanceProfileRow = {
      nameKey: nameKeyOf(input.InstanceProfileName),
      instanceProfileName: input.InstanceProfileName,
      path: input.Path ?? '/',
      instanceProfileId: vault.newId('AIPA', caller.account),
      roleId: '',
      createdAt: now,
      tags: newTags(input.Tags, 'cased'),
    }
    if (await rows.get(instanceProfiles, profile.nameKey)) {
      const message = `Instance Profile ${input.InstanceProfileName} already exists.`
      throw iamError('EntityAlreadyExistsException', message)
    }
    mustStayWithin('InstanceProfilesPerAccount', await rows.count(instanceProfiles))
    await rows.insert(instanceProfiles, profile)
    return { InstanceProfile: { ...listedProfile(caller.account, profile, []), ...shownTags(profile.tags) } }
  },
})

/**
 * The one answer that always has tags, also when there are none.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html
 */
export const GetInstanceProfile = iam('GetInstanceProfile', {
  resource: call => instanceProfileResource(call, call.input.InstanceProfileName),
  handle: async ({ input, caller, store }) => {
    const found = await store.read(caller.account, async rows =>
      withRole(rows, await instanceProfileNamed(rows, input.InstanceProfileName)),
    )
    const [listed] = await listedProfiles(store, caller.account, [found])
    return { InstanceProfile: listed && { ...listed, ...allTags(found.profile.tags) } }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html */
export const ListInstanceProfiles = iam('ListInstanceProfiles', {
  resource: ({ input, caller }) => pathResource(caller, 'instanceProfile', input.PathPrefix),
  handle: async ({ input, caller, store }) => {
    const { found, ...page } = await store.read(caller.account, async rows => {
      const { items, ...page } = await pageUnder(rows, instanceProfiles, input)
      return { found: await Promise.all(items.map(profile => withRole(rows, profile))), ...page }
    })
    return { InstanceProfiles: await listedProfiles(store, caller.account, found), ...page }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html */
export const ListInstanceProfilesForRole = iam('ListInstanceProfilesForRole', {
  resource: call => roleResource(call, call.input.RoleName),
  handle: async ({ input, caller, store }) => {
    const { found, ...page } = await store.read(caller.account, async rows => {
      const role = await roleNamed(rows, input.RoleName)
      const query = { index: 'byRole', where: { roleId: role.roleId } }
      const { items, ...page } = await pageOf(rows, instanceProfiles, input, query)
      return { found: items.map(profile => ({ profile, role })), ...page }
    })
    return { InstanceProfiles: await listedProfiles(store, caller.account, found), ...page }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html */
export const DeleteInstanceProfile = iam('DeleteInstanceProfile', {
  resource: call => instanceProfileResource(call, call.input.InstanceProfileName),
  write: async ({ input, rows }) => {
    const profile = await instanceProfileNamed(rows, input.InstanceProfileName)
    if (profile.roleId !== '') {
      const message = 'Cannot delete entity, must remove roles from instance profile first.'
      throw iamError('DeleteConflictException', message)
    }
    await rows.delete(instanceProfiles, profile.nameKey)
    return {}
  },
})

/**
 * Whoever can start an instance with the profile acts as its role: so the role must be the caller's to pass.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html
 */
export const AddRoleToInstanceProfile = iam('AddRoleToInstanceProfile', {
  resource: call => instanceProfileResource(call, call.input.InstanceProfileName),
  passes: async call => {
    const { shownAs: _, ...role } = await roleResource(call, call.input.RoleName)
    const forResource = `arn:${partition}:ec2:*:${call.caller.account}:instance/*`
    return [{ role, toService: 'ec2.amazonaws.com', forResource }]
  },
  write: async ({ input, rows }) => {
    const profile = await instanceProfileNamed(rows, input.InstanceProfileName)
    const { roleId } = await modifiableRole(rows, input.RoleName)
    mustStayWithin('InstanceSessionsPerInstanceProfile', profile.roleId === '' ? 0 : 1)
    await rows.put(instanceProfiles, { ...profile, roleId })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html */
export const RemoveRoleFromInstanceProfile = iam('RemoveRoleFromInstanceProfile', {
  resource: call => instanceProfileResource(call, call.input.InstanceProfileName),
  write: async ({ input, rows }) => {
    const profile = await instanceProfileNamed(rows, input.InstanceProfileName)
    const { roleId } = await roleNamed(rows, input.RoleName)
    if (profile.roleId !== roleId) {
      const message = `Role ${input.RoleName} in Instance Profile ${input.InstanceProfileName} cannot be found.`
      throw iamError('NoSuchEntityException', message)
    }
    await rows.put(instanceProfiles, { ...profile, roleId: '' })
    return {}
  },
})
