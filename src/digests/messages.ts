import type { MessagePort } from 'node:worker_threads'
import type { ChecksumAlgorithm } from '../wire/s3/checksums.ts'

/** The thread is told first that a body comes through the port. */
export interface Begun {
  readonly algorithms: readonly ChecksumAlgorithm[]
  readonly port: MessagePort
}

/** Then, there, the body's bytes, and that these were all. */
export type Told = Uint8Array | 'end'

/** It gives back the memory that it has read, to be filled again, and at the end the digests. */
export type Answered = ArrayBuffer | readonly Uint8Array[]
