import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { operations as cloudtrail } from '../../src/services/cloudtrail/index.ts'
import { operations as iam } from '../../src/services/iam/index.ts'
import { operations as organizations } from '../../src/services/organizations/index.ts'
import { cloudtrailBySuite, operationsBySuite, organizationsBySuite } from './support/operations-by-suite.ts'

describe.each([
  ['IAM', operationsBySuite, iam],
  ['Organizations', organizationsBySuite, organizations],
  ['CloudTrail', cloudtrailBySuite, cloudtrail.filter(({ name }) => name !== 'LookupEvents')],
])('every operation of %s', (_service, suites: Readonly<Record<string, readonly string[]>>, operations) => {
  it('is called through every doorway by one suite', () => {
    expect(Object.values(suites).flat().sort()).toEqual(operations.map(({ name }) => name).sort())
  })

  it.each(Object.keys(suites))('is checked for there: %s', suite => {
    const text = readFileSync(join(import.meta.dirname, `${suite}.test.ts`), 'utf8')
    expect(text).toContain(`casesThroughEachDoorway('${suite}', () => server`)
  })
})
