import type { Tags } from '../../store/tables.ts'
import { invalidArgument, S3Fault } from '../../wire/s3/fault.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
export const maxObjectTags = 10
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/CostAllocTagging.html */
export const maxBucketTags = 50

const characters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

interface WrittenTag {
  readonly Key?: string | undefined
  readonly Value?: string | undefined
}

/** Tags as they are kept, or AWS's first objection to them. */
export function checkedTags(tags: readonly WrittenTag[], most: number): Tags {
  const limit =
    most === maxObjectTags
      ? 'Object tags cannot be greater than 10'
      : 'Bucket tag count cannot be greater than 50'
  if (tags.length > most) throw new S3Fault('BadRequest', 400, limit)
  const keys = new Set<string>()
  return tags.map(({ Key = '', Value = '' }) => {
    if (Key === '' || Key.length > 128 || !characters.test(Key))
      throw invalidTag('The TagKey you have provided is invalid', Key)
    if (Value.length > 256 || !characters.test(Value))
      throw invalidTag('The TagValue you have provided is invalid', Key, Value)
    if (/^aws:/i.test(Key)) throw invalidTag('System tags cannot be added/updated by requester', Key)
    if (keys.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key', Key)
    keys.add(Key)
    return { Key, Value }
  })
}

function invalidTag(message: string, key: string, value?: string): S3Fault {
  const members = { TagKey: key, ...(value !== undefined && { TagValue: value }) }
  return new S3Fault('InvalidTag', 400, message, { members })
}

/** `x-amz-tagging: team=blue&cost=1` */
export function tagsInHeader(header: string | undefined): Tags {
  if (header === undefined || header === '') return []
  return checkedTags(readPairs(header), maxObjectTags)
}

function readPairs(header: string): readonly WrittenTag[] {
  try {
    return header.split('&').map(pair => {
      const equals = pair.indexOf('=')
      const text = (part: string) => decodeURIComponent(part.replaceAll('+', ' '))
      return equals === -1
        ? { Key: text(pair) }
        : { Key: text(pair.slice(0, equals)), Value: text(pair.slice(equals + 1)) }
    })
  } catch {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    )
  }
}
