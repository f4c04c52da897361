import type { AccountId } from '../identity/account-id.ts'
import type { Requester } from '../identity/caller.ts'
import type { Addition, Decision } from '../policy/decision.ts'
import type { Context } from '../policy/request.ts'
import type { BoundPolicy, Tags } from '../store/common-columns.ts'
import type { RoleRow } from '../store/tables.ts'

/** What the connection says of a request; all of it is in the context of its decision. */
export interface RequestFacts {
  readonly sourceIp: string
  readonly userAgent?: string
  /** The page that a browser says it came from. */
  readonly referer?: string
  readonly secureTransport: boolean
  /** e.g. `1.3`; absent: not TLS. */
  readonly tlsVersion?: string
  /** The region the request was signed for. */
  readonly region: string
  /** Absent: it was not signed. */
  readonly signed?: SigningFacts
}

/** How a request was signed, for the services that let policies ask. */
export interface SigningFacts {
  readonly form: 'header' | 'query'
  /** Epoch milliseconds; absent in the form before SigV4, which does not say. */
  readonly signedAt?: number
  /** What it says of its body: a hash, or how its chunks are signed. */
  readonly payload?: string
}

/** The thing a request acts on, as policies see it. */
export interface Resource {
  /** An ARN, or `*` for an action that names no resource. */
  readonly arn: string
  /** The account that owns it; the caller's when absent. */
  readonly account?: AccountId
  readonly tags?: Tags
  /** How AWS words it in a denial where that is not the ARN, e.g. `user Alice`; empty where it names no resource. */
  readonly shownAs?: string
  /** No one thing, whatever policies name it by: control policies of resources have no say in it. */
  readonly isNoOne?: true
  /** The policy that hangs on the resource itself. */
  readonly policy?: BoundPolicy & { readonly name: string }
  /** True where the resource's own policy must allow, whatever identity policies say: roles (and KMS keys). */
  readonly policyMustAllow?: boolean
  /** The role itself, for who makes sessions of it. */
  readonly role?: RoleRow
}

/**
 * A role that a request hands to a service, for which `iam:PassRole` must be allowed on it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export interface PassedRole {
  readonly role: Resource
  /** e.g. `ec2.amazonaws.com`. */
  readonly toService: string
  /** ARN (or pattern of ARNs) of what the service will use the role for. */
  readonly forResource: string
}

/** What is asked: may the caller do all of these actions to the resource, in this context? */
export interface Question {
  readonly caller: Requester
  readonly actions: readonly string[]
  readonly resource: Resource
  /** Keys that the operation adds to the global ones. */
  readonly context: Context
  readonly request: RequestFacts
  /** Epoch milliseconds. */
  readonly now: number
}

/** One action's decision, with all it was decided on. */
export interface Answer {
  readonly action: string
  readonly resource: Resource
  readonly context: Context
  readonly decision: Decision
  /** What was missing on either side, where no Deny stood in the way. */
  readonly additions: readonly Addition[]
}

/** The documents of AWS's own policies, by ARN. */
export interface ManagedDocuments {
  document(arn: string): string | undefined
}
