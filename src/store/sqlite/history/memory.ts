import { Connection } from '../connection.ts'
import { migrate } from '../migrate.ts'
import type { Keeper } from './event-history.ts'
import { SqliteLedger } from './ledger.ts'
import { defineMarks } from './marks.ts'
import { historySchema } from './schema.ts'

/** The ledger in memory, in this thread: forgotten when it is closed. */
export class MemoryHistory extends SqliteLedger implements Keeper {
  readonly fault = undefined
  readonly #connection: Connection

  constructor() {
    const connection = new Connection(':memory:')
    defineMarks(connection)
    migrate(connection, ':memory:', historySchema)
    super(connection)
    this.#connection = connection
  }

  close(): void {
    this.#connection.close()
  }
}
