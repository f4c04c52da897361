import type { Context } from '../../policy/request.ts'
import type { Tags } from '../../store/common-columns.ts'
import { cloudtrailError } from './operation.ts'

type TagInput = readonly { readonly Key: string; readonly Value?: string | undefined }[] | undefined

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AddTags.html */
const maxTags = 50

/** `aws:RequestTag/<key>` and `aws:TagKeys` of a request that passes tags. */
export function requestTags(tags: TagInput): Context {
  if (!tags?.length) return {}
  const values = tags.map(({ Key, Value = '' }) => [`aws:RequestTag/${Key}`, Value] as const)
  return { ...Object.fromEntries(values), ...tagKeys(tags) }
}

export function tagKeys(tags: TagInput): Context {
  return { 'aws:TagKeys': (tags ?? []).map(({ Key }) => Key) }
}

export function newTags(tags: TagInput): Tags {
  return mergedTags([], tags)
}

/** Adds tags, overwriting those of the same key. */
export function mergedTags(present: Tags, passed: TagInput = []): Tags {
  const added = new Map(passed.map(({ Key, Value = '' }) => [Key, { Key, Value }]))
  if (added.size !== passed.length)
    throw cloudtrailError('InvalidTagParameterException', 'Duplicate tag keys are not allowed.')
  for (const { Key, Value } of added.values()) mustBeTag(Key, Value)
  const merged = new Map([...present.map(tag => [tag.Key, tag] as const), ...added])
  if (merged.size > maxTags)
    throw cloudtrailError(
      'TagsLimitExceededException',
      `The number of tags per trail has exceeded the permitted amount. Currently, the limit is ${maxTags}.`,
    )
  return [...merged.values()]
}

export function withoutTags(present: Tags, passed: TagInput): Tags {
  const removed = new Set((passed ?? []).map(({ Key }) => Key))
  return present.filter(({ Key }) => !removed.has(Key))
}

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html#id_tags_naming_best_practices */
const form = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

function mustBeTag(key: string, value: string): void {
  const isReserved = /^aws:/i.test(key)
  if (!isReserved && form.test(key) && form.test(value)) return
  const message = isReserved
    ? 'Tag keys that begin with aws: are reserved.'
    : 'Tag keys and values can only have letters, numbers, spaces and _ . : / = + - @'
  throw cloudtrailError('InvalidTagParameterException', message)
}
