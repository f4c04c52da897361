import type { Reader } from '../../store/contract.ts'
import { type TrailRow, trails } from '../../store/trail-tables.ts'
import { cloudtrail, cloudtrailError } from './operation.ts'
import { shownSettings } from './shown-trail.ts'
import { newTags, requestTags } from './tags.ts'
import { mustBeTrailName, type NamedTrail, trailOf } from './trail-name.ts'
import { onTrail, trailToChange } from './trail-resource.ts'
import { mustBeDeliverable, mustBeSupported, settingsOf, unsupported } from './trail-settings.ts'

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const maxTrailsOfRegion = 5

const defaults = { bucket: '', includesGlobalServices: true, isMultiRegion: false }

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html */
export const CreateTrail = cloudtrail('CreateTrail', {
  check: ({ input, request }) => {
    mustBeTrailName(input.Name)
    // A signature may name any region; not every text is to be in ARNs and keys.
    if (!/^[a-z0-9-]{1,40}$/.test(request.region)) throw unsupported('A trail of such a region')
    settingsOf(input, defaults)
    mustBeSupported(input)
    newTags(input.TagsList)
  },
  resource: ({ input, request, caller }) => ({
    arn: trailOf(request.region, input.Name, caller.account).arn,
  }),
  context: ({ input }) => requestTags(input.TagsList),
  alsoRequires: ({ input }) => (input.TagsList?.length ? ['cloudtrail:AddTags'] : []),
  prepare: async ({ input, request, caller, store, trailDestinations }) => {
    const named = trailOf(request.region, input.Name, caller.account)
    await store.read(caller.account, rows => mustBeNew(named, rows))
    const place = { homeRegion: named.region, trailName: named.trailName, account: caller.account }
    const settings = settingsOf(input, defaults)
    await mustBeDeliverable(settings, place, trailDestinations)
    return settings
  },
  write: async ({ input, caller, request, rows, prepared: settings, now }) => {
    await mustBeNew(trailOf(request.region, input.Name, caller.account), rows)
    const trail: TrailRow = {
      homeRegion: request.region,
      trailName: input.Name,
      createdAt: now,
      ...settings,
      tags: newTags(input.TagsList),
      isLogging: false,
      position: 0,
      spans: [],
    }
    await rows.insert(trails, trail)
    return shownSettings(trail, caller.account)
  },
})

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
  prepare: async ({ input, caller, request, store, trailDestinations }) => {
    const trail = await store.read(caller.account, rows =>
      trailToChange(input.Name, { caller, request, rows }),
    )
    const { homeRegion, trailName } = trail
    const place = { homeRegion, trailName, account: caller.account }
    await mustBeDeliverable(settingsOf(input, trail), place, trailDestinations)
  },
  write: async ({ input, ...asked }) => {
    const trail = await trailToChange(input.Name, asked)
    const { keyPrefix: _, ...kept } = trail
    const changed = { ...kept, ...settingsOf(input, trail) }
    await asked.rows.put(trails, changed)
    return shownSettings(changed, asked.caller.account)
  },
})

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DeleteTrail.html */
export const DeleteTrail = cloudtrail('DeleteTrail', {
  ...onTrail,
  write: async ({ input, ...asked }) => {
    const { homeRegion, trailName } = await trailToChange(input.Name, asked)
    await asked.rows.delete(trails, homeRegion, trailName)
    return {}
  },
})
