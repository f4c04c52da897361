import type { ChecksumAlgorithm } from '../wire/s3/checksums.ts'

/** Makes digests of bodies. */
export interface Digester {
  /** For a body of so many bytes. */
  begin(algorithms: readonly ChecksumAlgorithm[], bytes: number): Digests
}

/** The digests of one body, made while it passes. */
export interface Digests {
  /** The same pieces; each is good until the next one is asked for. To be called once. */
  of(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>

  /** In the order of the algorithms; to be asked for when the whole body has passed. */
  values(): Promise<readonly Buffer[]>
}
