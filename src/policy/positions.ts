import { type JsonSpan, member, parseJson } from './json.ts'

export interface StatementSpan extends JsonSpan {
  /** Offset behind what stands before it: the list's bracket, the statement before, or the own brace of one alone. */
  readonly behind: number
}

/**
 * Where each statement stands in the text, from its `{` to behind its `}`, in the order in which they are
 * written; empty for a text that is no policy. Line and column of an offset: `lineAndColumn`.
 */
export function statementSpans(text: string): readonly StatementSpan[] {
  const parsed = parseJson(text)
  if (!('value' in parsed) || parsed.value.kind !== 'object') return []
  const statements = member(parsed.value, 'Statement')
  if (statements === undefined) return []
  if (statements.kind !== 'array') return [spanOf(statements, statements.start + 1)]
  return statements.items.map((item, index) =>
    spanOf(item, statements.items[index - 1]?.end ?? statements.start + 1),
  )
}

function spanOf({ start, end }: JsonSpan, behind: number): StatementSpan {
  return { start, end, behind }
}
