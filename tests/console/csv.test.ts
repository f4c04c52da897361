import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'

/** The console is for a browser: its types stay out of the tests. */
const file = pathToFileURL(join(import.meta.dirname, '../../src/console/download/csv.ts')).href
const { csv } = (await import(file)) as { csv: (...lines: (string | { exact: string })[][]) => string }

describe('files for spreadsheets', () => {
  it('take no name for a formula, and leave secrets as they are', () => {
    expect(csv(['=1+1', '+a', '-a', '@a', 'a=b'])).toBe("'=1+1,'+a,'-a,'@a,a=b\r\n")
    expect(csv([{ exact: '+secret/key=' }])).toBe('+secret/key=\r\n')
  })

  it('quote what has commas, quotes, line ends or spaces at its ends', () => {
    expect(csv(['a,b', { exact: 'c"d' }], ['e\nf', { exact: ' g' }])).toBe('"a,b","c""d"\r\n"e\nf"," g"\r\n')
  })
})
