import type { Context, ContextValue } from '../../../../src/policy/request.ts'
import type { Random } from '../random.ts'
import { respelled } from './text.ts'

const valuesOfVariables = ['alice', 'x', 'Team-A', 'prod/eu', 'a*b', 'a?', 'b:c', '', '😀', '\ude00'] as const

/** The condition keys of a request that is being made up, in the order in which they will stand. */
export class ContextDraft {
  readonly #random: Random
  readonly #entries: [spelling: string, value: ContextValue | undefined][] = []

  constructor(random: Random) {
    this.#random = random
  }

  has(name: string): boolean {
    return this.#valueOf(name) !== undefined
  }

  add(name: string, value: ContextValue | undefined): void {
    this.#entries.push([respelled(name, this.#random), value])
  }

  /** What stands for a variable; a key that the request does not have may be given one. */
  valueForVariable(name: string, fallback: string | undefined): string {
    const present = this.#valueOf(name)
    const gives = this.#random.chance(fallback === undefined ? 0.85 : 0.4)
    if (present === undefined && gives) {
      const value = this.#random.pick(valuesOfVariables)
      this.add(name, value)
      return value
    }
    return typeof present === 'string' ? present : (fallback ?? '')
  }

  /** Keys are dropped, repeated in another spelling, made multivalued: a little of what requests may look like. */
  finish(): Context {
    const random = this.#random
    if (random.chance(0.08) && this.#entries.length > 0)
      this.#entries.splice(random.below(this.#entries.length), 1)
    if (random.chance(0.08)) this.#repeatOne()
    if (random.chance(0.06)) this.#changeOne()
    // Tags make names without end.
    if (random.chance(0.05)) this.add(`aws:RequestTag/t${random.below(1_000_000)}`, 'x')
    return Object.fromEntries(this.#entries)
  }

  #repeatOne(): void {
    const random = this.#random
    const [spelling, value] = random.pick(this.#entries) ?? ['aws:Nothing', undefined]
    const other = random.pick([undefined, [], 'other', '', value] as const)
    const twin: [string, ContextValue | undefined] = [spelling.toUpperCase(), other]
    if (random.chance(0.5)) this.#entries.unshift(twin)
    else this.#entries.push(twin)
  }

  #changeOne(): void {
    const random = this.#random
    const entry = random.pick(this.#entries)
    if (entry === undefined) return
    const [, value] = entry
    const single = typeof value === 'string' ? value : (value?.[0] ?? '')
    entry[1] = random.pick([undefined, [], '', [''], ['', single], [single, 'other'], single] as const)
  }

  #valueOf(name: string): ContextValue | undefined {
    const lower = name.toLowerCase()
    const found = this.#entries.find(
      ([spelling, value]) =>
        spelling.toLowerCase() === lower &&
        value !== undefined &&
        (typeof value === 'string' || value.length > 0),
    )
    return found?.[1]
  }
}
