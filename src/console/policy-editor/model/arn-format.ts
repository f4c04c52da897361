/**
 * The forms that ARNs of a resource type have, as forms to fill in: `arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html#resources_table
 */
export interface ArnField {
  /** As the reference names it: `RoleNameWithPath`. */
  readonly name: string
  /** In words: `Role name with path`. */
  readonly label: string
}

export type ArnValues = Readonly<Record<string, string>>

const placeholder = /\$\{([^{}]+)\}/g
/** Everything runs in this one: its field is filled in beforehand. */
const partitionField = 'Partition'
export const defaultPartition = 'aws'
export const anything = '*'

/** Some types have several forms, which the reference writes into one text. */
export function formatsOf(written: string): readonly string[] {
  return written.split(/,\s*(?=arn:)/)
}

/** In the order in which they stand in the ARN, each once. */
export function fieldsOf(format: string): readonly ArnField[] {
  const names = new Set([...format.matchAll(placeholder)].map(match => match[1] ?? ''))
  return [...names].filter(name => name !== partitionField).map(name => ({ name, label: inWords(name) }))
}

function inWords(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .map(word => (/^[A-Z0-9]{2,}$/.test(word) ? word : word.toLowerCase()))
    .map(word => (word === 'id' ? 'ID' : word))
  const text = words.join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** A field without a value is nothing yet: its place stays empty. */
export function buildArn(format: string, values: ArnValues): string {
  return format.replace(placeholder, (_, name: string) =>
    name === partitionField ? (valueIn(values, name) ?? defaultPartition) : (valueIn(values, name) ?? ''),
  )
}

function valueIn(values: ArnValues, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}

/**
 * The values that make the ARN of the format, or undefined if it is none of it. A field of the first five parts ends
 * at its colon; within the resource every field but the last ends at the text behind it, or at a slash if that is none.
 */
export function readArn(format: string, arn: string): ArnValues | undefined {
  const [wanted, given] = [partsOf(format), partsOf(arn)]
  if (wanted === undefined || given === undefined) return undefined
  const values: Record<string, string> = {}
  for (const [at, part] of wanted.entries()) {
    const found = readPart(part, given[at] ?? '')
    if (found === undefined) return undefined
    for (const [name, value] of found) {
      if ((valueIn(values, name) ?? value) !== value) return undefined
      values[name] = value
    }
  }
  return values
}

/** The five parts before the resource, and the resource with all its colons. */
function partsOf(arn: string): readonly string[] | undefined {
  const match = /^([^:]*):([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s.exec(arn)
  return match?.slice(1)
}

function readPart(format: string, text: string): readonly (readonly [string, string])[] | undefined {
  const names = [...format.matchAll(placeholder)].map(match => match[1] ?? '')
  const literals = format.split(placeholder).filter((_, at) => at % 2 === 0)
  const found: (readonly [string, string])[] = []
  if (!text.startsWith(literals[0] ?? '')) return undefined
  let at = literals[0]?.length ?? 0
  for (const [index, name] of names.entries()) {
    const behind = literals[index + 1] ?? ''
    const isLast = index === names.length - 1
    const end = isLast ? text.length - behind.length : text.indexOf(behind || '/', at + 1)
    if (end < at || !text.startsWith(behind, end)) return undefined
    found.push([name, text.slice(at, end)])
    at = end + behind.length
  }
  return at === text.length && found.every(([, value]) => value !== '') ? found : undefined
}

/** Why a value cannot stand in a field; undefined when it can. */
export type FieldFault = 'missing' | 'account' | 'colon' | 'white-space'

export function faultOf(name: string, value: string): FieldFault | undefined {
  if (value === '') return 'missing'
  if (/\s/.test(value) && /^(?:Account|AccountId|Region)$/.test(name)) return 'white-space'
  if (name !== 'Account' && name !== 'AccountId') {
    return name === 'Region' && value.includes(':') ? 'colon' : undefined
  }
  // Wildcards and policy variables may stand for account ids or parts of them.
  return /^\d{12}$/.test(value) || /[*?]|\$\{/.test(value) ? undefined : 'account'
}
