import type { PolicyKind } from '../document.ts'
import { type Check, type Hit, learnMoreOf, messageOf } from './check.ts'
import { type Finding, type FindingLocation, severities } from './finding.ts'
import { readView, type ViewOptions } from './read-view.ts'
import { checks } from './table.ts'
import type { Place, View } from './view.ts'

/** All of them may be left out. Without a reference what needs one is not found. */
export type FindingsOptions = ViewOptions

/**
 * What there is to say about a policy of a kind, the worst first and then in the order of the text. Takes any text
 * whatever, never throws, and answers in a time bounded by the length of the text.
 */
export function findings(text: string, kind: PolicyKind, options: FindingsOptions = {}): readonly Finding[] {
  const view = readView(text, kind, options)
  const applicable = checks.filter(
    check => (check.kinds?.includes(kind) ?? true) && (!check.needsReference || view.reference !== undefined),
  )
  const locate = locator(text)
  const found = applicable
    .filter(check => !check.onlyWithoutErrors)
    .flatMap(check => findingsOf(check, view, locate))
  if (!found.some(finding => finding.severity === 'error')) {
    found.push(
      ...applicable
        .filter(check => check.onlyWithoutErrors)
        .flatMap(check => findingsOf(check, view, locate)),
    )
  }
  return found.sort(
    (left, right) =>
      severities.indexOf(left.severity) - severities.indexOf(right.severity) || left.start - right.start,
  )
}

function findingsOf(check: Check, view: View, locate: (place: Place) => FindingLocation): Finding[] {
  const { code, severity, title, advice } = check
  const source: Finding['source'] = check.source ?? 'access-analyzer'
  const learnMore = learnMoreOf(check)
  return [...check.find(view)].map((hit: Hit): Finding => {
    const [first = view.root, ...others] = isList(hit.at) ? hit.at : [hit.at]
    const message = messageOf(check, hit)
    const known = { code, severity, source, title, message, advice, learnMore }
    return { ...known, ...locate(first), related: others.map(locate) }
  })
}

function isList(at: Hit['at']): at is readonly Place[] {
  return Array.isArray(at)
}

/** Lines are found by halving: counting them anew for each finding would cost the square of the text. */
function locator(text: string): (place: Place) => FindingLocation {
  const lineStarts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1)
  return ({ path, start, end }) => {
    let low = 0
    let high = lineStarts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((lineStarts[middle] ?? 0) <= start) low = middle
      else high = middle
    }
    return { path, start, end, line: low + 1, column: start - (lineStarts[low] ?? 0) + 1 }
  }
}
