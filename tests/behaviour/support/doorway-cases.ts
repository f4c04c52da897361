import { afterAll, expect, it } from 'vitest'
import { type Doorway, doorways } from './doorways.ts'
import { iamCallsTo, type ServiceCall } from './iam-calls.ts'
import { operationsOfSuite, type Suite } from './operations-by-suite.ts'
import type { TestServer } from './test-server.ts'

/** A case; the calls that are its matter go through the `call` it is given, whatever made its scene. */
export type DoorwayCase = (title: string, body: (call: ServiceCall) => Promise<void>) => void

/** Each call of the CLI starts a process of its own. */
const TIMEOUT_MS = 120_000

/**
 * Cases that run once through each doorway. Every case runs through the SDK; these are the part of a suite that
 * stands for the rest elsewhere: each operation of the suite, its kinds of parameters, its refusals. After the last
 * of them it is checked that none of the suite's operations was left out.
 */
export function casesThroughEachDoorway(
  suite: Suite,
  server: () => TestServer,
  callsTo = iamCallsTo,
): DoorwayCase {
  const tallies = doorways.map(doorway => ({
    doorway,
    absent: doorway.absent ?? lacking(doorway, suite),
    call: callsTo(server, doorway),
    called: new Set<string>(),
    cases: 0,
    passed: 0,
  }))

  afterAll(() => {
    for (const { doorway, called, cases, passed } of tallies) {
      // Where a case was left out or failed, what was called tells nothing of the suite.
      if (passed < cases) continue
      const missing = operationsOfSuite(suite).filter(operation => !called.has(operation))
      expect(missing, `operations that no case calls through the ${doorway.name}`).toEqual([])
    }
  })

  return (title, body) => {
    for (const tally of tallies) {
      const { absent } = tally
      const { name } = tally.doorway
      tally.cases += 1
      const through = absent ? `${name}; skipped: ${absent}` : name
      it.skipIf(absent)(`${title} (${through})`, { timeout: TIMEOUT_MS }, async () => {
        let calls = 0
        await body((operation, ...rest) => {
          calls += 1
          tally.called.add(operation)
          return tally.call(operation, ...rest)
        })
        if (calls === 0) throw new Error('the case made its calls past the doorway')
        tally.passed += 1
      })
    }
  }
}

function lacking(doorway: Doorway, suite: Suite): string | undefined {
  const operations = operationsOfSuite(suite).filter(operation => doorway.unknown?.includes(operation))
  return operations.length > 0 ? `it does not know ${operations.join(' and ')}` : undefined
}
