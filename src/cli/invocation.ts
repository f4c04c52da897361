import type { Environment } from '../server/configuration.ts'

/** One call of a command, with all it may touch of the outside world but files and the network. */
export interface Invocation {
  readonly options: Options
  /** What stands behind the command's name, where it takes something. */
  readonly argument?: string
  /** All that stands there, where it takes several. */
  readonly arguments: readonly string[]
  readonly environment: Environment
  readonly print: (line: string) => void
}

/** By the long name of their flag, as given on the command line. */
export type Options = Readonly<Record<string, string | boolean | undefined>>

/** Answers the exit code of the process. */
export type Run = (invocation: Invocation) => Promise<number>

export const exitCodes = {
  done: 0,
  /** It ran, and what it found is not what was asked for. */
  failed: 1,
  /** It could not run as it was called or configured. */
  misused: 2,
} as const

/** What a person can mend, said in one line: shown without a stack trace. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly exitCode: number

  constructor(message: string, exitCode: number = exitCodes.failed) {
    super(message)
    this.exitCode = exitCode
  }
}

export function textOption(options: Options, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

/** How a person calls us: in a checkout through npm, elsewhere by the package's name. */
export const called = import.meta.filename.endsWith('.ts') ? 'npm run -s crossrole --' : 'npx crossrole'
