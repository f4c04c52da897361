import type { PolicyDocument } from '../document.ts'
import { decodeBase64, sameBytes } from './base64.ts'
import { compareDecimals, parseDecimal } from './decimal.ts'
import { parseInstant } from './instant.ts'
import { isInRange, parseAddress, parseRange } from './ip-range.ts'
import { variableTest } from './text-tests.ts'

/** Does one value of the request compare true with any of the policy's? */
export type ValueTest = (actual: string) => boolean

type Prepare = (values: readonly string[], version: PolicyDocument['version']) => ValueTest

/** The whole of both texts must be numbers; otherwise nothing compares true. */
export function numberTest(holds: (order: number) => boolean): Prepare {
  return values => {
    const expected = readAll(values, parseDecimal)
    return actual => {
      const number = parseDecimal(actual)
      return number !== undefined && expected.some(other => holds(compareDecimals(number, other)))
    }
  }
}

/** Both forms of a date are instants, so they compare across forms. */
export function dateTest(holds: (order: number) => boolean): Prepare {
  return values => {
    const expected = readAll(values, parseInstant)
    return actual => {
      const instant = parseInstant(actual)
      return instant !== undefined && expected.some(other => holds(instant - other))
    }
  }
}

export const rangeTest: Prepare = values => {
  const ranges = readAll(values, parseRange)
  return actual => {
    const address = parseAddress(actual)
    if (address === undefined) return false
    for (const range of ranges) if (isInRange(address, range)) return true
    return false
  }
}

export const bytesTest: Prepare = values => {
  const expected = readAll(values, decodeBase64)
  return actual => {
    const bytes = decodeBase64(actual)
    return bytes !== undefined && expected.some(other => sameBytes(bytes, other))
  }
}

/** The pages disagree on variables in Bool; filling them in follows the operators' page. */
export const truthTest: Prepare = (values, version) =>
  variableTest(values, version, expected => {
    const wanted = expected.toLowerCase()
    if (wanted !== 'true' && wanted !== 'false') return () => false
    return actual => actual === wanted || (actual.length === wanted.length && actual.toLowerCase() === wanted)
  })

function readAll<Value>(values: readonly string[], read: (text: string) => Value | undefined): Value[] {
  return values.map(read).filter(value => value !== undefined)
}
