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
 * nobody can fill the memory, push out the counter of another, or aim at it. Where somebody has signed in lately, guesses
 * from elsewhere at the same name do not keep them out.
 */
export class Attempts {
  readonly #key = randomBytes(32)
  readonly #counters = {
    nameAtSource: new Counters(rates.nameAtSource),
    name: new Counters(rates.name),
    source: new Counters(rates.source),
  } satisfies Record<RateName, Counters>

  readonly #rightUntil = new Float64Array(tableSize)

  /** Takes one of the attempts left, before it is known how it ends; answers the seconds to wait where none is. */
  take(name: string, sourceIp: string, now: number): { readonly waitSeconds: number } | Attempt {
    const places = this.#places(name, sourceIp, now)
    const waits = places.map(([rate, place]) => this.#counters[rate].waitMs(place, now))
    const wait = Math.max(...waits)
    if (wait > 0) return { waitSeconds: Math.ceil(wait / 1000) }
    for (const [rate, place] of places) this.#counters[rate].add(place, now)
    const giveBack = () => {
      for (const [rate, place] of places) this.#counters[rate].takeBack(place)
    }
    const wasRight = () => {
      giveBack()
      this.#rightUntil[this.#placeAtSource(name, sourceIp)] = now + rememberedMs
    }
    return { giveBack, wasRight }
  }

  #places(name: string, sourceIp: string, now: number): readonly (readonly [RateName, number])[] {
    const atSource = this.#placeAtSource(name, sourceIp)
    const isKnownHere = (this.#rightUntil[atSource] ?? 0) > now
    return [
      ['nameAtSource', atSource],
      ...(isKnownHere ? [] : [['name', this.#placeOf(name)] as const]),
      ['source', this.#placeOf(networkOf(sourceIp))],
    ]
  }

  #placeAtSource(name: string, sourceIp: string): number {
    return this.#placeOf(`${networkOf(sourceIp)} ${name}`)
  }

  #placeOf(text: string): number {
    return createHmac('sha256', this.#key).update(text).digest().readUInt32BE(0) % tableSize
  }
}

export interface Attempt {
  /** It was no guess: the attempts are as many as before. */
  readonly giveBack: () => void
  /** Neither, and it was the right one. */
  readonly wasRight: () => void
}

const rememberedMs = 30 * 24 * 60 * 60 * 1000

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
