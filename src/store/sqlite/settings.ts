import type { Connection } from './connection.ts'

/** Commits are written and not yet durable: docs/decisions/0002-durability.md */
export function useWriteAheadLog(writer: Connection): void {
  const mode = writer.first<{ journal_mode: string }>('PRAGMA journal_mode = WAL')?.journal_mode
  if (mode !== 'wal') throw new Error(`the file system does not let SQLite keep a write-ahead log (${mode})`)
  writer.script(`
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = ${Math.ceil(checkpointBytes / pageBytesOf(writer))};
    PRAGMA journal_size_limit = ${maxIdleLogBytes};
    PRAGMA trusted_schema = OFF;
  `)
}

/** The file grows no larger than this; writes then fail, reads go on. */
export function limitSize(writer: Connection, maxFileBytes: number | undefined): void {
  if (maxFileBytes === undefined) return
  const pages = Math.max(1, Math.floor(maxFileBytes / pageBytesOf(writer)))
  writer.script(`PRAGMA max_page_count = ${pages}`)
}

/** A checkpoint stops the thread it runs on: the more it moves, the rarer and the longer. */
const checkpointBytes = 4_096_000
const maxIdleLogBytes = 64 * 1024 * 1024

function pageBytesOf(connection: Connection): number {
  return connection.first<{ page_size: number }>('PRAGMA page_size')?.page_size ?? 4096
}
