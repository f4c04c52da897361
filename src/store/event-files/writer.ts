import { createSecretKey, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Digest, hashOf, readDigest, textOfDigest } from './digest.ts'
import { chainStart, type EventEntry } from './line.ts'
import { digestName } from './names.ts'
import { Segment } from './segment.ts'
import { syncDirectory } from './sync-directory.ts'

/** Where the last closed file ended. Kept in the history, so that files which are gone are missed. */
export interface Anchor {
  /** Number of the file; 0 where none was closed yet. */
  readonly number: number
  /** The hash of its digest; empty where there is none. */
  readonly digestHash: string
  readonly sequence: number
  readonly chain: string
}

/** The event history, for those who write its events into files or compare them. */
export interface History {
  anchor(): Anchor | undefined
  /** Events from behind this one on, in their order. */
  after(sequence: number, limit: number): EventEntry[]
  /** Undefined where there are no events. */
  bounds(): { readonly first: number; readonly last: number } | undefined
}

export interface WritableHistory extends History {
  setAnchor(anchor: Anchor): void
}

export interface EventFilesOptions {
  readonly directory: string
  /** 32 bytes, derived from the master key. */
  readonly key: Uint8Array
  /** A file is closed when it has grown so large, or is so old. */
  readonly maxBytes?: number
  readonly maxAgeMilliseconds?: number
}

const defaultMaxBytes = 16 * 1024 * 1024
/** As often as AWS delivers digests. */
const defaultMaxAgeMilliseconds = 60 * 60 * 1000
/** So many events are caught up with in one go. */
const catchUpEvents = 500
const maxLastSteps = 20
/** So many events, or so long, wait to be written in one piece. */
const maxFreshEvents = 64
const freshMilliseconds = 100
const retryMilliseconds = 5000

/**
 * Writes the event history into files that prove it, behind those who wait for their events: what is not in a file
 * yet is durable in the history, and caught up with from there, after a crash or a fault of the disk as well.
 */
export class EventFiles {
  readonly #options: EventFilesOptions
  readonly #key: KeyObject
  readonly #history: WritableHistory
  #segment: Segment | undefined
  #openedAt = 0
  #anchor: Anchor | undefined
  #fresh: EventEntry[] = []
  /** True while there are events in the history that have to be read from there. */
  #isBehind = true
  #later: NodeJS.Timeout | NodeJS.Immediate | undefined
  #soon: NodeJS.Timeout | undefined

  constructor(options: EventFilesOptions, history: WritableHistory) {
    this.#options = options
    this.#key = createSecretKey(options.key)
    this.#history = history
    this.#attempt(() => this.#open())
    this.#catchUpSoon()
  }

  /** The last event in a closed file, durable there whatever becomes of the history. */
  get lastClosed(): number {
    return this.#anchor?.sequence ?? 0
  }

  /** These events are in the history; they are written into the file after `flush`, when it is durable. */
  take(entries: readonly EventEntry[]): void {
    if (!this.#isBehind) this.#fresh.push(...entries)
  }

  /** Some at a time: a write for each event would cost as much as all the rest of it. */
  flush(): void {
    if (this.#fresh.length >= maxFreshEvents) this.#writeFresh()
    else if (this.#fresh.length > 0)
      this.#soon ??= setTimeout(() => this.#writeFresh(), freshMilliseconds).unref()
  }

  #writeFresh(): void {
    clearTimeout(this.#soon)
    this.#soon = undefined
    const entries = this.#fresh
    this.#fresh = []
    if (entries.length > 0) this.#attempt(() => this.#write(entries))
  }

  /** Closes a file that is old enough. To be called now and then. */
  closeOldFile(now: number): void {
    const { maxAgeMilliseconds = defaultMaxAgeMilliseconds } = this.#options
    if (now - this.#openedAt >= maxAgeMilliseconds) this.#attempt(() => this.#closeFile())
  }

  /** A large rest is left for the next start. */
  close(): void {
    this.#writeFresh()
    for (let step = 0; step < maxLastSteps && this.#isBehind && this.#segment; step += 1)
      this.#attempt(() => this.#catchUp())
    this.#leave()
  }

  #leave(): void {
    clearTimeout(this.#soon)
    this.#soon = undefined
    clearTimeout(this.#later as NodeJS.Timeout)
    clearImmediate(this.#later as NodeJS.Immediate)
    this.#segment?.close()
    this.#segment = undefined
  }

  #open(): void {
    mkdirSync(this.#options.directory, { recursive: true, mode: 0o700 })
    let anchor = this.#history.anchor() ?? this.#beginning()
    // A crash between closing a file and noting it.
    for (let digest = this.#digestAfter(anchor); digest; digest = this.#digestAfter(anchor)) {
      anchor = anchorOf(digest.read, digest.text)
      this.#history.setAnchor(anchor)
    }
    this.#anchor = anchor
    this.#openSegment(anchor)
    this.#warnOfOlderHistory()
  }

  /** Numbers would be given twice, which a check finds; until they are new again nothing is written into the files. */
  #warnOfOlderHistory(): void {
    const last = this.#history.bounds()?.last ?? 0
    const inFiles = this.#segment?.end.sequence ?? 0
    if (inFiles > last)
      process.emitWarning(
        `the event files go up to event ${inFiles} and the history only to ${last}: it is an older copy`,
      )
  }

  /** Events from before there were files are taken into the first one. */
  #beginning(): Anchor {
    const first = this.#history.bounds()?.first ?? 1
    const anchor = { number: 0, digestHash: '', sequence: first - 1, chain: chainStart }
    this.#history.setAnchor(anchor)
    return anchor
  }

  #digestAfter({ number, digestHash }: Anchor): { readonly read: Digest; readonly text: string } | undefined {
    const file = join(this.#options.directory, digestName(number + 1))
    if (!existsSync(file)) return undefined
    const text = readFileSync(file, 'utf8')
    const read = readDigest(this.#key, text)
    if (read?.number === number + 1 && (read.previousDigestHashValue ?? '') === digestHash)
      return { read, text }
    renameSync(file, `${file}.set-aside-${Date.now()}`) // not ours: it is written anew when the file is closed
    return undefined
  }

  #openSegment({ number, sequence, chain }: Anchor): void {
    const { directory } = this.#options
    this.#segment = new Segment(directory, number + 1, this.#key, { sequence, chain })
    this.#openedAt = Date.now()
  }

  #write(entries: readonly EventEntry[]): void {
    if (entries[0]?.sequence === (this.#segment?.end.sequence ?? 0) + 1) this.#append(entries)
    else {
      this.#isBehind = true
      this.#catchUpSoon()
    }
  }

  /** Events that somebody took out of the history are missing here too, and missed when the files are checked. */
  #catchUp(): void {
    if (!this.#segment) return
    const entries = this.#history.after(this.#segment.end.sequence, catchUpEvents)
    this.#isBehind = entries.length > 0
    if (this.#isBehind) this.#append(entries)
  }

  #append(entries: readonly EventEntry[]): void {
    if (!this.#segment) return
    this.#segment.append(entries)
    if (this.#segment.bytes >= (this.#options.maxBytes ?? defaultMaxBytes)) this.#closeFile()
  }

  /** Step by step: others have their turn in between. */
  #catchUpSoon(): void {
    this.#later = setImmediate(() => {
      this.#attempt(() => this.#catchUp())
      if (this.#isBehind && this.#segment) this.#catchUpSoon()
    })
  }

  #closeFile(): void {
    const segment = this.#segment
    const previous = this.#anchor
    if (!segment || !previous || segment.bytes === 0) return
    const { directory } = this.#options
    const digest: Digest = {
      number: segment.number,
      digestEndTime: new Date().toISOString(),
      ...segment.finish(),
      ...(previous.digestHash !== '' && { previousDigestHashValue: previous.digestHash }),
    }
    const text = textOfDigest(this.#key, digest)
    const file = join(directory, digestName(segment.number))
    writeFileSync(`${file}.tmp`, text, { mode: 0o600, flush: true })
    renameSync(`${file}.tmp`, file)
    syncDirectory(directory)
    this.#anchor = anchorOf(digest, text)
    this.#history.setAnchor(this.#anchor)
    segment.close()
    this.#openSegment(this.#anchor)
  }

  /** A disk that fails keeps nobody from recording: what is missing in the files is written when it works again. */
  #attempt(work: () => void): void {
    try {
      work()
    } catch (cause) {
      this.#leave()
      this.#isBehind = true
      this.#fresh = []
      const reason = cause instanceof Error ? cause.message : String(cause)
      process.emitWarning(`the event files cannot be written, and are tried again: ${reason}`)
      this.#later = setTimeout(() => {
        this.#attempt(() => this.#open())
        if (this.#segment) this.#catchUpSoon()
      }, retryMilliseconds)
      this.#later.unref()
    }
  }
}

function anchorOf({ number, lastSequence, lastChain }: Digest, text: string): Anchor {
  return { number, digestHash: hashOf(text), sequence: lastSequence, chain: lastChain }
}
