import { describe, expect, test } from 'vitest'
import {
  type Context,
  type EvaluateOptions,
  evaluate,
  type LayerKind,
  type Outcome,
  type Principal,
  type Reason,
} from '../../src/policy/index.ts'
import { type CaseLayers, layersOf } from './case-layers.ts'
import { caseFile, caseFiles } from './cases.ts'

interface Request {
  page: string
  action: string
  resource: string
  account: string
  'must-allow'?: boolean
}

interface Case extends Partial<Request>, CaseLayers {
  name: string
  doubt?: string
  caller: string
  context?: Context
  options?: EvaluateOptions
  expect: Outcome
  because: string
  waived?: LayerKind[]
}

const callers = caseFile<Record<string, Principal>>('callers.yaml')

for (const file of caseFiles('decisions')) {
  const { cases, ...defaults } = caseFile<Request & { cases: Case[] }>(file)
  describe(file, () => {
    test.each(cases)('$caller: $name', given => {
      const asked = { ...defaults, ...given }
      const principal = callers[given.caller]
      if (principal === undefined) throw new Error(`callers.yaml has no ${given.caller}`)
      const decision = evaluate(
        {
          principal,
          action: asked.action,
          resource: asked.resource,
          ...(asked.account === 'none' ? {} : { resourceAccountId: asked.account }),
          context: given.context ?? {},
        },
        layersOf(given, asked['must-allow'] ?? false),
        given.options,
      )
      const [first] = decision.because
      expect(first && reasonText(first, given.because.includes(' of '))).toBe(given.because)
      expect(decision.outcome).toBe(given.expect)
      const waived = decision.layers.filter(layer => layer.waived).map(layer => layer.layer)
      if (given.waived !== undefined) expect(waived).toEqual(given.waived)
      expect(asked.page).toMatch(/^https:/)
    })
  })
}

/** e.g. `no-allow identity`, `explicit-deny service-control at ou-1 by No`. The side is said when asked for. */
function reasonText(reason: Reason, withSide: boolean): string {
  if (!('layer' in reason)) return reason.kind
  const side = withSide ? ` of ${reason.side}` : ''
  const level = 'level' in reason && reason.level !== undefined ? ` at ${reason.level}` : ''
  const sid = 'statement' in reason ? ` by ${reason.statement.sid}` : ''
  return `${reason.kind} ${reason.layer}${side}${level}${sid}`
}
