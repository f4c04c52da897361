import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as cloudtrailSdk from '@aws-sdk/client-cloudtrail'
import * as iamSdk from '@aws-sdk/client-iam'
import * as organizationsSdk from '@aws-sdk/client-organizations'
import * as s3Sdk from '@aws-sdk/client-s3'
import * as stsSdk from '@aws-sdk/client-sts'
import { CommandFailed, cliAbsent, runAwsCli } from './aws-cli.ts'
import { asTheSdkAnswers } from './cli-output.ts'
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

const sdks = {
  cloudtrail: cloudtrailSdk,
  iam: iamSdk,
  organizations: organizationsSdk,
  s3: s3Sdk,
  sts: stsSdk,
}

export type DoorwayService = keyof typeof sdks

/** One way into the service: the same calls, by a client that nobody here wrote. */
export interface Doorway {
  readonly name: string
  /** Why it cannot be used on this machine. */
  readonly absent?: string
  /** Operations that it has not learnt yet. */
  readonly unknown?: readonly string[]
  readonly call: (
    server: TestServer,
    keys: Keys,
    service: DoorwayService,
    operation: string,
    input: object,
  ) => Promise<Outcome<AnyAnswer>>
}

export const sdkDoorway: Doorway = {
  name: 'AWS SDK for JavaScript',
  call: async (server, keys, service, operation, input) => {
    const commands: Record<string, unknown> = sdks[service]
    const Command = commands[`${operation}Command`] as new (input: object) => never
    const client = server[service](keys) as iamSdk.IAMClient
    try {
      const { $metadata: _, ...answer } = (await client.send(new Command(input))) as AnyAnswer
      if (answer.Body) answer.Body = await answer.Body.transformToByteArray()
      return { ok: answer }
    } catch (error) {
      return { refused: refusalOf(error) }
    }
  },
}

export function refusalOf(error: unknown): Refusal {
  const { Code, name, message } = error as { Code?: string; name: string; message: string }
  return { code: Code ?? name, message }
}

const cliDoorway: Doorway = {
  name: 'AWS CLI',
  ...(cliAbsent !== undefined && { absent: cliAbsent }),
  // AWS CLI 1.45 is older than the SDK.
  unknown: ['AcquireRole', 'GetAccountProperties', 'GetRoleTemplateVersion', 'PutAccountProperties'],
  call: async (server, keys, service, operation, input) => {
    const spell = spellings[operation] ?? plainly
    const environment = cliEnvironment(server, keys)
    try {
      const printed = await spell(input, async options => {
        // One answer for one call: what the CLI does of its own to join pages has its test in tests/interop.
        const args = [
          commandNames[service],
          kebab(operation),
          ...options,
          '--no-paginate',
          '--output',
          'json',
        ]
        const { stdout } = await runAwsCli(args, environment)
        return stdout.trim() === '' ? {} : JSON.parse(stdout)
      })
      return { ok: asTheSdkAnswers(service, operation, printed) }
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error
      return { refused: cliRefusal(error.stderr) }
    }
  },
}

/** What the CLI calls them. */
const commandNames: Readonly<Record<DoorwayService, string>> = {
  cloudtrail: 'cloudtrail',
  iam: 'iam',
  organizations: 'organizations',
  s3: 's3api',
  sts: 'sts',
}

/** How an input becomes options of the CLI, and what it then prints the output of the operation. */
type Spelling = (input: object, print: (options: string[]) => Promise<AnyAnswer>) => Promise<AnyAnswer>

const plainly: Spelling = (input, print) => print(['--cli-input-json', JSON.stringify(input)])

/** Commands that the CLI changed into something of its own. */
const spellings: Readonly<Record<string, Spelling>> = {
  // Writes the seed to a file, prints neither the seed nor its picture, and takes no input as JSON.
  CreateVirtualMFADevice: (input, print) =>
    withFile(async file => {
      const printed = await print([
        ...asOptions(input),
        ...['--outfile', file],
        ...['--bootstrap-method', 'Base32StringSeed'],
      ])
      const Base32StringSeed = (await readFile(file)).toString('base64')
      return { VirtualMFADevice: { ...printed.VirtualMFADevice, Base32StringSeed } }
    }),
  // Bodies of objects come from files, and go into them.
  GetObject: (input, print) =>
    withFile(async file => {
      const printed = await print([...asOptions(input), file])
      return { ...printed, Body: await readFile(file, 'base64') }
    }),
  PutObject: (input, print) =>
    withFile(async file => {
      const { Body, ...rest } = input as { readonly Body: string }
      await writeFile(file, Body)
      return print(['--cli-input-json', JSON.stringify(rest), '--body', file])
    }),
}

/** For commands that do not take their input as JSON. */
function asOptions(input: object): string[] {
  return Object.entries(input).flatMap(([name, value]) => [
    `--${kebab(name)}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
}

async function withFile<Result>(work: (file: string) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'crossrole-cli-'))
  try {
    return await work(join(directory, 'file'))
  } finally {
    await rm(directory, { recursive: true })
  }
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

/** `GetMFADevice` → `get-mfa-device`, as the CLI names its commands and options. */
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
