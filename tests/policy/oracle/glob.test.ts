import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyOne, anyRun, type Glob, globOf, literalGlob, matchesGlob } from './glob.ts'

const short = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', ':'), maxLength: 8 })

describe('matchesGlob', () => {
  test('agrees with the definition', () => {
    fc.assert(
      fc.property(short, short, (pattern, text) => {
        expect(matchesGlob(globOf(pattern), text)).toBe(
          matchesByDefinition(globOf(pattern), Array.from(text)),
        )
      }),
      { numRuns: 5000 },
    )
  })

  test('a literal pattern matches itself only', () => {
    fc.assert(
      fc.property(short, short, (pattern, text) => {
        expect(matchesGlob(literalGlob(pattern), text)).toBe(pattern === text)
      }),
    )
  })

  test('a ? is one character, also of those that take two code units', () => {
    expect(matchesGlob(globOf('a?b'), 'a😀b')).toBe(true)
    expect(matchesGlob(globOf('a??b'), 'a😀b')).toBe(false)
  })

  test.each([
    ['*a*a*a*a*a*a*a*b', 'a'.repeat(5000)],
    [`${'*'.repeat(500)}b`, 'a'.repeat(5000)],
    ['*ab*ab*ab*abc', 'ab'.repeat(2500)],
  ])('hostile pattern %s costs no more than pattern × text', (pattern, text) => {
    const counter = { steps: 0 }
    expect(matchesGlob(globOf(pattern), text, counter)).toBe(false)
    expect(counter.steps).toBeLessThanOrEqual((pattern.length + 1) * (text.length + 1))
  })
})

function matchesByDefinition(glob: Glob, text: readonly string[]): boolean {
  const [part, ...rest] = glob
  if (part === undefined) return text.length === 0
  if (part === anyRun)
    return text.some((_, at) => matchesByDefinition(rest, text.slice(at))) || matchesByDefinition(rest, [])
  return text.length > 0 && (part === anyOne || part === text[0]) && matchesByDefinition(rest, text.slice(1))
}
