import { mkdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A lock that is older than this was left behind by a process that ended in between. */
const abandonedMs = 120_000
const betweenMs = 100

/** Runs `work` while no other process that runs test files runs work of that name. */
export async function alone<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const lock = join(tmpdir(), `crossrole-tests-${name}.lock`)
  while (!(await taken(lock))) await wait(betweenMs)
  try {
    return await work()
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}

async function taken(lock: string): Promise<boolean> {
  try {
    await mkdir(lock)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  )
  if (age > abandonedMs) await rm(lock, { recursive: true, force: true })
  return false
}
