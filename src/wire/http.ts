/** An HTTP request as the wire layer sees it: already read, not yet understood. */
export interface HttpRequest {
  readonly method: string
  /** As sent, percent-encoding and all, without the query. */
  readonly path: string
  /** As sent, without the question mark; `''` when there is none. */
  readonly query: string
  /** Lower-case names; several headers of one name joined with `,`. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
  /** A `Set-Cookie` header each. */
  readonly cookies?: readonly string[]
}
