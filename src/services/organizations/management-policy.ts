/**
 * Documents of tag policies, backup policies and their kind, and how those of several levels become one.
 * https://docs.aws.amazon.com/organizations/latest/userguide/policy-operators.html
 */

type Node = { readonly [member: string]: unknown }

const valueOperators: ReadonlySet<string> = new Set(['@@assign', '@@append', '@@remove'])
const childControl = '@@operators_allowed_for_child_policies'
const allowances: ReadonlySet<string> = new Set(['@@all', '@@none', ...valueOperators])

/** Whether a text is JSON of this form: everything under the topic, every value under an operator. */
export function isManagementPolicy(text: string, topic: string): boolean {
  const document = parsed(text)
  if (!document) return false
  const members = Object.keys(document)
  return members.every(member => member === topic || member === childControl) && isBranch(document)
}

function parsed(text: string): Node | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isNode(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isBranch(node: Node): boolean {
  const operators = Object.keys(node).filter(member => valueOperators.has(member))
  return Object.entries(node).every(([member, value]) => {
    if (member === childControl) return listOf(value).every(each => allowances.has(String(each)))
    if (valueOperators.has(member)) return isValue(value)
    return !member.startsWith('@@') && operators.length === 0 && isNode(value) && isBranch(value)
  })
}

function isValue(value: unknown): boolean {
  return listOf(value).every(each => ['string', 'number', 'boolean'].includes(typeof each))
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

/** What is left to children of a value that has no operators of its own said about it. */
const everyOperator: ReadonlySet<string> = valueOperators

/** A value, or branches below it, as far as the levels that were read make it; and what levels below may still do. */
interface Effective {
  value?: unknown
  readonly branches: Map<string, Effective>
  allowed: ReadonlySet<string>
}

/**
 * The document that the policies of all levels amount to, from the root's down; undefined where there are none.
 * Within a level, policies come in the order given: the first one that assigns a value keeps it.
 */
export function effectiveDocument(levels: readonly (readonly string[])[]): string | undefined {
  const root: Effective = emptyNode(everyOperator)
  for (const texts of levels) {
    const documents = texts.map(parsed).filter(document => document !== undefined)
    inheritLevel(root, documents)
  }
  const shown = shownBranches(root)
  return shown === undefined ? undefined : JSON.stringify(shown)
}

function emptyNode(allowed: ReadonlySet<string>): Effective {
  return { branches: new Map(), allowed }
}

/** All policies of a level are judged by what the levels above left to them, and limit only those below. */
function inheritLevel(effective: Effective, nodes: readonly Node[]): void {
  const { allowed } = effective
  let isAssigned = false
  for (const node of nodes) {
    if ('@@assign' in node && allowed.has('@@assign') && !isAssigned) {
      effective.value = node['@@assign']
      isAssigned = true
    }
  }
  for (const node of nodes) {
    if ('@@append' in node && allowed.has('@@append')) {
      effective.value = [...new Set([...valuesOf(effective), ...listOf(node['@@append'])])]
    }
    if ('@@remove' in node && allowed.has('@@remove')) {
      const removed = listOf(node['@@remove'])
      effective.value = valuesOf(effective).filter(value => !removed.includes(value))
    }
  }
  for (const name of new Set(nodes.flatMap(node => Object.keys(node).filter(isBranchName)))) {
    const known = effective.branches.get(name)
    // A new branch under what children may not touch is not theirs to add.
    if (!known && allowed.size === 0) continue
    const branch = known ?? emptyNode(allowed)
    effective.branches.set(name, branch)
    inheritLevel(branch, nodes.map(node => node[name]).filter(isNode))
  }
  const limits = nodes.filter(node => childControl in node).map(node => allowedBy(listOf(node[childControl])))
  if (limits.length === 0) return
  const left = limits.reduce((all, limit) => intersection(all, limit), allowed)
  restrict(effective, left)
}

const isBranchName = (name: string) => !name.startsWith('@@')

function valuesOf({ value }: Effective): readonly unknown[] {
  return value === undefined ? [] : listOf(value)
}

function allowedBy(names: readonly unknown[]): ReadonlySet<string> {
  if (names.includes('@@all')) return everyOperator
  return new Set(names.map(String).filter(name => valueOperators.has(name)))
}

function intersection(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter(each => b.has(each)))
}

/** What is not said of a branch itself holds as it is said above it. */
function restrict(effective: Effective, left: ReadonlySet<string>): void {
  effective.allowed = intersection(effective.allowed, left)
  for (const branch of effective.branches.values()) restrict(branch, left)
}

function shownBranches({ branches }: Effective): Node | undefined {
  const shown = [...branches].map(([name, branch]) => [name, branch.value ?? shownBranches(branch)] as const)
  const present = shown.filter(([, value]) => value !== undefined)
  return present.length === 0 ? undefined : Object.fromEntries(present)
}
