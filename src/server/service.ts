import type { Operation } from '../services/operation.ts'
import type { Constraints } from '../wire/constraints.ts'
import type { OperationShape } from '../wire/schema.ts'

/** A service as the pipeline knows it: what the SDK says of its wire, and what we declare of its operations. */
export interface Service {
  /** The name requests are signed for, and the prefix of its actions: `iam`, `sts`. */
  readonly name: string
  readonly apiVersion: string
  readonly xmlNamespace: string
  /** e.g. `sts.amazonaws.com`, as events name it. */
  readonly eventSource: string
  /** Every operation of the SDK, by name. */
  readonly shapes: ReadonlyMap<string, OperationShape>
  /** Those of them that are declared. */
  readonly operations: ReadonlyMap<string, Operation>
  readonly constraints: Constraints
}
