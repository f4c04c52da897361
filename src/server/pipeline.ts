import type { Authorizer } from '../authorize/authorizer.ts'
import type { ManagedDocuments, PassedRole, Resource } from '../authorize/question.ts'
import type { Digester } from '../digests/contract.ts'
import type { AccessTokens } from '../federation/oauth/access-tokens.ts'
import type { IssuerKeys } from '../federation/oidc/issuer-keys.ts'
import type { Vault } from '../identity/vault.ts'
import type { ObjectContents } from '../objects/contract.ts'
import type { Notifications } from '../services/notifications.ts'
import type { Organizations } from '../services/organizations.ts'
import type { TrailDestinations } from '../services/trail-destinations.ts'
import type { Store } from '../store/contract.ts'
import type { RevisionCache } from '../store/revision-cache.ts'
import { ServiceError } from '../wire/error.ts'
import { commonError } from '../wire/errors.ts'
import type { HttpResponse } from '../wire/http.ts'
import type { SigningKeys } from '../wire/sigv4/signing-keys.ts'
import type { Accounts } from './accounts.ts'
import type { Credentials } from './credentials.ts'
import type { Exchange } from './exchange.ts'
import type { Log } from './log.ts'
import type { Service } from './service.ts'
import { authenticate } from './steps/authenticate.ts'
import { authorize } from './steps/authorize.ts'
import { decode } from './steps/decode.ts'
import { encode } from './steps/encode.ts'
import { handle } from './steps/handle.ts'
import { identify } from './steps/identify.ts'
import { record } from './steps/record.ts'
import { validate } from './steps/validate.ts'

/** What the steps work with; put together once, in main.ts. */
export interface House {
  readonly services: ReadonlyMap<string, Service>
  readonly store: Store
  readonly contents: ObjectContents
  readonly digester: Digester
  readonly vault: Vault
  readonly managed: ManagedDocuments
  readonly organizations: Organizations
  readonly accounts: Accounts
  readonly credentials: Credentials
  readonly signingKeys: SigningKeys
  /** With what the tokens of OIDC providers are signed. */
  readonly issuerKeys: IssuerKeys
  /** What the access tokens of OAuth providers mean. */
  readonly accessTokens: AccessTokens
  /** Absent: nobody is told anything. */
  readonly notifications?: Notifications
  /** Whether buckets take what trails are to deliver. */
  readonly trailDestinations: TrailDestinations
  /** Where this server is reached, e.g. `http://127.0.0.1:4566`. */
  readonly ownUrl: () => string
  readonly authorizer: Authorizer
  /** What very frequent operations act on. */
  readonly targets: RevisionCache<Target>
  readonly log: Log
}

/** The resource of a request, those on which the same must be allowed, and the roles it passes on. */
export interface Target {
  readonly resource: Resource
  readonly further: readonly Resource[]
  readonly passed: readonly PassedRole[]
}

export type Step = (exchange: Exchange, house: House) => void | Promise<void>

/** The way of every request, in this order; the first error ends it. */
const steps: readonly Step[] = [identify, decode, authenticate, validate, authorize, handle]

/** A response is encoded whole before anything is recorded or sent, and sent when its event is durable. */
export async function answer(exchange: Exchange, house: House): Promise<HttpResponse> {
  await attempt(exchange, house, async () => {
    for (const step of steps) await step(exchange, house)
    encode(exchange, house)
  })
  if (exchange.error) encode(exchange, house)
  await attempt(
    exchange,
    house,
    () => record(exchange, house),
    () => encode(exchange, house),
  )
  return exchange.response as HttpResponse
}

/** The one funnel for errors: what the caller sees apart from what the log sees. */
export async function attempt(
  exchange: Exchange,
  house: House,
  work: () => Promise<void>,
  mend: () => void = () => {},
): Promise<void> {
  try {
    await work()
  } catch (cause) {
    if (!(cause instanceof ServiceError)) house.log.failure(exchange, cause)
    exchange.error = cause instanceof ServiceError ? cause : commonError('ServiceFailure')
    mend()
  }
}
