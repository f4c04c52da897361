import { cloudtrail, everything } from './operation.ts'

/** There are no trails here and nothing makes one: the event history and the event files need none. */

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html */
export const DescribeTrails = cloudtrail('DescribeTrails', {
  resource: () => everything,
  handle: async () => ({ trailList: [] }),
})

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListTrails.html */
export const ListTrails = cloudtrail('ListTrails', {
  resource: () => everything,
  handle: async () => ({ Trails: [] }),
})
