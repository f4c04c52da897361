import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffLines } from '../../src/console/iam/policies/line-diff.ts'
import { summarize } from '../../src/console/iam/policies/summary.ts'
import type { ServiceFile } from '../../src/console/policy-editor/model/service-facts.ts'
import { parsePolicy } from '../../src/policy/index.ts'

describe('what differs between two versions', () => {
  it('is told line by line', () => {
    expect(diffLines('a\nb\nc', 'a\nc\nd').map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'same a',
      'removed b',
      'same c',
      'added d',
    ])
  })

  it('makes either text again, and of equal texts is nothing', () => {
    const text = fc.array(fc.constantFrom('{', '}', '  "a"', '')).map(lines => lines.join('\n'))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after)
        const without = (kind: string) =>
          lines
            .filter(line => line.kind !== kind)
            .map(line => line.text)
            .join('\n')
        expect(without('added')).toBe(before)
        expect(without('removed')).toBe(after)
        expect(diffLines(before, before).every(({ kind }) => kind === 'same')).toBe(true)
      }),
    )
  })
})

const action = (name: string, accessLevel: string) => ({
  name,
  accessLevel,
  resourceTypes: [],
  conditionKeys: [],
})
const s3: ServiceFile = {
  prefix: 's3',
  actions: [action('ListBucket', 'List'), action('GetObject', 'Read'), action('GetBucketAcl', 'Read')],
  resourceTypes: [],
  conditionKeys: [],
}

function summaryOf(...statements: object[]) {
  const parsed = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'identity')
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  return summarize(parsed.document, [s3])
}

describe('the summary of a policy', () => {
  it('puts statements about the same together, and tells full levels from some actions of one', () => {
    const rows = summaryOf(
      { Effect: 'Allow', Action: ['s3:List*'], Resource: 'arn:aws:s3:::logs' },
      { Effect: 'Allow', Action: 'S3:GetObject', Resource: 'arn:aws:s3:::logs' },
    )
    expect(rows).toHaveLength(1)
    expect(rows).toMatchObject([
      {
        effect: 'Allow',
        service: 's3',
        access: 'limited',
        fullLevels: ['List'],
        someLevels: ['Read'],
        resources: ['arn:aws:s3:::logs'],
      },
    ])
  })

  it('never adds up what holds for different resources or under different conditions', () => {
    const anywhere = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
    const rows = summaryOf(
      anywhere,
      { ...anywhere, Resource: 'arn:aws:s3:::logs/*' },
      { ...anywhere, Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    )
    expect(rows).toHaveLength(3)
  })

  it('keeps what is denied apart, and everything from single services', () => {
    const rows = summaryOf(
      { Effect: 'Allow', Action: '*', Resource: '*' },
      {
        Effect: 'Deny',
        Action: 's3:*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      { Effect: 'Deny', NotAction: ['iam:GetUser'], NotResource: 'arn:aws:s3:::logs' },
      { Effect: 'Deny', Action: 'unheard:Of', Resource: '*' },
    )
    expect(rows.map(({ effect, service, access }) => [effect, service, access])).toEqual([
      ['Allow', '*', 'full'],
      ['Deny', '*', 'all-but'],
      ['Deny', 's3', 'full'],
      ['Deny', 'unheard', 'unknown'],
    ])
    expect(rows[1]).toMatchObject({ actions: ['iam:GetUser'], otherResources: true })
    expect(rows[2]?.conditions).toHaveLength(1)
  })
})
