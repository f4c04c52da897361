import { awsManagedPolicies } from '../../services/iam/aws-managed-policies.ts'
import type { Constraints } from '../../wire/constraints.ts'
import { ServiceError } from '../../wire/error.ts'
import { loadServices } from '../services.ts'
import type { WrittenValue } from './written.ts'

/** What the API would find fault with, found while the file is read: so that one start names every fault. */
export class Forms {
  readonly #constraints: Constraints

  constructor() {
    const iam = loadServices().get('iam')
    if (!iam) throw new Error('there is no service iam')
    this.#constraints = iam.constraints
  }

  /** Holds the constraints of an operation's model against a member of its input; an empty one was judged before. */
  check(
    written: WrittenValue | undefined,
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): void {
    if (!written || Object.values(input).some(value => value === '' || value === undefined)) return
    try {
      this.#constraints.validate(operation, input)
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      written.fault(error.message)
    }
  }

  /** Only AWS's own policies: a bootstrap declares no others. */
  checkManagedPolicy(written: WrittenValue, policyArn: string): void {
    if (policyArn === '' || awsManagedPolicies.document(policyArn) !== undefined) return
    written.fault('is not the ARN of a policy that AWS manages')
  }
}
