import type { Random } from '../random.ts'
import type { Scene } from './scene.ts'
import { open, sometimesMutated } from './text.ts'

/** What kind of value an operator reads. */
export type ValueType = 'text' | 'arn' | 'number' | 'date' | 'truth' | 'bytes' | 'address'

/** Condition keys, by what they usually hold. */
export const keysOf: Readonly<Record<ValueType, readonly [string, ...string[]]>> = {
  text: ['aws:username', 'aws:PrincipalTag/Team', 'aws:RequestTag/Env', 'aws:TagKeys', 'sts:ExternalId'],
  arn: ['aws:PrincipalArn', 'aws:SourceArn'],
  number: ['s3:max-keys', 'aws:MultiFactorAuthAge'],
  date: ['aws:CurrentTime', 'aws:TokenIssueTime'],
  truth: ['aws:SecureTransport', 'aws:MultiFactorAuthPresent'],
  bytes: ['kms:Digest'],
  address: ['aws:SourceIp', 'aws:VpcSourceIp'],
}

const variables = [
  'aws:username',
  'aws:PrincipalTag/Team',
  'AWS:PRINCIPALTAG/team',
  'aws:TagKeys',
  'k',
] as const

/** A text with a policy variable in it, well written or not. */
export function withVariable(text: string, random: Random): string {
  const key = random.pick(variables)
  const at = random.below(text.length + 1)
  const [before, after] = [text.slice(0, at), text.slice(at)]
  const written = random.weighted([
    [40, `${open}${key}}`],
    [14, `${open}${key}, 'none'}`],
    [4, `${open}${key}, 'a*b'}`],
    [3, `${open}${key}, ''}`],
    [3, `${open}${key}, 'a}b'}`],
    [3, `${open}${key},'none'}`],
    [3, `${open}${key}, 'none}`],
    [3, `${open}${key}`],
    [3, `${open}${open}${key}}}`],
    [3, `${open}${key}}${open}${random.pick(variables)}}`],
    [2, `${open}}`],
    [2, `${open} ${key} }`],
    [6, `${open}*}`],
    [4, `${open}?}`],
    [4, `${open}$}`],
    [3, `${open}*}${open}?}*`],
  ])
  return before + written + after
}

/** A text with wildcards for some of it. */
export function withWildcards(text: string, random: Random): string {
  const at = random.below(text.length + 1)
  const to = random.chance(0.4) ? text.length : random.between(at, text.length)
  return random.weighted([
    [50, () => `${text.slice(0, at)}*${text.slice(to)}`],
    [20, () => `${text.slice(0, at)}?${text.slice(at + 1)}`],
    [8, () => `*${text.slice(at, to)}*`],
    [8, () => `${text.slice(0, at)}*?${text.slice(to)}`],
    [7, () => `${text.slice(0, at)}**${text.slice(at, to)}*${text.slice(to)}`],
    [7, () => '*'],
  ])()
}

export function patternOf(text: string, random: Random): string {
  const wild = random.chance(0.4) ? withWildcards(text, random) : text
  return random.chance(0.25) ? withVariable(wild, random) : wild
}

type MakeValue = (scene: Scene, random: Random) => string

const texts = [
  'alice',
  'Alice',
  'x',
  'Team-A',
  'prod/eu',
  'a*b',
  'a:b',
  '',
  '*',
  '😀',
  'a😀b',
  '\ud83d',
  'STRASSE',
] as const
const numbers = [
  ...['0', '-0', '1', '+1', '01', '2', '10', '-3', '1.0', '1.5', '1.50', '0.1000000000000000000000001'],
  ...['999999999999999', '1000000000000000', '9007199254740993', '9007199254740992', '-9007199254740993.0'],
  ...[`1${'0'.repeat(398)}`, `0.${'0'.repeat(397)}1`, `1${'0'.repeat(400)}`],
  ...['', ' 1', '1e3', '.5', '5.', '0x1', '１', 'NaN', '1,5', '--1', '1.2.3'],
] as const
const dates = [
  ...['2024-02-29T12:34:56Z', '2024-02-29t12:34:56z', '2024-02-29T12:34:56', '2024-02-29T13:34:56+01:00'],
  ...['2024-02-29T12:34:56.0Z', '2024-02-29T12:34:56.5Z', '1709210096', '1709210096.0', '1709210096.5'],
  ...[
    '2024-02-29',
    '2024-2-29',
    '2024-02-29T00',
    '2024-02-28T23:00-01',
    '1709164800',
    '2024-02',
    '2024',
    '1704067200',
  ],
  ...[
    '2024-01-01',
    '2024T',
    '1970-01-01T00:00:00Z',
    '0',
    '-0',
    '-1',
    '-0001-01-01',
    '00002024-01-01',
    '2024-02-31',
  ],
  ...['9223372036854775807', '9223372036854775808', '292278993-12-31', '292278994-01-01', '-292275054-01-01'],
  ...[
    '2024-13-01',
    '2024-02-29T24:00:00Z',
    '2024-02-29T12:34:60Z',
    '2024-02-29T12:34:56+24:00',
    '20240229',
    '',
  ],
  ...['2024-02-29T12:34:56.123456789Z', '2024-02-29 12:34:56', '1e9', '١٢٣'],
] as const
const truths = ['true', 'false', 'True', 'FALSE', 'tRuE', '1', 'yes', '', ' true', '*'] as const
const bytes = [
  '',
  'QQ==',
  'QQ',
  'QR==',
  'QUI=',
  'QUI',
  'QUJD',
  'QUJDRA==',
  'Q',
  'Q===',
  'QQ=',
  'Q*==',
  '+/+/',
  '-_-_',
  '==',
] as const
const addresses = [
  ...[
    '10.0.0.1',
    '10.0.0.1/32',
    '10.0.0.0/8',
    '10.1.2.3/8',
    '010.000.000.001',
    '10.0.0.1/0',
    '0.0.0.0/0',
    '10.255.0.9',
  ],
  ...[
    '255.255.255.255',
    '192.168.0.0/16',
    '192.168.7.7',
    '192.168.128.0/17',
    '10.0.0.0/31',
    '128.0.0.0/1',
    '200.1.1.1',
  ],
  ...[
    '::1',
    '0:0:0:0:0:0:0:1',
    '::',
    '::/0',
    '2001:db8::/32',
    '2001:DB8:0:0::1',
    '2001:db8::1/128',
    '2001:db8:8000::/33',
  ],
  ...[
    '::ffff:10.0.0.1',
    '::ffff:a00:1',
    '::ffff:0:0/96',
    '2001:db8::1.2.3.4',
    '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7::',
  ],
  ...[
    'fe80::1%eth0',
    '1::2::3',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.1/33',
    '::1/129',
    '10.0.0.1/',
    '/8',
    '',
    '1:2:3:4:5:6:7',
  ],
  ...['10.0.0.1/08', '10.0.0.1/-1', '10.0.0.1.', '::1.2.3', '12345::', '::ffff:1.2.3.4:1', '10.0.0.1 '],
] as const

/** Plain values of each kind, of the policy's and of the request's side alike; some are none of their kind. */
const makers: Readonly<Record<ValueType, MakeValue>> = {
  text: (_, random) => random.pick(texts),
  arn: (scene, random) =>
    random.chance(0.6) ? random.pick(scene.resources) : (callerArn(scene, random) ?? 'none'),
  number: (_, random) => (random.chance(0.5) ? String(random.between(-2, 12)) : (random.pick(numbers) ?? '')),
  date: (_, random) => random.pick(dates) ?? '',
  truth: (_, random) => random.pick(truths),
  bytes: (_, random) => random.pick(bytes),
  address: (_, random) => (random.chance(0.3) ? randomAddress(random) : (random.pick(addresses) ?? '')),
}

function callerArn(scene: Scene, random: Random): string | undefined {
  const caller = random.pick(scene.callers)
  return 'arn' in caller ? caller.arn : undefined
}

function randomAddress(random: Random): string {
  const octet = () => random.pick([0, 1, 10, 127, 128, 255])
  const address = `${octet()}.${octet()}.${octet()}.${octet()}`
  return random.chance(0.5) ? address : `${address}/${random.below(34)}`
}

export function plainValue(type: ValueType, scene: Scene, random: Random): string {
  const ofType = random.chance(0.04) ? random.pick(types) : type
  return sometimesMutated(makers[ofType](scene, random), 0.06, random)
}

/** A value as a policy writes it: patterns and variables also where the operator does not read them. */
export function writtenValue(type: ValueType, scene: Scene, random: Random): string {
  const plain = plainValue(type, scene, random)
  const patterned = type === 'text' || type === 'arn' ? random.chance(0.6) : random.chance(0.05)
  return patterned ? patternOf(plain, random) : plain
}

export const types = Object.keys(keysOf) as [ValueType, ...ValueType[]]
