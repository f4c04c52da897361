import type { ManagedDocuments, PassedRole, RequestFacts, Resource } from '../authorize/question.ts'
import type { SimulatedDecision } from '../authorize/recorded.ts'
import type { Digester } from '../digests/contract.ts'
import type { AccessTokens } from '../federation/oauth/access-tokens.ts'
import type { IssuerKeys } from '../federation/oidc/issuer-keys.ts'
import type { Bearer, Caller, Requester } from '../identity/caller.ts'
import type { Vault } from '../identity/vault.ts'
import type { ObjectContents } from '../objects/contract.ts'
import type { Context } from '../policy/request.ts'
import type { Partition, Reader, Store, Writer } from '../store/contract.ts'
import type { ServiceError } from '../wire/error.ts'
import type { Notifications } from './notifications.ts'
import type { Organizations } from './organizations.ts'
import type { TrailDestinations } from './trail-destinations.ts'

/**
 * What an operation is stands in one literal: the resource it acts on, its condition keys, what else it
 * requires, and the work. Shapes, wire format, action name and error codes come from the SDK.
 */
export interface Operation {
  readonly service: string
  readonly name: string
  readonly checks: Checks<unknown, Requester>
  readonly access: Access<unknown, Requester>
  readonly work: Work<unknown, unknown, unknown, Requester>
  /** Absent, as nearly everywhere: without a signature there is no way in. */
  readonly unsigned?: Unsigned<unknown, Bearer>
  /** Headers of the answer that the model does not have. */
  readonly answerHeaders?: (resource: Resource) => Readonly<Record<string, string>>
}

/** Declared of an operation that nobody signs: its input brings the proof of who asks. */
export interface Unsigned<Input, Who extends Bearer> {
  /** Where AWS documents that it is called without credentials. */
  readonly calledWithoutCredentials: string
  /** Who the proof speaks for; throws where it proves nothing. */
  readonly bearer: (arrival: Arrival<Input>) => Promise<Who>
}

/** What is known of a request before it is known who makes it. Its input keeps within the model's constraints. */
export type Arrival<Input> = Omit<Call<Input>, 'caller'> & {
  readonly store: Store
  readonly issuerKeys: IssuerKeys
  readonly accessTokens: AccessTokens
}

/** What the model's constraints cannot say of an input, judged before anything is looked up. */
export interface Checks<Input, Who = Caller> {
  readonly check?: (call: Call<Input, Who>) => void
}

/** What is known of a request when it is authorized. */
export interface Call<Input, Who = Caller> {
  readonly input: Input
  readonly caller: Who
  /** Epoch milliseconds: one reading of the clock for the whole request. */
  readonly now: number
  readonly requestId: string
  readonly vault: Vault
  /** AWS's own managed policies, which every account has. */
  readonly managed: ManagedDocuments
  readonly organizations: Organizations
  /** Absent: nobody is told anything. */
  readonly notifications?: Notifications
  /** Whether buckets take what trails are to deliver. */
  readonly trailDestinations: TrailDestinations
  /** Where the bytes of objects are. */
  readonly contents: ObjectContents
  /** Makes what is known of an object's bytes: ETags and checksums. */
  readonly digester: Digester
  /** Where this server is reached, e.g. `http://127.0.0.1:4566`. */
  readonly ownUrl: () => string
  readonly request: RequestFacts
  /** Keeps, with the event of this request, what it has found out that would be decided. */
  readonly explain: (simulated: SimulatedDecision) => void
}

type Awaitable<T> = T | Promise<T>

export type Access<Input, Who = Caller> =
  | {
      /** Anyone with valid credentials may call, and no policy can forbid it. Says where AWS documents that. */
      readonly noPermissionRequired: string
    }
  | Judged<Input, Who>

export type Judged<Input, Who = Caller> = Located<Input, Who> | Resolved<Input, Who>

/** What is acted on is told by the rows of one account. */
export interface Located<Input, Who = Caller> extends Asked<Input, Who> {
  /** The account or bucket whose rows `resource` reads, or the directory; the caller's account when absent. */
  readonly account?: (call: Call<Input, Who>) => Partition
  readonly resource: (call: Call<Input, Who> & { readonly rows: Reader }) => Awaitable<Resource>
  /**
   * Calls of which this is the same have the same resource while the account does not change: it is then read
   * once for all of them. Only for what is asked very often.
   */
  readonly rememberAs?: (call: Call<Input, Who>) => string
  /** Further resources on which the same must be allowed: the new name of what is renamed. */
  readonly alsoOn?: (call: Call<Input, Who> & { readonly rows: Reader }) => Awaitable<readonly Resource[]>
  /** Roles that the request hands to a service: `iam:PassRole` must be allowed on each. */
  readonly passes?: (call: Call<Input, Who> & { readonly rows: Reader }) => Awaitable<readonly PassedRole[]>
}

/** What is acted on is told by more than one account, or by an organization. */
export interface Resolved<Input, Who = Caller> extends Asked<Input, Who> {
  readonly resolve: (call: Call<Input, Who> & { readonly store: Store }) => Promise<Resource>
}

interface Asked<Input, Who> {
  /** `service:Name` where it is not `<service>:<operation>`. */
  readonly action?: string
  /** Where it depends on the input; `action` is then the usual one. */
  readonly actionOf?: (call: Call<Input, Who>) => string
  /** Condition keys beyond the global ones and the resource's tags; they win over global ones of the same name. */
  readonly context?: (
    call: Call<Input, Who> & { readonly resource: Resource; readonly store: Store },
  ) => Awaitable<Context>
  /** Further actions that must be allowed on the same resource in the same context. */
  readonly alsoRequires?: (call: Call<Input, Who>) => readonly string[]
  /** What else the request does on the caller's behalf, each to be allowed on its own. */
  readonly alsoAsks?: (
    call: Call<Input, Who> & { readonly store: Store; readonly resource: Resource },
  ) => Awaitable<readonly Demand[]>
  /**
   * Things that are decided one by one, in the place of the resource: what is refused does not refuse the request, but
   * is to be left out by `handle`, which is told.
   */
  readonly each?: (call: Call<Input, Who> & { readonly resource: Resource }) => Awaitable<readonly Demand[]>
}

/** An action of its own, with its own resource and condition keys. */
export interface Demand {
  readonly action: string
  readonly resource: Resource
  readonly context: Context
}

/**
 * The work, one of three: `read` sees one state of the caller's account, `write` is one transaction on it,
 * `handle` gets the store for work that is not one transaction of the caller's account.
 * `prepare` runs before the transaction: what must be looked up in other accounts, or takes long.
 */
export type Work<Input, Output, Prepared = unknown, Who = Caller> =
  | { readonly read: (call: Call<Input, Who> & { readonly rows: Reader }) => Promise<Output> }
  | {
      readonly prepare?: (call: Call<Input, Who> & { readonly store: Store }) => Promise<Prepared>
      readonly write: (
        call: Call<Input, Who> & { readonly rows: Writer; readonly prepared: Prepared },
      ) => Promise<Output>
    }
  | Handled<Input, Output, Who>

export interface Handled<Input, Output, Who = Caller> {
  /** `resource` is what was authorized; `*` of the caller's account where no permission was required. */
  readonly handle: (
    call: Call<Input, Who> & {
      readonly store: Store
      readonly resource: Resource
      /** For each thing of `each`, in its order: why not, where it is refused. */
      readonly refusals: readonly (ServiceError | undefined)[]
      /** What was decided beside the resource: what `alsoAsks` gave, for the work to go on from. */
      readonly asked: readonly Demand[]
    },
  ) => Promise<Output>
}

/** A member the model requires is there once a request is validated; the SDK's types do not say so. */
export type Validated<Input> = Input extends Uint8Array | Date
  ? Input
  : Input extends readonly (infer Item)[]
    ? Validated<Item>[]
    : Input extends object
      ? {
          [Member in keyof Input]: Record<never, never> extends Pick<Input, Member>
            ? Validated<Input[Member]>
            : Validated<Exclude<Input[Member], undefined>>
        }
      : Input

/** The operations of an SDK package: every `…Command` it exports. */
export type OperationName<Sdk> = {
  [Name in keyof Sdk & string]: Name extends `${infer Operation}Command` ? Operation : never
}[keyof Sdk & string]

type CommandOf<Sdk, Name extends string> =
  Sdk extends Record<`${Name}Command`, infer Command>
    ? Command extends abstract new (
        ...args: never[]
      ) => infer Instance
      ? Instance
      : never
    : never

export type InputOf<Sdk, Name extends string> =
  CommandOf<Sdk, Name> extends { input: infer Input } ? Validated<Input> : never

export type OutputOf<Sdk, Name extends string> =
  CommandOf<Sdk, Name> extends {
    resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: infer Output }>
  }
    ? Omit<Output, '$metadata'>
    : never

/** Declares operations of one service, typed by its SDK package: a wrong name or member does not compile. */
export function operationsOf<Sdk>(service: string) {
  return function operation<const Name extends OperationName<Sdk>, Prepared = undefined>(
    name: Name,
    declaration: Checks<InputOf<Sdk, Name>> &
      Access<InputOf<Sdk, Name>> &
      Work<InputOf<Sdk, Name>, OutputOf<Sdk, Name>, Prepared>,
  ): Operation {
    return asOperation(service, name, declaration)
  }
}

/** Declares operations that nobody signs. Their resource's own policy alone decides on the bearer. */
export function unsignedOperationsOf<Sdk>(service: string) {
  return function unsignedOperation<const Name extends OperationName<Sdk>, Who extends Bearer>(
    name: Name,
    declaration: Unsigned<InputOf<Sdk, Name>, Who> &
      Checks<InputOf<Sdk, Name>, Who> &
      Judged<InputOf<Sdk, Name>, Who> &
      Handled<InputOf<Sdk, Name>, OutputOf<Sdk, Name>, Who>,
  ): Operation {
    const unsigned = declaration as Unsigned<unknown, Bearer>
    return { ...asOperation(service, name, declaration), unsigned }
  }
}

export function asOperation(service: string, name: string, declaration: unknown): Operation {
  const { answerHeaders } = declaration as Pick<Operation, 'answerHeaders'>
  return {
    service,
    name,
    ...(answerHeaders && { answerHeaders }),
    checks: declaration as Operation['checks'],
    access: declaration as Operation['access'],
    work: declaration as Operation['work'],
  }
}
