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
import type { SigningKeys } from '../wire/sigv4/signing-keys.ts'
import type { Accounts } from './accounts.ts'
import type { Credentials } from './credentials.ts'
import type { Log } from './log.ts'
import type { Service } from './service.ts'

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
