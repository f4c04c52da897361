import {
  CreateAccountAliasCommand,
  DeleteAccountPasswordPolicyCommand,
  DeleteLoginProfileCommand,
  DeleteUserPolicyCommand,
  GetUserCommand,
  ListUsersCommand,
  UpdateAccountPasswordPolicyCommand,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow } from '../behaviour/support/scene.ts'
import { startTestServer, type TestServer } from '../behaviour/support/test-server.ts'
import { Browser } from './console-browser.ts'
import { giveDevice, makeConsoleUser, password, signedIn, signInAs } from './console-scene.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await server
    .iam(server.trusted.admin)
    .send(new CreateAccountAliasCommand({ AccountAlias: 'trusted-people' }))
})
afterAll(() => server.close())

const wrong = {
  state: 'refused',
  message: 'Your authentication information is incorrect. Please try again.',
}

describe('signing in as a user', () => {
  it('takes the account by id or alias, and names who is signed in', async () => {
    const { name, arn } = await makeConsoleUser(server, server.trusted)
    for (const account of [server.trusted.id, 'trusted-people', ' Trusted-People ']) {
      const answer = await signInAs(new Browser(server.url), account, name)
      expect(answer).toMatchObject({
        state: 'signed-in',
        session: {
          slot: 1,
          identity: {
            kind: 'user',
            account: server.trusted.id,
            accountAlias: 'trusted-people',
            accountName: 'Trusted',
            name,
            arn,
            mfa: false,
          },
        },
      })
    }
  })

  it('refuses a wrong password, user, account and alias in the same words', async () => {
    const { name } = await makeConsoleUser(server, server.trusted)
    const browser = new Browser(server.url)
    const without = await makeConsoleUser(server, server.trusted)
    await server.iam(server.trusted.admin).send(new DeleteLoginProfileCommand({ UserName: without.name }))
    expect(await signInAs(browser, server.trusted.id, name, { password: 'Wrong-horse-7-battery' })).toEqual(
      wrong,
    )
    expect(await signInAs(browser, server.trusted.id, without.name)).toEqual(wrong)
    expect(await signInAs(browser, server.trusted.id, 'nobody')).toEqual(wrong)
    expect(await signInAs(browser, '999999999999', name)).toEqual(wrong)
    expect(await signInAs(browser, 'no-such-alias', name)).toEqual(wrong)
    expect(await signInAs(browser, server.trusting.id, name)).toEqual(wrong)
    expect(browser.set).toEqual([])
  })

  it('sets a cookie that no script reads and no other site sends, and that stands in no store as it is', async () => {
    const { name } = await makeConsoleUser(server, server.trusted)
    const browser = await signedIn(server, server.trusted, name)
    expect(browser.set).toEqual([
      expect.stringMatching(
        /^crossrole-\d+-session-1=\d{12}\.[A-Za-z0-9_-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
      ),
    ])
  })

  it('notes when the password was used last', async () => {
    const { name } = await makeConsoleUser(server, server.trusted)
    const iam = server.iam(server.trusted.admin)
    expect((await iam.send(new GetUserCommand({ UserName: name }))).User?.PasswordLastUsed).toBeUndefined()
    await signedIn(server, server.trusted, name)
    expect((await iam.send(new GetUserCommand({ UserName: name }))).User?.PasswordLastUsed).toBeInstanceOf(
      Date,
    )
  })
})

describe('a one-time code', () => {
  it('is asked for when the password is right, counts once, and shows in the session', async () => {
    const { name } = await makeConsoleUser(server, server.trusted)
    const { code } = await giveDevice(server, server.trusted, name)
    const mfaCode = code(Date.now())
    const browser = new Browser(server.url)
    expect(await signInAs(browser, server.trusted.id, name, { password: 'Wrong-horse-7', mfaCode })).toEqual(
      wrong,
    )
    expect(await signInAs(browser, server.trusted.id, name)).toEqual({ state: 'mfa', codeWasWrong: false })
    for (const bad of ['000000', 'abc', '']) {
      expect(await signInAs(browser, server.trusted.id, name, { mfaCode: bad })).toEqual({
        state: 'mfa',
        codeWasWrong: true,
      })
    }
    expect(await signInAs(browser, server.trusted.id, name, { mfaCode })).toMatchObject({
      state: 'signed-in',
      session: { identity: { mfa: true } },
    })
    expect(await signInAs(browser, server.trusted.id, name, { mfaCode })).toEqual({
      state: 'mfa',
      codeWasWrong: true,
    })
  })

  it('may be of any device of the user, and of nobody else’s', async () => {
    const [user, other] = [
      await makeConsoleUser(server, server.trusted),
      await makeConsoleUser(server, server.trusted),
    ]
    await giveDevice(server, server.trusted, user.name)
    const second = await giveDevice(server, server.trusted, user.name)
    const foreign = await giveDevice(server, server.trusted, other.name)
    const browser = new Browser(server.url)
    const withCode = (mfaCode: string) => signInAs(browser, server.trusted.id, user.name, { mfaCode })
    expect(await withCode(foreign.code(Date.now()))).toMatchObject({ state: 'mfa', codeWasWrong: true })
    expect(await withCode(second.code(Date.now()))).toMatchObject({ state: 'signed-in' })
  })
})

describe('a password that must be changed', () => {
  const mayChange = allow('iam:ChangePassword', '*')
  const newPassword = 'Another-horse-8-battery'

  async function mustChange(...statements: object[]) {
    const user = await makeConsoleUser(server, server.trusted, ...statements)
    await server
      .iam(server.trusted.admin)
      .send(new UpdateLoginProfileCommand({ UserName: user.name, PasswordResetRequired: true }))
    const browser = new Browser(server.url)
    const answer = await signInAs(browser, server.trusted.id, user.name)
    if (answer.state !== 'new-password') throw new Error(JSON.stringify(answer))
    return { user, browser, challenge: answer.challenge }
  }

  it('is changed by the user, who is signed in then', async () => {
    const { user, browser, challenge } = await mustChange(mayChange)
    expect(browser.set).toEqual([])
    expect(await browser.ask('new-password', { challenge, password, newPassword })).toMatchObject({
      state: 'signed-in',
      session: { identity: { name: user.name } },
    })
    expect(await signInAs(browser, server.trusted.id, user.name)).toEqual(wrong)
    expect(await signInAs(browser, server.trusted.id, user.name, { password: newPassword })).toMatchObject({
      state: 'signed-in',
    })
    // The challenge was for the password that is gone.
    expect(
      await browser.ask('new-password', { challenge, password: newPassword, newPassword }),
    ).toMatchObject({
      state: 'refused',
    })
  })

  it('stays where the user may not change it', async () => {
    const { user, browser, challenge } = await mustChange()
    const answer = await browser.ask('new-password', { challenge, password, newPassword })
    expect(answer).toMatchObject({
      state: 'new-password',
      message: expect.stringContaining('is not authorized to perform: iam:ChangePassword'),
    })
    expect(browser.set).toEqual([])
    expect(await signInAs(browser, server.trusted.id, user.name)).toMatchObject({ state: 'new-password' })
  })

  it('must be given again, and the new one must keep to the account’s policy', async () => {
    const { browser, challenge } = await mustChange(mayChange)
    expect(
      await browser.ask('new-password', { challenge, password: 'Wrong-horse-7', newPassword }),
    ).toMatchObject({ state: 'new-password', message: 'The old password was incorrect.' })
    expect(await browser.ask('new-password', { challenge, password, newPassword: 'short' })).toMatchObject({
      state: 'new-password',
      message: 'Password does not conform to the account password policy.',
    })
    expect(browser.set).toEqual([])
  })

  it('may have expired; where the account says so, for good', async () => {
    const iam = server.iam(server.trusting.admin)
    const { name } = await makeConsoleUser(server, server.trusting, mayChange)
    const browser = new Browser(server.url)
    const policy = { MinimumPasswordLength: 8, MaxPasswordAge: 1, PasswordReusePrevention: 1 }
    await iam.send(new UpdateAccountPasswordPolicyCommand({ ...policy, HardExpiry: false }))
    expect(await signInAs(browser, server.trusting.id, name)).toMatchObject({ state: 'signed-in' })
    server.advance(24 * 60 * 60)
    const expired = await signInAs(browser, server.trusting.id, name)
    expect(expired).toMatchObject({ state: 'new-password', message: expect.stringContaining('expired') })
    const challenge = expired.state === 'new-password' ? expired.challenge : ''
    expect(await browser.ask('new-password', { challenge, password, newPassword: password })).toMatchObject({
      state: 'new-password',
      message: 'Password does not conform to the account password policy.',
    })
    await server
      .iam(server.trusting.admin)
      .send(new UpdateAccountPasswordPolicyCommand({ ...policy, HardExpiry: true }))
    expect(await signInAs(browser, server.trusting.id, name)).toEqual({
      state: 'refused',
      message: 'Your password has expired. An administrator of the account must set a new one.',
    })
    await server.iam(server.trusting.admin).send(new DeleteAccountPasswordPolicyCommand({}))
    server.advance(-24 * 60 * 60)
  })

  it('is not set with a challenge of another server, or of long ago', async () => {
    const { browser, challenge } = await mustChange(mayChange)
    const asks = { password, newPassword }
    expect(await browser.ask('new-password', { ...asks, challenge: `A${challenge}` })).toMatchObject({
      state: 'refused',
    })
    server.advance(11 * 60)
    expect(await browser.ask('new-password', { ...asks, challenge })).toMatchObject({ state: 'refused' })
    server.advance(-11 * 60)
  })
})

describe('the credentials of a session', () => {
  it('are the user’s own, for fifteen minutes, and call IAM', async () => {
    const { name, arn } = await makeConsoleUser(server, server.trusted, allow('iam:ListUsers', '*'))
    const browser = await signedIn(server, server.trusted, name)
    const keys = await browser.ask('credentials', {}, 1)
    expect(keys.session.identity.name).toBe(name)
    expect(keys.expiresAt - Date.now()).toBeGreaterThan(14 * 60_000)
    expect(keys.expiresAt - Date.now()).toBeLessThanOrEqual(15 * 60_000)
    expect(await server.sts(keys).send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: arn })
    expect((await server.iam(keys).send(new ListUsersCommand({}))).Users).toBeDefined()
    server.advance(15 * 60)
    const expired = server.iam(keys).send(new ListUsersCommand({}))
    await expect(expired).rejects.toMatchObject({ name: 'ExpiredToken' })
    server.advance(-15 * 60)
  })

  it('are no way to longer ones', async () => {
    const { name } = await makeConsoleUser(server, server.trusted, allow('*', '*'))
    const browser = await signedIn(server, server.trusted, name)
    const keys = await browser.ask('credentials', {}, 1)
    const asked = server.sts(keys).send(new GetSessionTokenCommand({}))
    await expect(asked).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('are decided on by the policies of the moment', async () => {
    const { name } = await makeConsoleUser(server, server.trusted, allow('iam:ListUsers', '*'))
    const browser = await signedIn(server, server.trusted, name)
    const keys = await browser.ask('credentials', {}, 1)
    const listing = () => server.iam(keys).send(new ListUsersCommand({}))
    await listing()
    await server
      .iam(server.trusted.admin)
      .send(new DeleteUserPolicyCommand({ UserName: name, PolicyName: 'test' }))
    await expect(listing()).rejects.toMatchObject({ name: 'AccessDenied' })
  })
})
