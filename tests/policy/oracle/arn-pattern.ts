import { type Glob, type GlobPart, matchesGlob } from './glob.ts'
import { remembered } from './remembered.ts'

/**
 * `arn:partition:service:region:account:resource`, split on the first five colons:
 * the resource may contain further ones.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export const arnSegments = 6

/** Six parts, or undefined when the text is no ARN. */
export const splitArn = remembered((text): readonly string[] | undefined => {
  const parts = text.split(':')
  if (parts.length < arnSegments || parts[0] !== 'arn') return undefined
  return [...parts.slice(0, arnSegments - 1), parts.slice(arnSegments - 1).join(':')]
})

/** At most six parts; the last of six keeps its colons. */
export function splitArnGlob(glob: Glob): readonly Glob[] {
  const segments: GlobPart[][] = [[]]
  for (const part of glob) {
    if (part === ':' && segments.length < arnSegments) segments.push([])
    else segments[segments.length - 1]?.push(part)
  }
  return segments
}

/**
 * ArnEquals and ArnLike, which are one: each of the six parts is compared by itself, so a `*` before
 * the fifth colon cannot swallow one. What is not an ARN on both sides does not match.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchesArn(pattern: Glob, arn: string): boolean {
  const segments = splitArnGlob(pattern)
  const parts = splitArn(arn)
  if (parts === undefined || segments.length !== arnSegments) return false
  return segments.every((segment, index) => matchesGlob(segment, parts[index] ?? ''))
}
