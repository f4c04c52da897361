/**
 * IPv4 and IPv6 addresses and ranges, compared as numbers: `::1` and `0:0:0:0:0:0:0:1` are one address.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */

/** One unsigned 32-bit number, or four. */
export type Address = readonly number[]

export interface AddressRange {
  /** The bits of the network, all others 0. */
  readonly network: Address
  /** 1 where the network has its bits. */
  readonly mask: Address
}

const wordBits = 32
const dot = 0x2e
const zero = 0x30

/** Families never contain each other. */
export function isInRange(address: Address, { network, mask }: AddressRange): boolean {
  if (address.length !== network.length) return false
  for (let word = 0; word < network.length; word++) {
    if (((address[word] ?? 0) & (mask[word] ?? 0)) >>> 0 !== network[word]) return false
  }
  return true
}

/** `10.0.0.0/8`, `2001:db8::/32`; an address alone is the range of that one. */
export function parseRange(text: string): AddressRange | undefined {
  const slash = text.indexOf('/')
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash))
  if (address === undefined) return undefined
  const bits = address.length * wordBits
  const prefix = slash < 0 ? bits : parsePrefix(text.slice(slash + 1), bits)
  if (prefix === undefined) return undefined
  const mask = address.map((_, word) => wordMask(prefix - word * wordBits))
  return { network: address.map((bitsOfWord, word) => (bitsOfWord & (mask[word] ?? 0)) >>> 0), mask }
}

export function parseAddress(text: string): Address | undefined {
  const word = parseIpv4(text)
  if (word >= 0) return [word]
  return text.includes(':') ? parseIpv6(text) : undefined
}

function wordMask(ones: number): number {
  if (ones <= 0) return 0
  return ones >= wordBits ? 0xffffffff : (0xffffffff << (wordBits - ones)) >>> 0
}

function parsePrefix(text: string, bits: number): number | undefined {
  if (!/^\d{1,3}$/.test(text)) return undefined
  return Number(text) <= bits ? Number(text) : undefined
}

/** Four numbers of one to three digits, up to 255; -1 for anything else. */
function parseIpv4(text: string): number {
  let word = 0
  let part = 0
  let digits = 0
  let dots = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === dot) {
      if (digits === 0 || dots === 3) return -1
      word = word * 256 + part
      part = 0
      digits = 0
      dots += 1
      continue
    }
    const digit = code - zero
    if (digit < 0 || digit > 9 || digits === 3) return -1
    part = part * 10 + digit
    digits += 1
    if (part > 255) return -1
  }
  return dots === 3 && digits > 0 ? word * 256 + part : -1
}

function parseIpv6(text: string): Address | undefined {
  // The longest spelling has 45 characters.
  if (text.length > 45) return undefined
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = groups(halves[0] ?? '')
  const tail = halves.length === 2 ? groups(halves[1] ?? '') : []
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const all = [...head, ...new Array<number>(missing).fill(0), ...tail]
  return [0, 2, 4, 6].map(at => (all[at] ?? 0) * 0x10000 + (all[at + 1] ?? 0))
}

/** The 16-bit groups of one side of `::`; its last two may be written as an IPv4 address. */
function groups(text: string): readonly number[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  const result: number[] = []
  for (const [index, part] of parts.entries()) {
    const ipv4 = part.includes('.') && index === parts.length - 1 ? parseIpv4(part) : -1
    if (ipv4 >= 0) result.push(Math.floor(ipv4 / 0x10000), ipv4 % 0x10000)
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) result.push(Number.parseInt(part, 16))
    else return undefined
  }
  return result
}
