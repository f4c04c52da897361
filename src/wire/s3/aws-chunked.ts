import { createHash, type Hash, timingSafeEqual } from 'node:crypto'
import { S3Fault } from './fault.ts'

/** What the chunks of a signed body are signed with, each on the signature of the one before. */
export interface PayloadSigning {
  readonly sign: (text: string) => Buffer
  /** `20150830/us-east-1/s3/aws4_request` */
  readonly scope: string
  readonly signedAtText: string
  /** The signature of the request's head. */
  readonly seed: string
}

const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const maxLineBytes = 16 * 1024
const maxTrailers = 16
/** Of all chunks but the last. */
const leastChunkBytes = 8 * 1024

/**
 * Takes a body of chunks apart as it comes. A chunk's bytes are handed on before its signature is known to be right:
 * whoever keeps them must wait for `end`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export class AwsChunked {
  readonly trailers = new Map<string, string>()
  readonly #chain: SignatureChain | undefined
  #state: 'size' | 'data' | 'data-end' | 'trailers' | 'done' = 'size'
  #line = Buffer.alloc(0)
  #left = 0
  /** Of the chunk before; undefined of the first. */
  #chunkBytes: number | undefined
  #chunkCount = 0
  #statedSignature = ''

  /** Without `signing` the chunks have no signatures. */
  constructor(signing?: PayloadSigning) {
    this.#chain = signing && new SignatureChain(signing)
  }

  *push(bytes: Uint8Array): Generator<Uint8Array> {
    let at = 0
    while (at < bytes.length) {
      if (this.#state === 'done') throw incomplete()
      if (this.#state === 'data') {
        const piece = bytes.subarray(at, at + this.#left)
        at += piece.length
        this.#left -= piece.length
        this.#chain?.update(piece)
        yield piece
        if (this.#left === 0) this.#state = 'data-end'
        continue
      }
      const end = bytes.indexOf(0x0a, at)
      const part = bytes.subarray(at, end === -1 ? bytes.length : end + 1)
      at += part.length
      this.#line = Buffer.concat([this.#line, part])
      if (this.#line.length > maxLineBytes) throw incomplete()
      if (end === -1) break
      const line = this.#line.toString('latin1')
      this.#line = Buffer.alloc(0)
      // The lines of trailers may end in a bare line feed: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
      if (this.#state !== 'trailers' && !line.endsWith('\r\n')) throw incomplete()
      this.#take(line.replace(/\r?\n$/, ''))
    }
  }

  /** The body is over: was it whole? */
  end(): void {
    // Some clients leave out the empty line after the last chunk or trailer.
    if (this.#state === 'trailers' && this.#line.length === 0) this.#finish()
    if (this.#state !== 'done') throw incomplete()
  }

  #take(line: string): void {
    if (this.#state === 'size') this.#startChunk(line)
    else if (this.#state === 'data-end') this.#endChunk(line)
    else if (line === '') this.#finish()
    else this.#addTrailer(line)
  }

  #endChunk(line: string): void {
    if (line !== '') throw incomplete()
    this.#chain?.close(this.#statedSignature)
    this.#state = 'size'
  }

  #addTrailer(line: string): void {
    const colon = line.indexOf(':')
    if (colon === 0) throw malformedTrailer()
    if (colon === -1 || this.trailers.size >= maxTrailers) throw incomplete()
    this.trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }

  #startChunk(line: string): void {
    const [, size, extensions = ''] = /^([0-9a-fA-F]{1,12})((?:;[^;]*)*)$/.exec(line) ?? []
    if (size === undefined) throw incomplete()
    this.#left = Number.parseInt(size, 16)
    this.#statedSignature = /;chunk-signature=([0-9a-f]{64})(?:;|$)/.exec(extensions)?.[1] ?? ''
    // A chunk that says no signature is of another form, not of another signer.
    if (this.#chain && this.#statedSignature === '') throw incomplete()
    if (this.#left > 0) {
      this.#followChunk(this.#left)
      this.#state = 'data'
      return
    }
    this.#chain?.close(this.#statedSignature)
    this.#state = 'trailers'
  }

  /** Or a body could be made of frames, each of which costs more than the byte in it. */
  #followChunk(bytes: number): void {
    this.#chunkCount += 1
    if (this.#chunkBytes !== undefined && this.#chunkBytes < leastChunkBytes)
      throw tooSmall(this.#chunkBytes, this.#chunkCount)
    this.#chunkBytes = bytes
  }

  #finish(): void {
    const stated = this.trailers.get('x-amz-trailer-signature') ?? ''
    this.trailers.delete('x-amz-trailer-signature')
    if (this.#chain && this.trailers.size > 0) {
      if (!/^[0-9a-f]{64}$/.test(stated)) throw incomplete()
      this.#chain.closeTrailers(this.trailers, stated)
    }
    this.#state = 'done'
  }
}

class SignatureChain {
  readonly #signing: PayloadSigning
  #previous: string
  #hash: Hash = createHash('sha256')

  constructor(signing: PayloadSigning) {
    this.#signing = signing
    this.#previous = signing.seed
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes)
  }

  close(stated: string): void {
    const { scope, signedAtText } = this.#signing
    const content = this.#hash.digest('hex')
    this.#hash = createHash('sha256')
    this.#compare(
      `AWS4-HMAC-SHA256-PAYLOAD\n${signedAtText}\n${scope}\n${this.#previous}\n${emptyHash}\n${content}`,
      stated,
    )
  }

  closeTrailers(trailers: ReadonlyMap<string, string>, stated: string): void {
    const { scope, signedAtText } = this.#signing
    const text = [...trailers].map(([name, value]) => `${name}:${value}\n`).join('')
    const content = createHash('sha256').update(text).digest('hex')
    this.#compare(
      `AWS4-HMAC-SHA256-TRAILER\n${signedAtText}\n${scope}\n${this.#previous}\n${content}`,
      stated,
    )
  }

  #compare(text: string, stated: string): void {
    const expected = this.#signing.sign(text)
    const given = Buffer.from(stated, 'hex')
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new S3Fault(
        'SignatureDoesNotMatch',
        403,
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      )
    }
    this.#previous = stated
  }
}

/** As recorded: it names the chunk that follows the one that is too small. */
function tooSmall(bytes: number, next: number): S3Fault {
  return new S3Fault(
    'InvalidChunkSizeError',
    403,
    `Only the last chunk is allowed to have a size less than ${leastChunkBytes} bytes`,
    { members: { Chunk: String(next), BadChunkSize: String(bytes) } },
  )
}

export function incomplete(options: ErrorOptions = {}): S3Fault {
  return new S3Fault('IncompleteBody', 400, 'The request body terminated unexpectedly', options)
}

export function malformedTrailer(): S3Fault {
  return new S3Fault(
    'MalformedTrailerError',
    400,
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  )
}
