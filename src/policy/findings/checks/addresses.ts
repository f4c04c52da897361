import { type AddressRange, isInRange, parseAddress, parseRange } from '../../conditions/ip-range.ts'
import type { Check, Hit } from '../check.ts'
import { allConditions } from '../key-facts.ts'
import type { ConditionView, View } from '../view.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip */

/** Addresses that do not occur on the Internet (RFC 1918, 4193). */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'].flatMap(
  text => parseRange(text) ?? [],
)

const isPrivate = (range: AddressRange) =>
  privateRanges.some(
    around =>
      isInRange(range.network, around) &&
      around.mask.every((word, at) => (word & ~(range.mask[at] ?? 0)) === 0),
  )

/** aws:SourceIp conditions with that operator of which all, or some but not all, ranges are private. */
function* privateSources(view: View, operator: string, share: 'all' | 'some'): Generator<Hit> {
  for (const { facts, name, values, place } of allConditions(view)) {
    if (facts?.name !== operator || name !== 'aws:sourceip') continue
    const ranges = values.flatMap(value => parseRange(value.text) ?? [])
    const privates = ranges.filter(isPrivate).length
    if (privates === 0) continue
    if ((privates === ranges.length) === (share === 'all')) yield { at: place }
  }
}

/** The network that was meant, where bits behind the mask are set. */
function networkOf(text: string): string | undefined {
  const slash = text.indexOf('/')
  if (slash < 0) return undefined
  const [range, address] = [parseRange(text), parseAddress(text.slice(0, slash))]
  if (range === undefined || address === undefined) return undefined
  return range.network.every((word, at) => word === address[at]) ? undefined : show(range.network)
}

function show(words: readonly number[]): string {
  const [first = 0] = words
  if (words.length === 1) return [24, 16, 8, 0].map(shift => (first >>> shift) & 0xff).join('.')
  const groups = words.flatMap(word => [word >>> 16, word & 0xffff]).map(group => group.toString(16))
  return groups.join(':').replace(/(?:^|:)0(?::0)+(?::|$)/, '::')
}

function* rangesWithHostBits(view: View): Generator<Hit> {
  const isAddress = ({ facts }: ConditionView) => facts?.family === 'IpAddress'
  for (const condition of allConditions(view)) {
    if (!isAddress(condition)) continue
    for (const value of condition.values) {
      const addr = networkOf(value.text)
      if (addr !== undefined) yield { at: value, values: { addr } }
    }
  }
}

export const addressChecks: readonly Check[] = [
  {
    code: 'PRIVATE_IP_ADDRESS',
    title: 'Private IP address',
    severity: 'error',
    message:
      'aws:SourceIp works only for public IP address ranges. The values for condition key aws:SourceIp include only private IP addresses and will not have the desired effect. Update the value to include only public IP addresses.',
    advice: 'Inside a VPC ask for aws:VpcSourceIp together with aws:SourceVpc.',
    find: view => privateSources(view, 'IpAddress', 'all'),
  },
  {
    code: 'PRIVATE_NOT_IP_ADDRESS',
    title: 'Private NotIpAddress',
    severity: 'error',
    message:
      'The values for condition key aws:SourceIp include only private IP addresses and has no effect. aws:SourceIp works only for public IP address ranges. Update the value to include only public IP addresses.',
    advice: 'Inside a VPC ask for aws:VpcSourceIp together with aws:SourceVpc.',
    find: view => privateSources(view, 'NotIpAddress', 'all'),
  },
  {
    code: 'PRIVATE_IP_ADDRESS_SUBSET',
    title: 'Private IP address subset',
    severity: 'suggestion',
    message:
      'The values for condition key aws:SourceIp include a mix of private and public IP addresses. The private addresses will not have the desired effect. aws:SourceIp works only for public IP address ranges. To define permissions for private IP ranges, use aws:VpcSourceIp.',
    advice: 'Write a statement of its own for requests that come through a VPC endpoint.',
    find: view => privateSources(view, 'IpAddress', 'some'),
  },
  {
    code: 'PRIVATE_NOT_IP_ADDRESS_SUBSET',
    title: 'Private NotIpAddress subset',
    severity: 'suggestion',
    message:
      'The values for condition key aws:SourceIp include a mix of private and public IP addresses. The private addresses have no effect. aws:SourceIp works only for public IP address ranges. To define permissions for private IP ranges, use aws:VpcSourceIp.',
    advice: 'Write a statement of its own for requests that come through a VPC endpoint.',
    find: view => privateSources(view, 'NotIpAddress', 'some'),
  },
  {
    code: 'IMPROVE_IP_RANGE',
    title: 'Improve IP range',
    severity: 'suggestion',
    message:
      'The non-zero bits in the IP address after the masked bits are ignored. Replace address with {addr}.',
    advice: 'Perhaps a longer prefix was meant.',
    find: rangesWithHostBits,
  },
]
