import { describe, expect, test } from 'vitest'
import { checks, unmadeChecks } from '../../../src/policy/findings/table.ts'
import { findings, namedServices } from '../../../src/policy/index.ts'
import { loadServiceReference } from '../../../src/reference/service-reference.ts'
import { findingCases } from './cases.ts'

const named = new Set(
  findingCases.flatMap(({ kind, raises, spares }) => [
    ...namedServices(raises, kind),
    ...namedServices(spares, kind),
  ]),
)
const reference = await loadServiceReference(named)

describe('every check', () => {
  test('has a policy that raises it and one that does not', () => {
    expect([...new Set(findingCases.map(({ code }) => code))].sort()).toEqual(
      checks.map(({ code }) => code).sort(),
    )
  })

  test('has a code of its own', () => {
    const codes = [...checks, ...unmadeChecks].map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
  })
})

describe.each(findingCases)('$name', ({ code, kind, options, raises, also, message, spares }) => {
  const raised = findings(raises, kind, { reference, ...options })

  test('is raised, and what else is there', () => {
    expect([...new Set(raised.map(finding => finding.code))].sort()).toEqual([code, ...also].sort())
  })

  test('says what it is about, at a place in the text', () => {
    const finding = raised.find(one => one.code === code)
    if (message !== undefined) expect(finding?.message).toBe(message)
    expect(finding?.message).not.toMatch(/\{\w+\}/)
    expect(finding?.advice).not.toBe('')
  })

  test('is not raised by its twin', () => {
    expect(findings(spares, kind, { reference, ...options }).map(finding => finding.code)).toEqual([])
  })
})
