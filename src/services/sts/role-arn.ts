import type { AccountId } from '../../identity/account-id.ts'
import { isAccountId } from '../../identity/account-id.ts'
import { parseArn } from '../../identity/arn.ts'
import { commonError } from '../../wire/errors.ts'

/** The role a RoleArn names; undefined where the ARN is well-formed but can name no role. */
export interface NamedRole {
  readonly account: AccountId
  readonly path: string
  readonly roleName: string
}

/**
 * What STS refuses as no ARN at all: fewer than six parts, or an empty partition, service or resource.
 * Any other text is an ARN, whether or not there is such a role.
 */
export function checkRoleArn(text: string): void {
  const parts = parseArn(text)
  if (!parts?.partition || !parts.service || !parts.resource) {
    throw commonError('ValidationError', `${text} is invalid`)
  }
}

export function parseRoleArn(text: string): NamedRole | undefined {
  const parts = parseArn(text)
  if (parts?.partition !== 'aws' || parts.service !== 'iam' || parts.region !== '') return undefined
  const match = /^role(\/(?:.*\/)?)([^/]+)$/.exec(parts.resource)
  if (!match || !isAccountId(parts.accountId)) return undefined
  const [, path = '', roleName = ''] = match
  return { account: parts.accountId, path, roleName }
}
