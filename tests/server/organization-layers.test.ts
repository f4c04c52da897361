import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ListUsersCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CompiledPolicies } from '../../src/authorize/compiled-policies.ts'
import { OrganizationLayers } from '../../src/authorize/organization-layers.ts'
import { accountId } from '../../src/identity/account-id.ts'
import type { Requester } from '../../src/identity/caller.ts'
import { type Keys, startTestServer, type TestServer } from '../behaviour/support/test-server.ts'

/** Whom control policies bind, where no client can be the caller or only a root user's key can. */
const [management, member] = [accountId('111111111111'), accountId('222222222222')]
const keysOf = (id: string): Keys => ({
  accessKeyId: `AKIAROOTROOT${id.slice(0, 8)}`,
  secretAccessKey: `the-secret-of-the-root-user-of-${id}`,
})
const accounts = [management, member].map(id => ({
  id,
  name: `Account-${id}`,
  root: { accessKeys: [{ id: keysOf(id).accessKeyId, secret: keysOf(id).secretAccessKey }] },
  users: [{ name: 'admin', policies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }],
}))
const statement = (more: object) => ({ Version: '2012-10-17', Statement: { Effect: 'Deny', ...more } })
const organization = {
  managementAccount: management,
  serviceControlPolicies: [
    { name: 'NoUsers', policy: statement({ Action: 'iam:ListUsers', Resource: '*' }) },
  ],
  resourceControlPolicies: [
    { name: 'NoRoles', policy: statement({ Principal: '*', Action: 'sts:AssumeRole', Resource: '*' }) },
  ],
  attached: ['NoUsers', 'NoRoles'],
  accounts: [{ id: member }],
}

let server: TestServer
let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossrole-layers-'))
  const file = join(directory, 'bootstrap.json')
  await writeFile(file, JSON.stringify({ accounts, organization }))
  server = await startTestServer(file)
})
afterAll(async () => {
  await server.close()
  await rm(directory, { recursive: true })
})

describe('the root user', () => {
  const listUsers = (id: string) => server.iam(keysOf(id)).send(new ListUsersCommand({}))

  it('of a member is bound', async () => {
    await expect(listUsers(member)).rejects.toThrow('with an explicit deny in a service control policy')
  })

  it('of the management account is not', async () => {
    expect(await listUsers(management)).toHaveProperty('Users')
  })
})

describe('a session', () => {
  const sessionOf = (path: string): Requester => ({
    kind: 'role-session',
    account: member,
    arn: `arn:aws:sts::${member}:assumed-role/Role/session`,
    userId: 'AROAEXAMPLE:session',
    accessKeyId: 'ASIAEXAMPLE',
    roleArn: `arn:aws:iam::${member}:role${path}Role`,
    roleId: 'AROAEXAMPLE',
    sessionName: 'session',
    transitiveTags: {},
    roleName: 'Role',
    tags: {},
    session: { issuedAt: 0, expiresAt: 0, mfaPresent: false, token: {} as never },
  })
  const role = { arn: `arn:aws:iam::${member}:role/Other`, account: member }
  const layersOf = async (caller: Requester, action: string, resource = role) => {
    const layers = new OrganizationLayers(server.store, new CompiledPolicies())
    const { serviceControl, resourceControl } = (await layers.of(caller, resource, action)).layers
    return { serviceControl: serviceControl?.length, resourceControl: resourceControl?.length }
  }

  it('of a role is bound at the root and at the account', async () => {
    expect(await layersOf(sessionOf('/'), 'sts:AssumeRole')).toEqual({
      serviceControl: 2,
      resourceControl: 2,
    })
  })

  it('of a service-linked role is bound by neither kind', async () => {
    const linked = sessionOf('/aws-service-role/config.amazonaws.com/')
    expect(await layersOf(linked, 'sts:AssumeRole')).toEqual({})
  })

  it('meets resource control policies where a service has them, on what is a resource', async () => {
    expect(await layersOf(sessionOf('/'), 'iam:GetRole')).toEqual({ serviceControl: 2 })
    expect(await layersOf(sessionOf('/'), 'sts:GetSessionToken', { ...role, arn: '*' })).toEqual({
      serviceControl: 2,
    })
  })
})
