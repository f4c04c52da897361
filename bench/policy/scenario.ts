import type { AuthorizationRequest, PolicyLayers } from '../../src/policy/index.ts'

/** Policies, and requests to be decided by them, in AWS's own terms. */
export interface Scenario {
  readonly name: string
  readonly layers: PolicyLayers
  /** The request of this number, its context built anew each time. Numbers that differ by `cycle` ask the same. */
  request(number: number): AuthorizationRequest
  readonly cycle: number
}

/** One engine with a scenario's policies loaded: is the request of this number allowed? */
export interface Contender {
  readonly name: string
  allows(number: number): boolean
}

/** The one whose turn it is. */
export function inTurn<Item>(items: readonly Item[], turn: number): Item {
  return items[turn % items.length] as Item
}

/**
 * The values of requests come off a wire. A program's own literals could be compared by their address: so
 * these are made as a server makes them.
 */
export function received<Texts extends Readonly<Record<string, string>>>(texts: Texts): Texts {
  const fresh = Object.entries(texts).map(([name, text]) => [name, Buffer.from(text).toString('utf8')])
  return Object.fromEntries(fresh) as Texts
}
