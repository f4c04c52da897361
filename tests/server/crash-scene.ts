import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'vitest'
import { run as runAudit } from '../../src/cli/commands/audit.ts'

/** A server in a process of its own, to be killed at any moment, and the data directory that must outlive it. */
export const keys = {
  accessKeyId: 'AKIACRASHCRASHCRASH0',
  secretAccessKey: 'crash-secret-crash-secret-crash-secret-0',
}
export const accountId = '111111111111'

const main = join(import.meta.dirname, '../../src/cli/main.ts')

export interface Running {
  readonly url: string
  /** As the kernel does it to who used too much memory: nothing is told, nothing is finished. */
  readonly kill: () => Promise<void>
  readonly stop: () => Promise<void>
}

export class CrashScene {
  readonly #directory: string
  #head: string | undefined

  private constructor(directory: string) {
    this.#directory = directory
  }

  /** An account whose admin has the keys; `more` of it as a bootstrap file has it. */
  static async open(more: object = {}): Promise<CrashScene> {
    const directory = await mkdtemp(join(tmpdir(), 'crossrole-crash-'))
    const policies = ['arn:aws:iam::aws:policy/AdministratorAccess']
    const accessKeys = [{ id: keys.accessKeyId, secret: keys.secretAccessKey }]
    const users = [{ name: 'admin', policies, accessKeys }]
    const accounts = [{ id: accountId, name: 'Crash', users, ...more }]
    await writeFile(join(directory, 'bootstrap.json'), JSON.stringify({ accounts }))
    return new CrashScene(directory)
  }

  get data(): string {
    return join(this.#directory, 'data')
  }

  /** `flags`: more of them than a server needs. */
  async start(...flags: readonly string[]): Promise<Running> {
    const bootstrap = join(this.#directory, 'bootstrap.json')
    const args = ['start', '--port', '0', '--data', this.data, '--bootstrap', bootstrap, ...flags]
    const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
      child.kill(signal)
      await once(child, 'exit')
    }
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]
      if (!url) continue
      child.stdout.resume()
      return { url, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
    }
    throw new Error('the server ended before it listened')
  }

  /**
   * `crossrole audit verify`, while the server runs again: every event is chained to the one before, and the head of the
   * last check is still among them. There are at least as many events as there were answers.
   */
  async eventsMustHold(answers: number): Promise<void> {
    const printed: string[] = []
    const code = await runAudit({
      argument: 'verify',
      arguments: ['verify'],
      options: { data: this.data, json: true, ...(this.#head !== undefined && { head: this.#head }) },
      environment: {},
      print: line => printed.push(line),
    })
    const verified = JSON.parse(printed.join('\n'))
    expect({ code, ...verified }).toMatchObject({ code: 0, holds: true, findings: [] })
    expect(verified.events).toBeGreaterThanOrEqual(answers)
    this.#head = verified.head
  }

  close(): Promise<void> {
    return rm(this.#directory, { recursive: true, force: true })
  }
}
