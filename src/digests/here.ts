import { type ChecksumAlgorithm, type RunningDigest, startDigest } from '../wire/s3/checksums.ts'
import type { Digester, Digests } from './contract.ts'

/** Digests made where they are asked for. */
export const digestsHere: Digester = {
  begin: algorithms => new DigestsHere(algorithms),
}

class DigestsHere implements Digests {
  readonly #digests: readonly RunningDigest[]

  constructor(algorithms: readonly ChecksumAlgorithm[]) {
    this.#digests = algorithms.map(startDigest)
  }

  async *of(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of body) {
      for (const digest of this.#digests) digest.update(piece)
      yield piece
    }
  }

  async values(): Promise<readonly Buffer[]> {
    return this.#digests.map(digest => digest.digest())
  }
}
