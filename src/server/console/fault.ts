import type { ConsoleFault } from './protocol.ts'

const statuses: Readonly<Record<ConsoleFault['fault'], number>> = {
  'not-signed-in': 401,
  invalid: 400,
  'cross-site': 403,
  unknown: 500,
}

/** What a call of the console ends with where it cannot be carried out. */
export class ConsoleRefusal extends Error {
  override readonly name = 'ConsoleRefusal'
  readonly fault: ConsoleFault['fault']

  constructor(fault: ConsoleFault['fault'], message: string) {
    super(message)
    this.fault = fault
  }

  get status(): number {
    return statuses[this.fault]
  }
}

export function invalid(message: string): ConsoleRefusal {
  return new ConsoleRefusal('invalid', message)
}

export function notSignedIn(): ConsoleRefusal {
  return new ConsoleRefusal('not-signed-in', 'Nobody is signed in here, or the session has ended.')
}
