import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { alone } from './made-once.ts'

const root = join(import.meta.dirname, '../../..')

/** What the console is made from. */
const sources = [
  'src/console',
  'src/policy',
  'src/reference',
  'src/server/console/protocol.ts',
  'vite.config.ts',
  'package-lock.json',
]

/** Builds the console into `dist/console` if a source is newer; the first test file that needs it does so for all. */
export async function buildConsole(): Promise<void> {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12)
  await alone(`build-${name}`, async () => {
    const built = await modified(join(root, 'dist/console/index.html'))
    const newest = Math.max(...(await Promise.all(sources.map(source => newestBelow(join(root, source))))))
    if (built < newest) await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
  })
}

async function newestBelow(path: string): Promise<number> {
  if (!(await stat(path)).isDirectory()) return modified(path)
  const entries = await readdir(path, { recursive: true })
  return Math.max(...(await Promise.all(entries.map(entry => modified(join(path, entry))))))
}

/** 0 where there is no such file. */
function modified(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
}
