import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { operations } from '../../src/services/iam/index.ts'
import { operationsBySuite } from './support/operations-by-suite.ts'

describe('every operation of IAM', () => {
  it('is called through every doorway by one suite', () => {
    expect(Object.values(operationsBySuite).flat().sort()).toEqual(operations.map(({ name }) => name).sort())
  })

  it.each(Object.keys(operationsBySuite))('is checked for there: %s', suite => {
    const text = readFileSync(join(import.meta.dirname, `${suite}.test.ts`), 'utf8')
    expect(text).toContain(`casesThroughEachDoorway('${suite}', () => server)`)
  })
})
