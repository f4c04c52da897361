/**
 * IPv4 and IPv6 addresses and ranges, compared as numbers: `::1` and `0:0:0:0:0:0:0:1` are one address.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */

interface Address {
  readonly bits: 32 | 128
  readonly value: bigint
}

/** Is the address within the range (or equal to it, when no prefix is written)? Families never mix. */
export function isInRange(address: string, range: string): boolean {
  const slash = range.indexOf('/')
  const candidate = parseAddress(address)
  const network = parseAddress(slash < 0 ? range : range.slice(0, slash))
  if (candidate === undefined || network === undefined || candidate.bits !== network.bits) return false
  const prefix = slash < 0 ? network.bits : parsePrefix(range.slice(slash + 1), network.bits)
  if (prefix === undefined) return false
  const hostBits = BigInt(network.bits - prefix)
  return candidate.value >> hostBits === network.value >> hostBits
}

function parsePrefix(text: string, bits: number): number | undefined {
  if (!/^\d{1,3}$/.test(text)) return undefined
  return Number(text) <= bits ? Number(text) : undefined
}

function parseAddress(text: string): Address | undefined {
  const value = text.includes(':') ? parseIpv6(text) : parseIpv4(text)
  return value === undefined ? undefined : { bits: text.includes(':') ? 128 : 32, value }
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every(part => /^\d{1,3}$/.test(part) && Number(part) <= 255))
    return undefined
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n)
}

function parseIpv6(text: string): bigint | undefined {
  // The longest spelling has 45 characters.
  if (text.length > 45) return undefined
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = groups(halves[0] ?? '')
  const tail = halves.length === 2 ? groups(halves[1] ?? '') : []
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const all = [...head, ...new Array<bigint>(missing).fill(0n), ...tail]
  return all.reduce((value, group) => (value << 16n) | group, 0n)
}

/** The 16-bit groups of one side of `::`; its last two may be written as an IPv4 address. */
function groups(text: string): readonly bigint[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  const result: bigint[] = []
  for (const [index, part] of parts.entries()) {
    const ipv4 = part.includes('.') && index === parts.length - 1 ? parseIpv4(part) : undefined
    if (ipv4 !== undefined) result.push(ipv4 >> 16n, ipv4 & 0xffffn)
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) result.push(BigInt(`0x${part}`))
    else return undefined
  }
  return result
}
