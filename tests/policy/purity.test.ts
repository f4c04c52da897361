import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const folder = resolve(import.meta.dirname, '../../src/policy')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))

/** So that the engine runs in a browser, and decides the same wherever and whenever it is asked. */
test.each(files)('%s imports nothing from outside and knows neither clock nor chance', name => {
  const path = join(folder, name)
  const text = readFileSync(path, 'utf8')
  for (const [, specifier = ''] of text.matchAll(/from '([^']+)'/g)) {
    expect(specifier).toMatch(/^\.\.?\//)
    expect(relative(folder, resolve(dirname(path), specifier))).not.toMatch(/^\.\./)
  }
  expect(text).not.toMatch(/\bDate\b[.(]|Math\.random|\bprocess\.|\bconsole\.|new RegExp\(/)
})
