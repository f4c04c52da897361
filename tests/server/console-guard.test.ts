import { CreateAccountAliasCommand, UpdateLoginProfileCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/server/log.ts'
import { serve } from '../../src/server/main.ts'
import { allow } from '../behaviour/support/scene.ts'
import { startTestServer, type TestServer, testFoundation } from '../behaviour/support/test-server.ts'
import { Browser } from './console-browser.ts'
import { makeConsoleUser, password, signedIn, signInAs } from './console-scene.ts'

/** What keeps strangers out: other sites' pages, and those who guess. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('a page of another site', () => {
  it.each([
    ['says where it is from', { origin: 'https://evil.example' }],
    ['is of another port of the host', { origin: 'http://127.0.0.1:1' }],
    ['has no origin to tell', { origin: 'null' }],
    ['is of a sibling domain', { 'sec-fetch-site': 'same-site' }],
    ['is told from ours by the browser', { 'sec-fetch-site': 'cross-site' }],
  ])('is refused when it %s', async (_, headers) => {
    const { name } = await makeConsoleUser(server, server.trusted)
    const browser = await signedIn(server, server.trusted, name)
    const refused = { status: 403, content: { fault: 'cross-site', message: expect.any(String) } }
    expect(await browser.call('credentials', {}, 1, headers)).toEqual(refused)
    expect(await browser.call('sign-out', {}, 1, headers)).toEqual(refused)
    expect((await browser.ask('credentials', {}, 1)).session.slot).toBe(1)
  })

  it('is refused when its browser tells nothing', async () => {
    const response = await fetch(`${server.url}/_crossrole/console/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(response.status).toBe(403)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp'])(
    'cannot send what a form can: %s',
    async type => {
      const { name } = await makeConsoleUser(server, server.trusted)
      const browser = await signedIn(server, server.trusted, name)
      const answer = await browser.call('sign-out', '{}', 1, { 'content-type': type })
      expect(answer).toMatchObject({ status: 400, content: { fault: 'invalid' } })
    },
  )

  it('cannot take a server back to its start', async () => {
    const { name } = await makeConsoleUser(server, server.trusted)
    const headers = { origin: 'https://evil.example' }
    const answer = await fetch(`${server.url}/_crossrole/reset`, { method: 'POST', headers })
    expect(answer.status).toBe(404)
    await signedIn(server, server.trusted, name)
  })

  it('is not let in by a preflight', async () => {
    const response = await fetch(`${server.url}/_crossrole/console/credentials`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    expect(response.status).toBe(404)
    expect([...response.headers.keys()].filter(name => name.startsWith('access-control'))).toEqual([])
  })
})

describe('what is sent', () => {
  it.each(['', '[]', 'null', '"text"', '{', '{"as":"user"}', '{"as":"other","account":"1","password":"p"}'])(
    'is refused where it is %s',
    async body => {
      const answer = await new Browser(server.url).call('sign-in', body)
      expect(answer).toMatchObject({ status: 400, content: { fault: 'invalid' } })
    },
  )

  it('is refused where a text is no text, or too long for one', async () => {
    const browser = new Browser(server.url)
    const asks = { as: 'user', account: server.trusted.id, userName: 'admin' }
    for (const wrong of [7, { $ne: '' }, ['a'], 'x'.repeat(5000)]) {
      expect(await browser.call('sign-in', { ...asks, password: wrong })).toMatchObject({ status: 400 })
    }
    const large = { ...asks, password, more: 'x'.repeat(70_000) }
    expect(await browser.call('sign-in', large)).toMatchObject({ status: 400 })
  })

  it.each(['', 'constructor', '__proto__', 'sign-in/', 'unknown'])(
    'is refused at the path %s',
    async name => {
      expect(await new Browser(server.url).call(name, {})).toMatchObject({ status: 404 })
    },
  )
})

describe('guesses', () => {
  it('are few for each user and place, come back with time, and end with a right one', async () => {
    const { name } = await makeConsoleUser(server, server.trusted)
    const browser = new Browser(server.url)
    const guess = (given: string) => signInAs(browser, server.trusted.id, name, { password: given })
    for (let tried = 0; tried < 10; tried++) {
      expect(await guess(`guess ${tried}`)).toMatchObject({ state: 'refused' })
    }
    const stopped = await guess(password)
    expect(stopped).toMatchObject({ state: 'too-many-attempts' })
    const wait = stopped.state === 'too-many-attempts' ? stopped.retryAfterSeconds : 0
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(20)
    server.advance(wait)
    expect(await guess(password)).toMatchObject({ state: 'signed-in' })
  })

  it('are as few for somebody who is not there, by id and by alias alike', async () => {
    await server
      .iam(server.trusting.admin)
      .send(new CreateAccountAliasCommand({ AccountAlias: 'trusting-resources' }))
    const browser = new Browser(server.url)
    for (let tried = 0; tried < 10; tried++) {
      const account = tried % 2 ? server.trusting.id : 'trusting-resources'
      expect(await signInAs(browser, account, 'Ghost')).toMatchObject({ state: 'refused' })
    }
    for (const account of [server.trusting.id, 'trusting-resources']) {
      expect(await signInAs(browser, account, 'ghost')).toMatchObject({ state: 'too-many-attempts' })
    }
  })

  it('do not keep another user out', async () => {
    const { name } = await makeConsoleUser(server, server.trusted)
    const other = await makeConsoleUser(server, server.trusted)
    const browser = new Browser(server.url)
    for (let tried = 0; tried < 11; tried++)
      await signInAs(browser, server.trusted.id, name, { password: 'x' })
    expect(await signInAs(browser, server.trusted.id, other.name)).toMatchObject({ state: 'signed-in' })
  })

  it('of the old password are counted when a new one is set', async () => {
    const { name } = await makeConsoleUser(server, server.trusted, allow('iam:ChangePassword', '*'))
    await server
      .iam(server.trusted.admin)
      .send(new UpdateLoginProfileCommand({ UserName: name, PasswordResetRequired: true }))
    const browser = new Browser(server.url)
    const answer = await signInAs(browser, server.trusted.id, name)
    const challenge = answer.state === 'new-password' ? answer.challenge : ''
    const guess = () =>
      browser.ask('new-password', { challenge, password: 'wrong', newPassword: 'Another-horse-8' })
    for (let tried = 0; tried < 10; tried++) expect(await guess()).toMatchObject({ state: 'new-password' })
    expect(await guess()).toMatchObject({ state: 'too-many-attempts' })
  })
})

describe('behind TLS', () => {
  it('cookies are of this host alone, and pages come from the public origin', async () => {
    const foundation = await testFoundation()
    const publicUrl = 'https://console.example.com'
    const secure = await serve(foundation, { host: '127.0.0.1', port: 0, publicUrl }, silentLog)
    const admin = secure.created?.find(({ userName }) => userName !== undefined)
    const browser = new Browser(secure.url)
    const asks = {
      as: 'user',
      account: admin?.account,
      userName: admin?.userName,
      password: admin?.password,
    }
    expect(await browser.call('sign-in', asks)).toMatchObject({ status: 403 })
    // What a proxy says of TLS, anybody may say.
    expect(await browser.call('sign-in', asks, undefined, { 'x-forwarded-proto': 'https' })).toMatchObject({
      status: 403,
    })
    const own = await browser.call('sign-in', asks, undefined, { origin: publicUrl })
    expect(own).toMatchObject({ status: 200, content: { state: 'signed-in' } })
    expect(browser.set[0]).toMatch(
      /^__Host-crossrole-session-1=.*; Path=\/; .*HttpOnly; SameSite=Strict; Secure$/,
    )
    const credentials = await browser.call('credentials', {}, 1, { origin: publicUrl })
    expect(credentials.status).toBe(200)
    // What the server asks its own API goes by the public name too.
    const wish = { account: admin?.account, roleName: 'NoSuchRole' }
    expect(await browser.call('switch', wish, 1, { origin: publicUrl })).toMatchObject({
      content: { state: 'refused', code: 'AccessDenied', side: 'role' },
    })
    await secure.close()
  })
})
