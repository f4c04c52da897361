import type { Clients, Refusal } from '../clients.ts'

/** What a step works with, and what earlier ones found out. */
export interface Stage {
  /** Added to every name, so that the walkthrough meets nothing that is there. */
  readonly suffix: string
  readonly trusted: Side
  readonly trusting: Side
  /** Clients with other keys, at the same endpoint. */
  readonly as: (keys: SessionKeys) => Clients
  /** What was made on the way, by step. */
  readonly made: Map<string, SessionKeys>
}

export interface Side extends Clients {
  readonly account: string
}

export interface SessionKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export interface Step {
  /** As the walkthrough numbers it: `W1`. */
  readonly number: string
  readonly title: string
  /** The call in AWS's own names, for a person to repeat. */
  readonly call: string
  /** What must come out, in words. */
  readonly expected: string
  /** Does it, and answers what came out. */
  readonly run: (stage: Stage) => Promise<Outcome>
}

export interface Outcome {
  readonly holds: boolean
  readonly actual: string
}

export function outcome(holds: boolean, actual: string): Outcome {
  return { holds, actual }
}

export function shownRefusal({ code, message }: Refusal): string {
  return `${code}: ${message}`
}
