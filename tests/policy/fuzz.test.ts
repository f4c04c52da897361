import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  denialSuffix,
  evaluate,
  explain,
  type PolicyKind,
  type Principal,
  parsePolicy,
  policySize,
  principalReferences,
  showPrincipals,
  statementSpans,
} from '../../src/policy/index.ts'
import { caseFile } from './cases.ts'

/** How a policy variable begins; written whole it would look like a template of TypeScript. */
const open = '$'.concat('{')

const kinds: readonly PolicyKind[] = [
  'identity',
  'trust',
  'resource',
  'boundary',
  'session',
  'service-control',
  'resource-control',
]
const callers = Object.values(caseFile<Record<string, Principal>>('callers.yaml'))

const piece = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    '*',
    's3:*',
    's3:GetObject',
    'sts:AssumeRole',
    `arn:aws:s3:::b/${open}aws:username}`,
    open,
    `${open}a, '`,
    '::',
  ),
  fc.constantFrom(
    '111111111111',
    'arn:aws:iam::111111111111:user/alice',
    'ec2.amazonaws.com',
    'constructor',
    '__proto__',
  ),
)
const strings = fc.oneof(piece, fc.array(piece, { maxLength: 3 }))
const operator = fc.oneof(
  fc.constantFrom(
    'StringEquals',
    'StringLike',
    'ArnLike',
    'NumericLessThan',
    'DateLessThan',
    'Bool',
    'IpAddress',
  ),
  fc.constantFrom(
    'Null',
    'BinaryEquals',
    'ForAllValues:StringNotLike',
    'ForAnyValue:ArnEqualsIfExists',
    '__proto__',
  ),
)
const statement = fc.record(
  {
    Sid: piece,
    Effect: fc.constantFrom('Allow', 'Deny', 'allow'),
    Principal: fc.oneof(
      piece,
      fc.dictionary(fc.constantFrom('AWS', 'Service', 'Federated', '__proto__'), strings),
    ),
    NotPrincipal: fc.dictionary(fc.constantFrom('AWS', 'Federated'), strings),
    Action: strings,
    NotAction: strings,
    Resource: strings,
    NotResource: strings,
    Condition: fc.dictionary(operator, fc.dictionary(piece, fc.oneof(strings, fc.boolean(), fc.double()))),
  },
  { requiredKeys: ['Effect', 'Action'] },
)
const documentText = fc
  .record({
    Version: fc.constantFrom('2012-10-17', '2008-10-17', 'x'),
    Statement: fc.array(statement, { maxLength: 3 }),
  })
  .map(document => JSON.stringify(document))

/** Statements that parse more often than not, so that evaluation has something to do. */
const soundText = fc
  .record({
    effect: fc.constantFrom('Allow', 'Deny'),
    action: fc.constantFrom('*', 's3:*', 'sts:AssumeRole'),
    resource: fc.constantFrom(
      '*',
      `arn:aws:s3:::b/${open}aws:username}`,
      `arn:aws:s3:::${open}k, '}'}`,
      'arn:aws:s3*',
    ),
    principal: fc.constantFrom('*', { AWS: '111111111111' }, { AWS: 'arn:aws:iam::111111111111:user/alice' }),
    condition: fc.dictionary(
      operator.filter(name => name !== '__proto__'),
      fc.dictionary(piece, strings),
    ),
    kind: fc.constantFrom(...kinds),
  })
  .map(({ effect, action, resource, principal, condition, kind }) => {
    const hasPrincipal = kind === 'trust' || kind === 'resource' || kind === 'resource-control'
    return {
      kind,
      text: JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Effect: effect,
          Action: action,
          ...(kind === 'trust' ? {} : { Resource: resource }),
          ...(hasPrincipal ? { Principal: principal } : {}),
          Condition: condition,
        },
      }),
    }
  })

const context = fc.dictionary(piece, fc.oneof(piece, fc.array(piece, { maxLength: 3 })))

describe('no text makes it throw', () => {
  test.each([
    ['any text', fc.string({ maxLength: 200 })],
    ['any JSON', fc.json()],
    ['what looks like a policy', documentText],
  ])('%s', (_, texts) => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...kinds), (text, kind) => {
        const result = parsePolicy(text, kind)
        if ('faults' in result) {
          expect(result.faults.length).toBeGreaterThan(0)
          for (const fault of result.faults) expect(fault.offset).toBeLessThanOrEqual(text.length)
        }
        expect(policySize(text)).toBeLessThanOrEqual(text.length)
        principalReferences(text)
        statementSpans(text)
        expect(showPrincipals(text, {})).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })

  test('nor does a policy that was taken, in whatever layer', () => {
    fc.assert(
      fc.property(
        fc.array(soundText, { maxLength: 4 }),
        fc.constantFrom(...callers),
        fc.constantFrom('s3:GetObject', 'sts:AssumeRole', 'nonsense'),
        fc.oneof(fc.constantFrom('*', 'arn:aws:s3:::b/alice', 'arn:aws:iam::111111111111:role/r'), piece),
        context,
        (texts, principal, action, resource, keys) => {
          const policies = (kind: PolicyKind) =>
            texts.flatMap(given => {
              const result = given.kind === kind ? parsePolicy(given.text, kind) : undefined
              return result !== undefined && 'document' in result
                ? [{ source: { name: kind }, document: result.document }]
                : []
            })
          const [resourcePolicy] = [...policies('resource'), ...policies('trust')]
          const decision = evaluate(
            { principal, action, resource, resourceAccountId: '111111111111', context: keys },
            {
              identity: policies('identity'),
              ...(resourcePolicy && { resource: resourcePolicy }),
              boundary: policies('boundary'),
              session: policies('session'),
              serviceControl: [{ level: 'root', policies: policies('service-control') }],
              resourceControl: [{ level: 'root', policies: policies('resource-control') }],
            },
          )
          expect(decision.because.length).toBeGreaterThan(0)
          expect(explain(decision).length).toBeGreaterThan(0)
          denialSuffix(decision, action)
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('nor is there a principal that takes long to refuse', () => {
    const slow = `arn:aws:iam::111111111111:user/${'a/'.repeat(50_000)}*/b`
    const text = JSON.stringify({ Statement: { Effect: 'Allow', Principal: { AWS: slow }, Action: 'sts:*' } })
    expect(parsePolicy(text, 'trust')).toHaveProperty('faults')
  })

  test('nor does a text built to be slow', () => {
    const hostile = [
      open.repeat(60_000),
      `${open}x, '`.repeat(20_000),
      `${open}x, 'y}`.repeat(15_000),
      '*a'.repeat(100),
      ':'.repeat(100_000),
    ]
    for (const text of hostile) {
      const result = parsePolicy(
        JSON.stringify({
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Action: '*',
            Resource: `arn:aws:s3:::${text}`,
            Condition: { StringLike: { k: text } },
          },
        }),
        'identity',
      )
      if ('faults' in result) throw new Error(result.faults[0]?.message)
      const [alice] = callers
      if (alice === undefined) throw new Error('no caller')
      evaluate(
        {
          principal: alice,
          action: 's3:GetObject',
          resource: `arn:aws:s3:::${'a'.repeat(2000)}`,
          context: { k: 'a'.repeat(2000) },
        },
        { identity: [{ source: { name: 'hostile' }, document: result.document }] },
      )
    }
  })
})
