import { type JsonSpan, member, parseJson } from './json.ts'

/**
 * Where each statement stands in the text, from its `{` to behind its `}`, in the order in which they are
 * written; empty for a text that is no policy. Line and column of an offset: `lineAndColumn`.
 */
export function statementSpans(text: string): readonly JsonSpan[] {
  const parsed = parseJson(text)
  if (!('value' in parsed) || parsed.value.kind !== 'object') return []
  const statements = member(parsed.value, 'Statement')
  if (statements === undefined) return []
  return (statements.kind === 'array' ? statements.items : [statements]).map(({ start, end }) => ({
    start,
    end,
  }))
}
