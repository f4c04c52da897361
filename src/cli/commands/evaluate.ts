import { createInterface } from 'node:readline'
import {
  type Addition,
  additionsThatAllow,
  type Decision,
  evaluate,
  explain,
  explainAdditions,
} from '../../policy/index.ts'
import { CaseFault, readCase } from '../evaluate/case.ts'
import { exitCodes, type Invocation } from '../invocation.ts'

/**
 * Decides cases from standard input, one line of JSON each, and answers each with a line of its own, so that
 * anyone can check the engine against cases of their own. A case that cannot be decided is answered with an error.
 */
export async function run({ options, print }: Invocation): Promise<number> {
  const inWords = options.why === true
  let undecided = 0
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    const answer = answerTo(line, inWords)
    if ('error' in answer) undecided += 1
    print(inWords ? asProse(answer) : asJson(answer))
  }
  return undecided === 0 ? exitCodes.done : exitCodes.failed
}

interface Named {
  /** As the case gave it. */
  readonly id?: unknown
}
type Answer = Named &
  (
    | { readonly decision: Decision; readonly additions?: readonly Addition[] | undefined }
    | { readonly error: string }
  )

function answerTo(line: string, withAdditions: boolean): Answer {
  let given: unknown
  try {
    given = JSON.parse(line)
  } catch (error) {
    return { error: `the line is not JSON: ${(error as Error).message}` }
  }
  const named = typeof given === 'object' && given !== null && 'id' in given ? { id: given.id } : {}
  try {
    const { request, layers } = readCase(given)
    const decision = evaluate(request, layers)
    const additions = withAdditions ? additionsThatAllow(request, layers, decision) : undefined
    return { ...named, decision, additions }
  } catch (error) {
    if (error instanceof CaseFault) return { ...named, error: error.message }
    throw error
  }
}

function asJson({ id, ...answer }: Answer): string {
  if ('error' in answer) return JSON.stringify({ id, error: answer.error })
  const { outcome, because } = answer.decision
  return JSON.stringify({ id, decision: outcome, because })
}

function asProse({ id, ...answer }: Answer): string {
  const lines = 'error' in answer ? [`Not decided: ${answer.error}`] : wordsFor(answer)
  return [...(id === undefined ? [] : [`${id}`]), ...lines, ''].join('\n')
}

function wordsFor({ decision, additions = [] }: Exclude<Answer, { error: string }>): string[] {
  return [...explain(decision), ...explainAdditions(additions, decision.crossAccount)]
}
