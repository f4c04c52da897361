/**
 * The least text, by code point, that is greater than every text starting with `prefix`; undefined when there
 * is none. With it `startsWith` is a range of the index: no LIKE, whose wildcards and case folding would
 * have to be escaped away.
 */
export function afterAllStartingWith(prefix: string): string | undefined {
  const points = Array.from(prefix, character => character.codePointAt(0) as number)
  while (points.at(-1) === lastCodePoint) points.pop()
  const last = points.pop()
  return last === undefined ? undefined : String.fromCodePoint(...points, nextCodePoint(last))
}

const lastCodePoint = 0x10ffff

/** Surrogates are no characters of their own and do not exist in UTF-8. */
const nextCodePoint = (point: number) => (point === 0xd7ff ? 0xe000 : point + 1)

/** As SQLite compares texts, by their UTF-8; JavaScript's own order is that of UTF-16. */
export function inCodePointOrder(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
