import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { alone } from './made-once.ts'

const root = join(import.meta.dirname, '../../..')
const run = promisify(execFile)

/**
 * Builds the console if a source is newer, as `npm start` does; the first test file that needs it does so for all. In a
 * process of its own: with the environment of tests it would not be the console that people get.
 */
export async function builtConsole(): Promise<void> {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12)
  const env = { ...process.env, NODE_ENV: 'production' }
  await alone(`build-${name}`, () =>
    run(process.execPath, [join(root, 'scripts/build-console.ts')], { cwd: root, env }),
  )
}
