import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, link, mkdir, open, readdir, rename, rm, statfs, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import {
  type ByteStream,
  type ContentId,
  NoRoom,
  NoSuchContent,
  type ObjectContents,
  type Piece,
  type WrittenContent,
} from '../contract.ts'
import { Holds } from '../holds.ts'
import { type Disk, Room } from './room.ts'
import { writePieces } from './write-pieces.ts'

export interface FileContentsOptions {
  /** Made when it is not there. */
  readonly directory: string
  /** False: a crash of the machine may take what was written. For what is thrown away anyhow. */
  readonly durable?: boolean
  /** What the file system says of itself. */
  readonly disk?: () => Promise<Disk>
  /** Gives a file a further name. */
  readonly link?: (file: string, name: string) => Promise<void>
}

/** No bucket begins with a dot. */
const incoming = '.incoming'
const idForm = /^[a-z0-9][a-z0-9.-]{1,62}\/[0-9a-f]{32}$/

/** Up to here an answer is read at once: a stream costs more than its bytes. */
const wholeBytes = 256 * 1024
const streamChunkBytes = 256 * 1024

/**
 * A file for each content, `<directory>/<bucket>/<2 digits>/<30 digits>`. It is written aside, flushed, and then gets its
 * name: a file with a name is whole.
 */
export class FileContents implements ObjectContents {
  readonly #directory: string
  readonly #durable: boolean
  readonly #holds = new Holds(ids => Promise.all(ids.map(id => this.#unlink(id))))
  readonly #known = new Set<string>()
  /** Absent: what is thrown away anyhow shares its disk with no store. */
  readonly #room: Room | undefined
  readonly #linkFile: (file: string, name: string) => Promise<void>

  private constructor({
    directory,
    durable = true,
    disk = () => statfs(directory),
    link: linkFile = link,
  }: FileContentsOptions) {
    this.#directory = directory
    this.#durable = durable
    this.#room = durable ? new Room(disk) : undefined
    this.#linkFile = linkFile
  }

  /** Whatever was being written when the last process ended goes. */
  static async open(options: FileContentsOptions): Promise<FileContents> {
    const aside = join(options.directory, incoming)
    await rm(aside, { recursive: true, force: true })
    await mkdir(aside, { recursive: true, mode: 0o700 })
    return new FileContents(options)
  }

  async write(bucket: string, content: AsyncIterable<Uint8Array>): Promise<WrittenContent> {
    const id = newId(bucket)
    const draft = this.#draftOf(id)
    const handle = await open(draft, 'wx', 0o600)
    try {
      const bytes = await this.#fill(handle, content)
      await this.#name(draft, id)
      return { id, bytes }
    } catch (error) {
      await rm(draft, { force: true })
      throw isFull(error) ? new NoRoom('the disk is full', { cause: error }) : error
    }
  }

  async copy(id: ContentId, bucket: string): Promise<ContentId> {
    const copy = newId(bucket)
    const draft = this.#draftOf(copy)
    try {
      await this.#link(id, draft)
      await this.#name(draft, copy)
      return copy
    } catch (error) {
      await rm(draft, { force: true })
      throw isFull(error) ? new NoRoom('the disk is full', { cause: error }) : error
    }
  }

  /** A file has 65,000 names at most (ext4), and on some disks but one: then its bytes are written again. */
  async #link(id: ContentId, draft: string): Promise<void> {
    try {
      await this.#linkFile(this.#fileOf(id), draft)
    } catch (error) {
      if (!unlinkable.has((error as NodeJS.ErrnoException).code ?? '')) noSuchContent(error as Error)
      const source = await open(this.#fileOf(id), 'r').catch(noSuchContent)
      const handle = await open(draft, 'wx', 0o600).catch(async (failed: Error) => {
        await source.close()
        throw failed
      })
      await this.#fill(handle, createReadStream('', { fd: source, highWaterMark: streamChunkBytes }))
    }
  }

  async read(pieces: readonly Piece[]): Promise<Uint8Array | ByteStream> {
    const length = pieces.reduce((sum, { start, end }) => sum + end - start, 0)
    const [first, ...more] = pieces
    if (!first || length === 0) return new Uint8Array()
    if (more.length === 0 && length <= wholeBytes) return readWhole(await this.#open(first), first)
    const release = this.#holds.hold(pieces)
    // The first file tells whether all are there: they are deleted together.
    const handle = await this.#open(first).catch((error: Error) => {
      release()
      throw error
    })
    const stream = more.length === 0 ? streamOf(handle, first) : Readable.from(this.#inTurn(handle, pieces))
    stream.once('close', () => {
      // Where nobody began to read, nothing else closes it.
      handle.close().catch(() => {})
      release()
    })
    return stream
  }

  async #open({ id }: Piece): Promise<FileHandle> {
    return open(this.#fileOf(id), 'r').catch(noSuchContent)
  }

  async delete(ids: readonly ContentId[]): Promise<void> {
    await Promise.all(ids.map(id => (this.#holds.deleteLater(id) ? undefined : this.#unlink(id))))
  }

  async list(): Promise<readonly ContentId[]> {
    const ids: ContentId[] = []
    for (const bucket of await readdir(this.#directory)) {
      if (bucket === incoming) continue
      for (const prefix of await readdir(join(this.#directory, bucket))) {
        for (const rest of await readdir(join(this.#directory, bucket, prefix)))
          ids.push(`${bucket}/${prefix}${rest}`)
      }
    }
    return ids
  }

  /** For contents that are thrown away at the end. */
  async clear(): Promise<void> {
    this.#known.clear()
    for (const name of await readdir(this.#directory))
      if (name !== incoming) await rm(join(this.#directory, name), { recursive: true, force: true })
  }

  async close(): Promise<void> {}

  async #fill(handle: FileHandle, content: AsyncIterable<Uint8Array>): Promise<number> {
    try {
      return await writePieces(handle, content, this.#durable, this.#room)
    } finally {
      await handle.close()
    }
  }

  async #name(draft: string, id: ContentId): Promise<void> {
    const file = this.#fileOf(id)
    await this.#makeDirectory(dirname(file))
    await rename(draft, file)
    if (this.#durable) await syncDirectory(dirname(file))
  }

  /** Durable with all the directories above that it made. */
  async #makeDirectory(directory: string): Promise<void> {
    if (this.#known.has(directory)) return
    const made = await mkdir(directory, { recursive: true, mode: 0o700 })
    if (made !== undefined && this.#durable) {
      for (let above = dirname(directory); above.length >= dirname(made).length; above = dirname(above))
        await syncDirectory(above)
    }
    this.#known.add(directory)
  }

  async #unlink(id: ContentId): Promise<void> {
    await unlink(this.#fileOf(id)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  }

  async *#inTurn(opened: FileHandle, pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
    let handle: FileHandle | undefined = opened
    try {
      for (const piece of pieces) {
        handle ??= await open(this.#fileOf(piece.id), 'r')
        yield* streamOf(handle, piece)
        handle = undefined
      }
    } finally {
      await handle?.close().catch(() => {})
    }
  }

  #fileOf(id: ContentId): string {
    if (!idForm.test(id)) throw new TypeError('this is no id of content')
    const slash = id.lastIndexOf('/')
    return join(this.#directory, id.slice(0, slash), id.slice(slash + 1, slash + 3), id.slice(slash + 3))
  }

  #draftOf(id: ContentId): string {
    return join(this.#directory, incoming, id.slice(id.lastIndexOf('/') + 1))
  }
}

function newId(bucket: string): ContentId {
  return `${bucket}/${randomBytes(16).toString('hex')}`
}

async function readWhole(handle: FileHandle, { start, end }: Piece): Promise<Uint8Array> {
  try {
    const bytes = Buffer.allocUnsafe(end - start)
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, start)
    if (bytesRead !== bytes.length) throw new Error('content is shorter than it was when it was written')
    return bytes
  } finally {
    // Nothing was written: there is nothing that closing could still fail at, and nobody waits for it.
    handle.close().catch(() => {})
  }
}

/** Closes the file when it ends, however it ends. An empty piece would be read to the end of the file. */
function streamOf(handle: FileHandle, { start, end }: Piece): Readable {
  if (start === end) {
    handle.close().catch(() => {})
    return Readable.from([])
  }
  return createReadStream('', { fd: handle, start, end: end - 1, highWaterMark: streamChunkBytes })
}

const unlinkable: ReadonlySet<string> = new Set([
  'EMLINK',
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EXDEV',
])

/** Or what one of its users may fill of it. */
function isFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOSPC' || code === 'EDQUOT'
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function noSuchContent(cause: NodeJS.ErrnoException): never {
  if (cause.code === 'ENOENT') throw new NoSuchContent('there is no such content', { cause })
  throw cause
}
