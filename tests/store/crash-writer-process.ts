import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Watched {
  readonly process: ChildProcess
  /** Resolves when so many lines have come; rejects when the process ends before. */
  acknowledged(count: number): Promise<void>
  /** The whole lines so far. */
  lines(): string[]
}

/** Starts crash-writer.ts on a data file. */
export function startCrashWriter(file: string, round = 0): Watched {
  return startProcess('crash-writer.ts', file, `${round}`)
}

/** Starts a script of this folder. */
export function startProcess(name: string, ...args: readonly string[]): Watched {
  const script = fileURLToPath(new URL(`./${name}`, import.meta.url))
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    errors += text
  })
  const lines = () => output.split('\n').slice(0, -1)
  return {
    process: child,
    lines,
    acknowledged: count =>
      new Promise((resolve, reject) => {
        const check = () => lines().length >= count && resolve()
        child.stdout.on('data', check)
        child.on('close', () => reject(new Error(`the writer ended early: ${errors}`)))
        check()
      }),
  }
}
