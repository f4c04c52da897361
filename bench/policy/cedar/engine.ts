import {
  type CedarValueJson,
  type Context,
  type Entities,
  type EntityJson,
  type EntityUid,
  preparsePolicySet,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs'
import type { Contender } from '../scenario.ts'

/** What one question hands to Cedar. */
export interface CedarQuestion {
  readonly principal: EntityUid
  readonly action: EntityUid
  readonly resource: EntityUid
  readonly context: Context
  readonly entities: Entities
}

/** Cedar with its policies parsed beforehand. */
export function cedar(
  scenario: string,
  policies: string,
  question: (number: number) => CedarQuestion,
): Contender {
  const parsed = preparsePolicySet(scenario, { staticPolicies: policies })
  if (parsed.type === 'failure') throw new Error(JSON.stringify(parsed.errors))
  return {
    name: '@cedar-policy/cedar-wasm',
    allows: number => {
      const answer = statefulIsAuthorized({ ...question(number), preparsedPolicySetId: scenario })
      if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors))
      const { decision, diagnostics } = answer.response
      if (diagnostics.errors.length > 0) throw new Error(JSON.stringify(diagnostics.errors))
      return decision === 'allow'
    },
  }
}

export function uid(type: string, id: string): { type: string; id: string } {
  return { type, id }
}

export function entity(
  self: { type: string; id: string },
  attrs: Record<string, CedarValueJson>,
  parents: { type: string; id: string }[] = [],
): EntityJson {
  return { uid: self, attrs, parents }
}

/** A value of one of Cedar's extension types. */
export function extension(fn: 'ip' | 'datetime', arg: string): CedarValueJson {
  return { __extn: { fn, arg } }
}
