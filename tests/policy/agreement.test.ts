import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Context } from '../../src/policy/request.ts'
import { type Case, compareAlone, type Engine, engine, isSame } from './agreement/compare.ts'
import { addToCorpus, caseText, corpus } from './agreement/corpus.ts'
import { typeOfOperator } from './agreement/generate/conditions.ts'
import { policiesOf } from './agreement/generate/requests.ts'
import { smallest } from './agreement/report.ts'
import { type Found, run } from './agreement/run.ts'
import { summary, type Tally } from './agreement/tally.ts'
import { operatorNames } from './oracle/conditions/operators.ts'

const cases = 200_000
const seed = Number(process.env.CROSSROLE_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 32))

describe('the compiled engine decides as the readable evaluator does', () => {
  test.each(corpus())('in a case that was found before: $name', ({ case: found }) => {
    expect(compareAlone(found)).toBeUndefined()
  })

  test('in made-up cases that hit', { timeout: 600_000 }, () => {
    const { tally, found } = run(seed, cases)
    console.info(`${tally.of.cases} cases compared, CROSSROLE_FUZZ_SEED=${seed}\n${summary(tally)}`)
    if (found !== undefined) expect.fail(smallest(found, seed).text)
    expect(tally.of.cases).toBeGreaterThanOrEqual(cases)
    expect(tooRare(tally)).toEqual([])
  })
})

/** What happens in less than one in a hundred is as good as not compared. */
function tooRare(tally: Tally): readonly string[] {
  return Object.values(tally.shares()).flatMap(shares =>
    [...shares].flatMap(([name, share]) => (share >= 1 ? [] : [`${name}: ${share} %`])),
  )
}

describe('the comparison itself', () => {
  test('knows what kind of values every operator reads', () => {
    for (const name of operatorNames) expect(typeOfOperator(name), name).toBeDefined()
  })

  test('makes the same cases of the same seed, and others of another', () => {
    const first = run(1, 2000).tally
    expect(run(1, 2000).tally).toEqual(first)
    expect(run(2, 2000).tally).not.toEqual(first)
  })

  test('finds an engine that takes explicit denials for implicit ones, and makes the case small', () => {
    const wrong = engineWith((...question) => {
      const outcome = engine.decide(...question)
      return outcome === 'ExplicitlyDenied' ? 'ImplicitlyDenied' : outcome
    })
    const least = smallest(findWith(wrong), 1, wrong)
    const [statement, ...more] = policiesOf(least.case.layers).flatMap(({ document }) => document.statements)
    expect(more).toEqual([])
    expect(statement).toMatchObject({ effect: 'Deny', conditions: [] })
    expect(least.case.request.context).toEqual({})
    expect(least.text).toContain('ExplicitlyDenied')
  })

  test('finds an engine that takes names of resources without regard to case', () => {
    const wrong = engineWith((request, ...more) =>
      engine.decide({ ...request, resource: request.resource.toLowerCase() }, ...more),
    )
    expect(caseText(smallest(findWith(wrong), 1, wrong).case).length).toBeLessThan(2000)
  })

  test('finds an engine that gives the right outcome without all reasons', () => {
    const wrong: Engine = {
      ...engine,
      evaluate: (...question) => {
        const decision = engine.evaluate(...question)
        return { ...decision, because: decision.because.slice(0, 1) }
      },
    }
    expect(findWith(wrong).difference.asked).toBe('evaluate')
  })

  test('finds an engine that throws', () => {
    const wrong = engineWith(() => {
      throw new Error('no answer')
    })
    expect(smallest(findWith(wrong), 1, wrong).text).toContain('threw Error: no answer')
  })

  test('finds an engine that remembers what it was asked before, and says that the case alone does not show it', () => {
    let previous = {}
    const wrong = engineWith((request, ...more) => {
      const context = { ...previous, ...request.context }
      previous = request.context
      return engine.decide({ ...request, context }, ...more)
    })
    expect(findWith(wrong).alone).toBe(false)
  })

  test('reads back what it wrote, and tells a missing member from an undefined one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'crossrole-corpus-'))
    try {
      const wrong = engineWith(() => 'Allowed')
      const found: Case = withContext(findWith(wrong).case, { b: undefined, a: ['x', '\ud83d'], A: '' })
      addToCorpus(found, folder)
      const [read] = corpus(folder)
      expect(isSame(read?.case, found)).toBe(true)
      expect(isSame(read?.case, withContext(found, { a: ['x', '\ud83d'], A: '' }))).toBe(false)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

function engineWith(decide: Engine['decide']): Engine {
  return { ...engine, decide }
}

function findWith(subject: Engine): Found {
  const { found } = run(1, 20_000, { subject })
  if (found === undefined) throw new Error('nothing found')
  return found
}

function withContext(given: Case, context: Context): Case {
  return { ...given, request: { ...given.request, context } }
}
