import { type ActionSet, type RequestedAction, requestedAction } from './action-set.ts'

/** Which entries' actions cover a request's: found by the action's name, not by asking every entry. */
export class ActionIndex<Entry> {
  readonly #entries: readonly Entry[]
  readonly #sets: readonly ActionSet[]
  /** Positions of the entries that write the whole action out, by action. */
  readonly #literal = new Map<string, number[]>()
  /** Positions of those with wildcards in the name, by service. */
  readonly #byService = new Map<string, number[]>()
  /** Positions of those that may cover actions of any service. */
  readonly #anyService: number[] = []

  constructor(entries: readonly Entry[], actionsOf: (entry: Entry) => ActionSet) {
    this.#entries = entries
    this.#sets = entries.map(actionsOf)
    for (const [position, set] of this.#sets.entries()) this.#enter(position, set)
  }

  /** Those whose Action or NotAction covers it, in their order. */
  covering(action: string): Entry[] {
    const requested = requestedAction(action)
    const positions = new Set([
      ...(this.#literal.get(requested.text) ?? []),
      ...this.#matching(this.#byService.get(requested.service) ?? [], requested),
      ...this.#matching(this.#anyService, requested),
    ])
    return [...positions].sort((a, b) => a - b).flatMap(position => this.#entries[position] ?? [])
  }

  #matching(positions: readonly number[], action: RequestedAction): number[] {
    return positions.filter(position => this.#sets[position]?.covers(action))
  }

  #enter(position: number, set: ActionSet): void {
    if (set.negated) {
      this.#anyService.push(position)
      return
    }
    for (const { service, literal } of set.patterns) {
      if (service === undefined) this.#anyService.push(position)
      else if (literal === undefined) enterUnder(this.#byService, service, position)
      else enterUnder(this.#literal, `${service}:${literal}`, position)
    }
  }
}

function enterUnder(index: Map<string, number[]>, key: string, position: number): void {
  const positions = index.get(key)
  if (positions === undefined) index.set(key, [position])
  else if (positions.at(-1) !== position) positions.push(position)
}
