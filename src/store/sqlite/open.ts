import { chmodSync, mkdirSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Store } from '../contract.ts'
import { tables } from '../tables.ts'
import { Connection } from './connection.ts'
import { GroupFlush } from './group-flush.ts'
import { knownVersion, migrate } from './migrate.ts'
import { createPrivateFile, lockDataFile } from './process-lock.ts'
import { SqliteStore } from './store.ts'
import { openLog, syncDirectory } from './write-ahead-log.ts'

export interface SqliteOptions {
  /** Path of the data file, made when it is not there; `:memory:` keeps everything in memory. */
  readonly file: string
  /** The data file grows no larger than this; writes then fail, reads go on. */
  readonly maxFileBytes?: number
}

export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  if (options.file === ':memory:') return openInMemory()
  return openInFile(prepareFile(options.file), options)
}

function openInMemory(): Store {
  const writer = new Connection(':memory:')
  migrate(writer, ':memory:')
  const log = new GroupFlush(async () => {})
  return new MemoryStore({ writer, log, release: () => writer.close() })
}

class MemoryStore extends SqliteStore {
  clear(): Promise<void> {
    return this.clearAll([...tables.map(table => table.name), 'events', 'uses'])
  }
}

function openInFile(file: string, options: SqliteOptions): Store {
  const opened: (() => void)[] = []
  const release = () => {
    for (const close of opened.splice(0).reverse()) close()
  }
  try {
    const lock = lockDataFile(file)
    opened.push(lock.release)

    const writer = new Connection(file)
    opened.push(() => writer.close())
    knownVersion(writer, file)
    configureWriter(writer, options)
    migrate(writer, file)

    const reader = new Connection(file, { readOnly: true })
    opened.push(() => reader.close())

    const log = openLog(file)
    opened.push(log.close)
    return new SqliteStore({ writer, reader, log: new GroupFlush(log.flush), release })
  } catch (error) {
    release()
    throw error
  }
}

/** docs/decisions/0002-durability.md */
function configureWriter(writer: Connection, options: SqliteOptions): void {
  const mode = writer.first<{ journal_mode: string }>('PRAGMA journal_mode = WAL')?.journal_mode
  if (mode !== 'wal') throw new Error(`the file system does not let SQLite keep a write-ahead log (${mode})`)
  writer.script(`
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = ${checkpointPages};
    PRAGMA journal_size_limit = ${maxIdleLogBytes};
    PRAGMA trusted_schema = OFF;
  `)
  if (options.maxFileBytes !== undefined) {
    const size = writer.first<{ page_size: number }>('PRAGMA page_size')?.page_size ?? 4096
    writer.script(`PRAGMA max_page_count = ${Math.max(1, Math.floor(options.maxFileBytes / size))}`)
  }
}

/** A checkpoint runs on the event loop: the more pages it moves, the rarer and the longer it stops everything. */
const checkpointPages = 1000
const maxIdleLogBytes = 64 * 1024 * 1024

/** The file holds password hashes and sealed secrets: it is for its owner alone. SQLite gives -wal and -shm its mode. */
function prepareFile(file: string): string {
  const directory = dirname(file)
  const made = mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (made !== undefined) syncDirectory(dirname(made))
  if (!createPrivateFile(file)) chmodSync(file, 0o600)
  return realpathSync(file) // one lock per file, by whatever name it was opened
}
