import { anyOne, anyRun, isVariable, type Template, variableValue } from './template.ts'

type Symbols = readonly (string | typeof anyRun | typeof anyOne)[]

/** The template with its variables filled in, one element a character or wildcard. */
export function charactersOf(template: Template): Symbols {
  return template.flatMap((part): Symbols => {
    if (isVariable(part)) return Array.from(variableValue(part) ?? '')
    return typeof part === 'string' ? Array.from(part) : [part]
  })
}

/** The way for texts whose characters are not the units they are stored in. */
export function matchesByCodePoint(template: Template, text: string, from: number): boolean {
  return matchesCharacters(charactersOf(template), text.slice(from))
}

/**
 * After a mismatch only the last `*` is stretched by one character: stretching an earlier one could not help.
 * So the work is bounded by pattern times text.
 */
export function matchesCharacters(pattern: Symbols, text: string): boolean {
  const characters = Array.from(text)
  let part = 0
  let at = 0
  let lastRun = -1
  let runEnd = 0
  while (at < characters.length) {
    if (pattern[part] === anyRun) {
      lastRun = part++
      runEnd = at
    } else if (pattern[part] === anyOne || pattern[part] === characters[at]) {
      part++
      at++
    } else if (lastRun >= 0) {
      part = lastRun + 1
      at = ++runEnd
    } else {
      return false
    }
  }
  while (pattern[part] === anyRun) part++
  return part === pattern.length
}
