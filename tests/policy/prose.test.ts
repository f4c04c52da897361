import { describe, expect, test } from 'vitest'
import {
  type AuthorizationRequest,
  denialSuffix,
  evaluate,
  explain,
  type PolicyLayers,
} from '../../src/policy/index.ts'
import { policy } from './cases.ts'

const alice = { kind: 'user', accountId: '1', arn: 'arn:aws:iam::1:user/alice', userId: 'AIDA1' } as const
const allowAll = sourced('all', [{ Effect: 'Allow', Action: '*', Resource: '*' }])
const allowNone = sourced('queues', [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }])
const denyAll = sourced('none', [{ Effect: 'Deny', Action: '*', Resource: '*' }])
const open = {
  source: { name: 'resource policy' },
  document: policy([{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }], 'resource'),
}
const closed = {
  source: { name: 'resource policy' },
  document: policy([{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }], 'resource'),
}
const level = (policies: readonly (typeof allowAll)[]) => [{ level: 'r-1', policies }]

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
describe("the end of AWS's message", () => {
  const cases: readonly [string, PolicyLayers][] = [
    [' because no identity-based policy allows the s3:GetObject action', { identity: [] }],
    [' with an explicit deny in an identity-based policy', { identity: [denyAll] }],
    [' with an explicit deny in a resource-based policy', { identity: [allowAll], resource: closed }],
    [
      ' because no permissions boundary allows the s3:GetObject action',
      { identity: [allowAll], boundary: [allowNone] },
    ],
    [' with an explicit deny in a permissions boundary', { identity: [allowAll], boundary: [denyAll] }],
    [
      ' because no session policy allows the s3:GetObject action',
      { identity: [allowAll], session: [allowNone] },
    ],
    [' with an explicit deny in a session policy', { identity: [allowAll], session: [denyAll] }],
    [
      ' because no service control policy allows the s3:GetObject action',
      { identity: [allowAll], serviceControl: level([allowNone]) },
    ],
    [
      ' with an explicit deny in a service control policy',
      { identity: [allowAll], serviceControl: level([allowAll, denyAll]) },
    ],
    [
      ' with an explicit deny in a resource control policy',
      { identity: [allowAll], resourceControl: [{ level: 'r-1', policies: [closed] }] },
    ],
    ['', { identity: [allowAll] }],
  ]
  test.each(cases)('%s', (suffix, layers) => {
    expect(denialSuffix(evaluate(ask(), layers), 's3:GetObject')).toBe(suffix)
  })

  test('a trust policy is called by its name', () => {
    const decision = evaluate(ask({ action: 'sts:AssumeRole' }), {
      identity: [allowAll],
      resourcePolicyMustAllow: true,
    })
    expect(denialSuffix(decision, 'sts:AssumeRole')).toBe(
      ' because no role trust policy allows the sts:AssumeRole action',
    )
    const denied = evaluate(ask({ action: 'sts:AssumeRole' }), { identity: [allowAll], resource: closed })
    expect(denialSuffix(denied, 'sts:AssumeRole')).toBe(' with an explicit deny in the role trust policy')
  })

  test('an outsider learns nothing of the policies on the other side', () => {
    const request = ask({ resourceAccountId: '2' })
    expect(denialSuffix(evaluate(request, { identity: [allowAll] }), 's3:GetObject')).toBe('')
    expect(denialSuffix(evaluate(request, { identity: [allowAll], resource: closed }), 's3:GetObject')).toBe(
      '',
    )
    expect(denialSuffix(evaluate(request, { identity: [], resource: open }), 's3:GetObject')).toBe(
      ' because no identity-based policy allows the s3:GetObject action',
    )
  })
})

describe('explain', () => {
  test('goes layer by layer, statement by statement', () => {
    const limited = sourced('limits', [
      {
        Sid: 'OnlyTls',
        Effect: 'Allow',
        Action: 's3:*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'true' } },
      },
    ])
    const decision = evaluate(ask({ resourceAccountId: '2' }), {
      identity: [allowNone, limited],
      resource: open,
    })
    expect(explain(decision)).toEqual([
      'Denied: something that had to allow did not.',
      '  No identity-based policy of the trusted account allows the action.',
      'Resource-based policy of the trusting account: allows.',
      '  Allow by statement 1 of resource policy: applies, naming everyone.',
      'Identity-based policies of the trusted account: does not allow.',
      '  Allow by statement 1 of queues: Action does not cover s3:GetObject.',
      '  Allow by statement "OnlyTls" of limits: condition Bool on aws:SecureTransport asks for "true"; the request does not carry it.',
    ])
  })

  test('says what a direct grant made needless', () => {
    const lines = explain(evaluate(ask(), { identity: [], resource: open }))
    expect(lines).toEqual([
      'Allowed.',
      '  statement 1 of resource policy allows, in a resource-based policy.',
      'Resource-based policy: allows.',
      '  Allow by statement 1 of resource policy: applies, naming everyone.',
      'Identity-based policies: not needed: the resource-based policy grants directly.',
    ])
  })
})

function ask(change: Partial<AuthorizationRequest> = {}): AuthorizationRequest {
  return {
    principal: alice,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/k',
    resourceAccountId: '1',
    context: {},
    ...change,
  }
}

function sourced(name: string, statements: unknown) {
  return { source: { name }, document: policy(statements, 'identity') }
}
