import type { Figure } from '../main.ts'
import type { BareSqlite } from './bare-sqlite.ts'
import { type Client, iamClient, type Signed } from './client.ts'
import type { BenchServer } from './servers.ts'

const rounds = 5
/** In an account of its own for each round: the quota is 1,000. */
const rolesPerRound = 900

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
})

/** Roles per second, for clients that wait for each other and for one that waits for itself. */
export async function* durableRoles(server: BenchServer, bare: BareSqlite): AsyncGenerator<Figure> {
  let account = 0
  const round = async (connections: number) => {
    const client = iamClient(server.port, server.keysOf(account))
    account += 1
    const rate = await rolesPerSecond(client, connections)
    client.close()
    return rate
  }
  await round(16)
  bare.transactionsPerSecond(rolesPerRound)
  for (const connections of [1, 16, 64]) {
    const [ours, theirs]: [number[], number[]] = [[], []]
    for (let each = 0; each < rounds; each += 1) {
      ours.push(await round(connections))
      theirs.push(bare.transactionsPerSecond(rolesPerRound))
    }
    const [value, reference] = [median(ours), median(theirs)]
    const name = `iam/CreateRole/${connections}`
    const note = `${connections} ${connections === 1 ? 'connection' : 'connections'}, durable with its event`
    yield { name, value, unit: 'roles/s', reference, ratio: value / reference, note }
  }
}

async function rolesPerSecond(client: Client, connections: number): Promise<number> {
  const requests: Signed[] = []
  for (let index = 0; index < rolesPerRound; index += 1) {
    const parameters = { Action: 'CreateRole', RoleName: `role-${index}`, AssumeRolePolicyDocument: trust }
    requests.push(await client.sign(parameters))
  }
  const queue = requests.values()
  const started = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      // All of them take from one queue.
      for (const signed of queue) await client.send(signed)
    }),
  )
  return rolesPerRound / ((performance.now() - started) / 1000)
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
}
