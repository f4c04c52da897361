import type { Context } from '../../policy/request.ts'
import type { Tags } from '../../store/common-columns.ts'
import { iamError } from './operation.ts'
import { defaultMaxItems, type PageInput, readMarker, writeMarker } from './paging.ts'

type TagInput = readonly { readonly Key: string; readonly Value: string }[] | undefined

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maxTags = 50

/**
 * Tag keys of users and roles are compared without regard to case, those of everything else with it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules_creating
 */
export type KeyCase = 'caseless' | 'cased'

const duplicates: Readonly<Record<KeyCase, string>> = {
  caseless: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  cased: 'Duplicate tag keys found.',
}

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
export function newTags(tags: TagInput, keyCase: KeyCase = 'caseless'): Tags {
  return mergeTags([], tags, keyCase)
}

/** Adds tags, overwriting those of the same key. */
export function mergeTags(present: Tags, passed: TagInput, keyCase: KeyCase = 'caseless'): Tags {
  const added = new Map((passed ?? []).map(tag => [keyOf(tag.Key, keyCase), tag]))
  if (added.size !== (passed ?? []).length) throw iamError('InvalidInputException', duplicates[keyCase])
  for (const { Key } of added.values()) refuseReserved(Key)
  const merged = new Map(present.map(tag => [keyOf(tag.Key, keyCase), tag]))
  for (const [key, tag] of added) merged.set(key, { Key: tag.Key, Value: tag.Value })
  if (merged.size > maxTags) {
    throw iamError('LimitExceededException', 'The number of tags has reached the maximum limit.')
  }
  return [...merged.values()]
}

export function withoutTags(present: Tags, keys: readonly string[], keyCase: KeyCase = 'caseless'): Tags {
  const removed = new Set(keys.map(key => keyOf(key, keyCase)))
  return present.filter(tag => !removed.has(keyOf(tag.Key, keyCase)))
}

/** Tags are left out of an answer when there are none. */
export function shownTags(tags: Tags): { Tags?: { Key: string; Value: string }[] } {
  return tags.length > 0 ? { Tags: copyOf(tags) } : {}
}

/** For answers whose tags are "sorted by tag key". */
export function sortedTags(tags: Tags): Tags {
  return tags.toSorted((left, right) => (left.Key < right.Key ? -1 : 1))
}

/** For answers that have tags always, also when there are none. */
export function allTags(tags: Tags): { Tags: { Key: string; Value: string }[] } {
  return { Tags: copyOf(tags) }
}

/**
 * One page of an entity's tags, sorted by key. Where case counts, short keys come first: recorded of policies.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html
 */
export function tagPage(tags: Tags, input: PageInput, keyCase: KeyCase = 'caseless') {
  const order = 'tags'
  const [after] = input.Marker === undefined ? [''] : readMarker(input.Marker, order, 1)
  const standing = (tag: Tags[number]) => keyOf(tag.Key, keyCase)
  const byLength = (left: string, right: string) => (keyCase === 'cased' ? left.length - right.length : 0)
  const compare = (left: string, right: string) => byLength(left, right) || (left < right ? -1 : 1)
  const rest = tags
    .filter(tag => standing(tag) !== after && compare(standing(tag), String(after)) > 0)
    .sort((left, right) => compare(standing(left), standing(right)))
  const page = rest.slice(0, input.MaxItems ?? defaultMaxItems)
  const last = page.at(-1)
  if (page.length === rest.length || !last) return { Tags: copyOf(page), IsTruncated: false }
  return { Tags: copyOf(page), IsTruncated: true, Marker: writeMarker(order, [standing(last)]) }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules */
function refuseReserved(key: string): void {
  if (!key.toLowerCase().startsWith('aws:')) return
  throw iamError('InvalidInputException', "Tag keys starting with 'aws:' are reserved for system use.")
}

function keyOf(key: string, keyCase: KeyCase): string {
  return keyCase === 'caseless' ? key.toLowerCase() : key
}

function copyOf(tags: Tags): { Key: string; Value: string }[] {
  return tags.map(tag => ({ ...tag }))
}
