import { Connection, isSqliteError, resultCode } from './connection.ts'
import { makePrivate } from './private-file.ts'

/**
 * Keeps a second process (or a second store of this process) from the same data file: revisions and uses are
 * kept in memory, and two of them would contradict each other. The lock is SQLite's own, held by an open
 * transaction on an empty file beside the data, so it ends with the process however that ends.
 */
export function lockDataFile(file: string): { release(): void } {
  const lockFile = `${file}.lock`
  makePrivate(lockFile)
  const lock = new Connection(lockFile)
  try {
    lock.script('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (isSqliteError(error) && (error.errcode & 0xff) === resultCode.busy)
      throw new Error(`${file} is in use: another Crossrole has it open`, { cause: error })
    throw error
  }
  return { release: () => lock.close() }
}
