import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Figure } from '../main.ts'
import { lookups } from './lookups.ts'
import { recording } from './recording.ts'

/** Beside the sources, not under /tmp: that is often no disk. */
export async function* run(): AsyncGenerator<Figure> {
  const directory = await mkdtemp(join(import.meta.dirname, '.data-'))
  try {
    yield* recording(directory)
    yield* lookups(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
