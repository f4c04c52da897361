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
import { accountId, CrashScene, keys } from './crash-scene.ts'

/** How often the server is killed; a hundred times and more where CROSSROLE_CRASHES says so. */
const rounds = Number(process.env.CROSSROLE_CRASHES ?? 3)

let scene: CrashScene
beforeAll(async () => {
  scene = await CrashScene.open()
})
afterAll(() => scene.close())

interface Clients {
  readonly organizations: OrganizationsClient
  readonly sts: STSClient
}

function clientsOf(url: string): Clients {
  const configuration = { endpoint: url, region: 'us-east-1', credentials: keys, maxAttempts: 1 }
  return { organizations: new OrganizationsClient(configuration), sts: new STSClient(configuration) }
}

/** What was answered, and must be there ever after. */
interface Acknowledged {
  readonly units: string[]
  /** By account, where it was moved to last. */
  readonly accounts: Map<string, string>
}

const nothing = (): Acknowledged => ({ units: [], accounts: new Map() })
const acknowledged = nothing()
/** Of them, what was answered since the last kill. */
let fresh = nothing()
/** Accounts that have been entered. */
const entered = new Set([accountId])
let made = 0

/** Until the server is no more: units, and accounts that are moved into them. */
async function keepChanging({ organizations }: Clients, rootId: string): Promise<void> {
  for (;;) {
    made += 1
    const name = `made-${made}`
    const { OrganizationalUnit } = await organizations.send(
      new CreateOrganizationalUnitCommand({ ParentId: rootId, Name: name }),
    )
    const unit = OrganizationalUnit?.Id ?? ''
    for (const each of [acknowledged, fresh]) each.units.push(unit)
    const { CreateAccountStatus } = await organizations.send(
      new CreateAccountCommand({ Email: `${name}@accounts.example`, AccountName: name }),
    )
    const request = { CreateAccountRequestId: CreateAccountStatus?.Id }
    const { CreateAccountStatus: done } = await organizations.send(
      new DescribeCreateAccountStatusCommand(request),
    )
    const AccountId = done?.AccountId ?? ''
    for (const each of [acknowledged, fresh]) each.accounts.set(AccountId, rootId)
    const move = { AccountId, SourceParentId: rootId, DestinationParentId: unit }
    await organizations.send(new MoveAccountCommand(move))
    for (const each of [acknowledged, fresh]) each.accounts.set(AccountId, unit)
  }
}

async function allAccounts({ organizations }: Clients): Promise<Account[]> {
  const all: Account[] = []
  let NextToken: string | undefined
  do {
    const page = await organizations.send(new ListAccountsCommand({ NextToken }))
    all.push(...(page.Accounts ?? []))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return all
}

async function mustBeThere(clients: Clients, { units, accounts }: Acknowledged): Promise<void> {
  const { organizations, sts } = clients
  for (const OrganizationalUnitId of units)
    await organizations.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId }))
  for (const [ChildId, parent] of accounts) {
    const { Parents } = await organizations.send(new ListParentsCommand({ ChildId }))
    // The move of the last round may have been made and not been answered.
    if (parent.startsWith('ou-')) expect(Parents?.[0]?.Id).toBe(parent)
  }
  const present = (await allAccounts(clients)).map(({ Id }) => Id ?? '')
  expect(present).toEqual(expect.arrayContaining([...acknowledged.accounts.keys()]))
  // None is half made: whatever is a member lets its management account in.
  for (const account of present.filter(id => !entered.has(id))) {
    const RoleArn = `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`
    await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'after' }))
    entered.add(account)
  }
}

it('An organization has every change that was acknowledged when the server is killed, and no half account', {
  timeout: 60_000 + rounds * 30_000,
}, async () => {
  let running = await scene.start()
  let clients = clientsOf(running.url)
  await clients.organizations.send(new CreateOrganizationCommand({}))
  const { Roots } = await clients.organizations.send(new ListRootsCommand({}))
  const rootId = Roots?.[0]?.Id ?? ''
  for (let round = 0; round < rounds; round += 1) {
    fresh = nothing()
    const changing = Promise.allSettled([1, 2, 3].map(() => keepChanging(clients, rootId)))
    while (fresh.units.length === 0) await sleep(5)
    await sleep((round * 17) % 200) // dies in another phase each time
    await running.kill()
    await changing
    running = await scene.start()
    clients = clientsOf(running.url)
    await mustBeThere(clients, fresh)
    // Each of them was a call of its own.
    await scene.eventsMustHold(acknowledged.units.length + acknowledged.accounts.size)
  }
  entered.clear()
  entered.add(accountId)
  await mustBeThere(clients, acknowledged)
  expect(acknowledged.units.length).toBeGreaterThanOrEqual(rounds)
  await running.kill()
})
