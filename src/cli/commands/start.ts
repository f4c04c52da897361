import { once } from 'node:events'
import {
  type Configuration,
  type Environment,
  type Flags,
  readConfiguration,
} from '../../server/configuration.ts'
import type { FirstCredentials } from '../../server/first-credentials.ts'
import { consoleLog } from '../../server/log.ts'
import { type RunningServer, startServer } from '../../server/main.ts'
import { connectionFault } from '../clients.ts'
import { defaultRegion } from '../endpoint.ts'
import { adminsOf } from '../first-users.ts'
import { shownCredentials } from '../first-users-text.ts'
import { called, exitCodes, type Invocation, Problem, textOption } from '../invocation.ts'

/** Runs the server until it is told to stop. */
export async function run({ options, environment, print }: Invocation): Promise<number> {
  const configuration = readConfiguration(flagsOf(options), environment)
  const server = await started(configuration)
  for (const line of greeting(server, configuration, environment)) print(line)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await server.close()
  return exitCodes.done
}

function flagsOf(options: Invocation['options']): Flags {
  const names = ['host', 'port', 'data', 'bootstrap', 'objects'] as const
  const given = names.flatMap(name => {
    const value = textOption(options, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const publicUrl = textOption(options, 'publicUrl')
  const tlsCertificate = textOption(options, 'tlsCertificate')
  const tlsKey = textOption(options, 'tlsKey')
  const eventRetentionDays = textOption(options, 'eventRetentionDays')
  const trailDeliverySeconds = textOption(options, 'trailDeliverySeconds')
  const named = {
    ...Object.fromEntries(given),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(tlsCertificate !== undefined && { tlsCertificate }),
    ...(tlsKey !== undefined && { tlsKey }),
    ...(eventRetentionDays !== undefined && { eventRetentionDays }),
    ...(trailDeliverySeconds !== undefined && { trailDeliverySeconds }),
  }
  return { ...named, ...(options.ephemeral === true && { ephemeral: true }) }
}

const listenFaults: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use: stop what listens there, or choose another with --port',
  EACCES: 'may not be opened by this user: choose one above 1023 with --port',
  EADDRNOTAVAIL: 'is not an address of this machine: choose another with --host',
  ENOTFOUND: 'is not a known host: choose another with --host',
}

async function started(configuration: Configuration): Promise<RunningServer> {
  try {
    return await startServer(configuration, consoleLog)
  } catch (error) {
    const fault = connectionFault(error)
    const explained = fault !== undefined && isOfListening(error) ? listenFaults[fault] : undefined
    if (explained) throw new Problem(`${configuration.host}:${configuration.port} ${explained}`)
    // Two servers on one data directory: what the store says of it is said to a person.
    if (error instanceof Error && / is in use: /.test(error.message)) throw new Problem(error.message)
    throw error
  }
}

function isOfListening(error: unknown): boolean {
  return (
    error instanceof Error && 'syscall' in error && /^(listen|bind|getaddrinfo)$/.test(String(error.syscall))
  )
}

function greeting(
  { url, created }: RunningServer,
  configuration: Configuration,
  environment: Environment,
): readonly string[] {
  const consoleUrl = configuration.publicUrl ?? url
  return [
    `Crossrole answers at ${url}`,
    `The console is at ${consoleUrl}/console`,
    ...(created ? ['', ...shownCredentials(created, consoleUrl)] : []),
    '',
    whereKept(configuration, environment, created !== undefined),
    '',
    'For the AWS CLI and the SDKs:',
    `  export AWS_ENDPOINT_URL=${url}`,
    `  export AWS_REGION=${defaultRegion} AWS_DEFAULT_REGION=${defaultRegion}`,
    ...(created ? keyLines(created) : []),
  ]
}

function whereKept({ dataDirectory }: Configuration, environment: Environment, created: boolean): string {
  if (dataDirectory === undefined) return 'Everything is kept in memory and gone when the server stops.'
  const data =
    dataDirectory === readConfiguration({}, environment).dataDirectory ? '' : ` --data ${dataDirectory}`
  const show = `${called} credentials${data}`
  return created
    ? `These are shown once; this shows them again:\n  ${show}`
    : `The data is in ${dataDirectory}. The first credentials are shown by:\n  ${show}`
}

function keyLines(created: FirstCredentials): readonly string[] {
  const [admin] = adminsOf(created)
  if (!admin) return []
  return [
    `and as ${admin.user.userName ?? 'the root user'} of ${admin.user.accountName}:`,
    `  export AWS_ACCESS_KEY_ID=${admin.keys.accessKeyId}`,
    `  export AWS_SECRET_ACCESS_KEY=${admin.keys.secretAccessKey}`,
  ]
}
