import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ContextValue } from '../../../src/policy/request.ts'
import type { Case } from './compare.ts'

/** Cases about which oracle and engine once differed, made small, one a file: they are compared ever after. */
export const corpusFolder = join(import.meta.dirname, 'corpus')

/** As it stands in a file: JSON has no `undefined`, which a context may hold, and reorders names that are numbers. */
type WrittenCase = Omit<Case, 'request'> & {
  readonly request: Omit<Case['request'], 'context'> & {
    readonly context: readonly (readonly [name: string, value: ContextValue | null])[]
  }
}

export function caseText({ request, layers, options }: Case): string {
  const context = Object.entries(request.context).map(([name, value]) => [name, value ?? null] as const)
  const written: WrittenCase = { request: { ...request, context }, layers, options }
  return `${JSON.stringify(written, null, 2)}\n`
}

export function readCase(text: string): Case {
  const { request, layers, options }: WrittenCase = JSON.parse(text)
  const context = Object.fromEntries(request.context.map(([name, value]) => [name, value ?? undefined]))
  return { request: { ...request, context }, layers, options }
}

export function corpus(folder: string = corpusFolder): readonly { name: string; case: Case }[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .map(name => ({ name, case: readCase(readFileSync(join(folder, name), 'utf8')) }))
}

/** The path of the new file. */
export function addToCorpus(found: Case, folder: string = corpusFolder): string {
  const text = caseText(found)
  const path = join(folder, `${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, text)
  return path
}
