import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { operationsDocument, target } from '../../scripts/generate-operations-doc.ts'

test('docs/operations.md is what the declarations say', () => {
  expect(readFileSync(target, 'utf8')).toBe(operationsDocument())
})
