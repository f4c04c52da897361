import type { PolicyKind } from '../document.ts'
import type { JsonFault, JsonValue } from '../json.ts'
import type { Path } from './finding.ts'
import type { OperatorFacts } from './operator-facts.ts'
import type { Budget } from './patterns.ts'
import type { ServiceReference } from './service-reference.ts'

/**
 * A policy as far as it can be read. Nothing is refused: what is missing is absent, what is of the wrong type is
 * noted and left out, so that every check sees as much of the document as there is.
 */
export interface View {
  readonly text: string
  readonly kind: PolicyKind
  readonly reference?: ServiceReference
  /** The account that the policy lives in, where it is known. */
  readonly accountId?: string
  /** What a resource-based policy is attached to, where it is known: `AWS::S3::Bucket`. */
  readonly resourceType?: string
  /** What pairwise comparisons may still cost. */
  readonly budget: Budget
  /** The text is no JSON; nothing else is known then. */
  readonly fault?: JsonFault
  readonly root: Place
  readonly version?: Text
  readonly hasStatements: boolean
  readonly statements: readonly StatementView[]
  readonly mistyped: readonly (Place & { readonly expected: string })[]
  readonly unknownElements: readonly Text[]
}

export interface Place {
  readonly path: Path
  readonly start: number
  readonly end: number
}

export interface Text extends Place {
  readonly text: string
}

export interface StatementView extends Place {
  readonly json: JsonValue
  readonly sid?: Text
  readonly effect?: Text
  readonly allows: boolean
  readonly denies: boolean
  /** The elements that were written, in their order, by name. */
  readonly elements: ReadonlyMap<string, Place>
  /** `Action`, or else `NotAction`. */
  readonly action?: ListView
  readonly resource?: ListView
  readonly principal?: PrincipalView
  readonly blocks: readonly ConditionBlock[]
  readonly conditions: readonly ConditionView[]
}

export interface ListView extends Place {
  readonly negated: boolean
  readonly isEmptyArray: boolean
  readonly items: readonly Text[]
}

export interface PrincipalView extends Place {
  readonly negated: boolean
  /** `"*"` written bare. */
  readonly everyone: boolean
  /** Neither `"*"` nor an object. */
  readonly malformed: boolean
  readonly keys: readonly PrincipalKeyView[]
  readonly entries: readonly PrincipalEntryView[]
}

export interface PrincipalKeyView extends Text {
  readonly isEmptyArray: boolean
  readonly values: Place
}

export interface PrincipalEntryView extends Text {
  readonly type: string
}

/** One operator with the keys under it. */
export interface ConditionBlock extends Place {
  readonly operator: Text
  readonly isEmpty: boolean
  readonly conditions: readonly ConditionView[]
}

export interface ConditionView {
  readonly operator: Text
  /** Undefined for an operator that there is not. */
  readonly facts: OperatorFacts | undefined
  readonly key: Text
  /** The key in small letters: keys are compared without regard to case. */
  readonly name: string
  readonly values: readonly ConditionValue[]
  /** The values, at the path of the key. */
  readonly place: Place
}

export interface ConditionValue extends Text {
  readonly json: 'string' | 'number' | 'boolean'
}
