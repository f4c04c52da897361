import type { Reader } from '../../store/contract.ts'
import { type TrailRow, trails } from '../../store/trail-tables.ts'
import { cloudtrail, everything } from './operation.ts'
import { shownTrail } from './shown-trail.ts'
import { namedTrail, trailOf } from './trail-name.ts'
import { findTrail, onTrail, unknownTrail } from './trail-resource.ts'

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrail.html */
export const GetTrail = cloudtrail('GetTrail', {
  ...onTrail,
  read: async ({ input, ...asked }) => {
    const trail = await findTrail(namedTrail(input.Name, asked), asked)
    // The one operation that is known to repeat the name as it was given.
    if (!trail) throw unknownTrail(input.Name, asked.caller.account)
    return { Trail: shownTrail(trail, asked.caller.account) }
  },
})

/**
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
 *
 * "Information is returned for the trail only if the names match the names of trails belonging only to the current
 * Region and current account": what is not there is left out.
 */
export const DescribeTrails = cloudtrail('DescribeTrails', {
  check: ({ input: { trailNameList = [] }, ...call }) => {
    for (const name of trailNameList) namedTrail(name, call)
  },
  resource: () => everything,
  read: async ({ input: { trailNameList = [], includeShadowTrails = true }, ...asked }) => {
    const { caller, request, rows } = asked
    const found =
      trailNameList.length > 0
        ? await Promise.all(trailNameList.map(name => findTrail(namedTrail(name, asked), asked)))
        : await trailsSeenFrom(request.region, rows, includeShadowTrails)
    return {
      trailList: found.filter(trail => trail !== undefined).map(trail => shownTrail(trail, caller.account)),
    }
  },
})

/** Those of the region; with shadows those of others too that take in the events of all regions. */
async function trailsSeenFrom(region: string, rows: Reader, shadows: boolean): Promise<TrailRow[]> {
  const all = await rows.list(trails)
  return all.filter(trail => trail.homeRegion === region || (shadows && trail.isMultiRegion))
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListTrails.html */
export const ListTrails = cloudtrail('ListTrails', {
  resource: () => everything,
  read: async ({ caller, rows }) => ({
    Trails: (await rows.list(trails)).map(({ homeRegion, trailName }) => ({
      TrailARN: trailOf(homeRegion, trailName, caller.account).arn,
      Name: trailName,
      HomeRegion: homeRegion,
    })),
  }),
})
