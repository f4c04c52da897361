import type { Tags } from '../../store/common-columns.ts'
import { constraint, invalidInput } from './errors.ts'

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_tagging.html */
const maxTags = 50

type InputTags = readonly { readonly Key: string; readonly Value: string }[] | undefined

/** Tags as they are kept, or what is wrong with them. */
export function checkedTags(tags: InputTags): Tags {
  const keys = (tags ?? []).map(tag => tag.Key)
  if (new Set(keys).size < keys.length) throw invalidInput('DUPLICATE_TAG_KEY')
  if (keys.some(key => key.toLowerCase().startsWith('aws:')))
    throw invalidInput('INVALID_SYSTEM_TAGS_PARAMETER')
  return within((tags ?? []).map(({ Key, Value }) => ({ Key, Value })))
}

export function withTags(present: Tags, added: Tags): Tags {
  const keys = new Set(added.map(tag => tag.Key))
  return within([...present.filter(tag => !keys.has(tag.Key)), ...added])
}

export function withoutTags(present: Tags, keys: readonly string[]): Tags {
  return present.filter(tag => !keys.includes(tag.Key))
}

function within(tags: Tags): Tags {
  if (tags.length > maxTags) throw constraint('MAX_TAG_LIMIT_EXCEEDED')
  return tags
}

/** The condition keys of tags that a request brings. */
export function requestTags(tags: InputTags): Record<string, string | string[] | undefined> {
  if (!tags || tags.length === 0) return {}
  return {
    'aws:TagKeys': tags.map(tag => tag.Key),
    ...Object.fromEntries(tags.map(tag => [`aws:RequestTag/${tag.Key}`, tag.Value])),
  }
}
