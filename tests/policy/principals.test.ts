import { describe, expect, test } from 'vitest'
import { principalReferences, showPrincipals } from '../../src/policy/index.ts'
import { policy } from './cases.ts'

const alice = 'arn:aws:iam::111111111111:user/team/alice'
const dev = 'arn:aws:iam::111111111111:role/Dev'
const statements = [
  {
    Effect: 'Allow',
    Principal: {
      AWS: [alice, dev, '*', '111111111111', 'arn:aws:iam::222222222222:root', alice],
      Service: 'ec2.amazonaws.com',
    },
    Action: 'sts:AssumeRole',
  },
  {
    Effect: 'Deny',
    Principal: {
      AWS: [
        'AROADEV0000000000001',
        'arn:aws:sts::111111111111:assumed-role/Dev/anna',
        'arn:aws:sts::111111111111:federated-user/fred',
      ],
    },
    Action: 'sts:AssumeRole',
    Condition: { ArnEquals: { 'aws:PrincipalArn': dev } },
  },
]

const references = [
  { kind: 'user', value: alice, partition: 'aws', accountId: '111111111111', path: '/team/', name: 'alice' },
  { kind: 'role', value: dev, partition: 'aws', accountId: '111111111111', path: '/', name: 'Dev' },
  { kind: 'account', value: '111111111111', accountId: '111111111111' },
  { kind: 'account', value: 'arn:aws:iam::222222222222:root', accountId: '222222222222' },
  { kind: 'id', value: 'AROADEV0000000000001', entity: 'role' },
  {
    kind: 'session',
    value: 'arn:aws:sts::111111111111:assumed-role/Dev/anna',
    partition: 'aws',
    accountId: '111111111111',
    roleName: 'Dev',
    sessionName: 'anna',
  },
  {
    kind: 'federated-user',
    value: 'arn:aws:sts::111111111111:federated-user/fred',
    partition: 'aws',
    accountId: '111111111111',
    name: 'fred',
  },
]

describe('principalReferences', () => {
  test('names each principal that must be looked up once, from the text as from the document', () => {
    expect(principalReferences(JSON.stringify({ Statement: statements }))).toEqual(references)
    expect(principalReferences(policy(statements, 'trust'))).toEqual(references)
  })

  test('finds none in what is no policy', () => {
    expect(principalReferences('nonsense')).toEqual([])
    expect(principalReferences('{"Statement":[1,{"Principal":{"AWS":[2]}}]}')).toEqual([])
  })
})

describe('showPrincipals', () => {
  const text = `{ "Statement" : [ {"Principal":{"AWS":[ "${dev}" , "${alice}"],"Service":"${dev}"},
    "NotPrincipal": {"AWS":"${dev}"}, "Condition":{"ArnEquals":{"aws:PrincipalArn":"${dev}"}}} ] }`

  test('replaces principals in their places and changes nothing else', () => {
    expect(showPrincipals(text, { [dev]: 'AROADEV0000000000001' })).toBe(
      `{ "Statement" : [ {"Principal":{"AWS":[ "AROADEV0000000000001" , "${alice}"],"Service":"${dev}"},
    "NotPrincipal": {"AWS":"AROADEV0000000000001"}, "Condition":{"ArnEquals":{"aws:PrincipalArn":"${dev}"}}} ] }`,
    )
  })

  test('leaves a text as it is when nothing is to be replaced', () => {
    expect(showPrincipals(text, {})).toBe(text)
    expect(showPrincipals('nonsense', { [dev]: 'x' })).toBe('nonsense')
  })

  test('reads escaped spellings and writes valid JSON', () => {
    const escaped = '{"Statement":{"Principal":{"AWS":"AROADEV\\u0030000000000001"}}}'
    expect(showPrincipals(escaped, { AROADEV0000000000001: 'a"b' })).toBe(
      '{"Statement":{"Principal":{"AWS":"a\\"b"}}}',
    )
  })
})
