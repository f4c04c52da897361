/** Reads something of each item once, however often its row is drawn, searched and sorted: where that means to parse. */
export function once<Item extends object, Value>(read: (item: Item) => Value): (item: Item) => Value {
  const known = new WeakMap<Item, { readonly value: Value }>()
  return item => {
    const before = known.get(item)
    if (before) return before.value
    const value = read(item)
    known.set(item, { value })
    return value
  }
}
