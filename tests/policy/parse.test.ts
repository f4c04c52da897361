import { describe, expect, test } from 'vitest'
import {
  limits,
  lineAndColumn,
  type PolicyKind,
  parsePolicy,
  policySize,
  statementSpans,
} from '../../src/policy/index.ts'
import { caseFile, caseFiles } from './cases.ts'

interface Cases {
  kind: PolicyKind
  managed?: boolean
  valid: string[]
  invalid: Record<string, string[]>
}

for (const file of caseFiles('parse')) {
  const { kind, managed = false, valid, invalid } = caseFile<Cases>(file)
  describe(file, () => {
    test.each(valid)('takes %s', text => {
      expect(parsePolicy(text, kind, { managed })).toHaveProperty('document')
    })
    const refused = Object.entries(invalid).flatMap(([message, texts]) =>
      texts.map(text => ({ message, text })),
    )
    test.each(refused)('$message: $text', ({ message, text }) => {
      const result = parsePolicy(text, kind, { managed })
      expect('faults' in result && result.faults[0]).toMatchObject({
        code: 'MalformedPolicyDocument',
        message,
      })
    })
  })
}

describe('what parsing yields', () => {
  test('lists are lists, what was not written is absent', () => {
    const text =
      '{"Statement":{"Effect":"Allow","Principal":{"AWS":"*","Service":["a.b.c"]},"Action":"s3:*","Resource":"*",' +
      '"Condition":{"Bool":{"aws:SecureTransport":true},"NumericEquals":{"k":[1.50,"2"]}}}}'
    expect(parsePolicy(text, 'resource')).toEqual({
      document: {
        version: '2008-10-17',
        statements: [
          {
            index: 0,
            effect: 'Allow',
            principal: {
              negated: false,
              everyone: false,
              entries: [
                { type: 'AWS', value: '*' },
                { type: 'Service', value: 'a.b.c' },
              ],
            },
            action: { negated: false, patterns: ['s3:*'] },
            resource: { negated: false, patterns: ['*'] },
            conditions: [
              { operator: 'Bool', key: 'aws:SecureTransport', values: ['true'] },
              { operator: 'NumericEquals', key: 'k', values: ['1.50', '2'] },
            ],
          },
        ],
      },
    })
  })

  test('a fault says where it is', () => {
    const text =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","bad"],"Resource":"*"}]}'
    const result = parsePolicy(text, 'identity')
    expect('faults' in result && result.faults).toEqual([
      {
        code: 'MalformedPolicyDocument',
        message: 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
        path: 'Statement[0].Action[1]',
        offset: text.indexOf('"bad"'),
        line: 1,
        column: text.indexOf('"bad"') + 1,
        advice: 'Put the service and a colon in front, as in "s3:GetObject"; "*" alone is every action.',
      },
    ])
  })

  test('all faults are told, the one AWS names first', () => {
    const text = '{"Version":"2012-10-17","Statement":[{"Effect":"allow","Action":"bad","Resource":"bad"}]}'
    const result = parsePolicy(text, 'identity')
    expect('faults' in result && result.faults.map(fault => fault.path)).toEqual([
      'Statement[0].Effect',
      'Statement[0].Resource',
      'Statement[0].Action',
    ])
  })
})

describe('a stored text', () => {
  test.each<[PolicyKind, string]>([
    ['identity', ' {"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'],
    ['identity', '{"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:iam::<ID>:role/x"}}'],
    [
      'trust',
      '{"Statement":{"Effect":"Allow","Principal":{"Federated":"cognito-identity.amazonaws.com"},"Action":"sts:AssumeRoleWithWebIdentity"}}',
    ],
  ])('of the kind %s is read though it would be refused today: %s', (kind, text) => {
    expect(parsePolicy(text, kind)).toHaveProperty('faults')
    expect(parsePolicy(text, kind, { stored: true })).toHaveProperty('document')
  })
})

describe('sizes and places', () => {
  test('white space does not count', () => {
    expect(policySize('{ "a" :\n\t"b c"\r}')).toBe('{"a":"bc"}'.length)
    expect(limits.managed).toBe(6144)
  })

  test('statements are found where they stand', () => {
    // The columns that AWS's simulator gave for such a text are one higher: they point behind the braces.
    const text =
      '{"Version": "2012-10-17", "Statement": {"Sid": "", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}}'
    const [span] = statementSpans(text)
    expect(lineAndColumn(text, span?.start ?? 0)).toEqual({ line: 1, column: 40 })
    expect(text.slice(span?.start, span?.end)).toMatch(/^\{"Sid".*\}$/)
    expect(lineAndColumn('a\nbc', 3)).toEqual({ line: 2, column: 2 })
    expect(statementSpans('nonsense')).toEqual([])
  })
})
