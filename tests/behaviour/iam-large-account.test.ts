import { IAMClient } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fill } from '../../bench/iam/entities.ts'
import { type AccountId, accountId } from '../../src/identity/account-id.ts'
import { arn } from '../../src/identity/arn.ts'
import { silentLog } from '../../src/server/log.ts'
import { type Foundation, type RunningServer, serve } from '../../src/server/main.ts'
import { type InstanceProfileRow, instanceProfiles } from '../../src/store/account-tables.ts'
import { directory } from '../../src/store/contract.ts'
import {
  type DelegationRequestRow,
  delegationRequests,
  delegationWorkflows,
} from '../../src/store/delegation-tables.ts'
import { type MfaDeviceRow, mfaDevices } from '../../src/store/tables.ts'
import { sdkDoorway } from './support/doorways.ts'
import { type TestServer, testFoundation } from './support/test-server.ts'

/**
 * An account that has as much as AWS's default quotas let it have: its lists are whole, in pages of any size.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const amounts = { users: 5000, roles: 1000, policies: 1500 }
const profiles = 1000

let foundation: Foundation
let server: RunningServer
let keys: TestServer['trusted']['admin']
beforeAll(async () => {
  foundation = await testFoundation()
  const notificationsUrl = 'http://127.0.0.1:9'
  server = await serve(foundation, { host: '127.0.0.1', port: 0, notificationsUrl }, silentLog)
  const first = server.created?.[0]
  keys = {
    accessKeyId: first?.accessKeys[0]?.id ?? '',
    secretAccessKey: first?.accessKeys[0]?.secret ?? '',
  }
  const account = accountId(first?.account ?? '')
  // With the administrator, who is there already, that makes the quota.
  await fill(foundation.store, account, { ...amounts, users: amounts.users - 1 })
  await foundation.store.write(account, async rows => {
    for (let index = 1; index <= profiles; index += 1)
      await rows.insert(instanceProfiles, instanceProfile(index))
  })
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
  {
    operation: 'CreateUser',
    input: { UserName: 'one-more' },
    quota: 'UsersPerAccount: 5000',
    remove: { operation: 'DeleteUser', input: { UserName: 'user-000001' } },
  },
  {
    operation: 'CreateRole',
    input: { RoleName: 'one-more', AssumeRolePolicyDocument: document('sts:AssumeRole', true) },
    quota: 'RolesPerAccount: 1000',
    remove: { operation: 'DeleteRole', input: { RoleName: 'role-000001' } },
  },
  {
    operation: 'CreatePolicy',
    input: { PolicyName: 'one-more', PolicyDocument: document('s3:GetObject') },
    quota: 'PoliciesPerAccount: 1500',
    remove: {
      operation: 'DeletePolicy',
      input: { PolicyArn: 'arn:aws:iam::111111111111:policy/team-2/policy-000002' },
    },
  },
  {
    operation: 'CreateInstanceProfile',
    input: { InstanceProfileName: 'one-more' },
    quota: 'InstanceProfilesPerAccount: 1000',
    remove: { operation: 'DeleteInstanceProfile', input: { InstanceProfileName: 'profile-1' } },
  },
] as const)('$operation refuses one more, until one is gone', async ({ operation, input, quota, remove }) => {
  const refusal = { refused: { code: 'LimitExceeded', message: `Cannot exceed quota for ${quota}` } }
  expect(await call(operation, input)).toEqual(refusal)
  expect(await call(remove.operation, remove.input)).toHaveProperty('ok')
  expect(await call(operation, input)).toHaveProperty('ok')
})

it('says how much of its quotas is used', async () => {
  const answer = await call('GetAccountSummary', {})
  expect('ok' in answer && answer.ok.SummaryMap).toMatchObject({
    Users: 5000,
    UsersQuota: 5000,
    Roles: 1000,
    RolesQuota: 1000,
    Policies: 1500,
    PoliciesQuota: 1500,
    InstanceProfiles: profiles,
    InstanceProfilesQuota: profiles,
  })
})

describe('what takes room in no account', () => {
  const account = () => accountId(server.created?.[0]?.account ?? '')

  it('CreateVirtualMFADevice refuses one more', async () => {
    await foundation.store.write(account(), async rows => {
      for (let index = 0; index < 5000; index += 1) await rows.insert(mfaDevices, mfaDevice(account(), index))
    })
    const message = 'Cannot exceed quota for VirtualMFADevicesPerAccount: 5000'
    expect(await call('CreateVirtualMFADevice', { VirtualMFADeviceName: 'one-more' })).toEqual({
      refused: { code: 'LimitExceeded', message },
    })
  })

  it('CreateDelegationRequest refuses one more, while none was over long ago', async () => {
    const now = Date.now()
    const hourMs = 60 * 60 * 1000
    await foundation.store.write(directory, async rows => {
      for (let index = 0; index < 1000; index += 1) {
        const request = delegationRequest(account(), index, now - 40 * hourMs)
        await rows.insert(delegationRequests, request)
        await rows.insert(delegationWorkflows, request)
      }
    })
    const Permissions = { PolicyTemplateArn: arn.policy(account(), '/team-1/', 'policy-000001') }
    const input = {
      Description: 'One more',
      RequestorWorkflowId: 'one-more',
      Permissions,
      NotificationChannel: `arn:aws:sns:us-east-1:${account()}:requests`,
      SessionDuration: 3600,
    }
    const message = 'Cannot exceed quota for DelegationRequestsPerAccount: 1000'
    expect(await call('CreateDelegationRequest', input)).toEqual({
      refused: { code: 'LimitExceeded', message },
    })
    const old = delegationRequest(account(), 7, now - 50 * hourMs)
    await foundation.store.write(directory, rows => rows.put(delegationRequests, old))
    expect(await call('CreateDelegationRequest', input)).toHaveProperty('ok')
    expect(await foundation.store.read(directory, rows => rows.get(delegationRequests, old.requestId))).toBe(
      undefined,
    )
  })
})

function instanceProfile(index: number): InstanceProfileRow {
  const name = `profile-${index}`
  const instanceProfileId = `AIPA${String(index).padStart(17, '0')}`
  return {
    nameKey: name,
    instanceProfileName: name,
    path: '/',
    instanceProfileId,
    roleId: '',
    createdAt: 0,
    tags: [],
  }
}

function mfaDevice(account: AccountId, index: number): MfaDeviceRow {
  const deviceName = `device-${index}`
  const serialNumber = arn.mfaDevice(account, '/', deviceName)
  const unused = { ownerId: '', sealedSeed: '', createdAt: 0, lastStep: 0, driftSteps: 0, tags: [] }
  return { serialNumber, deviceName, path: '/', ...unused }
}

function delegationRequest(requestorId: AccountId, index: number, createdAt: number): DelegationRequestRow {
  return {
    requestId: `delegation-request-${index}`,
    ownerId: '',
    state: 'UNASSIGNED',
    createdAt,
    stateSince: createdAt,
    updatedAt: createdAt,
    requestorId,
    requestorName: 'Trusted',
    workflowId: `workflow-${index}`,
    description: '',
    notificationChannel: '',
    sessionSeconds: 3600,
    onlySendByOwner: false,
    templateArn: '',
    template: document('s3:GetObject'),
    parameters: [],
  }
}

function document(action: string, trust = false): string {
  const about = trust ? { Principal: { Service: 'ec2.amazonaws.com' } } : { Resource: '*' }
  return JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: action, ...about } })
}
