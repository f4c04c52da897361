import type { PrincipalElement } from '../document.ts'
import type { Principal } from '../request.ts'
import { splitArn } from './arn.ts'
import { type Grants, grant, noGrant } from './grants.ts'

/** What a NotPrincipal element is read against, besides the caller. */
export interface PrincipalReading {
  /** A permissions boundary limits the caller. */
  readonly hasBoundary: boolean
  readonly strictNotPrincipal: boolean
}

/**
 * A Principal or NotPrincipal element, compiled for one policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export class PrincipalSet {
  readonly negated: boolean
  /** `"*"` written bare. */
  readonly #bareStar: boolean
  /** `{"AWS":"*"}`: "For anonymous users, the following elements are equivalent". */
  readonly #star: boolean
  /** An account is named by its id or by the ARN of its root; both mean every principal of it. */
  readonly #accounts: ReadonlySet<string>
  /** All `AWS` values as written: sessions are never bound to ids, their names are compared, with regard to case. */
  readonly #written: ReadonlySet<string>
  /**
   * Users and roles, each by ARN or unique id. An ARN that was bound to an id when the policy was saved stands
   * here by that id only: who later gets the same name is someone else.
   */
  readonly #entities: ReadonlySet<string>
  readonly #services: ReadonlySet<string>
  readonly #providers: ReadonlySet<string>

  constructor(element: PrincipalElement, principalIds: Readonly<Record<string, string>>) {
    const valuesOf = (type: string) =>
      element.entries.filter(entry => entry.type === type).map(entry => entry.value)
    const written = valuesOf('AWS')
    this.negated = element.negated
    this.#bareStar = element.everyone
    this.#star = written.includes('*')
    this.#accounts = new Set(written.map(accountNamedBy))
    this.#written = new Set(written)
    this.#entities = new Set(
      written.map(value => (Object.hasOwn(principalIds, value) ? (principalIds[value] ?? value) : value)),
    )
    this.#services = new Set(valuesOf('Service'))
    this.#providers = new Set(valuesOf('Federated'))
  }

  /** How the element reaches the caller; nothing when it does not. NotPrincipal reaches everyone else. */
  reach(principal: Principal, reading: PrincipalReading, isDeny: boolean): Grants {
    const named = this.#named(principal, isDeny)
    if (!this.negated) return named
    // "Deny with NotPrincipal" reaches every caller with a permissions boundary, whatever it lists.
    if (isDeny && reading.hasBoundary) return grant.everyone
    return isExempt(named, principal, reading.strictNotPrincipal) ? noGrant : grant.everyone
  }

  /** All the ways in which the element names the caller. */
  #named(principal: Principal, isDeny: boolean): Grants {
    let named = this.#bareStar ? grant.everyone : noGrant
    // `{"AWS":"*"}` opens a role to signed callers. That it should also let in the bearers of any identity
    // provider's token is nowhere said, so it does not; but it can forbid.
    if (this.#star && (principal.kind !== 'federated' || isDeny)) named |= grant.everyone
    if ('accountId' in principal && this.#accounts.has(principal.accountId)) named |= grant.account
    switch (principal.kind) {
      case 'user':
        if (this.#entities.has(principal.arn) || this.#entities.has(principal.userId)) named |= grant.user
        break
      case 'role-session':
        if (this.#entities.has(principal.roleArn) || this.#entities.has(principal.roleId)) named |= grant.role
        if (this.#written.has(principal.arn)) named |= grant.session
        break
      case 'federated-user':
        if (this.#namesParent(principal)) named |= grant.parent
        if (this.#written.has(principal.arn)) named |= grant.session
        break
      case 'service':
        if (this.#services.has(principal.service)) named |= grant.service
        break
      case 'federated':
        if (this.#providers.has(principal.provider)) named |= grant.federated
        break
    }
    return named
  }

  /** When root called GetFederationToken, its ARN stands for the account and not for a parent. */
  #namesParent({ parentArn, parentId }: { parentArn: string; parentId: string }): boolean {
    return !isRootArn(parentArn) && (this.#entities.has(parentArn) || this.#entities.has(parentId))
  }
}

function isRootArn(arn: string): boolean {
  return arn.endsWith(':root')
}

/**
 * Which callers a NotPrincipal leaves out. AWS tells only that listing a user or session may not be enough
 * without its role and account, "depending on the service": the strict reading asks for the whole chain,
 * the usual one for any of it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isExempt(named: Grants, principal: Principal, strict: boolean): boolean {
  if (named === noGrant) return false
  if (!strict || (named & grant.everyone) !== 0) return true
  const chain = chainOf(principal)
  return (named & chain) === chain
}

/** All the names by which a caller can be listed, besides everyone. */
function chainOf(principal: Principal): Grants {
  switch (principal.kind) {
    case 'anonymous':
      return noGrant
    case 'root':
      return grant.account
    case 'user':
      return grant.account | grant.user
    case 'role-session':
      return grant.account | grant.role | grant.session
    case 'federated-user':
      return grant.account | grant.session | (isRootArn(principal.parentArn) ? noGrant : grant.parent)
    case 'service':
      return grant.service
    case 'federated':
      return grant.federated
  }
}

function accountNamedBy(value: string): string {
  const [, , service, , owner = '', resource] = splitArn(value) ?? []
  return service === 'iam' && resource === 'root' ? owner : value
}
