import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findingsDocument, target } from '../../../scripts/generate-findings-doc.ts'

test('docs/findings.md is what the table of checks says', () => {
  expect(readFileSync(target, 'utf8')).toBe(findingsDocument())
})
