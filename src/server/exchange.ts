import type { Answer, RequestFacts, Resource } from '../authorize/question.ts'
import type { SimulatedDecision } from '../authorize/recorded.ts'
import type { AccountId } from '../identity/account-id.ts'
import type { Requester } from '../identity/caller.ts'
import type { Demand, Operation } from '../services/operation.ts'
import type { ServiceError } from '../wire/error.ts'
import type { HttpRequest, HttpResponse } from '../wire/http.ts'
import type { RequestContent } from '../wire/s3/request-content.ts'
import type { OperationShape } from '../wire/schema.ts'
import type { PresignedV2 } from '../wire/sigv4/presigned-v2.ts'
import type { Signature } from '../wire/sigv4/signature.ts'
import type { Connection } from './http-server.ts'
import { newRequestId } from './request-id.ts'
import type { Service } from './service.ts'

/** One request on its way through the pipeline. Each step fills in what the next ones build on. */
export interface Exchange {
  readonly http: HttpRequest
  readonly requestId: string
  /** Epoch milliseconds: one reading of the clock for the whole request. */
  readonly now: number
  facts: RequestFacts
  /** identify; absent for an unsigned request. */
  signature?: Signature
  /** identify; in the place of `signature` for URLs that were presigned in the older form, which S3 takes. */
  presignedV2?: PresignedV2
  /** identify */
  service?: Service
  /** decode */
  shape?: OperationShape
  operation?: Operation
  input?: object
  /** decode; authenticate lets it be read. */
  content?: RequestContent
  /** decode; in the place of `input` where that is in the content. */
  readInput?: () => object | Promise<object>
  /** authenticate */
  caller?: Requester
  /** authorize; absent where no permission was required. */
  resource?: Resource
  /** authorize: one an action, up to and with the first denial. */
  answers: readonly Answer[]
  /** handle: what a simulation found out. */
  readonly simulated: SimulatedDecision[]
  /** authorize: for operations that are decided thing by thing. */
  refusals?: readonly (ServiceError | undefined)[]
  /** authorize: what else was asked. */
  asked?: readonly Demand[]
  /** handle */
  output?: object
  /** What went wrong, in the words the caller is to see. */
  error?: ServiceError
  /** encode */
  response?: HttpResponse
}

/** A request as it comes in, by whichever door. */
export function newExchange(http: HttpRequest, connection: Connection, now: number): Exchange {
  const { 'user-agent': userAgent, referer } = http.headers
  return {
    http,
    requestId: newRequestId(now),
    now,
    facts: {
      ...connection,
      region: 'us-east-1',
      ...(userAgent !== undefined && { userAgent }),
      ...(referer !== undefined && { referer }),
    },
    answers: [],
    simulated: [],
  }
}

/** For a step that cannot run before the one that fills the field in. */
export function present<Value>(value: Value | undefined, filledBy: string): Value {
  if (value === undefined) throw new TypeError(`the pipeline lacks what ${filledBy} fills in`)
  return value
}

export type AccountOf = (exchange: Exchange) => AccountId | undefined
