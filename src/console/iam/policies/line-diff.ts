/** One line of two texts laid over each other. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
  /** Its number in the old text, and in the new one; counted from 1. */
  readonly before?: number
  readonly after?: number
}

/**
 * What makes the new text of the old one, line by line: the longest run of common lines stays. A managed policy has a few
 * hundred lines, whose square is looked at.
 */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const common = commonLengths(old, now)
  const lines: DiffLine[] = []
  let [left, right] = [0, 0]
  while (left < old.length || right < now.length) {
    const [oldLine, newLine] = [old[left], now[right]]
    if (oldLine !== undefined && oldLine === newLine) {
      lines.push({ kind: 'same', text: oldLine, before: ++left, after: ++right })
    } else if (
      newLine === undefined ||
      lengthAt(common, left + 1, right) >= lengthAt(common, left, right + 1)
    ) {
      if (oldLine === undefined) lines.push({ kind: 'added', text: newLine ?? '', after: ++right })
      else lines.push({ kind: 'removed', text: oldLine, before: ++left })
    } else {
      lines.push({ kind: 'added', text: newLine, after: ++right })
    }
  }
  return lines
}

/** How many lines what is left of both texts from here on has in common. */
function commonLengths(old: readonly string[], now: readonly string[]): readonly (readonly number[])[] {
  const rows: number[][] = [Array.from({ length: now.length + 1 }, () => 0)]
  for (let left = old.length - 1; left >= 0; left--) {
    const below = rows[0] ?? []
    const row = Array.from({ length: now.length + 1 }, () => 0)
    for (let right = now.length - 1; right >= 0; right--) {
      row[right] =
        old[left] === now[right]
          ? 1 + (below[right + 1] ?? 0)
          : Math.max(below[right] ?? 0, row[right + 1] ?? 0)
    }
    rows.unshift(row)
  }
  return rows
}

function lengthAt(common: readonly (readonly number[])[], left: number, right: number): number {
  return common[left]?.[right] ?? -1
}
