import type { AccountId } from '../../identity/account-id.ts'
import type { Reader, Store } from '../../store/contract.ts'
import { type TrailRow, trails } from '../../store/trail-tables.ts'
import { deleteDigests } from './digested-files.ts'
import { changeTrail, onTrail, trailToChange } from './opened-trail.ts'
import { cloudtrail, cloudtrailError } from './operation.ts'
import { shownSettings } from './shown-trail.ts'
import { newTags, requestTags } from './tags.ts'
import { mustBeTrailName, type NamedTrail, trailOf } from './trail-name.ts'
import {
  mustManageTrails,
  notManagement,
  ownerOfOrganizationTrail,
  trailOrganizationOf,
} from './trail-organization.ts'
import {
  mustBeDeliverable,
  mustBeSupported,
  settingsOf,
  type TrailInput,
  unsupported,
  validationOf,
} from './trail-settings.ts'

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const maxTrailsOfRegion = 5

const defaults = { bucket: '', includesGlobalServices: true, isMultiRegion: false }

/**
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
 *
 * An organization's trail is the management account's, also where a delegated administrator makes it.
 */
export const CreateTrail = cloudtrail('CreateTrail', {
  check: ({ input, request }) => {
    mustBeTrailName(input.Name)
    // A signature may name any region; not every text is to be in ARNs and keys.
    if (!/^[a-z0-9-]{1,40}$/.test(request.region)) throw unsupported('A trail of such a region')
    settingsOf(input, defaults)
    mustBeSupported(input)
    newTags(input.TagsList)
  },
  resolve: async ({ input, request, caller, store }) => {
    const organization = input.IsOrganizationTrail && (await trailOrganizationOf(store, caller.account))
    const owner = organization && ownerOfOrganizationTrail(organization, caller.account)
    return { arn: trailOf(request.region, input.Name, owner || caller.account).arn }
  },
  context: ({ input }) => requestTags(input.TagsList),
  alsoRequires: ({ input }) => (input.TagsList?.length ? ['cloudtrail:AddTags'] : []),
  handle: async ({ input, request, caller, store, trailDestinations, now }) => {
    const { account, organizationId } = await ownerFor(input, caller.account, store)
    const named = trailOf(request.region, input.Name, account)
    await store.read(account, rows => mustBeNew(named, rows))
    const place = { homeRegion: named.region, trailName: named.trailName, account }
    const settings = settingsOf(input, defaults, organizationId)
    await mustBeDeliverable(settings, place, trailDestinations)
    const trail: TrailRow = {
      homeRegion: named.region,
      trailName: named.trailName,
      createdAt: now,
      ...settings,
      ...validationOf(input, {}, now),
      tags: newTags(input.TagsList),
      isLogging: false,
      position: 0,
      spans: [],
    }
    await store.write(account, async rows => {
      await mustBeNew(named, rows)
      await rows.insert(trails, trail)
    })
    return shownSettings({ trail, account })
  },
})

/** Whose trail it is to be, and of which organization. */
async function ownerFor(
  { IsOrganizationTrail }: TrailInput,
  account: AccountId,
  store: Store,
): Promise<{ readonly account: AccountId; readonly organizationId?: string }> {
  if (!IsOrganizationTrail) return { account }
  const { id, managementAccount } = mustManageTrails(await trailOrganizationOf(store, account), account)
  return { account: managementAccount, organizationId: id }
}

async function mustBeNew({ region, trailName, account }: NamedTrail, rows: Reader): Promise<void> {
  if (await rows.get(trails, region, trailName)) {
    const message = `Trail ${trailName} already exists for customer: ${account}`
    throw cloudtrailError('TrailAlreadyExistsException', message)
  }
  const present = await rows.count(trails, { where: { homeRegion: region } })
  if (present < maxTrailsOfRegion) return
  const message = `User: ${account} already has ${present} trails in ${region}.`
  throw cloudtrailError('MaximumNumberOfTrailsExceededException', message)
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html */
export const UpdateTrail = cloudtrail('UpdateTrail', {
  ...onTrail,
  check: call => {
    onTrail.check(call)
    mustBeSupported(call.input)
  },
  handle: async ({ input, ...asked }) => {
    const { caller, store, trailDestinations, now } = asked
    const { trail, account } = await trailToChange(input.Name, asked)
    const isTurned =
      input.IsOrganizationTrail !== undefined &&
      input.IsOrganizationTrail !== (trail.organizationId !== undefined)
    const { account: owner, organizationId } = await ownerFor(input, caller.account, store)
    // Only the management account turns a trail into one of the organization, or back.
    if (isTurned && (caller.account !== account || owner !== account)) throw notManagement()
    const place = { homeRegion: trail.homeRegion, trailName: trail.trailName, account }
    await mustBeDeliverable(settingsOf(input, trail, organizationId), place, trailDestinations)
    const changed = await changeTrail(input.Name, asked, present => {
      const { keyPrefix: _, organizationId: __, validatedSince: ___, ...kept } = present
      const settings = settingsOf(input, present, organizationId)
      return { ...kept, ...settings, ...validationOf(input, present, now) }
    })
    return shownSettings(changed)
  },
})

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DeleteTrail.html */
export const DeleteTrail = cloudtrail('DeleteTrail', {
  ...onTrail,
  handle: async ({ input, ...asked }) => {
    const { trail, account } = await trailToChange(input.Name, asked)
    await asked.store.write(account, async rows => {
      await rows.delete(trails, trail.homeRegion, trail.trailName)
      await deleteDigests(rows, trail)
    })
    return {}
  },
})
