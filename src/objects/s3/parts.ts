/** All parts but the last must have five MiB; ten thousand of eight are more than the largest object that is put at once. */
const partBytes = 8 * 1024 * 1024

/** Pieces gathered to parts that may be uploaded one by one: memory holds one of them. */
export async function* inParts(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  let gathered: Uint8Array[] = []
  let bytes = 0
  for await (const piece of content) {
    gathered.push(piece)
    bytes += piece.length
    if (bytes < partBytes) continue
    yield Buffer.concat(gathered)
    gathered = []
    bytes = 0
  }
  if (bytes > 0) yield Buffer.concat(gathered)
  return undefined
}
