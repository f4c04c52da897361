import type { ManagedDocuments } from '../../authorize/question.ts'
import { parseIamArn } from '../../identity/arn.ts'
import type { Reader } from '../../store/contract.ts'
import { policyWithArn } from './lookup.ts'
import { iamError } from './operation.ts'

/**
 * Permissions boundaries of users and roles.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */

/** What a row keeps: the ARN of a policy that is there, or `''` for none. */
export async function boundaryToStore(
  { rows, managed }: { readonly rows: Reader; readonly managed: ManagedDocuments },
  boundaryArn: string | undefined,
): Promise<string> {
  if (boundaryArn === undefined) return ''
  if (parseIamArn(boundaryArn)?.type !== 'policy') {
    throw iamError('InvalidInputException', `ARN ${boundaryArn} is not valid.`)
  }
  const found = managed.document(boundaryArn) !== undefined || (await policyWithArn(rows, boundaryArn))
  if (found) return boundaryArn
  throw iamError('NoSuchEntityException', `Scope ARN: ${boundaryArn} does not exist or is not attachable.`)
}

/**
 * The SDK's enum has `PermissionsBoundaryPolicy`; AWS answers `Policy`.
 * https://docs.aws.amazon.com/cli/latest/reference/iam/get-user.html#examples
 */
const boundaryType = 'Policy' as 'PermissionsBoundaryPolicy'

/** Left out of an answer when there is none. */
export function shownBoundary(boundaryArn: string) {
  if (boundaryArn === '') return {}
  return {
    PermissionsBoundary: { PermissionsBoundaryType: boundaryType, PermissionsBoundaryArn: boundaryArn },
  }
}
