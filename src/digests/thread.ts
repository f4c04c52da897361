import { extname } from 'node:path'
import { MessageChannel, Worker } from 'node:worker_threads'
import type { ChecksumAlgorithm } from '../wire/s3/checksums.ts'
import type { Digester, Digests } from './contract.ts'
import { digestsHere } from './here.ts'
import { Lane } from './lane.ts'
import type { Begun } from './messages.ts'

/** A checkout runs TypeScript, the published package JavaScript: the worker is a file of the same kind as this one. */
const ownScript = new URL(`./worker${extname(import.meta.url)}`, import.meta.url)

/** Smaller bodies take less time than the way to the thread and back. */
const smallestBytes = 1024 * 1024

/**
 * Digests of large bodies in a thread of their own, where they keep nobody waiting: MD5 and CRC64NVME take longer than
 * all else that is done with a body's bytes. The thread begins with the first such body.
 */
export class DigestThread implements Digester {
  readonly #script: URL
  #worker: Worker | undefined

  constructor(script: URL = ownScript) {
    this.#script = script
  }

  begin(algorithms: readonly ChecksumAlgorithm[], bytes: number): Digests {
    if (bytes < smallestBytes) return digestsHere.begin(algorithms, bytes)
    return new DigestsInThread(() => this.#laneFor(algorithms))
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }

  #laneFor(algorithms: readonly ChecksumAlgorithm[]): Lane {
    const { port1, port2 } = new MessageChannel()
    this.#worker ??= this.#start()
    this.#worker.postMessage({ algorithms, port: port2 } satisfies Begun, [port2])
    return new Lane(port1)
  }

  /** Who waits hears of its end by their ports; the next body has a new one. */
  #start(): Worker {
    const worker = new Worker(this.#script, { name: 'digests' })
    worker.on('error', cause => process.emitWarning(`the thread of digests ended: ${cause}`))
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = undefined
    })
    worker.unref()
    return worker
  }
}

class DigestsInThread implements Digests {
  readonly #open: () => Lane
  #lane: Lane | undefined

  constructor(open: () => Lane) {
    this.#open = open
  }

  async *of(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const lane = this.#open()
    this.#lane = lane
    let isWhole = false
    try {
      for await (const piece of body) {
        await lane.send(piece)
        yield piece
      }
      lane.end()
      isWhole = true
    } finally {
      if (!isWhole) lane.abandon()
    }
  }

  async values(): Promise<readonly Buffer[]> {
    if (!this.#lane) throw new TypeError('digests are asked for before the body has passed')
    return this.#lane.values
  }
}
