import type { LayerKind } from '../decision.ts'
import type { PolicyDocument, ResourceElement } from '../document.ts'
import { arnSegments, literalHead, resourcePartAt } from './arn.ts'
import {
  anyRun,
  hasWildcard,
  haveValues,
  inLowerCase,
  isVariable,
  lowerCase,
  readTemplate,
  splitAtColons,
  type Template,
  type Variable,
} from './template.ts'
import { type TextMatcher, textMatcher } from './text-matcher.ts'

const capitalA = 0x41
const capitalZ = 0x5a
const lastAscii = 0x7f

/** The resource of one request. Names of partition, service, region and account have no case. */
export class RequestedResource {
  readonly text: string
  #nameAt: number | undefined
  #head: string | undefined
  #segments: readonly string[] | undefined
  #indexKey: string | undefined

  constructor(text: string) {
    this.text = text
  }

  /** Where the resource's own name begins; -1 when the text is no ARN. */
  get nameAt(): number {
    this.#nameAt ??= resourcePartAt(this.text)
    return this.#nameAt
  }

  /** The first five parts with their colons, in lower case. */
  get head(): string {
    this.#head ??= lowerCase(this.text.slice(0, this.nameAt))
    return this.#head
  }

  /** The first five parts in lower case, and the name. */
  get segments(): readonly string[] {
    this.#segments ??= [...this.head.slice(0, -1).split(':'), this.text.slice(this.nameAt)]
    return this.#segments
  }

  /** The whole, with the head in lower case. */
  get indexKey(): string {
    this.#indexKey ??= hasLowerStart(this.text, this.nameAt)
      ? this.text
      : this.head + this.text.slice(this.nameAt)
    return this.#indexKey
  }

  /** Where the text goes on behind what its index key begins with; -1 when it begins otherwise. */
  behind(prefix: string): number {
    if (this.text.startsWith(prefix)) return prefix.length
    const key = this.indexKey
    return key !== this.text && key.startsWith(prefix) ? prefix.length + this.text.length - key.length : -1
  }
}

/** As nearly all heads are: then nothing needs to be made of them. Other alphabets are left to the long way. */
function hasLowerStart(text: string, end: number): boolean {
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at)
    if ((code >= capitalA && code <= capitalZ) || code > lastAscii) return false
  }
  return true
}

/** One element of Resource or NotResource. */
export interface ResourcePattern {
  matches(resource: RequestedResource): boolean
  /** Every variable in it has a value. Without, it stands for no resource at all, and matches none. */
  hasValues(): boolean
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
  'scope-down': () => true,
  resource: hasWildcard,
  'service-control': pattern => pattern.at(-1) === anyRun,
  'resource-control': () => false,
}

const everything: ResourcePattern = { matches: () => true, hasValues: () => true, prefix: '' }
const nothing: ResourcePattern = { matches: () => false, hasValues: () => true, prefix: '' }
const noValue: ResourcePattern = { matches: () => false, hasValues: () => false, prefix: '' }

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
  if (segments.length > serviceSegment + 1 && hasWildcard(segments[serviceSegment] ?? []))
    return new NamesNothing(template)
  const lowered = heads.map(inLowerCase)
  const head = literalHead(lowered)
  if (short || head === undefined) return new SegmentedPattern(lowered, segments[arnSegments - 1])
  return new HeadedPattern(head, segments[arnSegments - 1] ?? [])
}

/** Also of a pattern that names nothing it matters, for NotResource, whether its variables have values. */
class NamesNothing implements ResourcePattern {
  readonly prefix = ''
  readonly #variables: readonly Variable[]
  constructor(template: Template) {
    this.#variables = template.filter(isVariable)
  }

  hasValues(): boolean {
    return haveValues(this.#variables)
  }

  matches(): boolean {
    return false
  }
}

/** The usual form: nothing but the resource's own name has wildcards or variables. */
class HeadedPattern implements ResourcePattern {
  readonly prefix: string
  readonly #isArn: boolean
  /** What the name has behind the prefix. */
  readonly #rest: TextMatcher
  constructor(head: string, name: Template) {
    const [start, ...rest] = name
    const beginsLiterally = typeof start === 'string' && start.isWellFormed()
    this.prefix = beginsLiterally ? head + start : head
    this.#isArn = head.startsWith('arn:')
    this.#rest = textMatcher(beginsLiterally ? rest : name)
  }

  hasValues(): boolean {
    return this.#rest.hasValues()
  }

  matches(resource: RequestedResource): boolean {
    const at = this.#isArn ? resource.behind(this.prefix) : -1
    return at >= 0 && this.#rest.hasValues() && this.#rest.matches(resource.text, at)
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

  hasValues(): boolean {
    return this.#name === undefined || this.#name.hasValues()
  }

  matches(resource: RequestedResource): boolean {
    // An action without a resource of its own asks for `*`, which nothing but a written `*` covers.
    if (resource.nameAt < 0 || !this.hasValues()) return false
    const parts = resource.segments
    for (const [index, head] of this.#heads.entries()) {
      if (!head.matches(parts[index] ?? '', 0)) return false
    }
    return this.#name === undefined || this.#name.matches(resource.text, resource.nameAt)
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
      for (const pattern of this.#patterns) if (pattern.matches(resource)) return true
      return false
    }
    // An element without a value matches no resource, in NotResource too. Inverting it would cover every
    // resource, so a NotResource with such an element does not apply at all.
    for (const pattern of this.#patterns) if (!pattern.hasValues() || pattern.matches(resource)) return false
    return true
  }

  /** How everything that it covers begins, a prefix for each pattern; undefined when that is not known. */
  prefixes(): readonly string[] | undefined {
    const prefixes = this.#patterns.map(pattern => pattern.prefix)
    return this.#negated || prefixes.includes('') ? undefined : prefixes
  }
}
