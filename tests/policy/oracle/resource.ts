import type { LayerKind } from '../../../src/policy/decision.ts'
import type { PolicyDocument, ResourceElement } from '../../../src/policy/document.ts'
import { arnSegments, splitArn, splitArnGlob } from './arn-pattern.ts'
import type { ContextKeys } from './context.ts'
import { anyRun, type Glob, globOf, hasWildcard, lowerCaseGlob, lowerCaseText, matchesGlob } from './glob.ts'
import { remembered } from './remembered.ts'
import { colonsBeforeFirstVariable, expandVariables, mayHaveVariables } from './variables.ts'

/** What a pattern is read against, besides its own text. */
export interface ResourceReading {
  readonly layer: LayerKind
  readonly version: PolicyDocument['version']
  readonly keys: ContextKeys
}

/** `no-value`: a variable in the pattern has no value, so the pattern stands for no resource at all. */
export type ResourceMatch = 'match' | 'no-match' | 'no-value'

const serviceSegment = 2

/**
 * May a pattern with fewer than six parts stand for all that begins so? AWS's documentation is silent;
 * this is what was observed of each kind of policy. The parts that are not written then match anything.
 */
const acceptsShortPattern: Readonly<Record<LayerKind, (pattern: Glob) => boolean>> = {
  identity: () => true,
  boundary: () => true,
  session: () => true,
  'scope-down': () => true,
  resource: hasWildcard,
  'service-control': pattern => pattern.at(-1) === anyRun,
  'resource-control': () => false,
}

/**
 * Segment by segment, so that a `*` before the fifth colon stays in its part; in the last part it crosses
 * `/` and `:`. Names of partition, service, region and account have no case; the resource's own name has.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchResource(pattern: string, resource: string, reading: ResourceReading): ResourceMatch {
  if (pattern === '*') return 'match'
  const expanded = expandResource(pattern, reading)
  if (expanded === undefined) return 'no-value'
  const { glob, segments } = expanded
  const parts = resourceParts(resource)
  // An action without a resource of its own asks for `*`, which nothing but a written `*` covers.
  if (parts === undefined) return 'no-match'
  if (segments.length < arnSegments && !acceptsShortPattern[reading.layer](glob)) return 'no-match'
  // "You cannot use a wildcard in the service segment": such a pattern names nothing. In a short pattern
  // the last written part stands for the rest of the ARN, so there it may end in one.
  const service = segments[serviceSegment] ?? []
  if (segments.length > serviceSegment + 1 && hasWildcard(service)) return 'no-match'
  const matches = segments.every((segment, index) => matchesGlob(segment, parts[index] ?? ''))
  return matches ? 'match' : 'no-match'
}

/** Resource lists what it covers; NotResource covers all else. */
export function coversResource(
  element: ResourceElement,
  resource: string,
  reading: ResourceReading,
): boolean {
  const matches = element.patterns.map(pattern => matchResource(pattern, resource, reading))
  if (!element.negated) return matches.includes('match')
  // "No value" matches no resource, in NotResource too. Inverting it would cover every resource,
  // so a NotResource with such an element does not apply at all.
  return matches.every(match => match === 'no-match')
}

/** What a pattern stands for when its variables are filled in: whole, and in segments whose case is that of the parts below. */
interface Pattern {
  readonly glob: Glob
  readonly segments: readonly Glob[]
}

const patternOf = (glob: Glob): Pattern => ({
  glob,
  segments: withoutCase(splitArnGlob(glob), lowerCaseGlob),
})

const patternAsWritten = remembered(text => patternOf(globOf(text)))

const resourceParts = remembered(resource => {
  const parts = splitArn(resource)
  return parts && withoutCase(parts, lowerCaseText)
})

/** All but the last of six. */
function withoutCase<Part>(parts: readonly Part[], lower: (part: Part) => Part): readonly Part[] {
  return parts.map((part, index) => (index === arnSegments - 1 ? part : lower(part)))
}

/** Variables are for the resource part only: one before the fifth colon never has a value. */
function expandResource(pattern: string, { version, keys }: ResourceReading): Pattern | undefined {
  if (!mayHaveVariables(pattern, version)) return patternAsWritten(pattern)
  const colons = colonsBeforeFirstVariable(pattern)
  if (colons !== undefined && colons < arnSegments - 1) return undefined
  const glob = expandVariables(pattern, keys, version)
  return glob && patternOf(glob)
}
