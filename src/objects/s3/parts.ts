import { Block } from '../block.ts'

/** All parts but the last must have five MiB; ten thousand of eight are more than the largest object that is put at once. */
const partBytes = 8 * 1024 * 1024

/** Pieces put together to parts that may be uploaded one by one. */
export async function* inParts(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  let part = new Block(partBytes)
  for await (const piece of content) {
    for (let rest = part.take(piece); part.isFull; rest = part.take(rest)) {
      yield part.bytes
      part = new Block(partBytes)
    }
  }
  if (part.bytes.length > 0) yield part.bytes
  return undefined
}
