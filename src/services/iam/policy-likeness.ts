/** Policies that say the same: neither the order of a list counts, nor whether one value stands in a list. */
export function samePolicy(left: string, right: string): boolean {
  return canonical(JSON.parse(left)) === canonical(JSON.parse(right))
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    const items = [...new Set(value.map(canonical))].sort()
    return items.length === 1 ? (items[0] ?? '') : `[${items.join()}]`
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
  return `{${members.sort().join()}}`
}
