import type { ServiceError } from './error.ts'
import type { HttpRequest, HttpResponse } from './http.ts'
import type { RequestContent } from './s3/request-content.ts'
import type { OperationShape } from './schema.ts'

/**
 * How a service is spoken to: everything in which AWS's wire protocols differ, in one place each.
 * https://smithy.io/2.0/aws/protocols/index.html
 */
export interface Protocol {
  /** Whether a request that no signature assigns to a service is meant for this one. */
  readonly claims: (http: HttpRequest, api: Api) => boolean
  /** Which operation is meant, and what its input is read from; throws where the service has no such operation. */
  readonly read: (http: HttpRequest, api: Api) => Arrived
  /** Whole before there is a head: an encoder error can still become an error response. */
  readonly encodeOutput: (shape: OperationShape, output: object | undefined, reply: Reply) => HttpResponse
  /** Common errors come under the name that this protocol's services give them. */
  readonly encodeError: (error: ServiceError, reply: Reply) => HttpResponse
}

/** What a protocol must know of a service. */
export interface Api {
  readonly apiVersion: string
  /** e.g. `https://iam.amazonaws.com/doc/2010-05-08/` */
  readonly xmlNamespace: string
  /** What stands before the operation in `X-Amz-Target`. */
  readonly targetPrefix?: string
  /** Every operation of the SDK, by name. */
  readonly shapes: ReadonlyMap<string, OperationShape>
}

export interface Arrived {
  readonly shape: OperationShape
  readonly input: () => Record<string, unknown> | Promise<Record<string, unknown>>
  /** The body, where it is to be judged once the sender is known. */
  readonly content?: RequestContent
}

/** What stands around an answer. */
export interface Reply {
  readonly xmlNamespace: string
  readonly requestId: string
  /** The header of that name. */
  readonly accept?: string | undefined
}
