import { describe, expect, it, test } from 'vitest'
import { effectiveDocument, isManagementPolicy } from '../../src/services/organizations/management-policy.ts'

/** How policies of several levels become one: https://docs.aws.amazon.com/organizations/latest/userguide/policy-operators.html */
const effective = (...levels: readonly (readonly object[])[]) => {
  const document = effectiveDocument(levels.map(level => level.map(policy => JSON.stringify(policy))))
  return document === undefined ? undefined : JSON.parse(document)
}
const tags = (team: object) => ({ tags: { team } })
const value = (operators: object) => tags({ tag_value: operators })
const control = '@@operators_allowed_for_child_policies'

describe('operators', () => {
  it('assign puts a value in the place of what was inherited', () => {
    expect(effective([value({ '@@assign': ['a'] })], [value({ '@@assign': ['b'] })])).toEqual(
      tags({ tag_value: ['b'] }),
    )
  })

  it('append adds what is not there, remove takes away what is', () => {
    const upper = value({ '@@assign': ['a', 'b'] })
    expect(effective([upper], [value({ '@@append': ['b', 'c'] })])).toEqual(
      tags({ tag_value: ['a', 'b', 'c'] }),
    )
    expect(effective([upper], [value({ '@@remove': ['a', 'z'] })])).toEqual(tags({ tag_value: ['b'] }))
  })

  it('append alone makes a value', () => {
    expect(effective([value({ '@@append': ['a'] })])).toEqual(tags({ tag_value: ['a'] }))
  })

  it('what says nothing of a value leaves it', () => {
    expect(effective([value({ '@@assign': ['a'] })], [{ tags: { cost: {} } }], [])).toEqual(
      tags({ tag_value: ['a'] }),
    )
  })

  it('of two policies of a level both append, and the first one assigns', () => {
    expect(effective([value({ '@@append': ['a'] }), value({ '@@append': ['b'] })])).toEqual(
      tags({ tag_value: ['a', 'b'] }),
    )
    expect(effective([value({ '@@assign': ['a'] }), value({ '@@assign': ['b'] })])).toEqual(
      tags({ tag_value: ['a'] }),
    )
  })

  it('no policies are no policy', () => {
    expect(effective([], [], [])).toBeUndefined()
  })
})

describe('what children may do', () => {
  const below = [value({ '@@assign': ['z'], '@@append': ['c'], '@@remove': ['a'] })]

  it.each<[readonly string[], readonly string[]]>([
    [['@@none'], ['a', 'b']],
    [['@@append'], ['a', 'b', 'c']],
    [['@@remove'], ['b']],
    [
      ['@@append', '@@remove'],
      ['b', 'c'],
    ],
    [['@@all'], ['z', 'c']],
  ])('%j', (allowed, expected) => {
    const upper = value({ '@@assign': ['a', 'b'], [control]: allowed })
    expect(effective([upper], below)).toEqual(tags({ tag_value: expected }))
  })

  it('is limited for everything below where it is said', () => {
    const upper = tags({ [control]: ['@@none'], tag_value: { '@@assign': ['a'] } })
    const more = tags({ tag_value: { '@@append': ['b'] }, tag_key: { '@@assign': 'Team' } })
    expect(effective([upper], [more])).toEqual(tags({ tag_value: ['a'] }))
  })

  it('is never given back by a level in between', () => {
    const upper = value({ '@@assign': ['a'], [control]: ['@@none'] })
    const between = value({ [control]: ['@@all'] })
    expect(effective([upper], [between], below)).toEqual(tags({ tag_value: ['a'] }))
  })

  it('does not bind the level that says it', () => {
    expect(effective([value({ '@@assign': ['a'], '@@append': ['b'], [control]: ['@@none'] })])).toEqual(
      tags({ tag_value: ['a', 'b'] }),
    )
  })
})

test.each([
  ['{"tags":{}}', true],
  ['{"tags":{"team":{"tag_key":{"@@assign":"Team"}}}}', true],
  [`{"tags":{"team":{"tag_key":{"@@assign":"Team","${control}":["@@none"]}}}}`, true],
  [`{"tags":{"${control}":["@@append","@@remove"]}}`, true],
  ['{"tags":{"team":{"tag_key":"Team"}}}', false],
  ['{"tags":{"team":{"tag_key":{"@@assign":{"a":1}}}}}', false],
  ['{"tags":{"team":{"tag_key":{"@@assign":"a","more":{"@@assign":"b"}}}}}', false],
  [`{"tags":{"${control}":["@@some"]}}`, false],
  ['{"tags":{},"plans":{}}', false],
  ['{"plans":{}}', false],
  ['[]', false],
  ['"tags"', false],
  ['{', false],
])('%s is a tag policy: %s', (text, is) => {
  expect(isManagementPolicy(text, 'tags')).toBe(is)
})
