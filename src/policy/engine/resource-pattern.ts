import type { LayerKind } from '../decision.ts'
import type { PolicyDocument, ResourceElement } from '../document.ts'
import { arnSegments, literalHead, resourcePartAt } from './arn.ts'
import {
  anyRun,
  hasWildcard,
  inLowerCase,
  isVariable,
  readTemplate,
  splitAtColons,
  type Template,
} from './template.ts'
import { type TextMatcher, textMatcher } from './text-matcher.ts'

/** `no-value`: a variable in the pattern has no value, so the pattern stands for no resource at all. */
export type ResourceMatch = 'match' | 'no-match' | 'no-value'

/** The resource of one request. Names of partition, service, region and account have no case. */
export class RequestedResource {
  readonly text: string
  /** Where the resource's own name begins; -1 when the text is no ARN. */
  readonly nameAt: number
  #head: string | undefined
  #segments: readonly string[] | undefined
  #indexKey: string | undefined

  constructor(text: string) {
    this.text = text
    this.nameAt = resourcePartAt(text)
  }

  /** The first five parts with their colons, in lower case. */
  get head(): string {
    this.#head ??= this.text.slice(0, this.nameAt).toLowerCase()
    return this.#head
  }

  /** The first five parts in lower case, and the name. */
  get segments(): readonly string[] {
    this.#segments ??= [...this.head.slice(0, -1).split(':'), this.text.slice(this.nameAt)]
    return this.#segments
  }

  /** The whole as literal patterns are looked up by. */
  get indexKey(): string {
    this.#indexKey ??= this.nameAt < 0 ? this.text : this.head + this.text.slice(this.nameAt)
    return this.#indexKey
  }
}

/** One element of Resource or NotResource. */
export interface ResourcePattern {
  match(resource: RequestedResource): ResourceMatch
  /** How the index key of every resource that it matches begins; empty when nothing is known of it. */
  readonly prefix: string
}

const serviceSegment = 2

/**
 * May a pattern with fewer than six parts stand for all that begins so? AWS's documentation is silent;
 * this is what was observed of each kind of policy. The parts that are not written then match anything.
 */
const acceptsShortPattern: Readonly<Record<LayerKind, (pattern: Template) => boolean>> = {
  identity: () => true,
  boundary: () => true,
  session: () => true,
  resource: hasWildcard,
  'service-control': pattern => pattern.at(-1) === anyRun,
  'resource-control': () => false,
}

const always = (match: ResourceMatch): ResourcePattern => ({ match: () => match, prefix: '' })
const everything = always('match')
const nothing = always('no-match')
const noValue = always('no-value')

/**
 * Segment by segment, so that a `*` before the fifth colon stays in its part; in the last part it crosses
 * `/` and `:`. The resource's own name has case, what stands before it has none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourcePattern(
  text: string,
  version: PolicyDocument['version'],
  layer: LayerKind,
): ResourcePattern {
  if (text === '*') return everything
  const template = readTemplate(text, version)
  const segments = splitAtColons(template, arnSegments)
  const heads = segments.slice(0, arnSegments - 1)
  // Variables are for the resource part only: one before the fifth colon never has a value.
  if (heads.some(segment => segment.some(isVariable))) return noValue
  const short = segments.length < arnSegments
  if (short && !acceptsShortPattern[layer](template)) return nothing
  // "You cannot use a wildcard in the service segment": such a pattern names nothing. In a short pattern
  // the last written part stands for the rest of the ARN, so there it may end in one.
  if (segments.length > serviceSegment + 1 && hasWildcard(segments[serviceSegment] ?? [])) return nothing
  const lowered = heads.map(inLowerCase)
  const head = literalHead(lowered)
  if (short || head === undefined) return new SegmentedPattern(lowered, segments[arnSegments - 1])
  return new HeadedPattern(head, segments[arnSegments - 1] ?? [])
}

/** The usual form: nothing but the resource's own name has wildcards or variables. */
class HeadedPattern implements ResourcePattern {
  readonly prefix: string
  readonly #head: string
  readonly #isArn: boolean
  readonly #name: TextMatcher
  constructor(head: string, name: Template) {
    const [start] = name
    this.prefix = typeof start === 'string' && start.isWellFormed() ? head + start : head
    this.#head = head
    this.#isArn = head.startsWith('arn:')
    this.#name = textMatcher(name)
  }

  match(resource: RequestedResource): ResourceMatch {
    if (!this.#name.hasValues()) return 'no-value'
    const headMatches =
      this.#isArn &&
      (resource.text.startsWith(this.#head) || (resource.nameAt >= 0 && resource.head === this.#head))
    return headMatches && this.#name.matches(resource.text, resource.nameAt) ? 'match' : 'no-match'
  }
}

class SegmentedPattern implements ResourcePattern {
  readonly prefix = ''
  readonly #heads: readonly TextMatcher[]
  /** Absent in a pattern that is short. */
  readonly #name: TextMatcher | undefined
  constructor(heads: readonly Template[], name: Template | undefined) {
    this.#heads = heads.map(textMatcher)
    this.#name = name && textMatcher(name)
  }

  match(resource: RequestedResource): ResourceMatch {
    if (this.#name?.hasValues() === false) return 'no-value'
    // An action without a resource of its own asks for `*`, which nothing but a written `*` covers.
    if (resource.nameAt < 0) return 'no-match'
    const parts = resource.segments
    for (const [index, head] of this.#heads.entries()) {
      if (!head.matches(parts[index] ?? '', 0)) return 'no-match'
    }
    return this.#name === undefined || this.#name.matches(resource.text, resource.nameAt)
      ? 'match'
      : 'no-match'
  }
}

/** Resource lists what it covers; NotResource covers all else. */
export class ResourceSet {
  readonly #patterns: readonly ResourcePattern[]
  readonly #negated: boolean

  constructor(element: ResourceElement, version: PolicyDocument['version'], layer: LayerKind) {
    this.#negated = element.negated
    this.#patterns = element.patterns.map(text => resourcePattern(text, version, layer))
  }

  covers(resource: RequestedResource): boolean {
    if (!this.#negated) {
      for (const pattern of this.#patterns) if (pattern.match(resource) === 'match') return true
      return false
    }
    // "No value" matches no resource, in NotResource too. Inverting it would cover every resource,
    // so a NotResource with such an element does not apply at all.
    for (const pattern of this.#patterns) if (pattern.match(resource) !== 'no-match') return false
    return true
  }

  /** How everything that it covers begins, a prefix for each pattern; undefined when that is not known. */
  prefixes(): readonly string[] | undefined {
    const prefixes = this.#patterns.map(pattern => pattern.prefix)
    return this.#negated || prefixes.includes('') ? undefined : prefixes
  }
}
