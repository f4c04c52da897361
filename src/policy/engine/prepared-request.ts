import type { AuthorizationRequest, Principal } from '../request.ts'
import { splitArn } from './arn.ts'
import { readContext } from './keys.ts'
import { RequestedResource } from './resource-pattern.ts'

export interface EvaluateOptions {
  /**
   * A trust policy that names a user directly lets it past its permissions boundary, as the general rules say.
   * The page on trust policies says the contrary: false follows that page. Default true.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
   */
  readonly trustDirectUserBypassesBoundary?: boolean
  /** NotPrincipal exempts a caller only when account, role and session are all listed. Default false. */
  readonly strictNotPrincipal?: boolean
}

/** One request, made ready to be held against many statements. */
export interface PreparedRequest {
  readonly principal: Principal
  readonly action: string
  readonly resource: RequestedResource
  readonly hasBoundary: boolean
  readonly strictNotPrincipal: boolean
  readonly crossAccount: boolean
}

/** Reads the context into the conditions' slots: what was prepared before is over. */
export function prepareRequest(
  request: AuthorizationRequest,
  hasBoundary: boolean,
  options: EvaluateOptions | undefined,
): PreparedRequest {
  readContext(request.context)
  return {
    principal: request.principal,
    action: request.action,
    resource: new RequestedResource(request.resource),
    hasBoundary,
    strictNotPrincipal: options?.strictNotPrincipal ?? false,
    crossAccount: isCrossAccount(request),
  }
}

/** Nobody's administrators stand behind an anonymous caller, a service, or the bearer of a provider's token. */
export function hasTrustedSide(principal: Principal): principal is Principal & { accountId: string } {
  return 'accountId' in principal
}

/** A resource that belongs to nobody (`*`) is the caller's own account's matter. */
function isCrossAccount({ principal, resourceAccountId }: AuthorizationRequest): boolean {
  if (!hasTrustedSide(principal) || resourceAccountId === undefined) return false
  return principal.accountId !== resourceAccountId
}

const usualPartition = 'arn:aws:'

/**
 * Access cannot be delegated between partitions (aws, aws-cn, aws-us-gov, …).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function samePartition({ principal, resource }: PreparedRequest): boolean {
  if (!('arn' in principal)) return true
  if (principal.arn.startsWith(usualPartition) && resource.text.startsWith(usualPartition)) return true
  const caller = splitArn(principal.arn)?.[1]
  const target = splitArn(resource.text)?.[1]
  return caller === undefined || target === undefined || caller === target
}
