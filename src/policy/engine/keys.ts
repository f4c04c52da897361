import type { Context, ContextValue } from '../request.ts'

/**
 * Where the conditions on one key find what the request carries under it. Conditions hold slots instead of
 * names, so that a decision reads the request's context once, however many conditions look at it.
 */
export interface KeySlot {
  /** In lower case: keys are compared without regard to case, also behind the slash of `aws:PrincipalTag/Team`. */
  readonly name: string
  /** The reading to which `value` belongs. */
  reading: number
  value: ContextValue
}

/**
 * Slots are shared by all conditions on a key, as strings are interned; nothing that is decided depends on what
 * is kept here. A slot goes when the last condition that holds it goes.
 */
const slots = new Map<string, WeakRef<KeySlot>>()
const unused = new FinalizationRegistry<string>(name => {
  if (slots.get(name)?.deref() === undefined) slots.delete(name)
})

/** Names as requests spell them; null for those that no condition asks about. */
const spellings = new Map<string, KeySlot | null>()

/** Tags make names without end: what requests spell is remembered only up to here. */
const maxSpellings = 4096

let reading = 0

/** Small integers stay cheap: before they run out, all slots are emptied and counting starts anew. */
const lastReading = 0x3fff_ffff

/** The slot of a condition key, in whatever spelling. */
export function keySlot(spelling: string): KeySlot {
  const name = spelling.toLowerCase()
  const known = slots.get(name)?.deref()
  if (known !== undefined) return known
  const slot: KeySlot = { name, reading: 0, value: '' }
  slots.set(name, new WeakRef(slot))
  unused.register(slot, name)
  spellings.clear() // one of them may have been noted as asked for by nobody
  return slot
}

/**
 * Puts the values of one request into the slots, until the next reading. A key that is undefined or holds the
 * empty list is absent. Of two spellings of one key the first counts.
 */
export function readContext(context: Context): void {
  if (reading === lastReading) startAnew()
  reading += 1
  for (const name in context) {
    const value = context[name]
    if (value === undefined || (typeof value === 'object' && value.length === 0)) continue
    const known = spellings.get(name)
    const slot = known === undefined ? findSpelling(name) : known
    if (slot === null || slot.reading === reading || !Object.hasOwn(context, name)) continue
    slot.reading = reading
    slot.value = value
  }
}

/** What the request that was read last carries under the key. */
export function valueIn(slot: KeySlot): ContextValue | undefined {
  return slot.reading === reading ? slot.value : undefined
}

function findSpelling(name: string): KeySlot | null {
  const slot = slots.get(name.toLowerCase())?.deref() ?? null
  if (spellings.size >= maxSpellings) spellings.clear()
  spellings.set(name, slot)
  return slot
}

function startAnew(): void {
  for (const slot of slots.values()) {
    const live = slot.deref()
    if (live !== undefined) live.reading = 0
  }
  reading = 0
}
