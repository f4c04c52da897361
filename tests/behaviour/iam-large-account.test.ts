import { IAMClient } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fill } from '../../bench/iam/entities.ts'
import { accountId } from '../../src/identity/account-id.ts'
import { silentLog } from '../../src/server/log.ts'
import { ephemeral, type RunningServer, serve } from '../../src/server/main.ts'
import { sdkDoorway } from './support/doorways.ts'
import type { TestServer } from './support/test-server.ts'

/**
 * An account that has as much as AWS's default quotas let it have: its lists are whole, in pages of any size.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const amounts = { users: 5000, roles: 1000, policies: 1500 }

let server: RunningServer
let keys: TestServer['trusted']['admin']
beforeAll(async () => {
  const foundation = await ephemeral({})
  server = await serve(foundation, { host: '127.0.0.1', port: 0 }, silentLog)
  const first = server.created?.[0]
  keys = {
    accessKeyId: first?.accessKeys[0]?.id ?? '',
    secretAccessKey: first?.accessKeys[0]?.secret ?? '',
  }
  // With the administrator, who is there already, that makes the quota.
  await fill(foundation.store, accountId(first?.account ?? ''), { ...amounts, users: amounts.users - 1 })
})
afterAll(() => server.close())

async function call(operation: string, input: object) {
  const iam = () =>
    new IAMClient({ endpoint: server.url, region: 'us-east-1', credentials: keys, maxAttempts: 1 })
  return sdkDoorway.call({ iam } as unknown as TestServer, keys, 'iam', operation, input)
}

const lists = [
  { operation: 'ListUsers', items: 'Users', id: 'UserId', count: amounts.users, input: {} },
  { operation: 'ListRoles', items: 'Roles', id: 'RoleId', count: amounts.roles, input: {} },
  {
    operation: 'ListPolicies',
    items: 'Policies',
    id: 'PolicyId',
    count: amounts.policies,
    input: { Scope: 'Local' },
  },
] as const

async function everyPage(operation: string, items: string, input: object) {
  const pages: Record<string, string>[][] = []
  let Marker: string | undefined
  do {
    const answer = await call(operation, { ...input, Marker })
    if (!('ok' in answer)) throw new Error(answer.refused.message)
    expect(answer.ok.IsTruncated).toBe(answer.ok.Marker !== undefined)
    pages.push(answer.ok[items])
    Marker = answer.ok.Marker
  } while (Marker !== undefined)
  return pages
}

describe.each(lists)('$operation of a full account', ({ operation, items, id, count, input }) => {
  it.each([1000, 100, 77])('in pages of %i: no gap, none twice', async MaxItems => {
    const pages = await everyPage(operation, items, { ...input, MaxItems })
    expect(pages.map(page => page.length)).toEqual(
      Array.from({ length: Math.ceil(count / MaxItems) }, (_, page) =>
        Math.min(MaxItems, count - page * MaxItems),
      ),
    )
    expect(new Set(pages.flat().map(item => item[id])).size).toBe(count)
  })

  it('narrowed to one path in ten: that tenth', async () => {
    const found = (
      await everyPage(operation, items, { ...input, MaxItems: 13, PathPrefix: '/team-3/' })
    ).flat()
    const ids = new Set(found.map(item => item[id]))
    expect([ids.size, found.length]).toEqual([count / 10, count / 10])
    expect(new Set(found.map(item => item.Path))).toEqual(new Set(['/team-3/']))
  })
})

it.each([
  ['CreateUser', { UserName: 'one-more' }, 'UsersPerAccount: 5000'],
  [
    'CreateRole',
    { RoleName: 'one-more', AssumeRolePolicyDocument: document('sts:AssumeRole', true) },
    'RolesPerAccount: 1000',
  ],
  [
    'CreatePolicy',
    { PolicyName: 'one-more', PolicyDocument: document('s3:GetObject') },
    'PoliciesPerAccount: 1500',
  ],
])('%s refuses one more', async (operation, input, quota) => {
  const message = `Cannot exceed quota for ${quota}`
  expect(await call(operation, input)).toEqual({ refused: { code: 'LimitExceeded', message } })
})

function document(action: string, trust = false): string {
  const about = trust ? { Principal: { Service: 'ec2.amazonaws.com' } } : { Resource: '*' }
  return JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: action, ...about } })
}
