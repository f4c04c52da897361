/**
 * Questions about two patterns, where evaluation asks about a pattern and a text. Comparing each with each costs the
 * square of what an attacker writes, so all comparisons of one document share a budget: when it is spent, a check
 * says nothing further.
 */
const anyRun: unique symbol = Symbol('*')
const anyOne: unique symbol = Symbol('?')
export type Glob = readonly (string | typeof anyRun | typeof anyOne)[]

/** A pattern in which every `*` and `?` is a wildcard. */
export function globOf(text: string): Glob {
  return Array.from(text, character => (character === '*' ? anyRun : character === '?' ? anyOne : character))
}

/** For short patterns and texts of ours: does the pattern match the text? */
export function matchesPattern(pattern: string, text: string): boolean {
  return covers(globOf(pattern), Array.from(text), newBudget())
}

export interface Budget {
  steps: number
}

export function newBudget(): Budget {
  return { steps: 20_000_000 }
}

/** Longer than any ARN or action: such a text is compared with nothing. */
const longest = 2048

/** Does `wide` match whatever `narrow` matches? A yes is certain. */
export function covers(wide: Glob, narrow: Glob, budget: Budget): boolean {
  if (!isComparable(wide, narrow, budget)) return false
  let part = 0
  let at = 0
  let lastRun = -1
  let runEnd = 0
  while (at < narrow.length) {
    if (--budget.steps < 0) return false
    const [left, right] = [wide[part], narrow[at]]
    if (left === anyRun) {
      lastRun = part++
      runEnd = at
    } else if (left === right || (left === anyOne && right !== anyRun)) {
      part++
      at++
    } else if (lastRun >= 0) {
      part = lastRun + 1
      at = ++runEnd
    } else {
      return false
    }
  }
  while (wide[part] === anyRun) part++
  return part === wide.length
}

/** Is there a text that both match? Undefined when that cannot be found out within the budget. */
export function overlaps(left: Glob, right: Glob, budget: Budget): boolean | undefined {
  if (!startsAgree(left, right)) return false
  if (!isComparable(left, right, budget)) return undefined
  budget.steps -= (left.length + 1) * (right.length + 1)
  if (budget.steps < 0) return undefined
  // row[j]: can what is left of `left` and what is left of `right` from j on be the same text?
  let below: boolean[] = []
  for (let i = left.length; i >= 0; i--) {
    const row: boolean[] = []
    for (let j = right.length; j >= 0; j--) row[j] = meet(left, right, i, j, row, below)
    below = row
  }
  return below[0] ?? false
}

function meet(
  left: Glob,
  right: Glob,
  i: number,
  j: number,
  row: readonly boolean[],
  below: readonly boolean[],
): boolean {
  const [a, b] = [left[i], right[j]]
  if (a === undefined && b === undefined) return true
  if (a === anyRun && (below[j] || (b !== undefined && row[j + 1]))) return true
  if (b === anyRun && (row[j + 1] || (a !== undefined && below[j]))) return true
  if (a === undefined || b === undefined || a === anyRun || b === anyRun) return false
  return (a === b || a === anyOne || b === anyOne) && (below[j + 1] ?? false)
}

/** Most pairs differ before the first wildcard. */
function startsAgree(left: Glob, right: Glob): boolean {
  const length = Math.min(left.length, right.length)
  for (let at = 0; at < length; at++) {
    const [a, b] = [left[at], right[at]]
    if (typeof a !== 'string' || typeof b !== 'string') return true
    if (a !== b) return false
  }
  return true
}

function isComparable(left: Glob, right: Glob, budget: Budget): boolean {
  return budget.steps > 0 && left.length <= longest && right.length <= longest
}

/** A form of the reference as a pattern: `role/${RoleNameWithPath}`, `s3:ExistingObjectTag/<key>`. */
export function placeholdersAsWildcards(form: string): string {
  return form.replace(/\$\{[^{}]*\}|<[^<>]*>|tag-key$/g, '*')
}

export function placeholderGlob(form: string): Glob {
  return globOf(placeholdersAsWildcards(form))
}
