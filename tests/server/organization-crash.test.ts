import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Account,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  DescribeCreateAccountStatusCommand,
  DescribeOrganizationalUnitCommand,
  ListAccountsCommand,
  ListParentsCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** How often the server is killed; a hundred times and more where CROSSROLE_CRASH_ROUNDS says so. */
const rounds = Number(process.env.CROSSROLE_CRASH_ROUNDS ?? 3)

const keys = {
  accessKeyId: 'AKIACRASHCRASHCRASH0',
  secretAccessKey: 'crash-secret-crash-secret-crash-secret-0',
}
const bootstrap = {
  accounts: [
    {
      id: '111111111111',
      name: 'Management',
      users: [
        {
          name: 'admin',
          policies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
          accessKeys: [{ id: keys.accessKeyId, secret: keys.secretAccessKey }],
        },
      ],
    },
  ],
}

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossrole-crash-'))
  await writeFile(join(directory, 'bootstrap.json'), JSON.stringify(bootstrap))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

interface Running {
  readonly organizations: OrganizationsClient
  readonly sts: STSClient
  readonly kill: () => Promise<void>
}

async function start(): Promise<Running> {
  const flags = ['--port', '0', '--data', join(directory, 'data')]
  const given = ['--bootstrap', join(directory, 'bootstrap.json')]
  const child = spawn(process.execPath, ['src/cli/main.ts', 'start', ...flags, ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const endpoint = await urlOf(child)
  const configuration = { endpoint, region: 'us-east-1', credentials: keys, maxAttempts: 1 }
  return {
    organizations: new OrganizationsClient(configuration),
    sts: new STSClient(configuration),
    kill: async () => {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

async function urlOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]
    if (url === undefined) continue
    child.stdout?.resume()
    return url
  }
  throw new Error('the server ended before it said where it listens')
}

/** What was answered, and must be there ever after. */
const acknowledged = { units: [] as string[], accounts: new Map<string, string>() }
let made = 0

/** Until the server is no more: units, and accounts that are moved into them. */
async function keepChanging({ organizations }: Running, rootId: string): Promise<void> {
  for (;;) {
    made += 1
    const name = `made-${made}`
    const { OrganizationalUnit } = await organizations.send(
      new CreateOrganizationalUnitCommand({ ParentId: rootId, Name: name }),
    )
    const unit = OrganizationalUnit?.Id ?? ''
    acknowledged.units.push(unit)
    const { CreateAccountStatus } = await organizations.send(
      new CreateAccountCommand({ Email: `${name}@accounts.example`, AccountName: name }),
    )
    const request = { CreateAccountRequestId: CreateAccountStatus?.Id }
    const { CreateAccountStatus: done } = await organizations.send(
      new DescribeCreateAccountStatusCommand(request),
    )
    const AccountId = done?.AccountId ?? ''
    acknowledged.accounts.set(AccountId, rootId)
    const move = { AccountId, SourceParentId: rootId, DestinationParentId: unit }
    await organizations.send(new MoveAccountCommand(move))
    acknowledged.accounts.set(AccountId, unit)
  }
}

async function allAccounts({ organizations }: Running): Promise<Account[]> {
  const all: Account[] = []
  let NextToken: string | undefined
  do {
    const page = await organizations.send(new ListAccountsCommand({ NextToken }))
    all.push(...(page.Accounts ?? []))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return all
}

async function checkAll(running: Running): Promise<void> {
  const { organizations, sts } = running
  for (const OrganizationalUnitId of acknowledged.units) {
    await organizations.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId }))
  }
  const present = (await allAccounts(running)).map(({ Id }) => Id ?? '')
  expect(present).toEqual(expect.arrayContaining([...acknowledged.accounts.keys()]))
  for (const [ChildId, parent] of acknowledged.accounts) {
    const { Parents } = await organizations.send(new ListParentsCommand({ ChildId }))
    // The move of the last round may have been made and not been answered.
    if (parent.startsWith('ou-')) expect(Parents?.[0]?.Id).toBe(parent)
  }
  // None is half made: whatever is a member lets its management account in.
  for (const account of present.filter(id => id !== '111111111111')) {
    const RoleArn = `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`
    await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'after' }))
  }
}

it('An organization has every change that was acknowledged when the server is killed, and no half account', {
  timeout: 60_000 + rounds * 30_000,
}, async () => {
  let running = await start()
  await running.organizations.send(new CreateOrganizationCommand({}))
  const { Roots } = await running.organizations.send(new ListRootsCommand({}))
  const rootId = Roots?.[0]?.Id ?? ''
  for (let round = 0; round < rounds; round += 1) {
    const changing = Promise.allSettled([1, 2, 3].map(() => keepChanging(running, rootId)))
    const before = acknowledged.units.length
    while (acknowledged.units.length === before) await sleep(5)
    await sleep((round * 17) % 200) // dies in another phase each time
    await running.kill()
    await changing
    running = await start()
    await checkAll(running)
  }
  expect(acknowledged.units.length).toBeGreaterThanOrEqual(rounds)
  await running.kill()
})
