import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

const outside = '222222222222'
const allow = (more: object) => ({ Statement: [{ Effect: 'Allow', Action: '*', ...more }] })
const everything = allow({ Resource: '*' })
const read = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', resourceAccount: outside }
const session = 'arn:aws:sts::111111111111:assumed-role/Reader/olga'
const named = (principal: unknown) => allow({ Principal: principal, Resource: '*' })
const assume = {
  action: 'sts:AssumeRole',
  resource: 'arn:aws:iam::111111111111:role/Target',
  resourceAccount: '111111111111',
}
const trust = (principal: unknown) => ({
  Statement: { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' },
})

function evaluate(lines: readonly unknown[], ...flags: string[]) {
  const input = lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  const { stdout, stderr, status } = spawnSync(process.execPath, ['src/cli/main.ts', 'evaluate', ...flags], {
    input,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return { out: stdout.trimEnd().split('\n'), status }
}

interface Case {
  readonly name: string
  readonly case: { readonly request: object } & Record<string, unknown>
  readonly outcome: string
}

const cases: readonly Case[] = [
  {
    name: 'both sides allow',
    case: {
      request: { ...read, principal: session },
      identityPolicies: [everything],
      resourcePolicy: named({ AWS: '111111111111' }),
    },
    outcome: 'Allowed',
  },
  {
    name: 'the trusting side is silent',
    case: { request: { ...read, principal: session }, identityPolicies: [everything], resourcePolicy: null },
    outcome: 'ImplicitlyDenied',
  },
  {
    name: 'a role named with its path is the role of its session',
    case: {
      request: { ...read, principal: session },
      identityPolicies: [everything],
      resourcePolicy: named({ AWS: 'arn:aws:iam::111111111111:role/team/Reader' }),
    },
    outcome: 'Allowed',
  },
  {
    name: 'a role of another name is not',
    case: {
      request: { ...read, principal: session },
      identityPolicies: [everything],
      resourcePolicy: named({ AWS: 'arn:aws:iam::111111111111:role/team/Writer' }),
    },
    outcome: 'ImplicitlyDenied',
  },
  {
    name: 'a level of control policies without any allows nothing',
    case: {
      request: { ...read, principal: session },
      identityPolicies: [everything],
      resourcePolicy: named({ AWS: '111111111111' }),
      serviceControlPolicies: [
        { level: 'r-1', policies: [everything] },
        { level: 'ou-1', policies: [] },
      ],
    },
    outcome: 'ImplicitlyDenied',
  },
  {
    name: 'an anonymous caller needs the resource policy only',
    case: { request: { ...read, principal: 'anonymous' }, resourcePolicy: named('*') },
    outcome: 'Allowed',
  },
  {
    name: 'a service is named as one',
    case: {
      request: { ...read, principal: 'cloudtrail.amazonaws.com' },
      resourcePolicy: named({ Service: 'cloudtrail.amazonaws.com' }),
    },
    outcome: 'Allowed',
  },
  {
    name: 'a federated user without a session policy has no permissions',
    case: {
      request: { ...read, principal: `arn:aws:sts::${outside}:federated-user/olga` },
      identityPolicies: [everything],
    },
    outcome: 'ImplicitlyDenied',
  },
  {
    name: 'a role needs its trust policy although the identity allows everything',
    case: {
      request: { ...assume, principal: 'arn:aws:iam::111111111111:user/olga' },
      identityPolicies: [everything],
    },
    outcome: 'ImplicitlyDenied',
  },
  {
    name: 'a user that the trust policy names needs nothing else in its account',
    case: {
      request: { ...assume, principal: 'arn:aws:iam::111111111111:user/olga' },
      resourcePolicy: trust({ AWS: 'arn:aws:iam::111111111111:user/olga' }),
    },
    outcome: 'Allowed',
  },
  {
    name: 'an explicit Deny wins, on a value of a list in the context',
    case: {
      request: {
        ...read,
        principal: session,
        context: { 'AWS:tagkeys': ['a', 'secret'], 'aws:SourceIp': '10.0.0.1' },
      },
      identityPolicies: [
        everything,
        {
          Statement: {
            Effect: 'Deny',
            Action: '*',
            Resource: '*',
            Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'secret' } },
          },
        },
      ],
      resourcePolicy: named('*'),
    },
    outcome: 'ExplicitlyDenied',
  },
]

describe('crossrole evaluate', () => {
  it('answers every case with a line, in their order', () => {
    const { out, status } = evaluate(cases.map((given, id) => ({ id, ...given.case })))
    const answers = out.map(line => JSON.parse(line))
    expect(answers.map(({ id, decision }) => `${cases[id]?.name}: ${decision}`)).toEqual(
      cases.map(({ name, outcome }) => `${name}: ${outcome}`),
    )
    for (const { because } of answers) expect(because.length).toBeGreaterThan(0)
    expect(status).toBe(0)
  })

  it.each([
    ['what is not JSON', 'nonsense', /not JSON/],
    ['no request', { identityPolicies: [] }, /^request is not an object/],
    [
      'a policy that is none',
      {
        request: { ...read, principal: session },
        identityPolicies: [{ Statement: { Effect: 'allow', Action: '*', Resource: '*' } }],
      },
      /^identityPolicies\[0\]\.Statement\.Effect: MalformedPolicyDocument/,
    ],
    [
      'a trust policy with a resource',
      { request: { ...assume, principal: session }, resourcePolicy: named('*') },
      /^resourcePolicy/,
    ],
    [
      'a role as caller',
      { request: { ...read, principal: 'arn:aws:iam::111111111111:role/Reader' } },
      /no caller/,
    ],
    [
      'a key with an object',
      { request: { ...read, principal: session, context: { k: {} } } },
      /the value of k/,
    ],
  ])('answers %s with an error, and goes on', (_, line, error) => {
    const [good] = cases
    const { out, status } = evaluate([line, { id: 'next', ...good?.case }])
    expect(JSON.parse(out[0] ?? '').error).toMatch(error)
    expect(JSON.parse(out[1] ?? '')).toMatchObject({ id: 'next', decision: 'Allowed' })
    expect(status).toBe(1)
  })

  it('says why in words', () => {
    const { out } = evaluate([{ id: 'mine', ...cases[1]?.case }], '--why')
    expect(out[0]).toBe('mine')
    expect(out).toContain('  No resource-based policy of the trusting account allows the action.')
  })
})
