/**
 * Texts that keep a pattern of the model, or break it, at a wanted length. Independent of the translation of patterns
 * under test: what keeps and breaks a pattern here does so in every dialect.
 */
const fillers: readonly ((length: number) => string)[] = [
  length => 'a'.repeat(length),
  length => '1'.repeat(length),
  length => `/${'a'.repeat(Math.max(0, length - 2))}${length > 1 ? '/' : ''}`,
  length => 'A'.repeat(length),
  length => padded('http://', length),
  length => padded('o-aaaaaaaaaa/r-aaaa', length),
  length => padded('p-aaaaaaaa', length),
  length => padded('v1.', length),
]

function padded(start: string, length: number): string {
  return start + 'a'.repeat(Math.max(0, length - start.length))
}

/** No pattern of the model lets all of these in. */
const strangers = ['*', '\u2603', '\u{1F600}', '']

export function matches(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${pattern})$`, 'u').test(text)
}

/** Absent where the pattern has no text of that length. */
export function textOf(pattern: string | undefined, length: number): string | undefined {
  const texts = fillers.map(fill => fill(length)).filter(text => text.length === length)
  return pattern === undefined ? texts[0] : texts.find(text => matches(pattern, text))
}

/** Of a length that is allowed, so that only the pattern is broken, as far as the pattern lets that happen. */
export function textAgainst(pattern: string, length: number): string {
  const texts = strangers.map(stranger => 'a'.repeat(Math.max(0, length - [...stranger].length)) + stranger)
  const found = texts.find(text => !matches(pattern, text))
  if (found === undefined) throw new Error(`no text is known that breaks the pattern ${pattern}`)
  return found
}
