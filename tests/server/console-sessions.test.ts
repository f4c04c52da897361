import {
  CreateLoginProfileCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow, makeRole, rootOf, trust } from '../behaviour/support/scene.ts'
import { startTestServer, type TestServer } from '../behaviour/support/test-server.ts'
import { Browser } from './console-browser.ts'
import { makeConsoleUser, password, signedIn, signInAs } from './console-scene.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const notSignedIn = { status: 401, content: { fault: 'not-signed-in', message: expect.any(String) } }

describe('several sessions in one browser', () => {
  it('are up to five, each with its own identity and role', async () => {
    const users = await Promise.all(
      Array.from({ length: 5 }, () => makeConsoleUser(server, server.trusted, allow('sts:AssumeRole', '*'))),
    )
    const browser = new Browser(server.url)
    for (const [index, { name }] of users.entries()) {
      const answer = await signInAs(browser, server.trusted.id, name)
      expect(answer).toMatchObject({ state: 'signed-in', session: { slot: index + 1 } })
    }
    const another = await makeConsoleUser(server, server.trusted)
    expect(await signInAs(browser, server.trusted.id, another.name)).toEqual({ state: 'too-many-sessions' })

    const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
    await browser.ask('switch', { account: server.trusting.id, roleName: role.name }, 2)
    const { sessions } = await browser.ask('sessions', {})
    expect(sessions.map(({ slot, identity, role }) => [slot, identity.name, role?.roleName])).toEqual(
      users.map(({ name }, index) => [index + 1, name, index === 1 ? role.name : undefined]),
    )

    await browser.ask('sign-out', {}, 3)
    expect(await browser.call('credentials', {}, 3)).toEqual(notSignedIn)
    expect((await browser.ask('credentials', {}, 4)).session.identity.name).toBe(users[3]?.name)
    const again = await signInAs(browser, server.trusted.id, another.name)
    expect(again).toMatchObject({ state: 'signed-in', session: { slot: 3 } })
  })

  it('are none in a browser without cookies, and none of another browser', async () => {
    const { name } = await makeConsoleUser(server, server.trusted)
    await signedIn(server, server.trusted, name)
    const other = new Browser(server.url)
    expect(await other.ask('sessions', {})).toEqual({ sessions: [] })
    expect(await other.call('credentials', {}, 1)).toEqual(notSignedIn)
    const { port } = new URL(server.url)
    other.cookies.set(`crossrole-${port}-session-1`, `${server.trusted.id}.${'A'.repeat(43)}`)
    other.cookies.set(`crossrole-${port}-session-2`, 'nonsense')
    expect(await other.ask('sessions', {})).toEqual({ sessions: [] })
    expect(await other.call('credentials', {}, 1)).toEqual(notSignedIn)
  })

  it('are kept apart from those of another server of the machine, whose cookies the browser sends along', async () => {
    const another = await startTestServer()
    const { name } = await makeConsoleUser(server, server.trusted)
    const browser = await signedIn(server, server.trusted, name)
    const elsewhere = await makeConsoleUser(another, another.trusted)
    const there = new Browser(another.url)
    for (const [cookie, value] of browser.cookies) there.cookies.set(cookie, value)
    await signInAs(there, another.trusted.id, elsewhere.name)
    expect((await there.ask('sessions', {})).sessions.map(({ identity }) => identity.name)).toEqual([
      elsewhere.name,
    ])
    for (const [cookie, value] of there.cookies) browser.cookies.set(cookie, value)
    expect((await browser.ask('sessions', {})).sessions.map(({ identity }) => identity.name)).toEqual([name])
    await another.close()
  })

  it('must be named by the tab', async () => {
    const { name } = await makeConsoleUser(server, server.trusted)
    const browser = await signedIn(server, server.trusted, name)
    for (const slot of [undefined, 0, 6, 1.5]) {
      expect(await browser.call('credentials', {}, slot)).toMatchObject({ status: 400 })
    }
    expect(await browser.call('credentials', {}, 2)).toEqual(notSignedIn)
  })
})

describe('a session ends', () => {
  it('when its user signs out: with it a copy of its cookie', async () => {
    const { name } = await makeConsoleUser(server, server.trusted)
    const browser = await signedIn(server, server.trusted, name)
    const thief = new Browser(server.url)
    for (const [cookie, value] of browser.cookies) thief.cookies.set(cookie, value)
    await thief.ask('credentials', {}, 1)
    expect(await browser.ask('sign-out', {}, 1)).toEqual({})
    expect(browser.cookies.size).toBe(0)
    expect(await thief.call('credentials', {}, 1)).toEqual(notSignedIn)
    expect(await thief.call('sign-out', {}, 1)).toEqual(notSignedIn)
  })

  it('after twelve hours', async () => {
    const { name } = await makeConsoleUser(server, server.trusted)
    const browser = await signedIn(server, server.trusted, name)
    server.advance(12 * 60 * 60 - 60)
    const keys = await browser.ask('credentials', {}, 1)
    expect(keys.expiresAt).toBe(keys.session.expiresAt)
    server.advance(60)
    expect(await browser.call('credentials', {}, 1)).toEqual(notSignedIn)
    server.advance(-12 * 60 * 60)
  })

  it('with its user', async () => {
    const { name, keys } = await makeConsoleUser(server, server.trusted)
    const browser = await signedIn(server, server.trusted, name)
    const page = await browser.ask('credentials', {}, 1)
    const iam = server.iam(server.trusted.admin)
    await iam.send(new DeleteLoginProfileCommand({ UserName: name }))
    await iam.send(new DeleteAccessKeyCommand({ UserName: name, AccessKeyId: keys.accessKeyId }))
    await iam.send(new DeleteUserCommand({ UserName: name }))
    expect(await browser.call('credentials', {}, 1)).toEqual(notSignedIn)
    const asking = server.sts(page).send(new GetCallerIdentityCommand({}))
    await expect(asking).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
  })

  it('with its password, even when there is a new one', async () => {
    const { name } = await makeConsoleUser(server, server.trusted)
    const browser = await signedIn(server, server.trusted, name)
    const iam = server.iam(server.trusted.admin)
    await iam.send(new DeleteLoginProfileCommand({ UserName: name }))
    expect(await browser.call('credentials', {}, 1)).toEqual(notSignedIn)
    await iam.send(new CreateLoginProfileCommand({ UserName: name, Password: password }))
    expect(await browser.call('credentials', {}, 1)).toEqual(notSignedIn)
    expect(await signInAs(browser, server.trusted.id, name)).toMatchObject({ state: 'signed-in' })
  })
})
