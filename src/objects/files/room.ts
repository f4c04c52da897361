import { NoRoom } from '../contract.ts'

/** Of the file system, as `statfs` tells: how many blocks it has, how many are free, and their bytes. */
export interface Disk {
  readonly blocks: number
  readonly bavail: number
  readonly bsize: number
}

const mebibyte = 1024 * 1024
/** Of a small disk it is a tenth. */
const reservedBytes = 256 * mebibyte
/** After so much the disk is asked again; no more is taken at once. */
const measuredBytes = 8 * mebibyte

/**
 * What content may take of the disk. The rest is left to the store, which is on the same one: no request is answered
 * whose event is not on the disk, so that whoever may put objects could end the service for everybody.
 */
export class Room {
  readonly #ask: () => Promise<Disk>
  #left = 0
  #measuring: Promise<number> | undefined
  #isTold = false

  constructor(ask: () => Promise<Disk>) {
    this.#ask = ask
  }

  async take(bytes: number): Promise<void> {
    while (this.#left < bytes) if ((await this.#measured()) < bytes) throw this.#refusal()
    this.#left -= bytes
  }

  #measured(): Promise<number> {
    this.#measuring ??= this.#measure().finally(() => {
      this.#measuring = undefined
    })
    return this.#measuring
  }

  async #measure(): Promise<number> {
    const { blocks, bavail, bsize } = await this.#ask()
    const free = bavail * bsize - Math.min(reservedBytes, (blocks * bsize) / 10)
    this.#left = Math.min(free, measuredBytes)
    if (this.#left === measuredBytes) this.#isTold = false
    return this.#left
  }

  /** The operator hears of it once, until there is room again. */
  #refusal(): NoRoom {
    const refusal = new NoRoom('the disk is full but for what is kept for the store: no object is taken')
    if (!this.#isTold) process.emitWarning(refusal.message)
    this.#isTold = true
    return refusal
  }
}
