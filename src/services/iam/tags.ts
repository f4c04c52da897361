import type { Context } from '../../policy/request.ts'
import type { Tags } from '../../store/tables.ts'
import { iamError } from './operation.ts'

type TagInput = readonly { readonly Key: string; readonly Value: string }[] | undefined

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maxTags = 50

/** `aws:RequestTag/<key>` and `aws:TagKeys` of a request that passes tags. */
export function requestTags(tags: TagInput): Context {
  if (!tags?.length) return {}
  const values = Object.fromEntries(tags.map(tag => [`aws:RequestTag/${tag.Key}`, tag.Value]))
  return { ...values, ...tagKeys(tags.map(tag => tag.Key)) }
}

export function tagKeys(keys: readonly string[]): Context {
  return { 'aws:TagKeys': keys }
}

/** The tags an entity is created with. */
export function newTags(tags: TagInput): Tags {
  return mergeTags([], tags)
}

/** Adds tags, overwriting those whose key differs in nothing but case: keys are case-insensitive in IAM. */
export function mergeTags(present: Tags, passed: TagInput): Tags {
  const added = new Map((passed ?? []).map(tag => [tag.Key.toLowerCase(), tag]))
  if (added.size !== (passed ?? []).length) {
    throw iamError(
      'InvalidInputException',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    )
  }
  const merged = new Map(present.map(tag => [tag.Key.toLowerCase(), tag]))
  for (const [key, tag] of added) merged.set(key, { Key: tag.Key, Value: tag.Value })
  if (merged.size > maxTags) {
    throw iamError('LimitExceededException', `The number of tags has reached the maximum limit.`)
  }
  return [...merged.values()]
}

export function withoutTags(present: Tags, keys: readonly string[]): Tags {
  const removed = new Set(keys.map(key => key.toLowerCase()))
  return present.filter(tag => !removed.has(tag.Key.toLowerCase()))
}

/** Tags are left out of an answer when there are none. */
export function shownTags(tags: Tags): { Tags?: { Key: string; Value: string }[] } {
  return tags.length > 0 ? { Tags: tags.map(tag => ({ ...tag })) } : {}
}
