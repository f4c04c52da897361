import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type PolicyDocument, type PolicyKind, parsePolicy } from '../../src/policy/index.ts'

const folder = join(import.meta.dirname, 'cases')

/** The content of one case file. */
export function caseFile<T>(name: string): T {
  return parse(readFileSync(join(folder, name), 'utf8')) as T
}

/** The case files of one folder, by name. */
export function caseFiles(name: string): readonly string[] {
  return readdirSync(join(folder, name))
    .sort()
    .map(file => join(name, file))
}

/** A case writes a policy as its statements; the version is 2012-10-17 unless it says `none` or another. */
export function policyText(statements: unknown, version = '2012-10-17'): string {
  return JSON.stringify({ ...(version === 'none' ? {} : { Version: version }), Statement: statements })
}

export function policy(statements: unknown, kind: PolicyKind, version?: string): PolicyDocument {
  const result = parsePolicy(policyText(statements, version), kind)
  if ('faults' in result) throw new Error(`${result.faults[0]?.path}: ${result.faults[0]?.message}`)
  return result.document
}
