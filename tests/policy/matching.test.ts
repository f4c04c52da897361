import { describe, expect, test } from 'vitest'
import {
  type Context,
  evaluate,
  type LayerKind,
  matchesAction,
  type PolicyDocument,
  type PolicyLayers,
} from '../../src/policy/index.ts'
import { caseFile, caseFiles, policy } from './cases.ts'
import { indexContext } from './oracle/context.ts'
import { matchResource, type ResourceMatch } from './oracle/resource.ts'

describe('actions.yaml', () => {
  const cases = caseFile<{ pattern: string; action: string; matches: boolean }[]>('actions.yaml')
  test.each(cases)('$pattern on $action: $matches', ({ pattern, action, matches }) => {
    expect(matchesAction(pattern, action)).toBe(matches)
  })
})

describe('resources.yaml', () => {
  interface Case {
    pattern: string
    resource: string
    layer?: LayerKind
    version?: PolicyDocument['version']
    result: ResourceMatch
  }
  const keys = indexContext({
    'aws:username': 'alice',
    'aws:PrincipalAccount': '111111111111',
    'aws:PrincipalTag/Team': 'red',
    'aws:PrincipalTag/empty': '',
    'aws:PrincipalTag/star': '*',
    'aws:TagKeys': ['red'],
  })
  test.each(caseFile<Case[]>('resources.yaml'))('$layer $pattern on $resource: $result', given => {
    const reading = {
      layer: given.layer ?? 'identity',
      version: given.version ?? '2012-10-17',
      keys,
    } as const
    expect(matchResource(given.pattern, given.resource, reading)).toBe(given.result)
  })
})

for (const file of caseFiles('conditions')) {
  interface Case {
    condition: Record<string, Record<string, unknown>>
    context: Context
    version?: string
    holds: boolean
  }
  describe(file, () => {
    test.each(caseFile<Case[]>(file))('$condition with $context: $holds', given => {
      const document = policy(
        { Effect: 'Allow', Action: '*', Resource: '*', Condition: given.condition },
        'identity',
        given.version,
      )
      const decision = evaluate(
        {
          principal: { kind: 'user', accountId: '1', arn: 'arn:aws:iam::1:user/a', userId: 'AIDA1' },
          action: 's3:GetObject',
          resource: '*',
          context: given.context,
        },
        { identity: [{ source: { name: 'p' }, document }] },
      )
      expect(decision.outcome).toBe(given.holds ? 'Allowed' : 'ImplicitlyDenied')
    })
  })
}

test('only a policy that hangs on a resource may leave the resource out', () => {
  const statement = {
    index: 0,
    effect: 'Allow',
    action: { negated: false, patterns: ['*'] },
    conditions: [],
  } as const
  const principal = { negated: false, everyone: true, entries: [] }
  const sourced = (document: PolicyDocument) => ({ source: { name: 'p' }, document })
  const bare = sourced({ version: '2012-10-17', statements: [statement] })
  const onResource = sourced({ version: '2012-10-17', statements: [{ ...statement, principal }] })
  const request = {
    principal: { kind: 'root', accountId: '1', arn: 'arn:aws:iam::1:root' },
    context: {},
  } as const
  const asked = { ...request, action: 's3:a', resource: 'arn:aws:s3:::b' }
  const decide = (layers: Partial<PolicyLayers>) => evaluate(asked, { identity: [], ...layers }).outcome
  expect(decide({ resource: onResource, resourcePolicyMustAllow: true })).toBe('Allowed')
  expect(decide({ boundary: [bare] })).toBe('ImplicitlyDenied')
})
