import { apiFault } from '../api/fault.ts'

/** Does one thing after the other for something that is there already; tells of those that are refused. */
export async function withShortfalls<Item>(
  items: readonly Item[],
  run: (item: Item) => Promise<unknown>,
  refused: (item: Item, message: string) => string,
): Promise<readonly string[]> {
  const shortfalls = []
  for (const item of items) {
    try {
      await run(item)
    } catch (error) {
      shortfalls.push(refused(item, apiFault(error).message))
    }
  }
  return shortfalls
}

/** What is missing, in a message about what was made. */
export function Shortfalls({ shortfalls }: { readonly shortfalls: readonly string[] }) {
  return (
    <ul>
      {shortfalls.map(shortfall => (
        <li key={shortfall}>{shortfall}</li>
      ))}
    </ul>
  )
}
