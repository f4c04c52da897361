import { serviceLinkedPath } from '../../identity/arn.ts'
import type { RoleRow } from '../../store/tables.ts'
import { iamError } from './operation.ts'

/**
 * Roles of services, which only CreateServiceLinkedRole makes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
 */
export function isServiceLinked({ path }: Pick<RoleRow, 'path'>): boolean {
  return path.startsWith(serviceLinkedPath)
}

/** A service relies on its role as it is: of it only description and tags are the account's to change. */
export function mustBeModifiable(path: string, roleName: string): void {
  if (!isServiceLinked({ path })) return
  const message = `Cannot perform the operation on the protected role '${roleName}' - this role is only modifiable by AWS`
  throw iamError('UnmodifiableEntityException', message)
}
