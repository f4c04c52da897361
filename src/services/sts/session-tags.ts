import type { Requester } from '../../identity/caller.ts'
import type { Context } from '../../policy/request.ts'
import { commonError } from '../../wire/errors.ts'

/**
 * Session tags and their inheritance through a chain of roles. Keys are compared without regard to case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export interface TagsInput {
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[] | undefined
  readonly TransitiveTagKeys?: readonly string[] | undefined
}

type TagMap = Readonly<Record<string, string>>

export function checkSessionTags(input: TagsInput, caller: Requester): void {
  const keys = (input.Tags ?? []).map(tag => tag.Key.toLowerCase())
  const distinct = new Set(keys)
  if (distinct.size !== keys.length) {
    refuse('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
  }
  const reserved = (input.Tags ?? []).find(tag => tag.Key.toLowerCase().startsWith('aws:'))
  if (reserved) refuse(`Tag keys beginning with aws: are reserved for internal use: ${reserved.Key}`)
  const inherited = new Set(Object.keys(inheritedTags(caller)).map(key => key.toLowerCase()))
  if (keys.some(key => inherited.has(key))) {
    refuse(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    )
  }
  if ((input.TransitiveTagKeys ?? []).some(key => !distinct.has(key.toLowerCase()))) {
    refuse('The specified transitive tag key must be included in the requested tags.')
  }
}

/** What the caller's session hands on to the next role. */
export function inheritedTags(caller: Requester): TagMap {
  return caller.kind === 'role-session' ? caller.transitiveTags : {}
}

/** True where the request needs sts:TagSession: tags are passed, or handed on by the calling session. */
export function tagsSession(input: TagsInput, caller: Requester): boolean {
  return Boolean(input.Tags?.length) || Object.keys(inheritedTags(caller)).length > 0
}

/** The condition keys of the tags passed. */
export function sessionTagContext(input: TagsInput): Context {
  const tags = input.Tags ?? []
  return {
    ...Object.fromEntries(tags.map(tag => [`aws:RequestTag/${tag.Key}`, tag.Value])),
    ...(tags.length > 0 && { 'aws:TagKeys': tags.map(tag => tag.Key) }),
    ...(input.TransitiveTagKeys?.length && { 'sts:TransitiveTagKeys': input.TransitiveTagKeys }),
  }
}

/** The tags that a new session carries, and those of them that the next role of a chain inherits. */
export function sessionTags(input: TagsInput, caller: Requester): { tags?: TagMap; transitiveTags?: TagMap } {
  const passed = (input.Tags ?? []).map(tag => [tag.Key, tag.Value] as const)
  const transitiveKeys = new Set((input.TransitiveTagKeys ?? []).map(key => key.toLowerCase()))
  const tags = Object.fromEntries(passed)
  const handedOn = passed.filter(([key]) => transitiveKeys.has(key.toLowerCase()))
  const transitiveTags = { ...inheritedTags(caller), ...Object.fromEntries(handedOn) }
  return {
    ...(passed.length > 0 && { tags }),
    ...(Object.keys(transitiveTags).length > 0 && { transitiveTags }),
  }
}

function refuse(message: string): never {
  throw commonError('InvalidParameterValue', message)
}
