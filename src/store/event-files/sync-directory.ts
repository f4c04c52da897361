import { closeSync, fsyncSync, openSync } from 'node:fs'

/** What was made or renamed in a directory is found there again after the power was lost. */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return // directories cannot be opened there, and need not be
  const descriptor = openSync(directory, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
