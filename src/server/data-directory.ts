import { randomBytes } from 'node:crypto'
import { access, chmod, constants, link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigurationError } from './configuration.ts'

/** What lies where in the data directory. Only its owner may read any of it. */
export function filesIn(directory: string) {
  return {
    store: join(directory, 'crossrole.sqlite'),
    /** The store while the first start fills it; it gets its name when all is in it. */
    storeInMaking: join(directory, 'crossrole.sqlite.new'),
    /** The event history in files that prove it. */
    eventFiles: join(directory, 'audit'),
    /** The bytes of objects, a file each. */
    objects: join(directory, 'objects'),
    masterKey: join(directory, 'master.key'),
    firstCredentials: join(directory, 'first-credentials.sealed'),
  }
}

export async function makeDataDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(`the data directory cannot be used: ${reason}`, { cause })
  }
}

/** The master key of a data directory, made at the first use. */
export async function masterKeyIn(directory: string): Promise<Buffer> {
  const { masterKey: file } = filesIn(directory)
  const present = await readIfThere(file)
  if (present) return checked(present, file)
  await writeOnce(file, randomBytes(32))
  return checked(await readFile(file), file)
}

export async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined
}

export async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

/** Whole or not at all, durable, mode 0600; leaves a file that is there as it is. */
export async function writeOnce(file: string, content: Uint8Array): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`
  const handle = await open(draft, 'w', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await chmod(draft, 0o600)
  try {
    await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await unlink(draft)
  }
}

function checked(key: Buffer, file: string): Buffer {
  if (key.length !== 32) throw new Error(`${file} is not a master key: it must hold 32 bytes`)
  return key
}
