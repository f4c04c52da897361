import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow, makeRole, policy, rootOf, trust } from '../behaviour/support/scene.ts'
import { startTestServer, type TestServer } from '../behaviour/support/test-server.ts'
import type { Browser } from './console-browser.ts'
import { giveDevice, makeConsoleUser, signedIn, signInAs } from './console-scene.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const readRoles = { permissions: [allow('iam:ListRoles', '*')] }
const trustingRole = (more: object = {}) =>
  makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))], ...readRoles, ...more })

/** Who the tab's credentials are of. */
async function whoIs(browser: Browser, slot = 1) {
  const keys = await browser.ask('credentials', {}, slot)
  const { Arn } = await server.sts(keys).send(new GetCallerIdentityCommand({}))
  return { keys, arn: Arn, session: keys.session }
}

const switching = (browser: Browser, roleName: string, more: object = {}) =>
  browser.ask('switch', { account: server.trusting.id, roleName, ...more }, 1)

describe('a switch that both sides allow', () => {
  it('gives the tab the role’s rights and takes those of the user away, until they switch back', async () => {
    const role = await trustingRole()
    const user = await makeConsoleUser(server, server.trusted, allow('*', '*'))
    const browser = await signedIn(server, server.trusted, user.name)
    const answer = await switching(browser, role.name, { displayName: 'Auditing', color: 'green' })
    expect(answer).toMatchObject({
      state: 'switched',
      session: {
        identity: { name: user.name },
        role: {
          account: server.trusting.id,
          roleName: role.name,
          arn: role.arn,
          displayName: 'Auditing',
          color: 'green',
        },
      },
    })
    const switched = await whoIs(browser)
    expect(switched.arn).toBe(`arn:aws:sts::${server.trusting.id}:assumed-role/${role.name}/${user.name}`)
    expect(switched.session.role?.displayName).toBe('Auditing')
    await server.iam(switched.keys).send(new ListRolesCommand({}))
    const deleting = server.iam(switched.keys).send(new DeleteUserCommand({ UserName: 'admin' }))
    await expect(deleting).rejects.toMatchObject({ name: 'AccessDenied' })

    const { session } = await browser.ask('switch-back', {}, 1)
    expect(session.role).toBeUndefined()
    expect((await whoIs(browser)).arn).toBe(user.arn)
    expect(await browser.ask('switch-back', {}, 1)).toEqual({ session })
  })

  it('finds the role by its path, and without names it after itself', async () => {
    const role = await trustingRole({ path: '/team/blue/' })
    const user = await makeConsoleUser(server, server.trusted, allow('sts:AssumeRole', role.arn))
    const browser = await signedIn(server, server.trusted, user.name)
    const roleName = `team/blue/${role.name}`
    const answer = await switching(browser, roleName, { color: 'no such color' })
    expect(answer).toMatchObject({
      state: 'switched',
      session: { role: { roleName, displayName: `${roleName} @ ${server.trusting.id}`, color: 'blue' } },
    })
  })

  it('is made by who signed in, whatever role the tab has', async () => {
    const [first, second] = [await trustingRole(), await trustingRole()]
    const user = await makeConsoleUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const browser = await signedIn(server, server.trusted, user.name)
    await switching(browser, first.name)
    // The first role may not take the second one: the user may.
    expect(await switching(browser, second.name)).toMatchObject({
      state: 'switched',
      session: { role: { roleName: second.name } },
    })
  })

  it('brings along that the user signed in with a code', async () => {
    const withMfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }
    const role = await trustingRole({ trust: [trust(rootOf(server.trusted), withMfa)] })
    const user = await makeConsoleUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const browser = await signedIn(server, server.trusted, user.name)
    expect(await switching(browser, role.name)).toMatchObject({ state: 'refused', side: 'role' })
    const { code } = await giveDevice(server, server.trusted, user.name)
    const answer = await signInAs(browser, server.trusted.id, user.name, { mfaCode: code(Date.now()) })
    expect(answer).toMatchObject({ state: 'signed-in', session: { slot: 2 } })
    const again = await browser.ask('switch', { account: server.trusting.id, roleName: role.name }, 2)
    expect(again).toMatchObject({ state: 'switched' })
  })
})

describe('a switch that is refused', () => {
  it('by the user’s own account says so, in the API’s words, and changes nothing', async () => {
    const role = await trustingRole()
    const user = await makeConsoleUser(server, server.trusted)
    const browser = await signedIn(server, server.trusted, user.name)
    const answer = await switching(browser, role.name)
    expect(answer).toEqual({
      state: 'refused',
      code: 'AccessDenied',
      message: `User: ${user.arn} is not authorized to perform: sts:AssumeRole on resource: ${role.arn} because no identity-based policy allows the sts:AssumeRole action`,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      side: 'own-account',
      why: [
        'No identity-based policy of the trusted account allows sts:AssumeRole.',
        `An administrator of your account, ${server.trusted.id}, must let you do sts:AssumeRole on ${role.arn}.`,
      ],
    })
    expect((await whoIs(browser)).arn).toBe(user.arn)
  })

  it('by the role’s trust is told like a role that is not there', async () => {
    const role = await trustingRole({ trust: [trust(rootOf(server.trusting))] })
    const user = await makeConsoleUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const browser = await signedIn(server, server.trusted, user.name)
    const [refused, absent, nowhere] = [
      await switching(browser, role.name),
      await switching(browser, 'NoSuchRole'),
      await switching(browser, 'NoSuchRole', { account: '999999999999' }),
    ]
    expect(refused).toMatchObject({ state: 'refused', code: 'AccessDenied', side: 'role' })
    const told = (answer: object) =>
      JSON.stringify({ ...answer, requestId: '' })
        .replaceAll(role.name, 'NoSuchRole')
        .replaceAll('999999999999', server.trusting.id)
    expect(told(absent)).toBe(told(refused))
    expect(told(nowhere)).toBe(told(refused))
  })

  it('names no policy of the user’s account, whose user may not read them', async () => {
    const role = await trustingRole()
    const secret = { ...allow('*', '*'), Effect: 'Deny', Sid: 'SecretSid' }
    const user = await makeConsoleUser(server, server.trusted, secret)
    const browser = await signedIn(server, server.trusted, user.name)
    const answer = await switching(browser, role.name)
    expect(answer).toMatchObject({
      side: 'own-account',
      why: [
        'There is an explicit deny of sts:AssumeRole in an identity-based policy of the trusted account.',
        expect.any(String),
      ],
    })
    expect(JSON.stringify(answer)).not.toContain('SecretSid')
  })

  it('within one account tells the role’s trust from the user’s policies', async () => {
    const role = await makeRole(server, server.trusted, {
      trust: [trust({ AWS: `arn:aws:iam::${server.trusted.id}:user/admin` })],
    })
    const user = await makeConsoleUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const browser = await signedIn(server, server.trusted, user.name)
    const answer = await switching(browser, role.name, { account: server.trusted.id })
    expect(answer).toMatchObject({ state: 'refused', side: 'role' })
  })

  it('leaves the tab the role that it has', async () => {
    const [role, other] = [
      await trustingRole(),
      await trustingRole({ trust: [trust(rootOf(server.trusting))] }),
    ]
    const user = await makeConsoleUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const browser = await signedIn(server, server.trusted, user.name)
    await switching(browser, role.name)
    expect(await switching(browser, other.name)).toMatchObject({ state: 'refused' })
    expect((await whoIs(browser)).session.role?.roleName).toBe(role.name)
  })

  it('is an invalid request where the account is none by its form and its alias', async () => {
    const user = await makeConsoleUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const browser = await signedIn(server, server.trusted, user.name)
    const asks = { account: 'no-such-alias', roleName: 'Role' }
    expect(await browser.call('switch', asks, 1)).toMatchObject({
      status: 400,
      content: { fault: 'invalid' },
    })
    expect(await switching(browser, 'not a role')).toMatchObject({ state: 'refused', side: 'role' })
  })
})

describe('a role that was switched to', () => {
  it('ends with its time, and the tab is the user again', async () => {
    const role = await trustingRole()
    const user = await makeConsoleUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const browser = await signedIn(server, server.trusted, user.name)
    const answer = await switching(browser, role.name)
    const ends = answer.state === 'switched' ? answer.session.role?.expiresAt : undefined
    expect(((ends ?? 0) - Date.now()) / 1000).toBeCloseTo(3600, -2)
    server.advance(59.5 * 60)
    expect((await whoIs(browser)).keys.expiresAt).toBe(ends)
    server.advance(60)
    expect((await whoIs(browser)).arn).toBe(user.arn)
    server.advance(-60.5 * 60)
  })

  it('lasts as long as the role allows, and not longer than the sign-in', async () => {
    const role = await trustingRole({ maxSessionSeconds: 43_200 })
    const user = await makeConsoleUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const browser = await signedIn(server, server.trusted, user.name)
    server.advance(60 * 60)
    const answer = await switching(browser, role.name)
    if (answer.state !== 'switched') throw new Error('refused')
    expect(answer.session.role?.expiresAt).toBe(answer.session.expiresAt)
    server.advance(-60 * 60)
  })

  it('is gone at once when it is deleted', async () => {
    const role = await trustingRole()
    const user = await makeConsoleUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const browser = await signedIn(server, server.trusted, user.name)
    await switching(browser, role.name)
    const { keys } = await whoIs(browser)
    const iam = server.iam(server.trusting.admin)
    await iam.send(new DeleteRolePolicyCommand({ RoleName: role.name, PolicyName: 'test' }))
    await iam.send(new DeleteRoleCommand({ RoleName: role.name }))
    const asking = server.sts(keys).send(new GetCallerIdentityCommand({}))
    await expect(asking).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
    expect((await whoIs(browser)).arn).toBe(user.arn)
  })

  it('can be revoked with the sessions of before, new page credentials or not', async () => {
    const role = await trustingRole()
    const user = await makeConsoleUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const browser = await signedIn(server, server.trusted, user.name)
    await switching(browser, role.name)
    server.advance(60)
    const before = { DateLessThan: { 'aws:TokenIssueTime': new Date(Date.now() + 30_000).toISOString() } }
    const PolicyDocument = policy({ ...allow('*', '*', before), Effect: 'Deny' })
    await server.iam(server.trusting.admin).send(
      new PutRolePolicyCommand({
        RoleName: role.name,
        PolicyName: 'AWSRevokeOlderSessions',
        PolicyDocument,
      }),
    )
    const { keys } = await whoIs(browser)
    const listing = server.iam(keys).send(new ListRolesCommand({}))
    await expect(listing).rejects.toMatchObject({ name: 'AccessDenied' })
    await switching(browser, role.name)
    await server.iam((await whoIs(browser)).keys).send(new ListRolesCommand({}))
    server.advance(-60)
  })

  it('keeps the time it was given when the role’s maximum changes', async () => {
    const role = await trustingRole({ maxSessionSeconds: 7200 })
    const user = await makeConsoleUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const browser = await signedIn(server, server.trusted, user.name)
    const answer = await switching(browser, role.name)
    await server
      .iam(server.trusting.admin)
      .send(new UpdateRoleCommand({ RoleName: role.name, MaxSessionDuration: 3600 }))
    const { session } = await whoIs(browser)
    expect(session.role?.expiresAt).toBe(answer.state === 'switched' ? answer.session.role?.expiresAt : 0)
  })
})
