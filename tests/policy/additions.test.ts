import { describe, expect, test } from 'vitest'
import {
  type Addition,
  additionsThatAllow,
  type Context,
  evaluate,
  explainAdditions,
  type Principal,
} from '../../src/policy/index.ts'
import { type CaseLayers, layersOf } from './case-layers.ts'
import { caseFile } from './cases.ts'

interface Case extends CaseLayers {
  name: string
  caller: string
  action: string
  resource: string
  account: string
  context?: Context
  'must-allow'?: boolean
  additions?: Addition[]
}

const callers = caseFile<Record<string, Principal>>('callers.yaml')

describe('additions.yaml', () => {
  test.each(caseFile<Case[]>('additions.yaml'))('$caller: $name', given => {
    const principal = callers[given.caller]
    if (principal === undefined) throw new Error(`callers.yaml has no ${given.caller}`)
    const request = {
      principal,
      action: given.action,
      resource: given.resource,
      resourceAccountId: given.account,
      context: given.context ?? {},
    }
    const layers = layersOf(given, given['must-allow'] ?? false)
    expect(additionsThatAllow(request, layers, evaluate(request, layers))).toEqual(given.additions)
  })
})

test('additions in words say where, on whose side, and the statement', () => {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } as const
  const lines = explainAdditions([{ layer: 'identity', side: 'trusted', statement }], true)
  expect(lines).toEqual([
    'It would be allowed if there were also:',
    '  in an identity-based policy of the trusted account:',
    '    {"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}',
  ])
  expect(explainAdditions([], true)).toEqual([])
})
