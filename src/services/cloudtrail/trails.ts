import type { AccountId } from '../../identity/account-id.ts'
import type { Store } from '../../store/contract.ts'
import { trails } from '../../store/trail-tables.ts'
import { type OpenedTrail, onTrail, openTrail, unknownTrail } from './opened-trail.ts'
import { cloudtrail, everything } from './operation.ts'
import { shownTrail } from './shown-trail.ts'
import { namedTrail, trailOf } from './trail-name.ts'
import { ownerOfOrganizationTrail, trailOrganizationOf } from './trail-organization.ts'

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrail.html */
export const GetTrail = cloudtrail('GetTrail', {
  ...onTrail,
  handle: async ({ input, ...asked }) => {
    const opened = await openTrail(namedTrail(input.Name, asked), asked)
    // The one operation that is known to repeat the name as it was given.
    if (!opened) throw unknownTrail(input.Name, asked.caller.account)
    return { Trail: shownTrail(opened) }
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
  handle: async ({ input: { trailNameList = [], includeShadowTrails = true }, ...asked }) => {
    const { caller, request, store } = asked
    const found =
      trailNameList.length > 0
        ? await Promise.all(trailNameList.map(name => openTrail(namedTrail(name, asked), asked)))
        : (await allTrails(store, caller.account)).filter(({ trail }) =>
            isSeenFrom(request.region, trail, includeShadowTrails),
          )
    return { trailList: found.filter(opened => opened !== undefined).map(shownTrail) }
  },
})

/** Those of the region; with shadows those of others too that take in the events of all regions. */
function isSeenFrom(region: string, trail: OpenedTrail['trail'], shadows: boolean): boolean {
  return trail.homeRegion === region || (shadows && trail.isMultiRegion)
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListTrails.html */
export const ListTrails = cloudtrail('ListTrails', {
  resource: () => everything,
  handle: async ({ caller, store }) => ({
    Trails: (await allTrails(store, caller.account)).map(({ account, trail: { homeRegion, trailName } }) => ({
      TrailARN: trailOf(homeRegion, trailName, account).arn,
      Name: trailName,
      HomeRegion: homeRegion,
    })),
  }),
})

/** Of the account, and of its organization. */
async function allTrails(store: Store, account: AccountId): Promise<OpenedTrail[]> {
  const of = (owner: AccountId) => store.read(owner, rows => rows.list(trails))
  const own = (await of(account)).map(trail => ({ trail, account, mayChange: true }))
  const organization = await trailOrganizationOf(store, account)
  if (!organization?.isTrusting || organization.managementAccount === account) return own
  const { id, managementAccount } = organization
  const mayChange = ownerOfOrganizationTrail(organization, account) !== undefined
  const shared = (await of(managementAccount))
    .filter(({ organizationId }) => organizationId === id)
    .map(trail => ({ trail, account: managementAccount, mayChange }))
  return [...own, ...shared]
}
