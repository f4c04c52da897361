import type { Shape } from '../../src/wire/schema.ts'

const TEXTS = [
  'plain',
  'a&b=c+d %41;',
  '<é> "\u{1D11E}" \'\u00A0\'',
  'two\r\nlines\ttab',
  '{"Action":"*"}',
  '__proto__',
]
const DEEPEST = 8

/** A value of a shape with every member present; the same for the same seed. */
export function sampleOf(shape: Shape, seed = 0, depth = 0): unknown {
  switch (shape.kind) {
    case 'string':
      return TEXTS[seed % TEXTS.length]
    case 'integer':
      return seed * 37 - 5
    case 'boolean':
      return seed % 2 === 0
    case 'timestamp':
      return new Date(Date.UTC(2026, 0, 2, 3, 4, seed % 60))
    case 'blob':
      return new Uint8Array([seed % 256, 0, 255, 10])
    case 'list':
      return depth > DEEPEST ? [] : [0, 1].map(index => sampleOf(shape.element, seed + index, depth + 1))
    case 'map':
      return {
        first: sampleOf(shape.value, seed, depth + 1),
        'a.b&c': sampleOf(shape.value, seed + 1, depth + 1),
      }
    case 'struct':
      if (depth > DEEPEST) return {}
      return Object.fromEntries(
        shape.members.map((member, index) => [
          member.name,
          // Attributes have no line breaks of their own.
          member.binding?.in === 'attribute' ? TEXTS[0] : sampleOf(member.shape, seed + index, depth + 1),
        ]),
      )
  }
}
