import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A data file in a directory of its own, gone when the scope ends. */
export function temporaryData(): Disposable & { readonly directory: string; readonly file: string } {
  const directory = mkdtempSync(join(tmpdir(), 'crossrole-store-'))
  return {
    directory,
    file: join(directory, 'data', 'crossrole.db'),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  }
}
