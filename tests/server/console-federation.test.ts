import {
  CreateAccessKeyCommand,
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListSigningCertificatesCommand,
  ListUsersCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import {
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetScopedCredentialsCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  allow,
  assume,
  keysOf,
  makeRole,
  makeUser,
  policy,
  rootOf,
  trust,
} from '../behaviour/support/scene.ts'
import { type Keys, startTestServer, type TestServer } from '../behaviour/support/test-server.ts'
import { Browser } from './console-browser.ts'
import { makeConsoleUser, signedIn } from './console-scene.ts'

/** How credential tools open the console: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const sessionOf = ({ accessKeyId, secretAccessKey, sessionToken }: Keys) =>
  JSON.stringify({ sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken })

const federation = (browser: Browser, parameters: Record<string, string>, init?: RequestInit) =>
  browser.fetch(`/federation?${new URLSearchParams(parameters)}`, init)

async function signinToken(keys: Keys, more: Record<string, string> = {}): Promise<string> {
  const parameters = { Action: 'getSigninToken', Session: sessionOf(keys), ...more }
  const response = await federation(new Browser(server.url), parameters)
  if (response.status !== 200) throw new Error(await response.text())
  return ((await response.json()) as { SigninToken: string }).SigninToken
}

const login = (
  browser: Browser,
  SigninToken: string,
  more: Record<string, string> = {},
  init?: RequestInit,
) =>
  federation(
    browser,
    {
      Action: 'login',
      Issuer: 'https://broker.example',
      Destination: '/console/home/start',
      SigninToken,
      ...more,
    },
    init,
  )

const readUsers = { permissions: [allow('iam:ListUsers', '*')] }
const takenRole = async () => {
  const role = await makeRole(server, server.trusting, {
    trust: [trust(rootOf(server.trusted))],
    ...readUsers,
  })
  const user = await makeUser(server, server.trusted, allow('sts:AssumeRole', '*'))
  return { role, keys: await assume(server, user.keys, role) }
}

describe('a sign-in token', () => {
  it('of a role’s session signs a browser in as that session', async () => {
    const { role, keys } = await takenRole()
    const browser = new Browser(server.url)
    const response = await login(browser, await signinToken(keys))
    expect([response.status, response.headers.get('location')]).toEqual([
      302,
      '/console/home/start#crossrole-session=1',
    ])
    expect(browser.set[0]).toMatch(/HttpOnly; SameSite=Strict$/)
    const page = await browser.ask('credentials', {}, 1)
    expect(page.session.identity).toMatchObject({
      kind: 'role-session',
      account: server.trusting.id,
      name: `${role.name}/session`,
    })
    expect(page.session.role).toBeUndefined()
    const arn = `arn:aws:sts::${server.trusting.id}:assumed-role/${role.name}/session`
    expect(await server.sts(page).send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: arn })
    await server.iam(page).send(new ListUsersCommand({}))
  })

  it('of a role’s session lets it take the next role, for an hour at the most', async () => {
    const role = await makeRole(server, server.trusted, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [allow('sts:AssumeRole', '*')],
    })
    const next = await makeRole(server, server.trusting, {
      trust: [trust({ AWS: role.arn })],
      maxSessionSeconds: 43_200,
    })
    const user = await makeUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const browser = new Browser(server.url)
    const token = await signinToken(await assume(server, user.keys, role), { SessionDuration: '43200' })
    await login(browser, token)
    const wish = { account: server.trusting.id, roleName: next.name }
    const answer = await browser.ask('switch', wish, 1)
    if (answer.state !== 'switched') throw new Error(JSON.stringify(answer))
    expect(((answer.session.role?.expiresAt ?? 0) - Date.now()) / 1000).toBeCloseTo(3600, -2)
    const page = await browser.ask('credentials', {}, 1)
    expect(await server.sts(page).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: `arn:aws:sts::${server.trusting.id}:assumed-role/${next.name}/session`,
    })
  })

  it('of a federated user lets pages call IAM, which the credentials themselves may not', async () => {
    const Policy = policy(allow('iam:ListUsers', '*'))
    const { Credentials } = await server
      .sts(server.trusted.admin)
      .send(new GetFederationTokenCommand({ Name: 'Fritz', Policy }))
    const keys = keysOf(Credentials)
    await expect(server.iam(keys).send(new ListUsersCommand({}))).rejects.toThrow()
    const browser = new Browser(server.url)
    await login(browser, await signinToken(keys))
    const page = await browser.ask('credentials', {}, 1)
    expect(page.session.identity).toMatchObject({ kind: 'federated-user', name: 'Fritz' })
    await server.iam(page).send(new ListUsersCommand({}))
  })

  it('of a federated user, who has no user of their own, leads to nothing of the root user’s', async () => {
    const every = allow('iam:*', '*')
    const parent = await makeUser(server, server.trusted, allow(['iam:*', 'sts:GetFederationToken'], '*'))
    const { Credentials } = await server
      .sts(parent.keys)
      .send(new GetFederationTokenCommand({ Name: 'Fritz', Policy: policy(every) }))
    const browser = new Browser(server.url)
    await login(browser, await signinToken(keysOf(Credentials)))
    const fritz = server.iam(await browser.ask('credentials', {}, 1))
    const serial = `arn:aws:iam::${server.trusted.id}:mfa/root-account-mfa-device`
    for (const command of [
      new CreateAccessKeyCommand({}),
      new ListAccessKeysCommand({}),
      new UpdateAccessKeyCommand({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', Status: 'Inactive' }),
      new DeleteAccessKeyCommand({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }),
      new ListMFADevicesCommand({}),
      new DeactivateMFADeviceCommand({ SerialNumber: serial }),
      new ListSigningCertificatesCommand({}),
      new GetUserCommand({}),
    ]) {
      await expect(fritz.send(command as GetUserCommand)).rejects.toMatchObject({
        name: 'ValidationError',
        message: 'Must specify userName when calling with non-User credentials',
      })
    }
    const key = new CreateAccessKeyCommand({ UserName: parent.name })
    expect((await fritz.send(key)).AccessKey).toHaveProperty('UserName', parent.name)
  })

  it('counts once, and for a quarter of an hour', async () => {
    const { keys } = await takenRole()
    const token = await signinToken(keys)
    expect((await login(new Browser(server.url), token)).status).toBe(302)
    const again = new Browser(server.url)
    expect((await login(again, token)).status).toBe(400)
    const late = await signinToken(keys)
    server.advance(15 * 60)
    expect((await login(again, late)).status).toBe(400)
    server.advance(-15 * 60)
    expect((await login(again, `${server.trusting.id}.${'A'.repeat(43)}`)).status).toBe(400)
    expect((await login(again, 'nonsense')).status).toBe(400)
    expect(again.set).toEqual([])
  })

  it('stands for a session as long as its credentials, or as long as was asked for', async () => {
    const { keys } = await takenRole()
    const secondsLeft = async (token: string) => {
      const browser = new Browser(server.url)
      await login(browser, token)
      const { session } = await browser.ask('credentials', {}, 1)
      return (session.expiresAt - Date.now()) / 1000
    }
    expect(await secondsLeft(await signinToken(keys))).toBeCloseTo(3600, -2)
    expect(await secondsLeft(await signinToken(keys, { SessionDuration: '43200' }))).toBeCloseTo(43_200, -2)
    expect(
      await secondsLeft(await signinToken(keys, { SessionDuration: '900', SessionType: 'json' })),
    ).toBeCloseTo(900, -2)
  })

  it('takes the place of nobody who is signed in, even when another site sends the browser', async () => {
    const { keys } = await takenRole()
    const user = await makeConsoleUser(server, server.trusted)
    const browser = await signedIn(server, server.trusted, user.name)
    const token = await signinToken(keys)
    const first = await login(browser, token, {}, { headers: { 'sec-fetch-site': 'cross-site', cookie: '' } })
    expect(first.status).toBe(200)
    const page = await first.text()
    expect(first.headers.getSetCookie()).toEqual([])
    const [, next = ''] = /content="0; url=([^"]*)"/.exec(page) ?? []
    const second = await browser.fetch(next.replaceAll('&amp;', '&'), {
      headers: { 'sec-fetch-site': 'same-origin' },
    })
    expect(second.headers.get('location')).toBe('/console/home/start#crossrole-session=2')
    const { sessions } = await browser.ask('sessions', {})
    expect(sessions.map(({ identity }) => identity.kind)).toEqual(['user', 'role-session'])
  })

  it('sends nobody to another site, and writes nothing of what it was sent into a page', async () => {
    const { keys } = await takenRole()
    const token = await signinToken(keys)
    const browser = new Browser(server.url)
    const elsewhere = [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      `${server.url}//evil.example/`,
      `${server.url}/\\evil.example/`,
      '/.//evil.example/',
      'javascript:alert(1)',
      '',
    ]
    for (const Destination of [...elsewhere, `${server.url.replace('http:', 'https:')}/console`]) {
      expect((await login(browser, token, { Destination })).status).toBe(400)
    }
    const hostile = { Destination: '/console/"><script>alert(1)</script>', Issuer: '"><script>' }
    const bounce = await login(browser, token, hostile, { headers: { 'sec-fetch-site': 'cross-site' } })
    expect(await bounce.text()).not.toContain('<script>')
    const own = await login(browser, token, { Destination: `${server.url}/console/iam/roles?a=b` })
    expect(own.headers.get('location')).toBe('/console/iam/roles?a=b#crossrole-session=1')
  })
})

describe('no sign-in token', () => {
  async function refusal(keys: Keys, more: Record<string, string> = {}) {
    const parameters = { Action: 'getSigninToken', Session: sessionOf(keys), ...more }
    const response = await federation(new Browser(server.url), parameters)
    return [response.status, (await response.text()).trim()]
  }

  it('is given for long-term credentials, those of GetSessionToken and those of pages', async () => {
    const kinds = 'Session must be of AssumeRole, one of its siblings, or GetFederationToken.'
    expect((await refusal(server.trusted.admin))[0]).toBe(400)
    const { Credentials } = await server.sts(server.trusted.admin).send(new GetSessionTokenCommand({}))
    expect(await refusal(keysOf(Credentials))).toEqual([400, kinds])
    const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
    const user = await makeConsoleUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const browser = await signedIn(server, server.trusted, user.name)
    expect(await refusal(await browser.ask('credentials', {}, 1))).toEqual([400, kinds])
    await browser.ask('switch', { account: server.trusting.id, roleName: role.name }, 1)
    expect(await refusal(await browser.ask('credentials', {}, 1))).toEqual([400, kinds])
  })

  it('is given for a session that was narrowed, be it in its time alone: twelve hours are not for a quarter of one', async () => {
    const role = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [allow('sts:GetScopedCredentials', '*')],
    })
    const user = await makeUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const keys = await assume(server, user.keys, role)
    await signinToken(keys, { SessionDuration: '43200' })
    const Policy = policy(allow('*', '*'))
    for (const input of [{ DurationSeconds: 900 }, { Policy }, { DurationSeconds: 900, Policy }]) {
      const { Credentials } = await server.sts(keys).send(new GetScopedCredentialsCommand(input))
      const narrowed = keysOf(Credentials)
      await server.sts(narrowed).send(new GetCallerIdentityCommand({}))
      expect((await refusal(narrowed, { SessionDuration: '43200' }))[0]).toBe(400)
      expect((await refusal(narrowed))[0]).toBe(400)
    }
  })

  it('is given for credentials that do not work: in the same words whatever is wrong', async () => {
    const { role, keys } = await takenRole()
    const wrong = [400, 'Session is not valid.']
    expect(await refusal({ ...keys, secretAccessKey: `${keys.secretAccessKey}x` })).toEqual(wrong)
    expect(await refusal({ ...keys, accessKeyId: 'ASIAAAAAAAAAAAAAAAAA' })).toEqual(wrong)
    expect(await refusal({ ...keys, sessionToken: `A${keys.sessionToken}` })).toEqual(wrong)
    server.advance(3600)
    expect(await refusal(keys)).toEqual(wrong)
    server.advance(-3600)
    const iam = server.iam(server.trusting.admin)
    const token = await signinToken(keys)
    await iam.send(new DeleteRolePolicyCommand({ RoleName: role.name, PolicyName: 'test' }))
    await iam.send(new DeleteRoleCommand({ RoleName: role.name }))
    expect(await refusal(keys)).toEqual(wrong)
    const browser = new Browser(server.url)
    expect((await login(browser, token)).status).toBe(400)
    expect(browser.set).toEqual([])
  })

  it('lasts for long where the role was taken in a chain, or nobody took a role', async () => {
    const { keys } = await takenRole()
    const second = await makeRole(server, server.trusting, { trust: [trust({ AWS: '*' })] })
    const admin = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [allow('sts:AssumeRole', '*')],
    })
    const user = await makeUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const chained = await assume(server, await assume(server, user.keys, admin), second)
    const message = 'SessionDuration is only for roles that were taken with long-term credentials.'
    expect(await refusal(chained, { SessionDuration: '3600' })).toEqual([400, message])
    await signinToken(chained)
    const { Credentials } = await server
      .sts(server.trusted.admin)
      .send(new GetFederationTokenCommand({ Name: 'Fritz' }))
    expect(await refusal(keysOf(Credentials), { SessionDuration: '3600' })).toEqual([400, message])
    for (const SessionDuration of ['899', '43201', '1e3', '', '-900']) {
      expect((await refusal(keys, { SessionDuration }))[0]).toBe(400)
    }
  })

  it('is given for what is no request for one', async () => {
    const browser = new Browser(server.url)
    const statusOf = async (parameters: Record<string, string>) =>
      (await federation(browser, parameters)).status
    expect(await statusOf({ Action: 'getSigninToken' })).toBe(400)
    expect(await statusOf({ Action: 'getSigninToken', Session: '{}' })).toBe(400)
    expect(await statusOf({ Action: 'getSigninToken', Session: 'null' })).toBe(400)
    expect(await statusOf({ Action: 'constructor' })).toBe(400)
  })
})

describe('logout', () => {
  it('ends every session of the browser, but not on the word of another site', async () => {
    const user = await makeConsoleUser(server, server.trusted)
    const browser = await signedIn(server, server.trusted, user.name)
    const { keys } = await takenRole()
    await login(browser, await signinToken(keys))
    const foreign = { headers: { 'sec-fetch-site': 'same-site' } }
    expect((await federation(browser, { Action: 'logout' }, foreign)).status).toBe(302)
    expect((await browser.ask('sessions', {})).sessions).toHaveLength(2)

    for (const redirect_uri of [
      'https://evil.example/',
      `${server.url}//evil.example/`,
      '/.//evil.example/',
    ]) {
      const evil = { Action: 'logout', redirect_uri }
      const response = await federation(browser, evil, { headers: { 'sec-fetch-site': 'same-origin' } })
      expect(response.headers.get('location')).toBe('/signin')
    }
    expect(browser.cookies.size).toBe(0)
    expect((await browser.ask('sessions', {})).sessions).toEqual([])
  })
})
