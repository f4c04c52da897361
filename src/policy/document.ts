/**
 * A policy document after parsing: what was written, in one regular form.
 * Lists are always lists, elements that were not written are absent.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface PolicyDocument {
  /** `2008-10-17` when the text names none: variables are then plain text. */
  readonly version: '2012-10-17' | '2008-10-17'
  readonly id?: string
  readonly statements: readonly Statement[]
}

export interface Statement {
  readonly sid?: string
  /** Position in the document, counted from 0: what reasons name a statement by when it has no Sid. */
  readonly index: number
  readonly effect: 'Allow' | 'Deny'
  readonly principal?: PrincipalElement
  readonly action: ActionElement
  /** Absent in a role trust policy, whose resource is the role itself. */
  readonly resource?: ResourceElement
  readonly conditions: readonly Condition[]
}

export interface ActionElement {
  readonly negated: boolean
  readonly patterns: readonly string[]
}

export interface ResourceElement {
  readonly negated: boolean
  readonly patterns: readonly string[]
}

export type PrincipalType = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser'

export interface PrincipalElement {
  readonly negated: boolean
  /** `"*"` written bare is `everyone`; `{"AWS":"*"}` is an entry of type AWS with value `*`. */
  readonly everyone: boolean
  readonly entries: readonly PrincipalEntry[]
}

export interface PrincipalEntry {
  readonly type: PrincipalType
  readonly value: string
}

/** One key under one operator. A statement's conditions must all hold. */
export interface Condition {
  /** As written, e.g. `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string
  /** As written; compared without regard to case. */
  readonly key: string
  readonly values: readonly string[]
}

/**
 * The kinds of policy, each with its own grammar and limits.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html
 */
export type PolicyKind =
  | 'identity'
  | 'trust'
  | 'resource'
  | 'boundary'
  | 'session'
  | 'service-control'
  | 'resource-control'
