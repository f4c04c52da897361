/**
 * Where the bytes of objects are. What they are called, who may read them and which of them make an object stands in
 * the store; here is only content under ids of its own. `suite.ts` is this text made executable.
 *
 * - Content never changes: another text is another id, and no id is given twice.
 * - `write` is all or nothing, and durable when its promise resolves. One that fails leaves nothing that could be
 *   read, nor does a process that is killed.
 * - Memory does not grow with content: it is written as it comes, and read no faster than it is taken.
 * - What is being read stays readable to its end, even when it is deleted meanwhile.
 * - An id that is not there rejects with `NoSuchContent`, before anything is read.
 */
export interface ObjectContents {
  /**
   * Writes content of a bucket, to be found again under the id. A piece is good until the next one is asked for. An error
   * of the iteration goes on to the caller. Rejects with `NoRoom` where there is none.
   */
  write(bucket: string, content: AsyncIterable<Uint8Array>): Promise<WrittenContent>

  /** The same content under an id of its own, in any bucket; durable when it resolves. */
  copy(id: ContentId, bucket: string): Promise<ContentId>

  /** Pieces of content one after the other: small ones as bytes, larger ones as a stream. */
  read(pieces: readonly Piece[]): Promise<Uint8Array | ByteStream>

  /** Ids that are not there are no error. */
  delete(ids: readonly ContentId[]): Promise<void>

  /** All ids that were there when it was called, for a sweep to find those that nothing refers to. */
  list(): Promise<readonly ContentId[]>

  /** Removes everything; only where nothing is kept. */
  readonly clear?: () => Promise<void>

  close(): Promise<void>
}

/** `<bucket>/<32 hexadecimal digits>` */
export type ContentId = string

export interface WrittenContent {
  readonly id: ContentId
  readonly bytes: number
}

/** The bytes of some content from `start` up to `end`, which is not among them. */
export interface Piece {
  readonly id: ContentId
  readonly start: number
  readonly end: number
}

/** Bytes that are read when they are taken; who does not take them must destroy it. */
export interface ByteStream extends AsyncIterable<Uint8Array> {
  destroy(): unknown
}

export class NoSuchContent extends Error {
  override readonly name = 'NoSuchContent'
}

export class NoRoom extends Error {
  override readonly name = 'NoRoom'
}

export function bucketOfContent(id: ContentId): string {
  return id.slice(0, id.lastIndexOf('/'))
}
