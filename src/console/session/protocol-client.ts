import type { ConsoleFault, ConsoleProtocol } from '../../server/console/protocol.ts'
import { sessionHeader } from '../../server/console/protocol.ts'

/** The server would not do what the console's own protocol asked of it. */
export class ConsoleRefusal extends Error {
  override readonly name = 'ConsoleRefusal'
  readonly fault: ConsoleFault['fault']

  constructor({ fault, message }: ConsoleFault) {
    super(message)
    this.fault = fault
  }
}

export type Ask = <Name extends keyof ConsoleProtocol>(
  name: Name,
  asks: ConsoleProtocol[Name]['asks'],
  slot?: number,
) => Promise<ConsoleProtocol[Name]['answers']>

/**
 * One call of the console's protocol, for the session in `slot` where one is meant. Rejects with a
 * {@link ConsoleRefusal} where the server refused, with a TypeError where none answered.
 */
export const ask: Ask = async (name, asks, slot) => {
  const response = await fetch(`/_crossrole/console/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(slot !== undefined && { [sessionHeader]: String(slot) }),
    },
    body: JSON.stringify(asks),
    credentials: 'same-origin',
  })
  if (response.ok) return response.json()
  throw new ConsoleRefusal(await faultOf(response))
}

/** A proxy in between may answer with anything. */
async function faultOf(response: Response): Promise<ConsoleFault> {
  try {
    const { fault = 'unknown', message = '' }: Partial<ConsoleFault> = await response.json()
    return { fault, message }
  } catch {
    return { fault: 'unknown', message: `${response.status} ${response.statusText}` }
  }
}
