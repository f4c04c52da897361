import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { readFileSync, realpathSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

/** The AWS CLI that is on this machine. */

const version = spawnSync('aws', ['--version'], { encoding: 'utf8' })

/** Why tests of the AWS CLI cannot run on this machine. */
export const cliAbsent = version.status !== 0 ? 'aws is not on PATH' : undefined

export interface Printed {
  readonly stdout: string
  readonly stderr: string
}

/** What a command that ended with another status than 0 is thrown as. */
export class CommandFailed extends Error {
  readonly stderr: string

  constructor(args: readonly string[], status: number | null, stderr: string) {
    super(`aws ${args.join(' ')} ended with ${status}: ${stderr}`)
    this.stderr = stderr
  }
}

type Run = (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<Printed>

let running: Run | undefined

/** Runs a command of the AWS CLI in a process of its own; throws `CommandFailed`. */
export const runAwsCli: Run = (args, env) => {
  running ??= forked() ?? spawned
  return running(args, env)
}

const execute = promisify(execFile)

const spawned: Run = async (args, env) => {
  try {
    return await execute('aws', args, { env, maxBuffer: 64 * 1024 * 1024 })
  } catch (error) {
    const { stderr, code } = error as { stderr?: string; code?: number }
    if (stderr === undefined) throw error
    throw new CommandFailed(args, code ?? null, stderr)
  }
}

/** Where the CLI is Python that can be found, its processes are forked from one that has it loaded. */
function forked(): Run | undefined {
  const python = pythonOfCli()
  if (python === undefined) return undefined
  const child = spawn(python, [join(import.meta.dirname, 'aws_cli_forks.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  return commandsOf(child)
}

interface Ended extends Printed {
  readonly id: number
  readonly status: number
}

function commandsOf(child: ChildProcess): Run {
  const { stdin, stdout } = child
  if (!stdin || !stdout) throw new TypeError('the process was started without pipes')
  const waiting = new Map<number, PromiseWithResolvers<Ended>>()
  let asked = 0
  child.once('exit', code => {
    for (const { reject } of waiting.values()) reject(new Error(`the AWS CLI’s forks ended with ${code}`))
  })
  createInterface({ input: stdout }).on('line', line => {
    const ended: Ended = JSON.parse(line)
    waiting.get(ended.id)?.resolve(ended)
    waiting.delete(ended.id)
  })
  // It ends with this process, and does not keep it.
  child.unref()
  for (const pipe of [stdin, stdout]) (pipe as unknown as { unref(): void }).unref()
  return async (args, env) => {
    const id = asked++
    const answer = Promise.withResolvers<Ended>()
    waiting.set(id, answer)
    stdin.write(`${JSON.stringify({ id, args, env })}\n`)
    // While somebody waits, the process is kept.
    const kept = setInterval(() => {}, 60_000)
    const { status, ...printed } = await answer.promise.finally(() => clearInterval(kept))
    if (status !== 0) throw new CommandFailed(args, status, printed.stderr)
    return printed
  }
}

/** The interpreter that the command names, or the one on PATH, if it has the same CLI. */
function pythonOfCli(): string | undefined {
  const wanted = /^aws-cli\/(\S+)/.exec(version.stdout)?.[1]
  return [interpreterOfCommand(), 'python3'].find(python => {
    if (python === undefined || wanted === undefined) return false
    const asked = spawnSync(python, ['-c', 'import awscli; print(awscli.__version__)'], { encoding: 'utf8' })
    return asked.stdout?.trim() === wanted
  })
}

function interpreterOfCommand(): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    try {
      const text = readFileSync(realpathSync(join(folder, 'aws')), 'utf8')
      return /^#!\s*(\S*python\S*)/.exec(text)?.[1]
    } catch {
      // Not in this folder.
    }
  }
  return undefined
}
