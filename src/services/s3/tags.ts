import type { Tags } from '../../store/common-columns.ts'
import { invalidArgument, S3Fault } from '../../wire/s3/fault.ts'

/** What is tagged: how many tags it may have, and what is said of those of AWS's own. */
const tagged = {
  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
  object: {
    most: 10,
    tooMany: 'Object tags cannot be greater than 10',
    system: 'Your TagKey cannot be prefixed with aws:',
  },
  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/CostAllocTagging.html */
  bucket: {
    most: 50,
    tooMany: 'Bucket tag count cannot be greater than 50',
    system: 'System tags cannot be added/updated by requester',
  },
  'new bucket': {
    most: 50,
    tooMany: 'Bucket tag count cannot be greater than 50',
    system:
      'User-defined tag keys can\'t start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your tag keys and try again.',
  },
} as const

const characters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

interface WrittenTag {
  readonly Key?: string | undefined
  readonly Value?: string | undefined
}

/** Tags as they are kept, or AWS's first objection to them. */
export function checkedTags(tags: readonly WrittenTag[], of: keyof typeof tagged): Tags {
  const { most, tooMany, system } = tagged[of]
  if (tags.length > most) throw new S3Fault('BadRequest', 400, tooMany)
  const keys = new Set<string>()
  return tags.map(({ Key = '', Value = '' }) => {
    if (Key === '' || Key.length > 128 || !characters.test(Key))
      throw invalidTag('The TagKey you have provided is invalid', Key)
    if (Value.length > 256 || !characters.test(Value))
      throw invalidTag('The TagValue you have provided is invalid', Key, Value)
    // Recorded: of a new bucket the key is not told.
    if (/^aws:/i.test(Key)) throw invalidTag(system, of === 'new bucket' ? undefined : Key)
    if (keys.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key', Key)
    keys.add(Key)
    return { Key, Value }
  })
}

function invalidTag(message: string, key?: string, value?: string): S3Fault {
  const members = {
    ...(key !== undefined && { TagKey: key }),
    ...(value !== undefined && { TagValue: value }),
  }
  return new S3Fault('InvalidTag', 400, message, { members })
}

/**
 * `x-amz-tagging: team=blue&cost=1`. Recorded: `team=blue,cost=1` is a header of another form, not a tag with a comma.
 */
export function tagsInHeader(header: string | undefined): Tags {
  if (header === undefined || header === '') return []
  const pairs = readPairs(header)
  const isFit = pairs.every(
    ({ Key, Value = '' }) => Key !== '' && (characters.test(Value) || !Value.includes('=')),
  )
  if (!isFit || new Set(pairs.map(({ Key }) => Key)).size < pairs.length) throw unfitHeader(header)
  return checkedTags(pairs, 'object')
}

function readPairs(header: string): readonly WrittenTag[] {
  const pairs = header.split('&').filter(pair => pair !== '')
  try {
    return pairs.map(pair => {
      const equals = pair.indexOf('=')
      const text = (part: string) => decodeURIComponent(part.replaceAll('+', ' '))
      return equals === -1
        ? { Key: text(pair) }
        : { Key: text(pair.slice(0, equals)), Value: text(pair.slice(equals + 1)) }
    })
  } catch {
    throw unfitHeader(header)
  }
}

const unfitHeader = (header: string) =>
  invalidArgument(
    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    'x-amz-tagging',
    header,
  )
