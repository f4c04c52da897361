import { readdir, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** What the console is made from, and whether what was made of it is still up to date. */
const root = join(import.meta.dirname, '..')

const sources = [
  'src/console',
  'src/policy',
  'src/reference',
  'src/server/console/protocol.ts',
  'vite.config.ts',
  'scripts/console-chunks.ts',
  'package-lock.json',
]

export type BuildState = 'built' | 'stale' | 'missing'

export async function consoleBuildState(): Promise<BuildState> {
  const builtAt = await newestBelow(join(root, 'dist/console/index.html'))
  if (builtAt === 0) return 'missing'
  const newest = Math.max(...(await Promise.all(sources.map(source => newestBelow(join(root, source))))))
  return newest > builtAt ? 'stale' : 'built'
}

/** Not after `npm ci --omit=dev`. */
export function hasBuildTools(): boolean {
  try {
    return createRequire(import.meta.url).resolve('vite') !== ''
  } catch {
    return false
  }
}

/** Into `dist/console`. */
export async function buildConsole(): Promise<void> {
  const { build } = await import('vite')
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
}

/** Folders themselves count: a file that was taken away leaves its time there. 0 where there is nothing. */
async function newestBelow(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0
  const names = await readdir(path)
  const times = await Promise.all(names.map(name => newestBelow(join(path, name))))
  return Math.max(found.mtimeMs, ...times)
}
