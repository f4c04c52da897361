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

/** The names of the last context in their order, and their slots: the next one is often of the same make. */
const lastNames: string[] = []
const lastSlots: (KeySlot | null)[] = []

let reading = 0

/** Within a loop over an object's names this form costs nothing; `Object.hasOwn` does. */
const hasOwn = Object.prototype.hasOwnProperty

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
  forgetSpellings() // one of them may have been noted as asked for by nobody
  return slot
}

/**
 * Puts the values of one request into the slots, until the next reading. A key that is undefined or holds the
 * empty list is absent. Of two spellings of one key the first counts.
 */
export function readContext(context: Context): void {
  if (reading === lastReading) startAnew()
  reading += 1
  let position = 0
  for (const name in context) {
    const slot = lastNames[position] === name ? lastSlots[position] : slotSpelled(name, position)
    position += 1
    if (slot == null || slot.reading === reading) continue
    const value = context[name]
    if (value === undefined || (typeof value === 'object' && value.length === 0)) continue
    if (!hasOwn.call(context, name)) continue
    slot.reading = reading
    slot.value = value
  }
}

/** What the request that was read last carries under the key. */
export function valueIn(slot: KeySlot): ContextValue | undefined {
  return slot.reading === reading ? slot.value : undefined
}

function slotSpelled(name: string, position: number): KeySlot | null {
  const known = spellings.get(name)
  const slot = known === undefined ? (slots.get(name.toLowerCase())?.deref() ?? null) : known
  if (known === undefined) {
    if (spellings.size >= maxSpellings) forgetSpellings()
    spellings.set(name, slot)
  }
  if (position < maxSpellings) {
    lastNames[position] = name
    lastSlots[position] = slot
  }
  return slot
}

function forgetSpellings(): void {
  spellings.clear()
  lastNames.length = 0
  lastSlots.length = 0
}

function startAnew(): void {
  for (const slot of slots.values()) {
    const live = slot.deref()
    if (live !== undefined) live.reading = 0
  }
  reading = 0
}
