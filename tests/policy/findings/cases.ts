import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { FindingsOptions, PolicyKind } from '../../../src/policy/index.ts'

/** Elements to change in the base statement; `version` is the document's, `text` is all of it. */
type Change = Readonly<Record<string, unknown>>
type Written = Change | readonly Change[]

export interface FindingCase {
  /** The code, and behind a slash what is special about the case. */
  readonly name: string
  readonly code: string
  readonly kind: PolicyKind
  readonly options: FindingsOptions
  readonly raises: string
  readonly also: readonly string[]
  readonly message?: string
  readonly spares: string
}

interface WrittenCase {
  readonly kind?: PolicyKind
  readonly options?: FindingsOptions
  readonly raises: Written
  readonly also?: readonly string[]
  readonly message?: string
  readonly spares: Written
}

const identity = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/*' }
const auditor = { AWS: 'arn:aws:iam::111122223333:role/Auditor' }

/** Statements with which no check finds any fault. */
const base: Readonly<Record<PolicyKind, Change>> = {
  identity,
  boundary: identity,
  session: identity,
  resource: { ...identity, Principal: auditor },
  trust: { Effect: 'Allow', Principal: auditor, Action: 'sts:AssumeRole' },
  'service-control': { Effect: 'Deny', Action: 's3:DeleteBucket', Resource: '*' },
  'resource-control': { Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket', Resource: '*' },
}

const folder = join(import.meta.dirname, 'cases')

export const findingCases: readonly FindingCase[] = readdirSync(folder)
  .sort()
  .flatMap(file =>
    Object.entries(parse(readFileSync(join(folder, file), 'utf8')) as Record<string, WrittenCase>),
  )
  .map(([name, { kind = 'identity', options = {}, raises, also = [], message, spares }]) => ({
    name,
    code: name.split(' / ')[0] ?? name,
    kind,
    options,
    raises: textOf(kind, raises),
    also,
    ...(message !== undefined && { message }),
    spares: textOf(kind, spares),
  }))

function textOf(kind: PolicyKind, written: Written): string {
  const changes = Array.isArray(written) ? (written as readonly Change[]) : [written as Change]
  const { text, version = '2012-10-17' } = changes[0] ?? {}
  if (typeof text === 'string') return text
  const Statement = changes.map(({ version: _, ...change }) =>
    Object.fromEntries(
      Object.entries({ ...base[kind], ...change }).flatMap(([name, value]) =>
        value === null ? [] : [[name, repeated(value)]],
      ),
    ),
  )
  return JSON.stringify({ ...(version !== 'none' && { Version: version }), Statement }, null, 2)
}

/** `{ repeat: 'a-#', times: 3 }` stands for `['a-0', 'a-1', 'a-2']`, at any depth. */
function repeated(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if ('repeat' in value && 'times' in value)
    return Array.from({ length: Number(value.times) }, (_, at) => String(value.repeat).replace('#', `${at}`))
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, repeated(inner)]))
}
