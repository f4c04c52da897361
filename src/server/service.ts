import type { Operation } from '../services/operation.ts'
import type { Constraints } from '../wire/constraints.ts'
import type { ServiceError } from '../wire/error.ts'
import type { Api, Protocol } from '../wire/protocol.ts'

/** A service as the pipeline knows it: what the SDK says of its wire, and what we declare of its operations. */
export interface Service {
  /** The name requests are signed for, and the prefix of its actions: `iam`, `sts`. */
  readonly name: string
  /** Of the only endpoint it has: what is asked of it is asked there, whatever region a request is signed for. */
  readonly onlyRegion?: string
  readonly protocol: Protocol
  readonly api: Api
  /** e.g. `sts.amazonaws.com`, as events name it. */
  readonly eventSource: string
  /** Those of the SDK's operations that are declared. */
  readonly operations: ReadonlyMap<string, Operation>
  readonly constraints: Constraints
  /** Where AWS documents that it takes requests of nobody, which the policies of its resources then decide. */
  readonly takesAnonymous?: string
  /** What it says of a session token that opens nothing, where it does not say the same of a key that is not there. */
  readonly refusedToken?: () => ServiceError
  /** What it says of a key that is not there, where that is more than a code. */
  readonly refusedKey?: (accessKeyId: string) => ServiceError
}
