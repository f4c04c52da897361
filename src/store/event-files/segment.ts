import { createHash, type Hash, type KeyObject } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Digest } from './digest.ts'
import { bodyOf, chainOf, chainStart, type EventEntry, follows, type Line, readLine, tailOf } from './line.ts'
import { eventFileName } from './names.ts'

/** Where the chain stands: the number and chain of the last event that is in a file. */
export interface ChainEnd {
  readonly sequence: number
  readonly chain: string
}

/** What a segment holds so far, for its digest. */
type Held = Omit<Digest, 'number' | 'digestEndTime' | 'previousDigestHashValue'>

const draftBytes = 256 * 1024

/** In UTF-8, with what stands behind it. */
const maxBytesOf = (body: string) => 3 * body.length + tailOf(chainStart).length

/** The one file of events that is still written to. */
export class Segment {
  readonly number: number
  readonly #key: KeyObject
  readonly #descriptor: number
  readonly #hash: Hash = createHash('sha256')
  #end: ChainEnd
  #draft = Buffer.allocUnsafeSlow(draftBytes)
  #bytes = 0
  #records = 0
  #first = 0
  #oldest = Number.POSITIVE_INFINITY
  #newest = Number.NEGATIVE_INFINITY

  /** Goes on with the file of this number as far as it is sound, or makes it. */
  constructor(directory: string, number: number, key: KeyObject, end: ChainEnd) {
    this.number = number
    this.#key = key
    this.#end = end
    const file = join(directory, eventFileName(number))
    const content = existsSync(file) ? readFileSync(file) : Buffer.alloc(0)
    for (const { line, bytes } of soundLines(content, key, end)) this.#holds(line, bytes)
    const rest = content.subarray(this.#bytes)
    // A crash leaves a part of a line. Whole lines that are not ours are evidence: kept aside, not written over.
    if (rest.includes('\n'))
      writeFileSync(`${file}.set-aside-${Date.now()}`, rest, { mode: 0o600, flush: true })
    this.#descriptor = openSync(file, 'a', 0o600)
    if (rest.length > 0) ftruncateSync(this.#descriptor, this.#bytes)
  }

  get end(): ChainEnd {
    return this.#end
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The next events, in few pieces. Lines are made in one place that is used again: new memory costs more. */
  append(entries: readonly EventEntry[]): void {
    let length = 0
    for (const { sequence, record } of entries) {
      const body = bodyOf({ sequence, record })
      const room = maxBytesOf(body)
      if (length + room > this.#draft.length) {
        this.#write(length)
        length = 0
        if (room > this.#draft.length) this.#draft = Buffer.allocUnsafeSlow(room)
      }
      const start = length
      length += this.#draft.write(body, length)
      const chain = chainOf(this.#key, this.#end.chain, this.#draft.subarray(start, length))
      length += this.#draft.write(tailOf(chain), length)
      this.#counts({ sequence, time: record.time, chain })
    }
    this.#write(length)
  }

  #write(length: number): void {
    for (let written = 0; written < length; )
      written += writeSync(this.#descriptor, this.#draft, written, length - written)
    this.#hash.update(this.#draft.subarray(0, length))
    this.#bytes += length
  }

  /** Makes what was written durable and says what it is. */
  finish(): Held {
    fdatasyncSync(this.#descriptor)
    return {
      hashAlgorithm: 'SHA-256',
      eventFile: eventFileName(this.number),
      hashValue: this.#hash.copy().digest('hex'),
      bytes: this.#bytes,
      records: this.#records,
      firstSequence: this.#first,
      lastSequence: this.#end.sequence,
      oldestEventTime: isoTime(this.#oldest),
      newestEventTime: isoTime(this.#newest),
      lastChain: this.#end.chain,
    }
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  #holds(line: Line, bytes: Buffer): void {
    this.#hash.update(bytes)
    this.#bytes += bytes.length
    this.#counts(line)
  }

  #counts({ sequence, chain, time }: Omit<Line, 'body'>): void {
    if (this.#records === 0) this.#first = sequence
    this.#end = { sequence, chain }
    this.#records += 1
    this.#oldest = Math.min(this.#oldest, time)
    this.#newest = Math.max(this.#newest, time)
  }
}

/** The lines up to the first that does not go on where the one before ended. */
function* soundLines(
  content: Buffer,
  key: KeyObject,
  end: ChainEnd,
): Iterable<{ readonly line: Line; readonly bytes: Buffer }> {
  let { sequence, chain } = end
  let start = 0
  for (;;) {
    const stop = content.indexOf('\n', start)
    if (stop < 0) return
    const line = readLine(content.toString('utf8', start, stop))
    if (!line || line.sequence <= sequence || !follows(key, chain, line)) return
    yield { line, bytes: content.subarray(start, stop + 1) }
    sequence = line.sequence
    chain = line.chain
    start = stop + 1
  }
}

/** The latest time that there is a date for. */
const maxDate = 8.64e15

function isoTime(epochMilliseconds: number): string {
  return new Date(Math.max(-maxDate, Math.min(maxDate, epochMilliseconds))).toISOString()
}
