/**
 * Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, and the escapes `${*}`, `${?}`, `${$}`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export type Piece =
  /** As written: wildcards in it are wildcards. */
  | { readonly kind: 'text'; readonly text: string }
  /** What an escape stands for. */
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'variable'; readonly key: string; readonly fallback?: string }

const escapes = new Set(['*', '?', '$'])
const opening = '${'
const fallbackStart = ", '"
const fallbackEnd = "'}"

/** A text taken apart, in its order. A `${` that is never closed is plain text. */
export function* pieces(text: string): Generator<Piece> {
  // No search for an end that is not there: otherwise many open `${` would cost the square of the text.
  const lastBrace = text.lastIndexOf('}')
  const lastFallback = text.lastIndexOf(fallbackEnd)
  let from = 0
  for (let at = text.indexOf(opening); at >= 0 && at + 2 <= lastBrace; at = text.indexOf(opening, from)) {
    if (at > from) yield { kind: 'text', text: text.slice(from, at) }
    const { piece, end } = readVariable(text, at, lastFallback)
    yield piece
    from = end
  }
  if (from < text.length) yield { kind: 'text', text: text.slice(from) }
}

/** Reads the `${…}` that opens at `start`; the caller knows that a brace follows. */
function readVariable(text: string, start: number, lastFallback: number): { piece: Piece; end: number } {
  const close = text.indexOf('}', start + opening.length)
  const body = text.slice(start + opening.length, close)
  if (escapes.has(body)) return { piece: { kind: 'literal', text: body }, end: close + 1 }
  const comma = body.indexOf(fallbackStart)
  const from = start + opening.length + comma + fallbackStart.length
  // A default may contain braces: its end is the quote with the brace behind it.
  if (comma < 0 || from > lastFallback) return { piece: { kind: 'variable', key: body }, end: close + 1 }
  const end = text.indexOf(fallbackEnd, from)
  const key = body.slice(0, comma)
  return {
    piece: { kind: 'variable', key, fallback: text.slice(from, end) },
    end: end + fallbackEnd.length,
  }
}
