import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ListRolesCommand, ListUsersCommand } from '@aws-sdk/client-iam'
import {
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
} from '@aws-sdk/client-organizations'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer, testFoundation } from '../behaviour/support/test-server.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossrole-organization-'))
})
afterAll(() => rm(directory, { recursive: true }))

async function written(organization: object): Promise<string> {
  const file = join(directory, 'bootstrap.json')
  const account = (id: string) => ({
    id,
    name: `Account-${id}`,
    users: [{ name: 'admin', policies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }],
  })
  const accounts = ['111111111111', '222222222222', '333333333333'].map(account)
  await writeFile(file, JSON.stringify({ accounts, organization }))
  return file
}

const policy = (Statement: object) => ({ Version: '2012-10-17', Statement })
const noUsers = {
  name: 'NoUsers',
  policy: policy({ Effect: 'Deny', Action: 'iam:ListUsers', Resource: '*' }),
}
const onlyUs = {
  name: 'OnlyUs',
  description: 'nobody else',
  policy: policy({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Resource: '*' }),
}
const good = {
  managementAccount: '111111111111',
  serviceControlPolicies: [noUsers],
  resourceControlPolicies: [onlyUs],
  attached: ['OnlyUs'],
  units: [
    {
      name: 'Workloads',
      attached: ['NoUsers'],
      units: [{ name: 'Test', accounts: [{ id: '222222222222', attached: ['OnlyUs'] }] }],
    },
  ],
}

describe('an organization in a bootstrap file', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(await written(good))
  })
  afterAll(() => server.close())

  it('is there with its units, accounts and policies', async () => {
    const client = server.organizations(server.trusted.admin)
    const { Roots } = await client.send(new ListRootsCommand({}))
    const root = Roots?.[0]
    expect(root?.PolicyTypes?.map(({ Type }) => Type)).toEqual([
      'SERVICE_CONTROL_POLICY',
      'RESOURCE_CONTROL_POLICY',
    ])
    const unitsOf = async (ParentId: string | undefined) =>
      (await client.send(new ListOrganizationalUnitsForParentCommand({ ParentId }))).OrganizationalUnits ?? []
    const [upper] = await unitsOf(root?.Id)
    const [lower] = await unitsOf(upper?.Id)
    expect([upper?.Name, lower?.Name]).toEqual(['Workloads', 'Test'])
    const { Accounts } = await client.send(new ListAccountsForParentCommand({ ParentId: lower?.Id }))
    expect(Accounts?.map(({ Id }) => Id)).toEqual(['222222222222'])
    const attached = async (
      TargetId: string | undefined,
      Filter: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY',
    ) =>
      (await client.send(new ListPoliciesForTargetCommand({ TargetId, Filter }))).Policies?.map(
        ({ Name }) => Name,
      ).sort()
    expect(await attached(root?.Id, 'RESOURCE_CONTROL_POLICY')).toEqual(['OnlyUs', 'RCPFullAWSAccess'])
    expect(await attached(upper?.Id, 'SERVICE_CONTROL_POLICY')).toEqual(['FullAWSAccess', 'NoUsers'])
    expect(await attached('222222222222', 'RESOURCE_CONTROL_POLICY')).toEqual(['OnlyUs', 'RCPFullAWSAccess'])
  })

  it('binds its members, and not its management account', async () => {
    const member = server.iam(server.trusting.admin)
    await expect(member.send(new ListUsersCommand({}))).rejects.toThrow('in a service control policy')
    expect(await member.send(new ListRolesCommand({}))).toHaveProperty('Roles')
    expect(await server.iam(server.trusted.admin).send(new ListUsersCommand({}))).toHaveProperty('Users')
  })
})

async function faultsOf(organization: object): Promise<string> {
  return testFoundation(await written(organization)).then(
    () => 'nothing was found',
    (error: Error) => error.message,
  )
}

describe('faults of an organization', () => {
  it.each([
    [
      { managementAccount: '999999999999' },
      'organization.managementAccount',
      'is not the id of an account of this file',
    ],
    [{ accounts: [{ id: '111111111111' }] }, 'organization.accounts[0].id', 'is the management account'],
    [
      { accounts: [{ id: '999999999999' }] },
      'organization.accounts[0].id',
      'is not the id of an account of this file',
    ],
    [
      { accounts: [{ id: '222222222222' }] },
      'organization.units[0].units[0].accounts[0].id',
      'is the same as organization.accounts[0].id',
    ],
    [
      { attached: ['Nothing'] },
      'organization.attached[0]',
      'is not the name of a control policy of this file',
    ],
    [
      { attached: ['OnlyUs', 'OnlyUs'] },
      'organization.attached[1]',
      'is the same as organization.attached[0]',
    ],
    [
      { resourceControlPolicies: [noUsers] },
      'organization.resourceControlPolicies[0].name',
      'is the same as',
    ],
    [
      { serviceControlPolicies: [{ ...noUsers, policy: policy({ Effect: 'Deny', Resource: '*' }) }] },
      'organization.serviceControlPolicies[0].policy',
      'The provided policy document does not meet the requirements',
    ],
    [{ colour: 'red' }, 'organization.colour', 'is not known here'],
    [{ units: [{ name: 'A' }, { name: 'A' }] }, 'organization.units[1].name', 'is the same as'],
    [
      { units: [1, 2, 3, 4, 5].reduce<object[]>(units => [{ name: 'Unit', units }], [{ name: 'Deepest' }]) },
      'organization.units[0].units[0].units[0].units[0].units[0].units',
      'must not be more than 5 levels deep',
    ],
  ])('%j is at %s', async (change, path, words) => {
    const message = await faultsOf({ ...good, ...change })
    expect(message).toContain(path)
    expect(message).toContain(words)
  })
})
