import { readFile } from 'node:fs/promises'
import { text as textOf } from 'node:stream/consumers'
import {
  attachableTypes,
  type Finding,
  findings,
  guessKind,
  namedServices,
  type PolicyKind,
} from '../../policy/index.ts'
import { loadServiceReference } from '../../reference/service-reference.ts'
import { exitCodes, type Invocation, type Options, Problem, textOption } from '../invocation.ts'

const kinds: Readonly<Record<string, PolicyKind>> = {
  identity: 'identity',
  trust: 'trust',
  resource: 'resource',
  boundary: 'boundary',
  session: 'session',
  scp: 'service-control',
  rcp: 'resource-control',
}

/** Beside those of all commands: a program can tell what does not work from what could be better. */
const foundErrors = 3

interface Linted {
  readonly file: string
  readonly kind: string
  readonly found: readonly Finding[]
}

/** Says what there is to say about policies: AWS's findings and ours, each at its place in its file. */
export async function run({ options, arguments: files, print }: Invocation): Promise<number> {
  const given = oneOf(options, 'kind', '--kind', Object.keys(kinds))
  const resourceType = oneOf(options, 'resourceType', '--resource-type', attachableTypes)
  const texts = await Promise.all(files.map(async file => ({ file, text: await read(file) })))
  const policies = texts.map(({ file, text }) => ({
    file,
    text,
    kind: kinds[given ?? ''] ?? guessKind(text),
  }))
  const named = new Set(policies.flatMap(({ text, kind }) => [...namedServices(text, kind)]))
  const known = {
    reference: await loadServiceReference(named),
    ...optional('accountId', textOption(options, 'account')),
    ...optional('resourceType', resourceType),
  }
  const linted = policies.map(({ file, text, kind }) => ({ file, kind, found: findings(text, kind, known) }))
  for (const line of options.json ? [asJson(linted)] : linted.flatMap(asText)) print(line)
  return exitCodeOf(linted.flatMap(({ found }) => found))
}

function oneOf(options: Options, name: string, flag: string, known: readonly string[]): string | undefined {
  const value = textOption(options, name)
  if (value === undefined || known.includes(value)) return value
  throw new Problem(`${flag} is one of ${known.join(', ')}`, exitCodes.misused)
}

function optional<Name extends string>(name: Name, value: string | undefined) {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, string>)
}

async function read(file: string): Promise<string> {
  try {
    return file === '-' ? await textOf(process.stdin) : await readFile(file, 'utf8')
  } catch (error) {
    throw new Problem(`${file} cannot be read: ${(error as Error).message}`, exitCodes.misused)
  }
}

function exitCodeOf(found: readonly Finding[]): number {
  if (found.some(({ severity }) => severity === 'error')) return foundErrors
  return found.some(({ severity }) => severity !== 'suggestion') ? exitCodes.failed : exitCodes.done
}

function asJson(linted: readonly Linted[]): string {
  const all = linted.flatMap(({ file, kind, found }) => found.map(finding => ({ file, kind, ...finding })))
  return JSON.stringify(all, null, 2)
}

function asText({ file, kind, found }: Linted): readonly string[] {
  const lines = found.flatMap(({ line, column, severity, code, message, advice }) => [
    `${file}:${line}:${column} ${severity} ${code} ${message}`,
    `    ${advice}`,
  ])
  return [...lines, `${file}: ${kind} policy, ${count(found)}`]
}

function count(found: readonly Finding[]): string {
  const counts = new Map<string, number>()
  for (const { severity } of found) counts.set(severity, (counts.get(severity) ?? 0) + 1)
  const parts = [...counts].map(([severity, times]) => `${times} ${severity}${times === 1 ? '' : 's'}`)
  return parts.length === 0 ? 'nothing found' : parts.join(', ')
}
