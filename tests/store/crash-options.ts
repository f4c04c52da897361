import { dirname, join } from 'node:path'
import type { EventFilesOptions } from '../../src/store/event-files/writer.ts'
import type { SqliteOptions } from '../../src/store/sqlite/open.ts'

/** The store that is killed, with small event files, so that some of them are closed in each round. */
export function crashOptions(file: string): SqliteOptions & { readonly eventFiles: EventFilesOptions } {
  const directory = join(dirname(file), 'audit')
  return { file, eventFiles: { directory, key: new Uint8Array(32), maxBytes: 50_000 } }
}
