import type { PolicySource } from './request.ts'

/** The words of AWS's own simulator and logs. */
export type Outcome = 'Allowed' | 'ImplicitlyDenied' | 'ExplicitlyDenied'

export type LayerKind =
  | 'identity'
  | 'resource'
  | 'boundary'
  | 'session'
  | 'scope-down'
  | 'service-control'
  | 'resource-control'

/** Whose administrators can change the layer. In one account both sides are the same people. */
export type Side = 'trusted' | 'trusting'

/** How a resource policy named the caller: what it does to the other layers depends on it. */
export type GrantKind =
  | 'everyone'
  | 'account'
  | 'user'
  | 'role'
  | 'session'
  | 'parent'
  | 'service'
  | 'federated'

/** Why a statement applied, or the first element that kept it from applying. */
export type StatementOutcome =
  | { readonly applies: true; readonly grant?: GrantKind }
  | { readonly applies: false; readonly element: 'Principal' | 'NotPrincipal' }
  | { readonly applies: false; readonly element: 'Action' | 'NotAction'; readonly value: string }
  | {
      readonly applies: false
      readonly element: 'Resource' | 'NotResource'
      readonly value: string
    }
  | {
      readonly applies: false
      readonly element: 'Condition'
      readonly operator: string
      readonly key: string
      readonly expected: readonly string[]
      /** Absent: the request does not carry the key. */
      readonly actual?: string | readonly string[]
    }

export interface StatementReason {
  readonly policy: PolicySource
  readonly sid?: string
  readonly index: number
  readonly effect: 'Allow' | 'Deny'
  readonly outcome: StatementOutcome
}

export interface LayerDecision {
  readonly layer: LayerKind
  readonly side: Side
  /** For control policies: which level of the organization. */
  readonly level?: string
  readonly result: 'allow' | 'deny' | 'none'
  /** True when this layer had no Allow and needed none, because a resource policy granted directly. */
  readonly waived?: boolean
  readonly statements: readonly StatementReason[]
}

/** What decided. Data: prose is one view of it. */
export type Reason =
  | {
      readonly kind: 'explicit-deny'
      readonly layer: LayerKind
      readonly side: Side
      readonly level?: string
      readonly statement: StatementReason
    }
  | { readonly kind: 'no-allow'; readonly layer: LayerKind; readonly side: Side; readonly level?: string }
  | { readonly kind: 'partition-mismatch' }
  | {
      readonly kind: 'granted'
      readonly layer: LayerKind
      readonly side: Side
      readonly statement: StatementReason
    }
  | { readonly kind: 'root-of-account' }

export interface Decision {
  readonly outcome: Outcome
  /** The principal's account and the resource's account differ. */
  readonly crossAccount: boolean
  /** For a denial: the first refusal in AWS's order comes first. For an allowance: the statements that granted. */
  readonly because: readonly Reason[]
  readonly layers: readonly LayerDecision[]
}

export type AddedPrincipal = '*' | { readonly [Type in 'AWS' | 'Service' | 'Federated']?: string }

/** The Allow that an addition adds, as a policy would write it. */
export interface AddedStatement {
  readonly Effect: 'Allow'
  readonly Principal?: AddedPrincipal
  readonly Action: string
  /** Absent in a role trust policy. */
  readonly Resource?: string
}

/** A statement that is missing: in which layer, on whose side, and in which policy where only one can take it. */
export interface Addition {
  readonly layer: LayerKind
  readonly side: Side
  readonly level?: string
  readonly policy?: PolicySource
  readonly statement: AddedStatement
}
