import type { GrantKind } from '../../../src/policy/decision.ts'
import type { PrincipalElement, PrincipalEntry } from '../../../src/policy/document.ts'
import type { Principal } from '../../../src/policy/request.ts'
import { splitArn } from './arn-pattern.ts'

/** What a Principal element is read against. */
export interface PrincipalReading {
  readonly effect: 'Allow' | 'Deny'
  readonly principalIds: Readonly<Record<string, string>>
  /** A permissions boundary limits the caller. */
  readonly hasBoundary: boolean
  readonly strictNotPrincipal: boolean
}

/** The ways in which one caller can be named: each entry of the table tells which entries of a policy do. */
type Names = Readonly<
  Partial<Record<GrantKind, (entry: PrincipalEntry, reading: PrincipalReading) => boolean>>
>

/** Stronger first: what several entries name differently counts as the strongest of them. */
const byStrength: readonly GrantKind[] = [
  'session',
  'user',
  'everyone',
  'service',
  'federated',
  'role',
  'parent',
  'account',
]

/**
 * How the element names the caller, or undefined when it does not. For NotPrincipal: `everyone` when the
 * caller is not among the exempt.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function matchPrincipal(
  element: PrincipalElement,
  principal: Principal,
  reading: PrincipalReading,
): GrantKind | undefined {
  const kinds = namedAs(element, principal, reading)
  if (!element.negated) return byStrength.find(kind => kinds.has(kind))
  return isExempt(kinds, principal, reading) ? undefined : 'everyone'
}

/**
 * Which callers a NotPrincipal leaves out. AWS tells only that listing a user or session may not be enough
 * without its role and account, "depending on the service": the strict reading asks for the whole chain,
 * the usual one for any of it. A Deny with NotPrincipal always reaches a caller with a permissions boundary.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isExempt(kinds: ReadonlySet<GrantKind>, principal: Principal, reading: PrincipalReading): boolean {
  if (reading.effect === 'Deny' && reading.hasBoundary) return false
  if (kinds.size === 0) return false
  if (!reading.strictNotPrincipal || kinds.has('everyone')) return true
  return Object.keys(namesOf(principal)).every(kind => kind === 'everyone' || kinds.has(kind as GrantKind))
}

function namedAs(
  element: PrincipalElement,
  principal: Principal,
  reading: PrincipalReading,
): ReadonlySet<GrantKind> {
  const kinds = new Set<GrantKind>()
  if (element.everyone) kinds.add('everyone')
  const names = namesOf(principal)
  for (const entry of element.entries) {
    for (const kind of byStrength) {
      if (names[kind]?.(entry, reading)) kinds.add(kind)
    }
  }
  return kinds
}

function namesOf(principal: Principal): Names {
  switch (principal.kind) {
    case 'anonymous':
      return { everyone: isStar }
    case 'root':
      return { everyone: isStar, account: account(principal.accountId) }
    case 'user':
      return {
        everyone: isStar,
        account: account(principal.accountId),
        user: entity(principal.arn, principal.userId),
      }
    case 'role-session':
      return {
        everyone: isStar,
        account: account(principal.accountId),
        role: entity(principal.roleArn, principal.roleId),
        session: exactArn(principal.arn),
      }
    case 'federated-user':
      return {
        everyone: isStar,
        account: account(principal.accountId),
        // When root called GetFederationToken, its ARN stands for the account and not for a parent.
        ...(principal.parentArn.endsWith(':root')
          ? {}
          : { parent: entity(principal.parentArn, principal.parentId) }),
        session: exactArn(principal.arn),
      }
    case 'service':
      return {
        everyone: isStar,
        service: entry => entry.type === 'Service' && entry.value === principal.service,
      }
    case 'federated':
      // `{"AWS":"*"}` opens a role to signed callers. That it should also let in the bearers of any
      // identity provider's token is nowhere said, so it does not; but it can forbid.
      return {
        everyone: (entry, reading) => reading.effect === 'Deny' && isStar(entry),
        federated: entry => entry.type === 'Federated' && entry.value === principal.provider,
      }
  }
}

/** "For anonymous users, the following elements are equivalent": `"*"` and `{"AWS":"*"}`. */
function isStar(entry: PrincipalEntry): boolean {
  return entry.type === 'AWS' && entry.value === '*'
}

/** An account is named by its id or by the ARN of its root; both mean every principal of it. */
function account(accountId: string): (entry: PrincipalEntry) => boolean {
  return ({ type, value }) => {
    if (type !== 'AWS') return false
    const [, , service, , owner, resource] = splitArn(value) ?? []
    return value === accountId || (service === 'iam' && owner === accountId && resource === 'root')
  }
}

/**
 * A user or role. An ARN that was bound to a unique id when the policy was saved matches by that id only:
 * who later gets the same name is someone else. An ARN that is not bound is compared as written.
 */
function entity(arn: string, id: string): (entry: PrincipalEntry, reading: PrincipalReading) => boolean {
  return (entry, { principalIds }) => {
    if (entry.type !== 'AWS') return false
    const boundId = Object.hasOwn(principalIds, entry.value) ? principalIds[entry.value] : undefined
    return boundId === undefined ? entry.value === id || entry.value === arn : boundId === id
  }
}

/** Sessions are never bound to ids: their names are compared, with regard to case. */
function exactArn(arn: string): (entry: PrincipalEntry) => boolean {
  return entry => entry.type === 'AWS' && entry.value === arn
}
