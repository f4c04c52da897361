import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findings, namedServices, type PolicyKind } from '../../../src/policy/index.ts'
import { loadServiceReference } from '../../../src/reference/service-reference.ts'
import { findingCases } from './cases.ts'

const kinds: readonly PolicyKind[] = [
  'identity',
  'trust',
  'resource',
  'boundary',
  'session',
  'service-control',
  'resource-control',
]
const reference = await loadServiceReference(['s3', 'iam', 'sts', 'ec2', 'kms'])

function expectPlacesWithin(text: string, kind: PolicyKind): void {
  for (const finding of findings(text, kind, { reference })) {
    for (const { start, end, line, column } of [finding, ...finding.related]) {
      expect(start).toBeGreaterThanOrEqual(0)
      expect(end).toBeGreaterThanOrEqual(start)
      expect(end).toBeLessThanOrEqual(text.length)
      const lineStart =
        text
          .split('\n')
          .slice(0, line - 1)
          .join('\n').length + (line > 1 ? 1 : 0)
      expect(lineStart + column - 1).toBe(start)
    }
  }
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables
/** Words that policies are made of, in places where they may not belong. */
const word = fc.oneof(
  fc.constantFrom(
    '*',
    '?',
    '',
    'Allow',
    's3:*',
    'iam:PassRole',
    'sts:AssumeRole*',
    'arn:aws:s3:::b/${aws:username}',
    'arn:aws:iam::111122223333:role/*',
    'arn:aws:iam::111122223333:root',
    '${aws:username',
    "${a, 'b}'}",
    '10.0.0.1/8',
    'o-*',
    'true',
    '2012-10-17',
    'cognito-identity.amazonaws.com',
  ),
  fc.string(),
)
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables
const values = fc.oneof(word, fc.array(word, { maxLength: 3 }), fc.integer(), fc.constant(null), fc.boolean())
const key = fc.oneof(
  fc.constantFrom(
    'aws:SourceIp',
    'aws:PrincipalOrgID',
    's3:prefix',
    'aws:TagKeys',
    'sts:ExternalId',
    'aws:ResourceTag',
  ),
  fc.string(),
)
const operator = fc.oneof(
  fc.constantFrom('StringLike', 'ForAllValues:StringEqualsIfExists', 'NullIfExists', 'IpAddress', 'Bool'),
  fc.string(),
)
const statement = fc.record(
  {
    Sid: values,
    Effect: values,
    Action: values,
    NotAction: values,
    Resource: values,
    NotResource: values,
    Principal: fc.oneof(
      values,
      fc.dictionary(fc.oneof(fc.constantFrom('AWS', 'Service', 'Federated'), fc.string()), values, {
        maxKeys: 3,
      }),
    ),
    Condition: fc.oneof(
      values,
      fc.dictionary(operator, fc.oneof(values, fc.dictionary(key, values, { maxKeys: 3 })), { maxKeys: 3 }),
    ),
  },
  { requiredKeys: [] },
)
const policy = fc
  .record(
    {
      Version: values,
      Id: values,
      Statement: fc.oneof(values, statement, fc.array(fc.oneof(statement, values), { maxLength: 3 })),
    },
    { requiredKeys: [] },
  )
  .map(document => JSON.stringify(document, null, 1))

describe('any text', () => {
  test('is looked at without throwing, and every place lies in it', () => {
    fc.assert(
      fc.property(fc.oneof(policy, fc.string(), fc.json()), fc.constantFrom(...kinds), expectPlacesWithin),
      { numRuns: 1500 },
    )
  })

  test('cut off or with a piece missing, likewise', () => {
    const whole = fc.constantFrom(
      ...findingCases.map(({ raises }) => raises).filter(text => text.length < 3000),
    )
    fc.assert(
      fc.property(whole, fc.nat(3000), fc.nat(40), fc.constantFrom(...kinds), (text, at, length, kind) => {
        expectPlacesWithin(text.slice(0, at) + text.slice(at + length), kind)
      }),
      { numRuns: 1000 },
    )
  })
})

const many = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at))
const document = (elements: object) => JSON.stringify({ Version: '2012-10-17', Statement: elements })
const grant = { Effect: 'Allow', Action: 's3:*', Resource: '*' }

/** Texts over which a step that costs the square of their length would not come to an end in time. */
const hostile: Readonly<Record<string, () => string>> = {
  'very many statements': () =>
    document(many(10_000, at => `s3:Get${at}`).map(Action => ({ ...grant, Action }))),
  'statements that lack everything': () => document(many(10_000, () => '').map(() => ({}))),
  'actions that are all patterns': () => document({ ...grant, Action: many(7_500, at => `s3:*${at}*`) }),
  'unknown actions': () => document({ ...grant, Action: many(10_000, at => `s3:Nonsense${at}`) }),
  'resources that are all patterns': () =>
    document({ ...grant, Resource: many(7_500, at => `arn:aws:s3:::*${at}*`) }),
  'one very long pattern': () =>
    document({
      ...grant,
      Action: `s3:${'*a'.repeat(100_000)}`,
      Resource: `arn:aws:s3:::${'*a'.repeat(100_000)}`,
    }),
  'open variables': () => document({ ...grant, Resource: `arn:aws:s3:::${'${a'.repeat(150_000)}` }),
  'variables with open defaults': () =>
    // biome-ignore lint/suspicious/noTemplateCurlyInString: policy variables
    document({ ...grant, Resource: `arn:aws:s3:::${"${a, '}".repeat(100_000)}` }),
  'a condition for each key': () =>
    document({
      ...grant,
      Action: many(500, () => 's3:GetObject'),
      Condition: { StringLike: Object.fromEntries(many(7_500, at => `s3:k${at}`).map(name => [name, '*'])) },
    }),
  principals: () =>
    document({
      Effect: 'Allow',
      Action: many(10_000, () => 'sts:AssumeRoleWithSAML'),
      Principal: { AWS: many(10_000, at => `arn:aws:sts::111122223333:assumed-role/r${at}/s`) },
    }),
  'deep nesting': () => '['.repeat(1_000_000),
}

/** Each takes less than a second; what grew with the square would not come to an end. */
const patienceMs = 15_000

describe('hostile texts', () => {
  test.each(Object.entries(hostile))('%s: an answer comes', { timeout: patienceMs }, (_, make) => {
    const text = make()
    for (const kind of ['identity', 'trust'] as const) {
      expect(findings(text, kind, { reference }).length).toBeGreaterThan(0)
      expect(namedServices(text, kind)).toContain('sts')
    }
  })
})
