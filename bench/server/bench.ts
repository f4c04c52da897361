import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from '../main.ts'
import { launch, stop } from '../processes.ts'
import { requestsPerSecond } from './load.ts'
import { type Keys, signedRequests } from './signed-requests.ts'

/**
 * Requests per second of the durable server, each answer's event on disk before it is sent, beside a bare
 * `node:http` server that verifies one signature. 16 connections, the two in turn, the median of the rounds.
 */
const connections = 16
const rounds = 5
const milliseconds = 3000

const keys: Keys = {
  accessKeyId: 'AKIABENCHBENCHBENCH0',
  secretAccessKey: 'bench-secret-bench-secret-bench-secret-0',
}
const roleArn = 'arn:aws:iam::222222222222:role/Bench'

const bootstrap = {
  accounts: [
    {
      id: '111111111111',
      name: 'Trusted',
      users: [
        {
          name: 'admin',
          policies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
          accessKeys: [{ id: keys.accessKeyId, secret: keys.secretAccessKey }],
        },
      ],
    },
    {
      id: '222222222222',
      name: 'Trusting',
      users: [],
      roles: [
        {
          name: 'Bench',
          trust: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: 'arn:aws:iam::111111111111:root' },
                Action: 'sts:AssumeRole',
                Condition: { StringEquals: { 'sts:ExternalId': 'bench' } },
              },
            ],
          },
          policies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
        },
      ],
    },
  ],
}

const calls: Readonly<Record<string, (index: number) => Record<string, string>>> = {
  GetCallerIdentity: () => ({ Action: 'GetCallerIdentity' }),
  AssumeRole: index => ({
    Action: 'AssumeRole',
    RoleArn: roleArn,
    RoleSessionName: `bench-${index}`,
    ExternalId: 'bench',
  }),
}

export async function* run(): AsyncGenerator<Figure> {
  const directory = await mkdtemp(join(tmpdir(), 'crossrole-bench-'))
  const children: ChildProcess[] = []
  try {
    const file = join(directory, 'bootstrap.json')
    await writeFile(file, JSON.stringify(bootstrap))
    const data = join(directory, 'data')
    const flags = ['start', '--port', '0', '--data', data, '--bootstrap', file]
    const server = await launch(children, ['src/cli/main.ts', ...flags], /http:\/\/127\.0\.0\.1:(\d+)/)
    const reference = await launch(children, ['bench/server/reference.ts', keys.secretAccessKey], /^(\d+)$/)
    for (const [name, parameters] of Object.entries(calls))
      yield await compare(name, parameters, server, reference)
  } finally {
    await Promise.all(children.map(stop))
    await rm(directory, { recursive: true, force: true })
  }
}

async function compare(
  name: string,
  parameters: (index: number) => Record<string, string>,
  server: number,
  reference: number,
): Promise<Figure> {
  const bodies = Array.from({ length: 500 }, (_, index) =>
    new URLSearchParams({ Version: '2011-06-15', ...parameters(index) }).toString(),
  )
  const measure = async (port: number, length: number) =>
    requestsPerSecond({
      port,
      connections,
      milliseconds: length,
      requests: await signedRequests(port, keys, bodies),
    })
  await measure(server, 1500)
  await measure(reference, 1500)
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await measure(server, milliseconds))
    theirs.push(await measure(reference, milliseconds))
  }
  const [value, bare] = [median(ours), median(theirs)]
  return { name: `server/${name}`, value, unit: 'requests/s', reference: bare, ratio: value / bare }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
}
