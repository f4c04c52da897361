import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import type { ConditionKeys } from '../../identity/caller.ts'
import type { RoleSessionToken } from '../../identity/session-token.ts'
import type { Vault } from '../../identity/vault.ts'
import type { Reader } from '../../store/contract.ts'
import { type RoleRow, roles } from '../../store/tables.ts'
import type { NamedRole } from './role-arn.ts'
import { tokenFigures } from './token-figures.ts'

/** The role of exactly this path and name, in the letters it was created with: ARNs are case-sensitive. */
export async function roleAt(rows: Reader, named: NamedRole): Promise<RoleRow | undefined> {
  const role = await rows.get(roles, named.roleName.toLowerCase())
  return role?.path === named.path && role.roleName === named.roleName ? role : undefined
}

interface Making {
  readonly account: AccountId
  readonly role: RoleRow
  readonly now: number
  readonly vault: Vault
}

/** What whoever takes a role brings along. */
interface NewSession {
  readonly sessionName: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
  readonly sourceIdentity?: string
  readonly chained?: boolean
  /** What is packed into the token, and limited by its size. */
  readonly packed: Pick<RoleSessionToken, 'tags' | 'transitiveTags' | 'sessionPolicies'>
  readonly providerKeys?: ConditionKeys
}

/** A session of a role, and what all operations that make one answer. */
export function roleSession(
  { account, role, now, vault }: Making,
  { sessionName, expiresAt, sourceIdentity, chained, packed, providerKeys }: NewSession,
  minimumTokenBytes?: number,
) {
  const credentials = vault.issueSession(
    {
      kind: 'role',
      account,
      roleId: role.roleId,
      sessionName,
      issuedAt: now,
      expiresAt,
      ...(sourceIdentity !== undefined && { sourceIdentity }),
      ...(chained && { chained }),
      ...packed,
      ...(providerKeys && { providerKeys }),
    },
    minimumTokenBytes,
  )
  const { SessionTokenUtilization } = tokenFigures(credentials.SessionToken)
  return {
    Credentials: { ...credentials, Expiration: new Date(expiresAt) },
    AssumedRoleUser: {
      AssumedRoleId: `${role.roleId}:${sessionName}`,
      Arn: arn.roleSession(account, role.roleName, sessionName),
    },
    ...(Object.keys(packed).length > 0 && { PackedPolicySize: SessionTokenUtilization }),
    ...(sourceIdentity !== undefined && { SourceIdentity: sourceIdentity }),
  }
}
