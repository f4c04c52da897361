import type { FileHandle } from 'node:fs/promises'

/** How much is gathered for one write; as much again may arrive while it is being written. */
const batchBytes = 1024 * 1024

/** Writes all of it and returns how many bytes it was: the next batch is read while the one before is written. */
export async function writePieces(handle: FileHandle, content: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0
  let batch: Uint8Array[] = []
  let gathered = 0
  let writing: Promise<unknown> = Promise.resolve()
  try {
    for await (const piece of content) {
      batch.push(piece)
      gathered += piece.length
      if (gathered < batchBytes) continue
      await writing
      writing = writeAll(handle, batch, bytes)
      // Awaited with the next batch; until then its failure is not unhandled.
      writing.catch(() => {})
      bytes += gathered
      batch = []
      gathered = 0
    }
  } finally {
    await writing
  }
  if (gathered > 0) await writeAll(handle, batch, bytes)
  return bytes + gathered
}

/** A disk that takes only a part (it is nearly full) is given the rest, so that it says why. */
async function writeAll(handle: FileHandle, pieces: readonly Uint8Array[], position: number): Promise<void> {
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const { bytesWritten } = await handle.writev(pieces as Uint8Array[], position)
  if (bytesWritten === total) return
  const rest = Buffer.concat(pieces).subarray(bytesWritten)
  for (let at = 0; at < rest.length; ) {
    const written = await handle.write(rest, at, rest.length - at, position + bytesWritten + at)
    at += written.bytesWritten
  }
}
