import { mkdirSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Store } from '../contract.ts'
import { syncDirectory } from '../event-files/sync-directory.ts'
import type { EventFilesOptions } from '../event-files/writer.ts'
import { tables } from '../tables.ts'
import { Connection } from './connection.ts'
import { GroupFlush } from './group-flush.ts'
import { EventHistory } from './history/event-history.ts'
import { historyFileOf, prepareHistory, refuseHistoryAlone, takeOverHistory } from './history/file.ts'
import { MemoryHistory } from './history/memory.ts'
import { startHistoryThread } from './history/thread.ts'
import { knownVersion, migrate } from './migrate.ts'
import { holdsHistory } from './migrations.ts'
import { makePrivate } from './private-file.ts'
import { lockDataFile } from './process-lock.ts'
import { limitSize, useWriteAheadLog } from './settings.ts'
import { SqliteStore } from './store.ts'
import { openLog } from './write-ahead-log.ts'

export interface SqliteOptions {
  /** Path of the data file, made when it is not there; `:memory:` keeps everything in memory. */
  readonly file: string
  /** Neither the data file nor the event history beside it grows larger than this; writes then fail, reads go on. */
  readonly maxFileBytes?: number
  /** Where the event history is written into files that prove it. */
  readonly eventFiles?: EventFilesOptions
  /** So long events stay in the history; absent: for ever. In memory they stay. */
  readonly eventRetentionMilliseconds?: number
}

export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  if (options.file === ':memory:') return openInMemory()
  return openInFile(prepareFile(options.file), options)
}

/** All files of the store of a data file but the lock, which stays. */
export function filesOf(dataFile: string): readonly string[] {
  return [dataFile, historyFileOf(dataFile)].flatMap(file => [file, `${file}-wal`, `${file}-shm`])
}

function openInMemory(): Store {
  const writer = new Connection(':memory:')
  migrate(writer, ':memory:')
  const log = new GroupFlush(async () => {})
  const history = new EventHistory(new MemoryHistory())
  return new MemoryStore({ writer, log, history, release: () => writer.close() })
}

class MemoryStore extends SqliteStore {
  clear(): Promise<void> {
    return this.clearAll(tables.map(table => table.name))
  }
}

async function openInFile(file: string, options: SqliteOptions): Promise<Store> {
  const { maxFileBytes, eventFiles, eventRetentionMilliseconds } = options
  const opened: (() => void)[] = []
  const release = () => {
    for (const close of opened.splice(0).reverse()) close()
  }
  try {
    const lock = lockDataFile(file)
    opened.push(lock.release)

    const writer = new Connection(file)
    opened.push(() => writer.close())
    const version = knownVersion(writer, file)
    useWriteAheadLog(writer)
    limitSize(writer, maxFileBytes)
    const historyFile = historyFileOf(file)
    prepareHistory(historyFile)
    if (holdsHistory(version)) takeOverHistory(file, historyFile)
    migrate(writer, file)

    const reader = new Connection(file, { readOnly: true })
    opened.push(() => reader.close())

    const log = openLog(file)
    opened.push(log.close)

    const thread = await startHistoryThread({
      file: historyFile,
      ...(maxFileBytes !== undefined && { maxFileBytes }),
      ...(eventFiles && { eventFiles }),
      ...(eventRetentionMilliseconds !== undefined && { eventRetentionMilliseconds }),
    })
    const history = new EventHistory(thread)
    return new SqliteStore({ writer, reader, log: new GroupFlush(log.flush), history, release })
  } catch (error) {
    release()
    throw error
  }
}

/** The file holds password hashes and sealed secrets: it is for its owner alone. SQLite gives -wal and -shm its mode. */
function prepareFile(file: string): string {
  refuseHistoryAlone(file)
  const directory = dirname(file)
  const made = mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (made !== undefined) syncDirectory(dirname(made))
  makePrivate(file)
  return realpathSync(file) // one lock per file, by whatever name it was opened
}
