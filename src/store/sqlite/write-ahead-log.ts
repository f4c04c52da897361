import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { syncDirectory } from '../event-files/sync-directory.ts'

const sync = promisify(fdatasync)

/**
 * The write-ahead log of an open database, to be flushed off the event loop. SQLite made the file when it was
 * opened and keeps it, the same inode, until its last connection closes. Holding (and closing) a descriptor
 * of our own is harmless here: SQLite's locks are on the database and the -shm file, never on this one.
 */
export function openLog(file: string): { flush(): Promise<void>; close(): void } {
  const { descriptor, close } = open(file)
  return { flush: () => sync(descriptor), close }
}

/** For a thread that may wait for the disk. */
export function openLogSync(file: string): { flush(): void; close(): void } {
  const { descriptor, close } = open(file)
  return { flush: () => fdatasyncSync(descriptor), close }
}

function open(file: string): { readonly descriptor: number; close(): void } {
  // For writing, because Windows flushes only what may be written.
  const descriptor = openSync(`${file}-wal`, 'r+')
  // The log is a new file at every start: what is flushed into it must be found again by its name.
  syncDirectory(dirname(file))
  return { descriptor, close: () => closeSync(descriptor) }
}
