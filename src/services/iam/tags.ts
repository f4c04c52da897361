import type { Context } from '../../policy/request.ts'
import type { Tags } from '../../store/tables.ts'
import { iamError } from './operation.ts'
import { defaultMaxItems, type PageInput, readMarker, writeMarker } from './paging.ts'

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
  const added = new Map((passed ?? []).map(tag => [keyOf(tag.Key), tag]))
  if (added.size !== (passed ?? []).length) {
    throw iamError(
      'InvalidInputException',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    )
  }
  for (const key of added.keys()) refuseReserved(key)
  const merged = new Map(present.map(tag => [keyOf(tag.Key), tag]))
  for (const [key, tag] of added) merged.set(key, { Key: tag.Key, Value: tag.Value })
  if (merged.size > maxTags) {
    throw iamError('LimitExceededException', 'The number of tags has reached the maximum limit.')
  }
  return [...merged.values()]
}

export function withoutTags(present: Tags, keys: readonly string[]): Tags {
  const removed = new Set(keys.map(keyOf))
  return present.filter(tag => !removed.has(keyOf(tag.Key)))
}

/** Tags are left out of an answer when there are none. */
export function shownTags(tags: Tags): { Tags?: { Key: string; Value: string }[] } {
  return tags.length > 0 ? { Tags: copyOf(tags) } : {}
}

/**
 * One page of an entity's tags, sorted by key.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html
 */
export function tagPage(tags: Tags, input: PageInput) {
  const order = 'tags'
  const [after] = input.Marker === undefined ? [''] : readMarker(input.Marker, order, 1)
  const rest = tags.filter(tag => keyOf(tag.Key) > String(after)).sort(byKey)
  const page = rest.slice(0, input.MaxItems ?? defaultMaxItems)
  const last = page.at(-1)
  if (page.length === rest.length || !last) return { Tags: copyOf(page), IsTruncated: false }
  return { Tags: copyOf(page), IsTruncated: true, Marker: writeMarker(order, [keyOf(last.Key)]) }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules */
function refuseReserved(key: string): void {
  if (!key.startsWith('aws:')) return
  throw iamError('InvalidInputException', "Tag keys starting with 'aws:' are reserved for system use.")
}

function byKey(left: Tags[number], right: Tags[number]): number {
  return keyOf(left.Key) < keyOf(right.Key) ? -1 : 1
}

function keyOf(key: string): string {
  return key.toLowerCase()
}

function copyOf(tags: Tags): { Key: string; Value: string }[] {
  return tags.map(tag => ({ ...tag }))
}
