import { createSecretKey, type KeyObject } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Comparison } from './comparison.ts'
import { type Digest, hashOf, readDigest } from './digest.ts'
import type { Finding } from './finding.ts'
import { chainStart, readLine } from './line.ts'
import { LinesIn } from './lines-in.ts'
import { digestName, eventFileName, kindAndNumber } from './names.ts'
import { Order } from './order.ts'
import type { Anchor, History } from './writer.ts'

export interface Verified {
  readonly events: number
  readonly files: number
  /** Numbers of the first and the last event in the files. */
  readonly first?: number
  readonly last?: number
  /** The chain of the last event: who notes it elsewhere can ask later whether it is still part of the files. */
  readonly head?: string
  readonly headFound?: boolean
}

export interface VerifyOptions {
  readonly directory: string
  readonly key: Uint8Array
  /** What the files are compared with. */
  readonly history: History
  /** Number of the first file to look at; those before it may be gone. */
  readonly from?: number
  /** A chain that must be that of some event. */
  readonly head?: string
  readonly report: (finding: Finding) => void
  /** A server may be writing: so long the files may be behind the history. */
  readonly maxBehindMilliseconds?: number
}

const defaultMaxBehindMilliseconds = 5000

/** Every file, digest and event, in their order; a finding for each that is not as it was written. */
export async function verifyEventFiles(options: VerifyOptions): Promise<Verified> {
  return new Verification(options).run()
}

class Verification {
  readonly #options: VerifyOptions
  readonly #key: KeyObject
  readonly #order: Order
  readonly #comparison: Comparison
  readonly #anchor: Anchor | undefined
  /** The events that there were when it began. */
  readonly #known: ReturnType<History['bounds']>
  #previousDigestHash: string | undefined
  #events = 0
  #first: number | undefined
  #isBeginningKnown = false
  #headFound = false

  constructor(options: VerifyOptions) {
    this.#options = options
    this.#key = createSecretKey(options.key)
    this.#order = new Order(this.#key)
    this.#comparison = new Comparison(options.history)
    this.#anchor = options.history.anchor()
    this.#known = options.history.bounds()
  }

  async run(): Promise<Verified> {
    const { directory, head, from = 1 } = this.#options
    const names = existsSync(directory) ? readdirSync(directory) : []
    for (const file of names.filter(name => name.includes('.set-aside-')).sort())
      this.#report('set aside', file, 'what did not belong to the files was put here when a server started')
    const numbers = names.flatMap(name => kindAndNumber(name)?.number ?? [])
    const files = Math.max(this.#anchor?.number ?? 0, ...numbers)
    const before = from > 1 && this.#has(digestName(from - 1)) ? this.#digest(from - 1) : undefined
    for (let number = from; number <= files; number += 1) await this.#file(number, number === files, before)
    this.#compareEnds()
    const { last } = this.#order
    const chain = last === undefined ? undefined : this.#order.chainOf(last)
    return {
      events: this.#events,
      files: Math.max(0, files - from + 1),
      ...(this.#first !== undefined && { first: this.#first }),
      ...(last !== undefined && { last }),
      ...(chain !== undefined && { head: chain }),
      ...(head !== undefined && { headFound: this.#headFound }),
    }
  }

  async #file(number: number, isLast: boolean, before: Digest | undefined): Promise<void> {
    const isClosed = !isLast || number <= (this.#anchor?.number ?? 0) || this.#has(digestName(number))
    const digest = isClosed ? this.#digest(number) : undefined
    if (number === (this.#options.from ?? 1)) this.#beginning(number, digest, before)
    const file = eventFileName(number)
    if (this.#has(file)) {
      const { lines, findings } = await this.#lines(file, isClosed)
      if (digest) this.#closed(digest, lines, findings)
    } else if (isClosed) {
      this.#report(
        'missing',
        file,
        'the file is missing',
        digest && [digest.firstSequence, digest.lastSequence],
      )
    }
    if (digest) this.#order.startsAfter(digest.lastSequence, digest.lastChain)
  }

  #beginning(number: number, digest: Digest | undefined, before: Digest | undefined): void {
    const anchor = this.#anchor?.number === number - 1 ? this.#anchor : undefined
    if (before) this.#order.startsAfter(before.lastSequence, before.lastChain)
    else if (anchor) this.#order.startsAfter(anchor.sequence, anchor.chain)
    else if (digest) this.#order.startsAfter(digest.firstSequence - 1, number === 1 ? chainStart : undefined)
    // What is before the first file that is asked for is not asked for.
    this.#isBeginningKnown = number > 1 || anchor !== undefined || digest !== undefined
  }

  #digest(number: number): Digest | undefined {
    const file = digestName(number)
    const previous = this.#previousDigestHash
    this.#previousDigestHash = undefined
    if (!this.#has(file)) {
      this.#report('missing', file, 'the digest is missing')
      return undefined
    }
    const text = readFileSync(join(this.#options.directory, file), 'utf8')
    const digest = readDigest(this.#key, text)
    if (!digest) {
      this.#report('altered', file, 'the digest is not as it was signed')
      return undefined
    }
    if (digest.number !== number) {
      this.#report('reordered', file, `the digest is that of file ${digest.number}`)
      return undefined
    }
    this.#previousDigestHash = hashOf(text)
    if (previous !== undefined && digest.previousDigestHashValue !== previous)
      this.#report('altered', file, 'the digest does not go on from the one before')
    if (number === this.#anchor?.number && this.#previousDigestHash !== this.#anchor.digestHash)
      this.#report('altered', file, 'the digest is not the one that the history knows')
    return digest
  }

  async #lines(file: string, isClosed: boolean): Promise<{ lines: FileEnd; findings: number }> {
    const lines = new LinesIn(join(this.#options.directory, file))
    let findings = 0
    let place = 0
    const take = () => {
      for (const text of lines.next()) {
        place += 1
        findings += this.#line(file, place, text)
      }
    }
    try {
      take()
      const deadline = Date.now() + (this.#options.maxBehindMilliseconds ?? defaultMaxBehindMilliseconds)
      while (!isClosed && this.#isBehind() && Date.now() < deadline) {
        await sleep(100)
        take()
      }
      for (const gap of this.#order.gaps()) {
        findings += 1
        this.#options.report(gap)
      }
      const { left, bytes, hashValue } = lines
      return { lines: { left, bytes, hashValue }, findings }
    } finally {
      lines.close()
    }
  }

  /** Number of findings. */
  #line(file: string, place: number, text: string): number {
    const line = readLine(text)
    if (!line) {
      this.#options.report(this.#order.unreadable(file, place))
      return 1
    }
    this.#events += 1
    this.#first = Math.min(this.#first ?? line.sequence, line.sequence)
    if (line.chain === this.#options.head) this.#headFound = true
    const finding = this.#order.check(line, file, place)
    // What is altered in the file says nothing of the history.
    const other = finding?.problem === 'altered' ? undefined : this.#comparison.check(line)
    for (const found of [finding, other]) if (found) this.#options.report(found)
    return finding ? 1 : 0
  }

  #closed(digest: Digest, { left, bytes, hashValue }: FileEnd, findings: number): void {
    const file = digest.eventFile
    const last = this.#order.last ?? 0
    if (last < digest.lastSequence)
      this.#report('truncated', file, 'the end of the file is missing', [last + 1, digest.lastSequence])
    else if (left > 0) this.#report('altered', file, 'there is something behind the last event')
    else if (findings === 0 && (bytes !== digest.bytes || hashValue !== digest.hashValue))
      this.#report('altered', file, 'the file is not the one that the digest is about')
  }

  #isBehind(): boolean {
    return (this.#order.last ?? 0) < (this.#known?.last ?? 0)
  }

  #compareEnds(): void {
    if (!this.#known) return
    const { first, last } = this.#known
    if (!this.#isBeginningKnown && this.#first !== undefined && first < this.#first)
      this.#report('missing', eventFileName(1), 'events of the history are in no file', [
        first,
        this.#first - 1,
      ])
    if (!this.#isBehind()) return
    const message = 'events of the history are in no file; a server writes them when it starts'
    this.#report('truncated', eventFileName((this.#anchor?.number ?? 0) + 1), message, [
      (this.#order.last ?? first - 1) + 1,
      last,
    ])
  }

  #has(name: string): boolean {
    return existsSync(join(this.#options.directory, name))
  }

  #report(
    problem: Finding['problem'],
    file: string,
    message: string,
    sequences?: Finding['sequences'],
  ): void {
    this.#options.report({ problem, file, message, ...(sequences && { sequences }) })
  }
}

interface FileEnd {
  readonly left: number
  readonly bytes: number
  readonly hashValue: string
}
