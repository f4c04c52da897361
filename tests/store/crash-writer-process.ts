import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Watched {
  /** Kills it at once; rejects when it had ended by itself. */
  kill(): Promise<void>
  /** Its exit code, when it has ended by itself. */
  readonly ended: Promise<number | null>
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
  const ended = new Promise<number | null>(resolve => child.on('close', resolve))
  return {
    ended,
    lines,
    async kill() {
      child.kill('SIGKILL')
      await ended
      if (child.signalCode !== 'SIGKILL')
        throw new Error(`the writer had ended with code ${child.exitCode}: ${errors}`)
    },
    acknowledged: count =>
      new Promise((resolve, reject) => {
        const check = () => lines().length >= count && resolve()
        child.stdout.on('data', check)
        void ended.then(code => reject(new Error(`the writer ended early with code ${code}: ${errors}`)))
        check()
      }),
  }
}
