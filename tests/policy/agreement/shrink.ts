import type { Case } from './compare.ts'

/** Members that may be left out, besides those of the maps below. */
const optional: ReadonlySet<string> = new Set([
  ...['resource', 'resourcePolicyMustAllow', 'boundary', 'session'],
  ...['scopeDown', 'serviceControl', 'resourceControl'],
  ...['principalIds', 'resourceAccountId', 'sid', 'arn', 'attachedTo', 'principal'],
  ...['trustDirectUserBypassesBoundary', 'strictNotPrincipal'],
])
/** Where the names are the content. */
const maps: ReadonlySet<string> = new Set(['context', 'principalIds'])
/** Words of which there are only so many. */
const words: ReadonlySet<string> = new Set(['kind', 'effect', 'version', 'type', 'operator', 'level', 'name'])

/** Optional in a statement, but not here. */
const needed: ReadonlySet<string> = new Set(['principal of request', 'resource of request'])

/**
 * A case about which the two still differ and that has nothing left to take away: no policy, statement,
 * condition, key, value or character.
 */
export function shrink(found: Case, differs: (smaller: Case) => boolean): Case {
  let least = found
  for (
    let next = firstThatDiffers(least, differs);
    next !== undefined;
    next = firstThatDiffers(least, differs)
  )
    least = next
  return least
}

function firstThatDiffers(given: Case, differs: (smaller: Case) => boolean): Case | undefined {
  for (const smaller of smallerThan(given, 'case')) {
    if (differs(smaller as Case)) return smaller as Case
  }
  return undefined
}

/** Every value with a little less in it, the largest cuts first. */
function* smallerThan(value: unknown, name: string): Generator<unknown> {
  if (typeof value === 'string' && !words.has(name)) yield* shorter(value)
  else if (Array.isArray(value)) yield* withFewer(value, name)
  else if (typeof value === 'object' && value !== null) yield* withLess(value as Members, name)
}

function* shorter(text: string): Generator<string> {
  // Whatever matched still does.
  if (text.length > 1) yield '*'
  for (let size = text.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < text.length; at += size) yield text.slice(0, at) + text.slice(at + size)
  }
}

function* withFewer(items: readonly unknown[], name: string): Generator<unknown> {
  for (let size = items.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < items.length; at += size) yield items.toSpliced(at, size)
  }
  for (const [index, item] of items.entries()) {
    for (const smaller of smallerThan(item, name)) yield items.with(index, smaller)
  }
}

type Members = Readonly<Record<string, unknown>>

function* withLess(members: Members, name: string): Generator<Members> {
  const names = Object.keys(members)
  for (const member of names) {
    if (maps.has(name) || isOptional(member, name, members))
      yield Object.fromEntries(Object.entries(members).filter(([other]) => other !== member))
  }
  for (const member of names) {
    for (const smaller of smallerThan(members[member], member)) yield { ...members, [member]: smaller }
  }
}

/** Who asks consists of all its members. */
function isOptional(member: string, name: string, members: Members): boolean {
  const isCaller = typeof members.kind === 'string'
  return optional.has(member) && !isCaller && !needed.has(`${member} of ${name}`)
}
