import type { Decision, Outcome } from '../../../src/policy/decision.ts'
import { type CompiledLayers, compileLayers, decide, evaluate } from '../../../src/policy/index.ts'
import type { AuthorizationRequest, PolicyLayers } from '../../../src/policy/request.ts'
import { type EvaluateOptions, evaluate as evaluateByTheRules } from '../oracle/evaluate.ts'

export interface Case {
  readonly request: AuthorizationRequest
  readonly layers: PolicyLayers
  readonly options: EvaluateOptions
}

/** What is held against the oracle: the engine, or in the tests of this harness one that is wrong. */
export interface Engine {
  readonly decide: typeof decide
  readonly evaluate: typeof evaluate
}

export const engine: Engine = { decide, evaluate }

export interface Difference {
  readonly asked: 'decide' | 'evaluate' | 'evaluate, not compiled'
  readonly expected: Outcome | Decision
  /** What was thrown, as text. */
  readonly actual: Outcome | Decision | string
}

/** What the rules say, and where the engine says something else. */
export interface Comparison {
  readonly decision: Decision
  readonly difference: Difference | undefined
}

/** Asks the engine with layers that were compiled before, which may have been asked other questions meanwhile. */
export function compare(asked: Case, compiled: CompiledLayers, subject: Engine = engine): Comparison {
  const decision = evaluateByTheRules(asked.request, asked.layers, asked.options)
  return { decision, difference: differenceFrom(decision, asked, compiled, subject) }
}

/** Asks the engine as if it had never been asked before. */
export function compareAlone(asked: Case, subject: Engine = engine): Difference | undefined {
  const { decision, difference } = compare(asked, compileLayers(asked.layers), subject)
  return difference ?? differenceUncompiled(decision, asked, subject)
}

/** The engine compiles anew for an answer like this, so nothing was asked before. */
export function differenceUncompiled(
  decision: Decision,
  asked: Case,
  subject: Engine = engine,
): Difference | undefined {
  const actual = answer(() => subject.evaluate(asked.request, asked.layers, asked.options))
  return isSame(decision, actual)
    ? undefined
    : { asked: 'evaluate, not compiled', expected: decision, actual }
}

export function differenceFrom(
  decision: Decision,
  { request, options }: Case,
  compiled: CompiledLayers,
  subject: Engine = engine,
): Difference | undefined {
  const outcome = answer(() => subject.decide(request, compiled, options))
  if (outcome !== decision.outcome) return { asked: 'decide', expected: decision.outcome, actual: outcome }
  const actual = answer(() => subject.evaluate(request, compiled, options))
  return isSame(decision, actual) ? undefined : { asked: 'evaluate', expected: decision, actual }
}

function answer<Answer>(ask: () => Answer): Answer | string {
  try {
    return ask()
  } catch (error) {
    return `threw ${error}`
  }
}

/** Data of the same shape and content; a member that is undefined is not the same as none. */
export function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (Array.isArray(left) !== Array.isArray(right)) return false
  const names = Object.keys(left)
  if (names.length !== Object.keys(right).length) return false
  return names.every(
    name =>
      Object.hasOwn(right, name) &&
      isSame((left as Record<string, unknown>)[name], (right as Record<string, unknown>)[name]),
  )
}
