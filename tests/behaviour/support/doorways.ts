import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import * as iamSdk from '@aws-sdk/client-iam'
import * as stsSdk from '@aws-sdk/client-sts'
import type { Keys, TestServer } from './test-server.ts'

/** An error as the service meant it, whichever client it came through. */
export interface Refusal {
  readonly code: string
  readonly message: string
}

export type Outcome<Output> = { readonly ok: Output } | { readonly refused: Refusal }

// The members of an answer are the concern of the test that asks.
// biome-ignore lint/suspicious/noExplicitAny: two clients, hundreds of shapes
export type AnyAnswer = any

/** One way into the service: the same calls, by a client that nobody here wrote. */
export interface Doorway {
  readonly name: string
  /** Why it cannot be used on this machine. */
  readonly absent?: string
  readonly call: (
    server: TestServer,
    keys: Keys,
    service: 'iam' | 'sts',
    operation: string,
    input: object,
  ) => Promise<Outcome<AnyAnswer>>
}

const sdkDoorway: Doorway = {
  name: 'AWS SDK for JavaScript',
  call: async (server, keys, service, operation, input) => {
    const commands: Record<string, unknown> = service === 'iam' ? iamSdk : stsSdk
    const Command = commands[`${operation}Command`] as new (input: object) => never
    const client = (service === 'iam' ? server.iam(keys) : server.sts(keys)) as iamSdk.IAMClient
    try {
      return { ok: await client.send(new Command(input)) }
    } catch (error) {
      return { refused: refusalOf(error) }
    } finally {
      client.destroy()
    }
  },
}

export function refusalOf(error: unknown): Refusal {
  const { Code, name, message } = error as { Code?: string; name: string; message: string }
  return { code: Code ?? name, message }
}

const run = promisify(execFile)

const cliDoorway: Doorway = {
  name: 'AWS CLI',
  ...(spawnSync('aws', ['--version']).status !== 0 && { absent: 'aws is not on PATH' }),
  call: async (server, keys, service, operation, input) => {
    const args = [service, kebab(operation), '--cli-input-json', JSON.stringify(input), '--output', 'json']
    try {
      const { stdout } = await run('aws', args, { env: cliEnvironment(server, keys) })
      return { ok: stdout.trim() === '' ? {} : JSON.parse(stdout) }
    } catch (error) {
      return { refused: cliRefusal(String((error as { stderr?: string }).stderr)) }
    }
  },
}

export const doorways: readonly Doorway[] = [sdkDoorway, cliDoorway]

export function cliEnvironment(server: Pick<TestServer, 'url'>, keys?: Keys): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    AWS_ENDPOINT_URL: server.url,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
    ...(keys && {
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      ...(keys.sessionToken !== undefined && { AWS_SESSION_TOKEN: keys.sessionToken }),
    }),
  }
}

/** `GetMFADevice` → `get-mfa-device`, as the CLI names its commands. */
function kebab(operation: string): string {
  return operation
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
}

function cliRefusal(stderr: string): Refusal {
  const match =
    /An error occurred \((\w+)\) when calling the \w+ operation(?: \(.*?\))?: ([\s\S]*?)\s*$/.exec(stderr)
  if (!match) throw new Error(`the AWS CLI failed in a way of its own: ${stderr}`)
  return { code: match[1] as string, message: match[2] as string }
}
