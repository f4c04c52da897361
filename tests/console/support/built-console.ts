import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { buildConsole as build, consoleBuildState } from '../../../scripts/console-build.ts'
import { alone } from './made-once.ts'

const root = join(import.meta.dirname, '../../..')

/** Builds the console into `dist/console` if a source is newer; the first test file that needs it does so for all. */
export async function buildConsole(): Promise<void> {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12)
  await alone(`build-${name}`, async () => {
    if ((await consoleBuildState()) !== 'built') await build()
  })
}
