import type {
  Decision,
  LayerDecision,
  Outcome,
  StatementOutcome,
  StatementReason,
} from '../../../src/policy/decision.ts'
import type { Condition } from '../../../src/policy/document.ts'
import { operatorNames, parseOperator } from '../oracle/conditions/operators.ts'

type Element = Extract<StatementOutcome, { applies: false }>['element']

const outcomes: readonly Outcome[] = ['Allowed', 'ImplicitlyDenied', 'ExplicitlyDenied']
const elements: readonly Element[] = [
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]

export type ConditionsOf = (statement: StatementReason) => readonly Condition[]

/** How the generated cases were decided: a generator that never hits anything compares nothing. */
export class Tally {
  readonly of = {
    cases: 0,
    crossAccount: 0,
    /** With a layer that a direct grant of the resource's policy made needless. */
    waived: 0,
    statements: 0,
    applying: 0,
    /** Statements with conditions, of which all else fitted. */
    conditional: 0,
    conditionalApplying: 0,
  }
  readonly outcomes = new Map(outcomes.map(outcome => [outcome, 0]))
  /** The first element that did not fit, of the statements that did not apply. */
  readonly failing = new Map(elements.map(element => [element, 0]))
  /** How often a condition held and how often it was the one that failed, by operator. */
  readonly held = new Map([...operatorNames, 'Null'].map(name => [name, 0]))
  readonly failed = new Map([...operatorNames, 'Null'].map(name => [name, 0]))

  add({ outcome, crossAccount, layers }: Decision, conditionsOf: ConditionsOf): void {
    this.of.cases += 1
    if (crossAccount) this.of.crossAccount += 1
    if (layers.some(layer => layer.waived)) this.of.waived += 1
    increase(this.outcomes, outcome)
    for (const layer of layers) this.#addLayer(layer, conditionsOf)
  }

  #addLayer({ statements }: LayerDecision, conditionsOf: ConditionsOf): void {
    for (const statement of statements) {
      const { outcome } = statement
      this.of.statements += 1
      if (outcome.applies) this.#addApplying(conditionsOf(statement))
      else increase(this.failing, outcome.element)
      if (outcome.applies || outcome.element !== 'Condition') continue
      this.of.conditional += 1
      increase(this.failed, baseOf(outcome.operator))
    }
  }

  #addApplying(conditions: readonly Condition[]): void {
    this.of.applying += 1
    if (conditions.length === 0) return
    this.of.conditional += 1
    this.of.conditionalApplying += 1
    for (const { operator } of conditions) increase(this.held, baseOf(operator))
  }

  /** Shares of a hundred, by what they are shares of. */
  shares(): Readonly<Record<string, ReadonlyMap<string, number>>> {
    const { cases, statements, conditional } = this.of
    const relations = new Map([
      ['cross-account', this.of.crossAccount],
      ['with a layer waived', this.of.waived],
    ])
    return {
      'outcomes of cases': inHundred(this.outcomes, cases),
      'of these': inHundred(relations, cases),
      'statements that apply, or the first element that does not': inHundred(
        new Map<string, number>([['applies', this.of.applying], ...this.failing]),
        statements,
      ),
      'statements of which all but the conditions fits': inHundred(
        new Map([['conditions hold', this.of.conditionalApplying]]),
        conditional,
      ),
      'conditions that hold, by operator': new Map(
        [...this.held].map(([name, held]) => [name, (100 * held) / (held + (this.failed.get(name) ?? 0))]),
      ),
    }
  }
}

/** The distribution as lines of text. */
export function summary(tally: Tally): string {
  return Object.entries(tally.shares())
    .map(([title, shares]) => {
      const parts = [...shares].map(([name, share]) => `${name} ${share.toFixed(1)} %`)
      return `  ${title}: ${parts.join(', ')}`
    })
    .join('\n')
}

function inHundred(counts: ReadonlyMap<string, number>, whole: number): ReadonlyMap<string, number> {
  return new Map([...counts].map(([name, count]) => [name, (100 * count) / whole]))
}

function baseOf(operator: string): string {
  const use = parseOperator(operator)
  return use === undefined ? 'unknown' : (use.base?.name ?? 'Null')
}

function increase<Name>(counts: Map<Name, number>, name: Name): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
