import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { ConfigurationError } from '../server/configuration.ts'
import { exitCodes, Problem, type Run } from './invocation.ts'

/** What a command is called and takes. What it does is loaded when it is asked for, so that each starts fast. */
interface Entry {
  readonly name: string
  readonly summary: string
  readonly argument?: readonly [form: string, meaning: string]
  readonly options: readonly (readonly [flags: string, meaning: string])[]
  /** What else --help says. */
  readonly notes?: string
  readonly load: () => Promise<{ readonly run: Run }>
}

const data = ['--data <directory>', 'the data directory (CROSSROLE_DATA; .crossrole)'] as const
const endpoint = [
  '--endpoint <url>',
  'where the server is (AWS_ENDPOINT_URL; http://127.0.0.1:4566)',
] as const
const json = ['--json', 'print JSON'] as const

const entries: readonly Entry[] = [
  {
    name: 'start',
    summary: 'run the server',
    options: [
      ['--port <number>', 'the port to listen on; 0 lets the system choose (CROSSROLE_PORT; 4566)'],
      ['--host <address>', 'the address to listen on (CROSSROLE_HOST; 127.0.0.1)'],
      ['--public-url <url>', 'where browsers reach it when TLS is in front of it (CROSSROLE_PUBLIC_URL)'],
      [
        '--tls-certificate <file>',
        'speak TLS: the certificate and those above it, in PEM (CROSSROLE_TLS_CERTIFICATE)',
      ],
      ['--tls-key <file>', 'the key of that certificate, in PEM (CROSSROLE_TLS_KEY)'],
      data,
      ['--bootstrap <file>', 'YAML or JSON that declares the first accounts (CROSSROLE_BOOTSTRAP)'],
      [
        '--event-retention-days <days>',
        'how long events stay in the history; the event files keep them (CROSSROLE_EVENT_RETENTION_DAYS; 90)',
      ],
      [
        '--trail-delivery-seconds <seconds>',
        'how often trails deliver to their buckets (CROSSROLE_TRAIL_DELIVERY_SECONDS; 300)',
      ],
      ['--objects <s3://bucket/prefix>', 'keep the bytes of objects there instead (CROSSROLE_OBJECTS)'],
      ['--ephemeral', 'keep everything in memory'],
    ],
    load: () => import('./commands/start.ts'),
  },
  {
    name: 'credentials',
    summary: 'show the credentials that the first start made',
    options: [data, json],
    load: () => import('./commands/credentials.ts'),
  },
  {
    name: 'configure',
    summary: 'print profiles for the AWS CLI and the SDKs, or write them',
    options: [
      ['--write', 'merge them into ~/.aws/config and ~/.aws/credentials'],
      endpoint,
      data,
      ['--region <region>', 'the region of the profiles (us-east-1)'],
    ],
    load: () => import('./commands/configure.ts'),
  },
  {
    name: 'why',
    summary: 'explain why a request was allowed or denied',
    argument: ['<request-id>', 'the request id of an answer, or the encoded message of a denial'],
    options: [
      endpoint,
      ['--profile <name>', 'ask with this profile of the shared AWS files'],
      data,
      ['--account <id>', 'of the first credentials, use only those of this account'],
      json,
    ],
    load: () => import('./commands/why.ts'),
  },
  {
    name: 'audit',
    summary: 'check the event files, and the event history against them',
    argument: ['<action>', 'verify'],
    options: [
      data,
      ['--from <number>', 'begin with this file: earlier ones are kept elsewhere'],
      ['--head <chain>', 'a head that an earlier check printed: it must still be there'],
      json,
    ],
    notes:
      'Every file, digest and event is checked with the master key of the data directory or CROSSROLE_MASTER_KEY; a server may\n' +
      'be running meanwhile. Exit code: 0 all is as it was written; 1 it is not; 2 it could not be checked.',
    load: () => import('./commands/audit.ts'),
  },
  {
    name: 'evaluate',
    summary: 'decide cases, one line of JSON each on standard input',
    options: [['--why', 'print the reasons in words, every layer and statement']],
    load: () => import('./commands/evaluate.ts'),
  },
  {
    name: 'lint',
    summary: 'say what is wrong with policies, or could be better',
    argument: ['<file...>', 'policies; - is standard input'],
    options: [
      ['--kind <kind>', 'identity, trust, resource, boundary, session, scp or rcp (guessed)'],
      ['--account <id>', 'the account that the policies live in, which a trust policy may trust whole'],
      ['--resource-type <type>', 'what resource policies are attached to, as AWS::S3::Bucket'],
      json,
    ],
    notes:
      'Exit code: 0 nothing, or suggestions only; 1 warnings or security warnings; 3 errors; 2 it could not run.',
    load: () => import('./commands/lint.ts'),
  },
  {
    name: 'walkthrough',
    summary: 'carry out the whole walkthrough against a running server, and clean up',
    options: [
      endpoint,
      data,
      ['--trusted-profile <name>', 'the profile of an admin of the account that owns people'],
      ['--trusting-profile <name>', 'the profile of an admin of the account that owns resources'],
      ['--json', 'print one line of JSON a step'],
    ],
    load: () => import('./commands/walkthrough.ts'),
  },
]

function version(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
}

function programOf(answer: (exitCode: number) => void): Command {
  const program = new Command('crossrole')
    .description('Cross-account access by role, on the real AWS wire.')
    .version(version())
    .exitOverride()
  for (const { name, summary, argument, options, notes, load } of entries) {
    const command = program.command(name).description(summary)
    for (const [flags, meaning] of options) command.option(flags, meaning)
    if (argument) command.argument(...argument)
    if (notes) command.addHelpText('after', `\n${notes}`)
    command.action(async () => {
      const { run } = await load()
      const [given] = command.args
      const invocation = {
        options: command.opts(),
        arguments: command.args,
        environment: process.env,
        print: console.log,
      }
      answer(await run({ ...invocation, ...(given !== undefined && { argument: given }) }))
    })
  }
  return program
}

/** What a person can mend is said in a line; anything else is a fault of ours and comes with its trace. */
function exitCodeFor(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.misused
  if (error instanceof ConfigurationError || error instanceof Problem) {
    console.error(`crossrole: ${error.message}`)
    return error instanceof Problem ? error.exitCode : exitCodes.misused
  }
  console.error(error)
  return exitCodes.failed
}

try {
  await programOf(exitCode => {
    process.exitCode = exitCode
  }).parseAsync()
} catch (error) {
  process.exitCode = exitCodeFor(error)
}
