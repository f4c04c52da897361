import { chmodSync, closeSync, openSync } from 'node:fs'

/** Makes the file when it is not there, true then; in either case only its owner may read it afterwards. */
export function makePrivate(file: string): boolean {
  if (createPrivateFile(file)) return true
  chmodSync(file, 0o600)
  return false
}

/**
 * Only ever opens a file that was not there. Closing any descriptor of a file drops all POSIX locks that the
 * process holds on it: https://sqlite.org/howtocorrupt.html#posix_close_bug
 */
function createPrivateFile(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx', 0o600))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
