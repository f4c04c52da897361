import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Builds the console where a source is newer than what was built: `npm start` does so first. By itself:
 * node scripts/build-console.ts [--always]
 */
const root = join(import.meta.dirname, '..')
const built = join(root, 'dist/console/index.html')

/** What goes into it. */
const sources = ['src/console', 'src/policy', 'src/reference', 'src/server/console/protocol.ts'] as const
const settings = ['vite.config.ts', 'package-lock.json'] as const

async function newestUnder(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  if (!found) return 0
  if (!found.isDirectory()) return found.mtimeMs
  const names = await readdir(path)
  const times = await Promise.all(names.map(name => newestUnder(join(path, name))))
  return Math.max(found.mtimeMs, ...times)
}

async function newestSource(): Promise<number> {
  const times = await Promise.all([...sources, ...settings].map(path => newestUnder(join(root, path))))
  return Math.max(...times)
}

async function main(): Promise<void> {
  const builtAt = await newestUnder(built)
  if (!process.argv.includes('--always') && builtAt >= (await newestSource())) return
  const vite = await import('vite').catch((cause: unknown) => {
    console.error(`The console is not built: vite is not installed here (${String(cause)}).`)
    return undefined
  })
  if (!vite) return
  console.log(builtAt === 0 ? 'Building the console …' : 'Building the console: a source is newer …')
  const started = performance.now()
  await vite.build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
  console.log(`The console is built (${((performance.now() - started) / 1000).toFixed(1)} s).`)
}

await main()
