import type { QueryClient } from '@tanstack/react-query'
import {
  type Finding,
  findings,
  namedServices,
  type PolicyFault,
  parsePolicy,
} from '../../../policy/index.ts'
import { type EditorKind, editorKinds } from '../model/kind.ts'
import { referenceOf } from '../reference/finding-reference.ts'
import { readServices } from '../reference/read-reference.ts'
import type { EditorFinding } from './editor-finding.ts'

/**
 * Everything there is to say about a policy: why IAM would refuse it, and what the checks find. Where the reference cannot
 * be read the checks that need it are left out. Loaded with the first text that is to be checked.
 */
export async function findIn(
  text: string,
  kind: EditorKind,
  managed: boolean,
  queries: QueryClient,
): Promise<readonly EditorFinding[]> {
  const { policyKind } = editorKinds[kind]
  const reference = await readServices(queries, namedServices(text, policyKind)).then(
    ({ all, files }) => referenceOf(all, files),
    () => undefined,
  )
  const found = findings(text, policyKind, reference && { reference })
  const parsed = parsePolicy(text, policyKind, { managed })
  const refusals = 'faults' in parsed ? parsed.faults.filter(fault => !isSaid(fault, found)) : []
  return [...refusals.map(refusalOf), ...found.map(findingOf)]
}

/** A check found an error at the same place: it says the same in better words. */
function isSaid(fault: PolicyFault, found: readonly Finding[]): boolean {
  return found.some(
    ({ severity, start, end, line }) =>
      severity === 'error' && ((start <= fault.offset && fault.offset <= end) || line === fault.line),
  )
}

function refusalOf({ message, advice, offset, line, column }: PolicyFault): EditorFinding {
  return {
    severity: 'error',
    code: 'MalformedPolicyDocument',
    message,
    advice,
    start: offset,
    end: offset,
    line,
    column,
  }
}

function findingOf(finding: Finding): EditorFinding {
  const { severity, code, title, message, advice, learnMore, start, end, line, column } = finding
  return { severity, code, title, message, advice, learnMore, start, end, line, column }
}
