import type { Context, ContextValue } from '../../../src/policy/request.ts'

/**
 * The keys of one request, found without regard to case: also the part behind the slash,
 * as in `aws:PrincipalTag/Team`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export type ContextKeys = ReadonlyMap<string, ContextValue>

/** A key that is undefined or holds the empty list is absent. Of two spellings of one key the first counts. */
export function indexContext(context: Context): ContextKeys {
  const keys = new Map<string, ContextValue>()
  for (const [name, value] of Object.entries(context)) {
    const key = name.toLowerCase()
    if (value === undefined || (Array.isArray(value) && value.length === 0) || keys.has(key)) continue
    keys.set(key, value)
  }
  return keys
}

export function contextValue(keys: ContextKeys, name: string): ContextValue | undefined {
  return keys.get(name.toLowerCase())
}
