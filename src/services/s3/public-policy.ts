import { type Condition, parsePolicy, type Statement } from '../../policy/index.ts'

/**
 * Whether a bucket policy lets in anybody: any Allow that neither names its principals nor fixes who they are by
 * a condition with values that are known.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function isPublicPolicy(text: string): boolean {
  const result = parsePolicy(text, 'resource')
  // A policy that nobody can read is not one that may be relied on.
  if (!('document' in result)) return true
  return result.document.statements.some(isPublic)
}

function isPublic({ effect, principal, conditions }: Statement): boolean {
  if (effect === 'Deny') return false
  const isOpen =
    !principal ||
    principal.negated ||
    principal.everyone ||
    principal.entries.some(({ value }) => value.includes('*'))
  return isOpen && !conditions.some(fixesCallers)
}

const operators: ReadonlySet<string> = new Set(['stringequals', 'stringlike', 'arnequals', 'arnlike'])

/** Who has one of these keys with a value that is known is somebody who is known. */
const keys: ReadonlySet<string> = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalservicename',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
])

/** With IfExists or ForAllValues a request passes that says nothing. */
function fixesCallers({ operator, key, values }: Condition): boolean {
  const name = operator.toLowerCase().replace(/^foranyvalue:/, '')
  if (name === 'ipaddress' && key.toLowerCase() === 'aws:sourceip') return values.every(isNarrow)
  return operators.has(name) && keys.has(key.toLowerCase()) && values.length > 0 && values.every(isFixed)
}

/** Without wildcards, and without variables that the caller fills in. */
function isFixed(value: string): boolean {
  return !/[*?]|\$\{/.test(value)
}

/** "very broad" is anything shorter than /8 of IPv4 and /32 of IPv6. */
function isNarrow(range: string): boolean {
  const [address = '', bits] = range.split('/')
  const least = address.includes(':') ? 32 : 8
  return bits === undefined || Number(bits) >= least
}
