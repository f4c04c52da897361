import type * as sdk from '@aws-sdk/client-s3'
import type { Resource } from '../../authorize/question.ts'
import type { AnonymousCaller, Caller, ServiceCaller } from '../../identity/caller.ts'
import type { ByteStream } from '../../objects/contract.ts'
import type { Context } from '../../policy/request.ts'
import { bucketPartition, type Reader, type Store } from '../../store/contract.ts'
import type { BucketRow, ObjectRow } from '../../store/object-tables.ts'
import type { ServiceError } from '../../wire/error.ts'
import type { RequestContent } from '../../wire/s3/request-content.ts'
import {
  asOperation,
  type Call,
  type Demand,
  type InputOf,
  type Operation,
  type OperationName,
  type OutputOf,
} from '../operation.ts'
import { requestKeys } from './request-keys.ts'
import { mustBeDoneForNobody } from './signed-only.ts'

/** S3 also takes requests of nobody, and of services that come for somebody: policies of buckets may let them in. */
export type S3Caller = Caller | AnonymousCaller | ServiceCaller

type Name = OperationName<typeof sdk>

/** Bodies are streams: what comes is read while it is verified, what goes while it is sent. */
type Streamed<Shape, Body> = 'Body' extends keyof Shape
  ? Omit<Shape, 'Body'> & { readonly Body?: Body }
  : Shape
export type S3Input<N extends Name> = Streamed<InputOf<typeof sdk, N>, RequestContent>
export type S3Output<N extends Name> = Streamed<OutputOf<typeof sdk, N>, Uint8Array | ByteStream>

export type S3Call<N extends Name> = Call<S3Input<N>, S3Caller>

/** A bucket, or an object in it: with the rows that the decision was made on, for the work to go on from. */
export interface S3Resource extends Resource {
  readonly bucket: BucketRow
  readonly object?: ObjectRow
  /** Where there is no object, but a delete marker in its place. */
  readonly marker?: ObjectRow
}

interface Declaration<N extends Name> {
  /** `s3:Name` where it is not the operation's; with `actionOf` the one that is usually asked. */
  readonly action?: `s3:${string}`
  readonly actionOf?: (call: S3Call<N>) => `s3:${string}`
  readonly check?: (call: S3Call<N>) => void
  readonly resource: (call: S3Call<N> & { readonly rows: Reader }) => Promise<S3Resource>
  /** Beside the keys that every request to S3 has. */
  readonly context?: (
    call: S3Call<N> & { readonly resource: S3Resource; readonly store: Store },
  ) => Context | Promise<Context>
  readonly alsoRequires?: (call: S3Call<N>) => readonly `s3:${string}`[]
  readonly alsoAsks?: (
    call: S3Call<N> & { readonly store: Store; readonly resource: S3Resource },
  ) => Promise<readonly Demand[]>
  readonly each?: (call: S3Call<N> & { readonly resource: S3Resource }) => Promise<readonly Demand[]>
  readonly answerHeaders?: (resource: S3Resource) => Readonly<Record<string, string>>
  readonly handle: (
    call: S3Call<N> & {
      readonly store: Store
      readonly resource: S3Resource
      readonly refusals: readonly (ServiceError | undefined)[]
      readonly asked: readonly Demand[]
    },
  ) => Promise<S3Output<N>>
}

/** Declares an operation on a bucket: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
export function s3<const N extends Name>(name: N, declaration: Declaration<N>): Operation {
  const { check, context, alsoAsks, each } = declaration
  type Asked = S3Call<N> & { readonly resource: S3Resource; readonly store: Store }
  return asOperation('s3', name, {
    ...declaration,
    check: (call: S3Call<N>) => {
      mustBeDoneForNobody(name, call.caller)
      check?.(call)
    },
    account: ({ input }: S3Call<N>) => bucketPartition((input as { readonly Bucket: string }).Bucket),
    context: async (call: Asked) => ({
      ...requestKeys(call.request, call.now, call.resource),
      ...(await context?.(call)),
    }),
    ...(alsoAsks && { alsoAsks: async (call: Asked) => withRequestKeys(call, await alsoAsks(call)) }),
    ...(each && { each: async (call: Asked) => withRequestKeys(call, await each(call)) }),
  })
}

type Facts = Pick<S3Call<Name>, 'request' | 'now'> & { readonly resource: S3Resource }

function withRequestKeys({ request, now, resource }: Facts, demands: readonly Demand[]): readonly Demand[] {
  const keys = requestKeys(request, now, resource)
  return demands.map(demand => ({ ...demand, context: { ...keys, ...demand.context } }))
}
