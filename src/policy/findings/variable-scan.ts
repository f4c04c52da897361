/**
 * Policy variables in a text, well written or not. Evaluation reads them in ../variables.ts and takes what is
 * wrong as plain text; here it is told apart.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export type VariableFault = 'brace' | 'empty' | 'space' | 'quote'

export interface ScannedVariable {
  /** `${aws:username}` as written. */
  readonly written: string
  readonly start: number
  readonly end: number
  readonly fault?: VariableFault
  /** `${*}`, `${?}` and `${$}` stand for the character itself. */
  readonly isEscape: boolean
}

const opening = '${'
const fallbackStart = ", '"
const fallbackEnd = "'}"
const quotedFallback = /^ ?'.*'$/s

export function* variablesIn(text: string): Generator<ScannedVariable> {
  const lastBrace = text.lastIndexOf('}')
  const lastFallback = text.lastIndexOf(fallbackEnd)
  for (let start = text.indexOf(opening); start >= 0; ) {
    if (start > lastBrace) {
      yield { written: text.slice(start), start, end: text.length, fault: 'brace', isEscape: false }
      return
    }
    const end = endOf(text, start, lastFallback)
    const written = text.slice(start, end)
    const body = written.slice(opening.length, -1)
    const fault = faultOf(body)
    yield { written, start, end, ...(fault && { fault }), isEscape: /^[*?$]$/.test(body) }
    start = text.indexOf(opening, end)
  }
}

/** Behind the closing brace. A default may hold braces: its end is the quote with the brace behind it. */
function endOf(text: string, start: number, lastFallback: number): number {
  const brace = text.indexOf('}', start)
  const fallback = text.slice(start, brace).indexOf(fallbackStart)
  const from = start + fallback + fallbackStart.length
  if (fallback < 0 || from > lastFallback) return brace + 1
  return text.indexOf(fallbackEnd, from) + fallbackEnd.length
}

function faultOf(body: string): VariableFault | undefined {
  const comma = body.indexOf(',')
  const name = comma < 0 ? body : body.slice(0, comma)
  // The brace that was found closes the inner one.
  if (name.includes(opening)) return 'brace'
  if (name.trim() === '') return 'empty'
  if (name.includes(' ')) return 'space'
  if (comma >= 0 && !quotedFallback.test(body.slice(comma + 1))) return 'quote'
  return undefined
}

/** Is there something that is replaced when the policy is evaluated? */
export function hasVariable(text: string): boolean {
  for (const variable of variablesIn(text)) {
    if (variable.fault === undefined && !variable.isEscape) return true
  }
  return false
}

/** The text with a `*` for each variable and each escape: its form, whatever is filled in. */
export function variablesAsWildcards(text: string): string {
  return withoutVariables(text, '*')
}

/** Are there wildcards beside those that are escaped or belong to a variable? */
export function hasOwnWildcards(text: string): boolean {
  return /[*?]/.test(withoutVariables(text, ''))
}

/** What stands before the first colon that belongs to no variable: all of the text where there is none. */
export function beforeColon(text: string): string {
  let from = 0
  for (const { start, end } of variablesIn(text)) {
    const colon = text.slice(from, start).indexOf(':')
    if (colon >= 0) return text.slice(0, from + colon)
    from = end
  }
  const colon = text.indexOf(':', from)
  return colon < 0 ? text : text.slice(0, colon)
}

function withoutVariables(text: string, substitute: string): string {
  let result = ''
  let from = 0
  for (const { start, end, fault } of variablesIn(text)) {
    if (fault === 'brace') continue
    result += text.slice(from, start) + substitute
    from = end
  }
  return result + text.slice(from)
}
