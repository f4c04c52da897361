import { charactersOf, matchesCharacters } from './code-points.ts'
import { hasWildcard, haveValues, isVariable, splitAtColons, type Template } from './template.ts'
import { type TextMatcher, textMatcher } from './text-matcher.ts'

/**
 * `arn:partition:service:region:account:resource`, split on the first five colons: the resource may contain
 * further ones. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export const arnSegments = 6
const headSegments = arnSegments - 1

/** Where the resource part begins, behind the fifth colon; -1 when the text is no ARN. */
export function resourcePartAt(text: string): number {
  if (!text.startsWith('arn:')) return -1
  let at = 3
  for (let colon = 2; colon <= headSegments; colon++) {
    at = text.indexOf(':', at + 1)
    if (at < 0) return -1
  }
  return at + 1
}

/** Six parts, or undefined when the text is no ARN. */
export function splitArn(text: string): readonly string[] | undefined {
  const rest = resourcePartAt(text)
  return rest < 0 ? undefined : [...text.slice(0, rest - 1).split(':'), text.slice(rest)]
}

/** Matches what is wanted of an ARN, given with the place of its resource part. */
export interface ArnMatcher {
  hasValues(): boolean
  matches(arn: string): boolean
}

/**
 * ArnEquals and ArnLike, which are one: each of the six parts is compared by itself, so a `*` before the fifth
 * colon cannot swallow one. What is not an ARN on both sides does not match.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function arnMatcher(template: Template): ArnMatcher {
  const segments = splitAtColons(template, arnSegments)
  if (segments.slice(0, headSegments).some(segment => segment.some(isVariable)))
    return new FilledArn(template)
  if (segments.length < arnSegments) return { hasValues: () => true, matches: () => false }
  const rest = textMatcher(segments[headSegments] ?? [])
  const head = literalHead(segments)
  return head === undefined
    ? new SegmentedArn(segments.slice(0, headSegments).map(textMatcher), rest)
    : new HeadedArn(head, rest)
}

/** The first five parts with their colons, when no wildcard is in them. */
export function literalHead(segments: readonly Template[]): string | undefined {
  const head = segments.slice(0, headSegments)
  if (head.length < headSegments || head.some(segment => hasWildcard(segment) || segment.some(isVariable)))
    return undefined
  return `${head.map(segment => segment.join('')).join(':')}:`
}

class HeadedArn implements ArnMatcher {
  readonly #head: string
  readonly #rest: TextMatcher
  readonly #isArn: boolean
  constructor(head: string, rest: TextMatcher) {
    this.#head = head
    this.#rest = rest
    this.#isArn = head.startsWith('arn:')
  }
  hasValues(): boolean {
    return this.#rest.hasValues()
  }
  matches(arn: string): boolean {
    return this.#isArn && arn.startsWith(this.#head) && this.#rest.matches(arn, this.#head.length)
  }
}

class SegmentedArn implements ArnMatcher {
  readonly #head: readonly TextMatcher[]
  readonly #rest: TextMatcher
  constructor(head: readonly TextMatcher[], rest: TextMatcher) {
    this.#head = head
    this.#rest = rest
  }
  hasValues(): boolean {
    return this.#rest.hasValues()
  }
  matches(arn: string): boolean {
    const rest = resourcePartAt(arn)
    if (rest < 0 || !this.#rest.matches(arn, rest)) return false
    const parts = arn.slice(0, rest - 1).split(':')
    return this.#head.every((segment, index) => segment.matches(parts[index] ?? '', 0))
  }
}

/** With a variable among the first five parts only its value tells where the parts end. */
class FilledArn implements ArnMatcher {
  readonly #template: Template
  constructor(template: Template) {
    this.#template = template
  }
  hasValues(): boolean {
    return haveValues(this.#template.filter(isVariable))
  }
  matches(arn: string): boolean {
    const parts = splitArn(arn)
    if (parts === undefined) return false
    const segments: ReturnType<typeof charactersOf>[number][][] = [[]]
    for (const character of charactersOf(this.#template)) {
      if (character === ':' && segments.length < arnSegments) segments.push([])
      else segments.at(-1)?.push(character)
    }
    return (
      segments.length === arnSegments &&
      segments.every((segment, index) => matchesCharacters(segment, parts[index] ?? ''))
    )
  }
}
