import { createHash, timingSafeEqual } from 'node:crypto'
import { AwsChunked, incomplete, malformedTrailer, type PayloadSigning } from './aws-chunked.ts'
import {
  type ChecksumAlgorithm,
  checksumAlgorithms,
  checksumHeader,
  isChecksumValue,
  type RunningDigest,
  startDigest,
} from './checksums.ts'
import { invalidRequest, S3Fault } from './fault.ts'

type Headers = Readonly<Record<string, string | undefined>>

/** Who sends a body: with what its chunks may be signed, without anything of the kind, or nobody who says who it is. */
export type Sender = PayloadSigning | 'signer' | 'nobody'

/** Who is told how much of a body is kept in memory while it comes, and may break it off. */
export interface Keeping {
  grow(bytes: number): void
  leave(): void
}

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm
  /** Base64. */
  readonly value: string
}

/**
 * The body of a request, read as it comes. Nothing is let out before the request is authenticated, and a body is only
 * good once its iteration has ended without an error: its length, its hash, the signatures of its chunks and its
 * checksum are all judged by then. Each piece is good until the next one is asked for.
 */
export class RequestContent implements AsyncIterable<Uint8Array> {
  readonly #headers: Headers
  readonly #source: AsyncIterable<Uint8Array>
  readonly #keeping: Keeping | undefined
  #sender: Sender | undefined
  #isChecksummed = false
  #checksum: Checksum | undefined

  constructor(source: AsyncIterable<Uint8Array>, headers: Headers, keeping?: Keeping) {
    this.#source = source
    this.#keeping = keeping
    this.#headers = headers
  }

  /** Of the content itself, without the frames of chunks; undefined where the sender does not say. */
  get statedBytes(): number | undefined {
    const name = this.#isChunked ? 'x-amz-decoded-content-length' : 'content-length'
    const text = this.#headers[name]
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
  }

  /** Whether a checksum comes with it, before or behind it. */
  get bringsChecksum(): boolean {
    return this.#checksumHeaders.length > 0 || this.#trailingChecksum() !== undefined
  }

  get #checksumHeaders(): readonly string[] {
    return Object.keys(this.#headers).filter(name => /^x-amz-checksum-(?!algorithm$|type$|mode$)/.test(name))
  }

  /** The checksum that came with it and was right; known when it has been read. */
  get checksum(): Checksum | undefined {
    return this.#checksum
  }

  /** Checksum headers of the request are about its body. (Of CompleteMultipartUpload they are about the object.) */
  expectChecksum(): void {
    this.#isChecksummed = true
  }

  /** What is deleted by a document is not to rest on one that was altered on its way: so AWS, whatever signed it. */
  mustBringDigest(): void {
    if (this.bringsChecksum || this.#headers['content-md5'] !== undefined) return
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*')
  }

  /** Anybody may have sent it: once that is known. */
  get isOfNobody(): boolean {
    return this.#sender === 'nobody'
  }

  /** All of it, judged: for documents. */
  async whole(maxBytes: number): Promise<Uint8Array> {
    if ((this.statedBytes ?? 0) > maxBytes) throw tooBig()
    const pieces: Uint8Array[] = []
    let length = 0
    try {
      for await (const piece of this) {
        length += piece.length
        if (length > maxBytes) throw tooBig()
        pieces.push(Buffer.from(piece))
        this.#keeping?.grow(piece.length)
      }
    } finally {
      this.#keeping?.leave()
    }
    return Buffer.concat(pieces, length)
  }

  /** Who sends it is known: it may be read. */
  authenticated(sender: Sender): void {
    this.#sender = sender
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    if (!this.#sender) throw new TypeError('a body is read before its sender is known')
    const judges = this.#judges()
    let length = 0
    const stated = this.statedBytes
    for await (const piece of this.#isChunked ? this.#dechunked(judges) : this.#source) {
      length += piece.length
      if (stated !== undefined && length > stated) throw otherLength()
      for (const { digest } of judges) digest.update(piece)
      yield piece
    }
    if (stated !== undefined && length !== stated) throw otherLength()
    for (const judge of judges) judge.pass()
  }

  get #payloadKind(): string {
    return this.#headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD'
  }

  get #isChunked(): boolean {
    return this.#payloadKind.startsWith('STREAMING-')
  }

  async *#dechunked(judges: Judge[]): AsyncGenerator<Uint8Array> {
    const kind = this.#payloadKind
    if (!chunkKinds.has(kind))
      throw new S3Fault('NotImplemented', 501, `${kind.slice(0, 60)} is not implemented here.`)
    const signed = kind.startsWith('STREAMING-AWS4-HMAC-SHA256')
    const signing = typeof this.#sender === 'object' ? this.#sender : undefined
    // An anonymous request has nothing that its chunks could be signed with.
    if (signed && !signing) throw incomplete()
    const chunked = new AwsChunked(signed ? signing : undefined)
    const trailing = this.#trailingChecksum()
    const digest = trailing && startDigest(trailing)
    for await (const bytes of this.#source) {
      for (const piece of chunked.push(bytes)) {
        digest?.update(piece)
        yield piece
      }
    }
    chunked.end()
    const announced = this.#announced
    if ([...chunked.trailers.keys()].some(name => !announced.includes(name))) throw malformedTrailer()
    if (!trailing || !digest) return
    const value = chunked.trailers.get(checksumHeader(trailing))
    if (value === undefined) throw malformedTrailer()
    const made = { update: () => {}, digest: () => digest.digest() }
    judges.push(this.#checksumJudge(trailing, value, made, 'trailing header'))
  }

  /** The names of the trailers that are to come. */
  get #announced(): readonly string[] {
    if (!this.#payloadKind.endsWith('-TRAILER')) return []
    const names = (this.#headers['x-amz-trailer'] ?? '').toLowerCase().split(',')
    return names.map(name => name.trim()).filter(name => name !== '')
  }

  #trailingChecksum(): ChecksumAlgorithm | undefined {
    const announced = this.#announced
    return checksumAlgorithms.find(algorithm => announced.includes(checksumHeader(algorithm)))
  }

  #judges(): Judge[] {
    return [...this.#hashJudge(), ...this.#md5Judge(), ...this.#checksumJudges()]
  }

  *#hashJudge(): Generator<Judge> {
    const stated = this.#payloadKind
    if (!/^[0-9a-f]{64}$/.test(stated)) return
    const digest = createHash('sha256')
    yield {
      digest,
      pass: () => {
        const computed = digest.digest()
        if (timingSafeEqual(computed, Buffer.from(stated, 'hex'))) return
        throw new S3Fault(
          'XAmzContentSHA256Mismatch',
          400,
          "The provided 'x-amz-content-sha256' header does not match what was computed.",
          {
            members: {
              ClientComputedContentSHA256: stated,
              S3ComputedContentSHA256: computed.toString('hex'),
            },
          },
        )
      },
    }
  }

  *#md5Judge(): Generator<Judge> {
    const stated = this.#headers['content-md5']
    if (stated === undefined) return
    if (!isChecksumValue('MD5', stated))
      throw new S3Fault('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.', {
        members: { 'Content-MD5': stated },
      })
    const digest = createHash('md5')
    yield {
      digest,
      pass: () => {
        const computed = digest.digest('base64')
        if (computed === stated) return
        throw new S3Fault('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.', {
          members: { ExpectedDigest: stated, CalculatedDigest: computed },
        })
      },
    }
  }

  *#checksumJudges(): Generator<Judge> {
    if (!this.#isChecksummed) return
    const given = this.#checksumHeaders
    const trailing = this.#trailingChecksum()
    if (this.#announced.length > 0 && !trailing)
      throw invalidRequest('The value specified in the x-amz-trailer header is not supported')
    if (given.length + (trailing ? 1 : 0) > 1)
      throw invalidRequest(
        'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
      )
    const [header] = given
    this.#mustBeAsNamed(header ?? (trailing && checksumHeader(trailing)))
    if (header === undefined) return
    const algorithm = checksumAlgorithms.find(each => checksumHeader(each) === header)
    if (!algorithm && header.startsWith('x-amz-checksum-xxhash'))
      throw new S3Fault('NotImplemented', 501, `The checksum of ${header} is not implemented here.`)
    if (!algorithm)
      throw invalidRequest('The algorithm type you specified in x-amz-checksum- header is invalid.')
    yield this.#checksumJudge(algorithm, this.#headers[header] ?? '', startDigest(algorithm))
  }

  /** What a client says of the checksum that it sends must be there, and that one. */
  #mustBeAsNamed(sent: string | undefined): void {
    const named = this.#headers['x-amz-sdk-checksum-algorithm']
    if (named === undefined) return
    if (sent === undefined)
      throw invalidRequest(
        'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
      )
    if (sent !== `x-amz-checksum-${named.toLowerCase()}`)
      throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.')
  }

  #checksumJudge(
    algorithm: ChecksumAlgorithm,
    value: string,
    digest: RunningDigest,
    place: 'header' | 'trailing header' = 'header',
  ): Judge {
    if (!isChecksumValue(algorithm, value)) {
      throw invalidRequest(`Value for ${checksumHeader(algorithm)} ${place} is invalid.`)
    }
    return {
      digest,
      pass: () => {
        if (digest.digest().toString('base64') !== value) {
          throw new S3Fault(
            'BadDigest',
            400,
            `The ${algorithm} you specified did not match the calculated checksum.`,
          )
        }
        this.#checksum = { algorithm, value }
      },
    }
  }
}

const otherLength = () =>
  new S3Fault(
    'IncompleteBody',
    400,
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  )

const tooBig = () => new S3Fault('MaxMessageLengthExceeded', 400, 'Your request was too big.')

interface Judge {
  readonly digest: Pick<RunningDigest, 'update'>
  /** Throws when the body is not the one that was announced. */
  readonly pass: () => void
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
const chunkKinds: ReadonlySet<string> = new Set([
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
])
