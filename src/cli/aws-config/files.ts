import { chmod, mkdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Environment } from '../../server/configuration.ts'
import { mergeSections, type Section } from './ini.ts'

/** https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html */
export function sharedFile(environment: Environment, variable: string, name: string): string {
  return environment[variable] ?? join(environment.HOME ?? homedir(), '.aws', name)
}

/**
 * Whole or not at all; answers whether anything changed. A file that is there keeps its mode, and a link to it
 * stays a link; a new one is for its owner only.
 */
export async function mergeIntoFile(path: string, sections: readonly Section[]): Promise<boolean> {
  const file = (await ifThere(realpath(path))) ?? path
  const before = (await ifThere(readFile(file, 'utf8'))) ?? ''
  const after = mergeSections(before, sections)
  if (after === before) return false
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const mode = (await ifThere(stat(file)))?.mode ?? 0o600
  const draft = `${file}.${process.pid}.tmp`
  await writeFile(draft, after, { mode: 0o600 })
  await chmod(draft, mode & 0o777)
  await rename(draft, file)
  return true
}

async function ifThere<Value>(found: Promise<Value>): Promise<Value | undefined> {
  try {
    return await found
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
