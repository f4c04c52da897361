import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContentId, ObjectContents, Piece } from '../contract.ts'
import { FileContents } from './file-contents.ts'

/** Contents that go with the process: in files too, so that memory does not hold them. */
export class TemporaryContents implements ObjectContents {
  readonly #directory: string
  readonly #files: FileContents

  private constructor(directory: string, files: FileContents) {
    this.#directory = directory
    this.#files = files
  }

  static async open(): Promise<TemporaryContents> {
    const directory = await mkdtemp(join(tmpdir(), 'crossrole-objects-'))
    return new TemporaryContents(directory, await FileContents.open({ directory, durable: false }))
  }

  write(bucket: string, content: AsyncIterable<Uint8Array>) {
    return this.#files.write(bucket, content)
  }

  copy(id: ContentId, bucket: string) {
    return this.#files.copy(id, bucket)
  }

  read(pieces: readonly Piece[]) {
    return this.#files.read(pieces)
  }

  delete(ids: readonly ContentId[]) {
    return this.#files.delete(ids)
  }

  list() {
    return this.#files.list()
  }

  clear() {
    return this.#files.clear()
  }

  async close(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true })
  }
}
