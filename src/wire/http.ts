import type { RequestContent } from './s3/request-content.ts'

/** An HTTP request as the wire layer sees it: already read, not yet understood. */
export interface HttpRequest {
  readonly method: string
  /** As sent, percent-encoding and all, without the query. */
  readonly path: string
  /** As sent, without the question mark; `''` when there is none. */
  readonly query: string
  /** Lower-case names; several headers of one name joined with `,`. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Empty where `content` is there. */
  readonly body: Uint8Array
  /** The body of a request that may be larger than memory: it is read as it comes, when its sender is known. */
  readonly content?: RequestContent
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** A stream's length stands in the headers. */
  readonly body: string | Uint8Array | ByteStream
  /** A `Set-Cookie` header each. */
  readonly cookies?: readonly string[]
}

/** Bytes that are read when they are sent; who does not send them must destroy it. */
export interface ByteStream extends AsyncIterable<Uint8Array> {
  destroy(): unknown
}

export function isStream(body: HttpResponse['body']): body is ByteStream {
  return typeof body === 'object' && Symbol.asyncIterator in body
}
