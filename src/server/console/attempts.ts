import { createHmac, randomBytes } from 'node:crypto'

/** So many attempts at once, and after them one in so many seconds. */
interface Rate {
  readonly atOnce: number
  readonly secondsEach: number
}

/** From one place at one name, at one name from anywhere, from one place at whatever names. */
const rates = {
  nameAtSource: { atOnce: 10, secondsEach: 20 },
  name: { atOnce: 100, secondsEach: 5 },
  source: { atOnce: 100, secondsEach: 5 },
} as const satisfies Record<string, Rate>

type RateName = keyof typeof rates

/**
 * How often a password or a code may be tried. What is counted by is the text that was typed, whether or not there
 * is anybody of that name: so the limit tells nothing. Counters stand in tables of a fixed size, found by a keyed hash:
 * nobody can fill the memory, push out the counter of another, or aim at it.
 */
export class Attempts {
  readonly #key = randomBytes(32)
  readonly #counters = {
    nameAtSource: new Counters(rates.nameAtSource),
    name: new Counters(rates.name),
    source: new Counters(rates.source),
  } satisfies Record<RateName, Counters>

  /** Takes one of the attempts left, before it is known how it ends; answers the seconds to wait where none is. */
  take(name: string, sourceIp: string, now: number): { readonly waitSeconds: number } | Attempt {
    const places = this.#places(name, sourceIp)
    const waits = places.map(([rate, place]) => this.#counters[rate].waitMs(place, now))
    const wait = Math.max(...waits)
    if (wait > 0) return { waitSeconds: Math.ceil(wait / 1000) }
    for (const [rate, place] of places) this.#counters[rate].add(place, now)
    return {
      // It was no guess: the attempts are as many as before.
      giveBack: () => {
        for (const [rate, place] of places) this.#counters[rate].takeBack(place)
      },
    }
  }

  #places(name: string, sourceIp: string): readonly (readonly [RateName, number])[] {
    const source = networkOf(sourceIp)
    return [
      ['nameAtSource', this.#placeOf(`${source} ${name}`)],
      ['name', this.#placeOf(name)],
      ['source', this.#placeOf(source)],
    ]
  }

  #placeOf(text: string): number {
    return createHmac('sha256', this.#key).update(text).digest().readUInt32BE(0) % tableSize
  }
}

export interface Attempt {
  readonly giveBack: () => void
}

const tableSize = 2 ** 16

/** Of each place, the time at which all its attempts will be there again (the generic cell rate algorithm). */
class Counters {
  readonly #fullAgainAt = new Float64Array(tableSize)
  readonly #eachMs: number
  readonly #spanMs: number

  constructor({ atOnce, secondsEach }: Rate) {
    this.#eachMs = secondsEach * 1000
    this.#spanMs = (atOnce - 1) * this.#eachMs
  }

  waitMs(place: number, now: number): number {
    return Math.max(0, this.#at(place, now) - now - this.#spanMs)
  }

  add(place: number, now: number): void {
    this.#fullAgainAt[place] = Math.max(this.#at(place, now), now) + this.#eachMs
  }

  takeBack(place: number): void {
    this.#fullAgainAt[place] = (this.#fullAgainAt[place] ?? 0) - this.#eachMs
  }

  #at(place: number, now: number): number {
    const at = this.#fullAgainAt[place] ?? 0
    // Farther off than ever comes about: the clock was set back since.
    return at > now + this.#spanMs + this.#eachMs ? now : at
  }
}

/** Whoever has one IPv6 address has its whole /64. */
function networkOf(sourceIp: string): string {
  if (!sourceIp.includes(':')) return sourceIp
  const [head = '', tail] = sourceIp.split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const gap = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...gap, ...after].slice(0, 4).join(':')
}
