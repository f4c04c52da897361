import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type JsonValue, parseJson } from '../../src/policy/json.ts'

describe('parseJson', () => {
  test('agrees with the language on what is JSON and what it means', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        const result = parseJson(text)
        if ('fault' in result) expect(result.fault.reason).not.toBe('syntax')
        else expect(plain(result.value)).toEqual(JSON.parse(text))
      }),
    )
  })

  test('takes nothing that the language refuses', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      'a',
      '\\',
      'u00',
      '1',
      '-',
      '.',
      'e',
      'true',
      'null',
      ' ',
      '\n',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), parts => {
        const text = parts.join('')
        if ('value' in parseJson(text)) expect(() => JSON.parse(text)).not.toThrow()
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    '',
    ' ',
    '{',
    '{"a"',
    '{"a":}',
    '[1,]',
    '{"a":1,}',
    '"\n"',
    '"\\x"',
    '"\\u12"',
    '01',
    '1.',
    'nul',
    '1 2',
  ])('refuses %j', text => expect(parseJson(text)).toMatchObject({ fault: { reason: 'syntax' } }))

  test('finds a key that is there twice', () => {
    expect(parseJson('{"a":1,"b":{"c":1,"c":2}}')).toEqual({ fault: { reason: 'duplicate-key', offset: 18 } })
  })

  test('bounds the nesting', () => {
    expect(parseJson('['.repeat(100_000))).toMatchObject({ fault: { reason: 'too-deep' } })
    expect(parseJson('{"a":'.repeat(100_000))).toMatchObject({ fault: { reason: 'too-deep' } })
    expect(parseJson('['.repeat(60) + ']'.repeat(60))).toHaveProperty('value')
  })

  test('keeps places and spellings', () => {
    expect(parseJson(' [1.50, true] ')).toEqual({
      value: {
        kind: 'array',
        start: 1,
        end: 13,
        items: [
          { kind: 'number', text: '1.50', start: 2, end: 6 },
          { kind: 'boolean', text: 'true', start: 8, end: 12 },
        ],
      },
    })
  })
})

function plain(value: JsonValue): unknown {
  switch (value.kind) {
    case 'string':
      return value.value
    case 'array':
      return value.items.map(plain)
    case 'object':
      return Object.fromEntries(value.members.map(entry => [entry.key.value, plain(entry.value)]))
    default:
      return JSON.parse(value.text)
  }
}
