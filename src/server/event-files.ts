import type { Vault } from '../identity/vault.ts'
import { openVault } from '../identity/vault.ts'
import { type Verified, type VerifyOptions, verifyEventFiles } from '../store/event-files/verify.ts'
import { historyFileOf, readHistory } from '../store/sqlite/history/file.ts'
import { filesIn } from './data-directory.ts'

export type { Finding } from '../store/event-files/finding.ts'
export type { Verified } from '../store/event-files/verify.ts'

export const eventFilesKey = (vault: Vault): Uint8Array => vault.deriveKey('event files')

/**
 * Holds the event files of a data directory against its history; changes nothing, and a server may be running. Beside
 * main.ts, so that the command which checks need not load the server.
 */
export async function verifyEvents(
  directory: string,
  masterKey: Buffer,
  options: Pick<VerifyOptions, 'from' | 'head' | 'report'>,
): Promise<Verified> {
  const files = filesIn(directory)
  const { history, close } = readHistory(historyFileOf(files.store))
  try {
    const key = eventFilesKey(openVault(masterKey))
    return await verifyEventFiles({ directory: files.eventFiles, key, history, ...options })
  } finally {
    close()
  }
}
