import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import {
  type ByteStream,
  type ContentId,
  NoSuchContent,
  type ObjectContents,
  type Piece,
  type WrittenContent,
} from '../contract.ts'
import { Holds } from '../holds.ts'
import { inParts } from './parts.ts'

export interface S3ContentsOptions {
  readonly client: S3Client
  readonly bucket: string
  /** What stands before every id, e.g. `crossrole/`. */
  readonly prefix?: string
}

/** Up to here an answer is read at once. */
const wholeBytes = 256 * 1024
const deletedAtOnce = 1000

/**
 * Content in a bucket of any service that speaks S3: we decide, it stores. An object there is whole or not there, and
 * durable when it says so.
 */
export class S3Contents implements ObjectContents {
  readonly #client: S3Client
  readonly #bucket: string
  readonly #prefix: string
  readonly #holds = new Holds(ids => this.#remove(ids))

  constructor({ client, bucket, prefix = '' }: S3ContentsOptions) {
    this.#client = client
    this.#bucket = bucket
    this.#prefix = prefix
  }

  async write(bucket: string, content: AsyncIterable<Uint8Array>): Promise<WrittenContent> {
    const id = newId(bucket)
    const parts = inParts(content)
    try {
      const first = await parts.next()
      const second = first.done ? first : await parts.next()
      const head = first.done ? new Uint8Array() : first.value
      if (second.done) {
        await this.#client.send(new PutObjectCommand({ ...this.#at(id), Body: head }))
        return { id, bytes: head.length }
      }
      return { id, bytes: await this.#upload(id, head, second.value, parts) }
    } finally {
      // Who sends them hears that no more is wanted, also where a part could not be uploaded.
      await parts.return(undefined)
    }
  }

  async copy(id: ContentId, bucket: string): Promise<ContentId> {
    const copy = newId(bucket)
    const CopySource = `${this.#bucket}/${this.#prefix}${id}`
    await this.#client.send(new CopyObjectCommand({ ...this.#at(copy), CopySource })).catch(noSuchContent)
    return copy
  }

  async read(pieces: readonly Piece[]): Promise<Uint8Array | ByteStream> {
    const wanted = pieces.filter(({ start, end }) => end > start)
    const length = wanted.reduce((sum, { start, end }) => sum + end - start, 0)
    const [first, ...more] = wanted
    if (!first) return new Uint8Array()
    if (more.length === 0 && length <= wholeBytes)
      return Buffer.concat(await (await this.#open(first)).toArray())
    const release = this.#holds.hold(wanted)
    const opened = await this.#open(first).catch((error: Error) => {
      release()
      throw error
    })
    const stream = more.length === 0 ? opened : Readable.from(this.#inTurn(opened, more))
    stream.once('close', () => {
      // Where nobody began to read, nothing else ends it.
      opened.destroy()
      release()
    })
    return stream
  }

  async delete(ids: readonly ContentId[]): Promise<void> {
    await this.#remove(ids.filter(id => !this.#holds.deleteLater(id)))
  }

  async list(): Promise<readonly ContentId[]> {
    const ids: ContentId[] = []
    let ContinuationToken: string | undefined
    do {
      const asked = { Bucket: this.#bucket, Prefix: this.#prefix, ContinuationToken }
      const page = await this.#client.send(new ListObjectsV2Command(asked))
      ids.push(...(page.Contents ?? []).map(({ Key = '' }) => Key.slice(this.#prefix.length)))
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken !== undefined)
    return ids.filter(id => idForm.test(id))
  }

  async close(): Promise<void> {
    this.#client.destroy()
  }

  async #upload(
    id: ContentId,
    first: Uint8Array,
    second: Uint8Array,
    rest: AsyncIterable<Uint8Array>,
  ): Promise<number> {
    const at = this.#at(id)
    const { UploadId } = await this.#client.send(new CreateMultipartUploadCommand(at))
    const Parts: { PartNumber: number; ETag: string | undefined }[] = []
    let bytes = 0
    const send = async (Body: Uint8Array) => {
      const PartNumber = Parts.length + 1
      const { ETag } = await this.#client.send(new UploadPartCommand({ ...at, UploadId, PartNumber, Body }))
      Parts.push({ PartNumber, ETag })
      bytes += Body.length
    }
    try {
      await send(first)
      await send(second)
      for await (const part of rest) await send(part)
      const completed = { ...at, UploadId, MultipartUpload: { Parts } }
      await this.#client.send(new CompleteMultipartUploadCommand(completed))
      return bytes
    } catch (error) {
      await this.#client.send(new AbortMultipartUploadCommand({ ...at, UploadId })).catch(() => {})
      throw error
    }
  }

  async #open({ id, start, end }: Piece): Promise<Readable> {
    const asked = { ...this.#at(id), Range: `bytes=${start}-${end - 1}` }
    const { Body } = await this.#client.send(new GetObjectCommand(asked)).catch(noSuchContent)
    if (!(Body instanceof Readable)) throw new TypeError('an object without a body')
    return Body
  }

  async *#inTurn(opened: Readable, more: readonly Piece[]): AsyncGenerator<Uint8Array> {
    try {
      yield* opened
    } finally {
      opened.destroy()
    }
    for (const piece of more) yield* await this.#open(piece)
  }

  async #remove(ids: readonly ContentId[]): Promise<void> {
    for (let at = 0; at < ids.length; at += deletedAtOnce) {
      const Objects = ids.slice(at, at + deletedAtOnce).map(id => ({ Key: this.#at(id).Key }))
      const deleted = { Bucket: this.#bucket, Delete: { Objects, Quiet: true } }
      const { Errors = [] } = await this.#client.send(new DeleteObjectsCommand(deleted))
      if (Errors.length > 0) throw new Error(`content cannot be deleted: ${Errors[0]?.Code}`)
    }
  }

  #at(id: ContentId): { readonly Bucket: string; readonly Key: string } {
    if (!idForm.test(id)) throw new TypeError('this is no id of content')
    return { Bucket: this.#bucket, Key: `${this.#prefix}${id}` }
  }
}

const idForm = /^[a-z0-9][a-z0-9.-]{1,62}\/[0-9a-f]{32}$/

function newId(bucket: string): ContentId {
  return `${bucket}/${randomBytes(16).toString('hex')}`
}

function noSuchContent(cause: Error): never {
  if (cause.name === 'NoSuchKey' || cause.name === 'NotFound')
    throw new NoSuchContent('there is no such content', { cause })
  throw cause
}
