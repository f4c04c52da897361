import { parseArn } from '../../identity/arn.ts'
import type { TrailRow } from '../../store/trail-tables.ts'
import { type Asked, changeTrail, openTrail, trailResource } from './opened-trail.ts'
import { cloudtrail, cloudtrailError } from './operation.ts'
import { mergedTags, requestTags, tagKeys, withoutTags } from './tags.ts'
import { type NamedTrail, trailOfArn } from './trail-name.ts'

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AddTags.html */
export const AddTags = cloudtrail('AddTags', {
  check: ({ input, ...call }) => {
    taggable(input.ResourceId, call)
    mergedTags([], input.TagsList)
  },
  resolve: ({ input, ...asked }) => trailResource(input.ResourceId, asked),
  context: ({ input }) => requestTags(input.TagsList),
  handle: async ({ input, ...asked }) => {
    await mustBeThere(input.ResourceId, asked)
    await changeTrail(input.ResourceId, asked, trail => ({
      ...trail,
      tags: mergedTags(trail.tags, input.TagsList),
    }))
    return {}
  },
})

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_RemoveTags.html */
export const RemoveTags = cloudtrail('RemoveTags', {
  check: ({ input, ...call }) => {
    taggable(input.ResourceId, call)
  },
  resolve: ({ input, ...asked }) => trailResource(input.ResourceId, asked),
  context: ({ input }) => tagKeys(input.TagsList),
  handle: async ({ input, ...asked }) => {
    await mustBeThere(input.ResourceId, asked)
    await changeTrail(input.ResourceId, asked, trail => ({
      ...trail,
      tags: withoutTags(trail.tags, input.TagsList),
    }))
    return {}
  },
})

/** "The list can include a maximum of 20 trail ARNs." */
const maxListed = 20

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListTags.html */
export const ListTags = cloudtrail('ListTags', {
  check: ({ input: { ResourceIdList }, ...call }) => {
    const [first] = ResourceIdList
    if (first === undefined || ResourceIdList.length > maxListed) {
      const message = `The list of resources must have 1 to ${maxListed} ARNs.`
      throw cloudtrailError('CloudTrailARNInvalidException', message)
    }
    for (const arn of ResourceIdList) taggable(arn, call)
  },
  resolve: ({ input: { ResourceIdList }, ...asked }) => trailResource(ResourceIdList[0] ?? '', asked),
  alsoAsks: ({ input: { ResourceIdList }, ...asked }) =>
    Promise.all(
      ResourceIdList.slice(1).map(async arn => ({
        action: 'cloudtrail:ListTags',
        resource: await trailResource(arn, asked),
        context: {},
      })),
    ),
  handle: async ({ input: { ResourceIdList }, ...asked }) => ({
    ResourceTagList: await Promise.all(
      ResourceIdList.map(async ResourceId => {
        const { tags } = await mustBeThere(ResourceId, asked)
        return { ResourceId, TagsList: tags.map(tag => ({ ...tag })) }
      }),
    ),
  }),
})

/** Tags are for who manages the trail. */
async function mustBeThere(arn: string, asked: Asked): Promise<TrailRow> {
  const opened = await openTrail(taggable(arn, asked), asked)
  if (!opened?.mayChange) throw cloudtrailError('ResourceNotFoundException', `Resource not found: ${arn}`)
  return opened.trail
}

/** Of what CloudTrail has, trails are here; and tags are where their trail is at home. */
function taggable(arn: string, { request }: Pick<Asked, 'request'>): NamedTrail {
  const { service, resource = '' } = parseArn(arn) ?? {}
  if (service === 'cloudtrail' && /^(channel|dashboard|eventdatastore)\//.test(resource)) {
    const message = `Tags of ${resource.split('/')[0]} resources are not implemented here.`
    throw cloudtrailError('ResourceTypeNotSupportedException', message)
  }
  const named = trailOfArn(arn)
  if (named.region === request.region) return named
  const message = `Region in ARN is wrong, you can only access resources in region ${request.region}.`
  throw cloudtrailError('CloudTrailARNInvalidException', message)
}
