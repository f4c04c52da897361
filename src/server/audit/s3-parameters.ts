import type { Member, OperationShape } from '../../wire/schema.ts'
import { orNull, shownMember } from './parameters.ts'

/**
 * S3's events show parameters as they are sent: headers and the query by their own names, bodies as they are written.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html
 */
export function shownS3Request({ input: { members } }: OperationShape, input: object, host?: string): string {
  const shown = members.flatMap(member => shownAs(member, givenFor(input, member)))
  if (host !== undefined) shown.push(`"Host":${JSON.stringify(host)}`)
  return orNull(`{${shown.join()}}`)
}

/** Of an answer about objects its headers `x-amz-…`, and of others nothing, as recorded. */
export function shownS3Answer({ output }: OperationShape, answer: object): string {
  const headers = (output?.members ?? []).filter(
    ({ binding }) => binding?.in === 'header' && binding.name.startsWith('x-amz-'),
  )
  return orNull(`{${headers.flatMap(member => shownAs(member, givenFor(answer, member))).join()}}`)
}

function givenFor(values: object, { name }: Member): unknown {
  return (values as Readonly<Record<string, unknown>>)[name]
}

const labels: Readonly<Record<string, string>> = { Bucket: 'bucketName', Key: 'key' }

function shownAs(member: Member, value: unknown): readonly string[] {
  const { name, binding } = member
  if (name === 'Policy') return typeof value === 'string' ? [`"bucketPolicy":${shownDocument(value)}`] : []
  if (binding?.in === 'prefix-headers')
    return Object.entries(value ?? {}).map(
      ([key, text]) => `${JSON.stringify(binding.name + key)}:${JSON.stringify(text)}`,
    )
  const isText = binding?.in === 'header' || binding?.in === 'query'
  const shown = shownMember(name, isText ? textOf(value) : value, asItIs)
  return shown === undefined ? [] : [`${JSON.stringify(nameOf(member))}:${shown}`]
}

const asItIs = (name: string) => name

function nameOf({ name, wireName, binding }: Member): string {
  if (binding && 'name' in binding) return binding.name
  return labels[name] ?? wireName
}

function textOf(value: unknown): unknown {
  if (value instanceof Date) return value.toUTCString()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
}

/** A policy is shown as what it says, where that can be read. */
function shownDocument(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return JSON.stringify(text)
  }
}
