import { type Case, compareAlone, type Difference, type Engine } from './compare.ts'
import { caseText } from './corpus.ts'
import type { Found } from './run.ts'
import { shrink } from './shrink.ts'

export interface SmallestFound {
  readonly case: Case
  readonly text: string
}

/** What was found, as small as it gets, and in words for whoever has to mend it. */
export function smallest(found: Found, seed: number, subject?: Engine): SmallestFound {
  const least = found.alone
    ? shrink(found.case, smaller => compareAlone(smaller, subject) !== undefined)
    : found.case
  const difference = compareAlone(least, subject) ?? found.difference
  const text = [
    `Engine and oracle differ (seed ${seed}).`,
    ...(found.alone ? [] : ['Only what was asked before makes the engine answer so: run the seed again.']),
    ...inWords(difference),
    caseText(least),
  ]
  return { case: least, text: text.join('\n') }
}

function inWords({ asked, expected, actual }: Difference): string[] {
  return [`${asked} should say:`, JSON.stringify(expected), 'but says:', JSON.stringify(actual)]
}
