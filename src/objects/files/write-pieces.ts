import type { FileHandle } from 'node:fs/promises'
import { Block } from '../block.ts'
import type { Room } from './room.ts'

/** What is put together for one write; as much again may arrive while it is being written. */
const blockBytes = 1024 * 1024
/** The disk begins with so much, so that at the end there is little left to wait for. */
const flushedBytes = 8 * blockBytes

/**
 * Writes all of it and returns how many bytes it was. What is to be durable is on the disk then. `room` is asked for them
 * first.
 */
export async function writePieces(
  handle: FileHandle,
  content: AsyncIterable<Uint8Array>,
  durable: boolean,
  room?: Pick<Room, 'take'>,
): Promise<number> {
  const file = new Writing(handle, durable)
  let [block, next] = [new Block(blockBytes), new Block(blockBytes)]
  try {
    for await (const piece of content) {
      for (let rest = block.take(piece); block.isFull; rest = block.take(rest)) {
        await room?.take(block.bytes.length)
        await file.append(block.bytes)
        ;[block, next] = [next, block]
        block.empty()
      }
    }
    await room?.take(block.bytes.length)
    await file.append(block.bytes)
    return await file.end()
  } finally {
    await file.settled()
  }
}

/** A file that is written from its beginning to its end, one write and one flush at a time. */
class Writing {
  readonly #handle: FileHandle
  readonly #durable: boolean
  #bytes = 0
  #toFlush = 0
  #write: Promise<void> = Promise.resolve()
  #flush: Promise<void> = Promise.resolve()

  constructor(handle: FileHandle, durable: boolean) {
    this.#handle = handle
    this.#durable = durable
  }

  /** Waits for the write before this one only: the bytes must stay as they are until the next is taken. */
  async append(bytes: Uint8Array): Promise<void> {
    await this.#write
    if (this.#durable && this.#toFlush >= flushedBytes) {
      // Of a failed flush the disk tells once: whoever does not hear it takes the bytes for kept.
      await this.#flush
      this.#flush = handled(this.#handle.datasync())
      this.#toFlush = 0
    }
    this.#write = handled(writeAll(this.#handle, bytes, this.#bytes))
    this.#bytes += bytes.length
    this.#toFlush += bytes.length
  }

  async end(): Promise<number> {
    await this.#write
    await this.#flush
    if (this.#durable) await this.#handle.datasync()
    return this.#bytes
  }

  /** Nothing is under way any more, whether it succeeded or not. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.#write, this.#flush])
  }
}

/** A promise that is awaited later, or never where something else fails first. */
function handled(promise: Promise<void>): Promise<void> {
  promise.catch(() => {})
  return promise
}

/** A disk that takes only a part (it is nearly full) is given the rest, so that it says why. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, position + at)
    at += bytesWritten
  }
}
