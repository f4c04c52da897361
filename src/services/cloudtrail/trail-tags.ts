import { parseArn } from '../../identity/arn.ts'
import { type TrailRow, trails } from '../../store/trail-tables.ts'
import { cloudtrail, cloudtrailError } from './operation.ts'
import { mergedTags, requestTags, tagKeys, withoutTags } from './tags.ts'
import { type NamedTrail, trailOfArn } from './trail-name.ts'
import { findTrail, trailResource } from './trail-resource.ts'

type Asked = Parameters<typeof findTrail>[1]

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AddTags.html */
export const AddTags = cloudtrail('AddTags', {
  check: ({ input }) => {
    taggable(input.ResourceId)
    mergedTags([], input.TagsList)
  },
  resource: ({ input, ...asked }) => trailResource(input.ResourceId, asked),
  context: ({ input }) => requestTags(input.TagsList),
  write: async ({ input, ...asked }) => {
    const trail = await mustBeThere(input.ResourceId, asked)
    await asked.rows.put(trails, { ...trail, tags: mergedTags(trail.tags, input.TagsList) })
    return {}
  },
})

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_RemoveTags.html */
export const RemoveTags = cloudtrail('RemoveTags', {
  check: ({ input }) => {
    taggable(input.ResourceId)
  },
  resource: ({ input, ...asked }) => trailResource(input.ResourceId, asked),
  context: ({ input }) => tagKeys(input.TagsList),
  write: async ({ input, ...asked }) => {
    const trail = await mustBeThere(input.ResourceId, asked)
    await asked.rows.put(trails, { ...trail, tags: withoutTags(trail.tags, input.TagsList) })
    return {}
  },
})

/** "The list can include a maximum of 20 trail ARNs." */
const maxListed = 20

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListTags.html */
export const ListTags = cloudtrail('ListTags', {
  check: ({ input: { ResourceIdList } }) => {
    const [first] = ResourceIdList
    if (first === undefined || ResourceIdList.length > maxListed) {
      const message = `The list of resources must have 1 to ${maxListed} ARNs.`
      throw cloudtrailError('CloudTrailARNInvalidException', message)
    }
    for (const arn of ResourceIdList) taggable(arn)
  },
  resource: ({ input: { ResourceIdList }, ...asked }) => trailResource(ResourceIdList[0] ?? '', asked),
  alsoOn: ({ input: { ResourceIdList }, ...asked }) =>
    Promise.all(ResourceIdList.slice(1).map(arn => trailResource(arn, asked))),
  read: async ({ input: { ResourceIdList }, ...asked }) => ({
    ResourceTagList: await Promise.all(
      ResourceIdList.map(async ResourceId => {
        const { tags } = await mustBeThere(ResourceId, asked)
        return { ResourceId, TagsList: tags.map(tag => ({ ...tag })) }
      }),
    ),
  }),
})

async function mustBeThere(arn: string, asked: Asked): Promise<TrailRow> {
  const trail = await findTrail(taggable(arn), asked)
  if (!trail) throw cloudtrailError('ResourceNotFoundException', `Resource not found: ${arn}`)
  return trail
}

/** Of what CloudTrail has, trails are here. */
function taggable(arn: string): NamedTrail {
  const { service, resource = '' } = parseArn(arn) ?? {}
  if (service === 'cloudtrail' && /^(channel|dashboard|eventdatastore)\//.test(resource)) {
    const message = `Tags of ${resource.split('/')[0]} resources are not implemented here.`
    throw cloudtrailError('ResourceTypeNotSupportedException', message)
  }
  return trailOfArn(arn)
}
