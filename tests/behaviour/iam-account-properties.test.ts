import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, iamCallsTo } from './support/iam-calls.ts'
import { allow, makeUser } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-account-properties', () => server)
const enabled = (value: string) => ({ Properties: { 'RoleManager/Enabled': value } })
const RoleName = 'AWSServiceRoleForIAMRoleManager'

describe('account properties', () => {
  eachDoorway('are shown as they were set', async call => {
    expect(await call('GetAccountProperties')).toEqual({ ok: enabled('false') })
    expect(await call('PutAccountProperties', enabled('true'))).toEqual({ ok: {} })
    expect(await call('GetAccountProperties')).toEqual({ ok: enabled('true') })
    expect(await call('PutAccountProperties', enabled('false'))).toEqual({ ok: {} })
    expect(await call('GetAccountProperties')).toEqual({ ok: enabled('false') })
  })

  it('are never none', async () => {
    expect(await call('PutAccountProperties', { Properties: {} })).toHaveProperty(
      'refused.code',
      'ValidationError',
    )
  })

  it.each([
    [{ RoleManager: 'false' }],
    [{ 'RoleManager/Enabled/Other': 'false' }],
    [{ 'Nobody/Enabled': 'false' }],
    [{ 'RoleManager/Nothing': 'false' }],
    [{ 'RoleManager/Enabled': 'false', 'Nobody/Enabled': 'false' }],
    [{ 'RoleManager/Enabled': 'FALSE' }],
    [{ 'RoleManager/Enabled': '0' }],
  ])('refuse %o', async Properties => {
    expect(await call('PutAccountProperties', { Properties })).toHaveProperty('refused.code', 'InvalidInput')
  })

  it('of role manager bring its role along, and leave it', async () => {
    expect(await call('GetRole', { RoleName })).toHaveProperty('refused.code', 'NoSuchEntity')
    answered(await call('PutAccountProperties', enabled('true')))
    const { Role } = answered(await call('GetRole', { RoleName }))
    expect(Role.Path).toBe('/aws-service-role/role-manager.iam.amazonaws.com/')
    answered(await call('PutAccountProperties', enabled('true')))
    answered(await call('PutAccountProperties', enabled('false')))
    expect(await call('GetRole', { RoleName })).toMatchObject({ ok: { Role: { RoleId: Role.RoleId } } })
  })

  it('of role manager keep its role while they are set', async () => {
    answered(await call('PutAccountProperties', enabled('true')))
    const deletion = async () => {
      const { DeletionTaskId } = answered(await call('DeleteServiceLinkedRole', { RoleName }))
      return call('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId })
    }
    expect(await deletion()).toMatchObject({
      ok: { Status: 'FAILED', Reason: { Reason: 'Role manager is enabled in this account.' } },
    })
    expect(await call('GetRole', { RoleName })).toHaveProperty('ok')
    answered(await call('PutAccountProperties', enabled('false')))
    expect(await deletion()).toEqual({ ok: { Status: 'SUCCEEDED' } })
    expect(await call('GetRole', { RoleName })).toHaveProperty('refused.code', 'NoSuchEntity')
  })

  it('of role manager need the permission to make its role when they are set, and not when they are taken back', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:*AccountProperties', '*'))
    const denied = {
      refused: { code: 'AccessDenied', message: expect.stringContaining('iam:CreateServiceLinkedRole') },
    }
    expect(await call('PutAccountProperties', enabled('true'), user.keys)).toMatchObject(denied)
    expect(await call('GetAccountProperties', {}, user.keys)).toEqual({ ok: enabled('false') })
    answered(await call('PutAccountProperties', enabled('true')))
    expect(await call('PutAccountProperties', enabled('true'), user.keys)).toMatchObject(denied)
    expect(await call('PutAccountProperties', enabled('false'), user.keys)).toEqual({ ok: {} })
  })

  it('may be allowed by namespace', async () => {
    const only = (namespace: string) =>
      allow('iam:PutAccountProperties', '*', {
        'ForAllValues:StringEquals': { 'iam:AccountPropertyNamespaces': namespace },
      })
    const manager = await makeUser(server, server.trusted, only('RoleManager'))
    const other = await makeUser(server, server.trusted, only('Other'))
    expect(await call('PutAccountProperties', enabled('false'), manager.keys)).toEqual({ ok: {} })
    expect(await call('PutAccountProperties', enabled('false'), other.keys)).toHaveProperty(
      'refused.code',
      'AccessDenied',
    )
  })
})
