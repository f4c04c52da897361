import { setTimeout as passed } from 'node:timers/promises'
import {
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  IAMClient,
  PutUserPolicyCommand,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accountId } from '../../src/identity/account-id.ts'
import { fromBase32 } from '../../src/identity/base32.ts'
import { codeOfStep, stepAt } from '../../src/identity/totp.ts'
import { silentLog } from '../../src/server/log.ts'
import { type Foundation, type RunningServer, serve } from '../../src/server/main.ts'
import { allow, policy, trust } from '../behaviour/support/scene.ts'
import { testFoundation } from '../behaviour/support/test-server.ts'
import { Browser } from './console-browser.ts'
import { password } from './console-scene.ts'

/** What signing in, switching and signing out leave in the event history, in CloudTrail's shapes. */
const trusted = accountId('111111111111')
const trusting = accountId('222222222222')
const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS'

let foundation: Foundation
let server: RunningServer
let userId: string | undefined
const clientOf = (account: string) => {
  const key = server.created?.find(created => created.account === account)?.accessKeys[0]
  const credentials = { accessKeyId: key?.id ?? '', secretAccessKey: key?.secret ?? '' }
  return new IAMClient({ endpoint: server.url, region: 'us-east-1', maxAttempts: 1, credentials })
}
beforeAll(async () => {
  foundation = await testFoundation()
  server = await serve(foundation, { host: '127.0.0.1', port: 0 }, silentLog)
  const iam = clientOf(trusted)
  const { User } = await iam.send(new CreateUserCommand({ UserName: 'Olga' }))
  userId = User?.UserId
  const PolicyDocument = policy(allow(['sts:AssumeRole', 'iam:ChangePassword'], '*'))
  await iam.send(new PutUserPolicyCommand({ UserName: 'Olga', PolicyName: 'assume', PolicyDocument }))
  await iam.send(new CreateLoginProfileCommand({ UserName: 'Olga', Password: password }))
  await clientOf(trusting).send(
    new CreateRoleCommand({ RoleName: 'Auditor', AssumeRolePolicyDocument: policy(trust({ AWS: trusted })) }),
  )
})
afterAll(() => server.close())

/** The newest event of this name, once there are so many of them: failed sign-ins are recorded after the answer. */
async function recorded(account: typeof trusted, eventName: string, count = 1) {
  for (let tries = 0; tries < 100; tries++) {
    const events = await foundation.store.events(account, { eventName, limit: 100 })
    if (events.length >= count) return JSON.parse(events[0]?.event ?? '{}')
    await passed(20)
  }
  throw new Error(`there are no ${count} events ${eventName}`)
}

const signIn = (browser: Browser, more: object = {}) =>
  browser.ask('sign-in', { as: 'user', account: trusted, userName: 'Olga', password, ...more })

const common = {
  eventSource: 'signin.amazonaws.com',
  eventType: 'AwsConsoleSignIn',
  awsRegion: 'us-east-1',
  sourceIPAddress: '127.0.0.1',
  recipientAccountId: trusted,
  requestParameters: null,
}

it('a sign-in leaves who it was, from where and whether with MFA', async () => {
  const browser = new Browser(server.url)
  await signIn(browser)
  expect(await recorded(trusted, 'ConsoleLogin')).toMatchObject({
    ...common,
    eventName: 'ConsoleLogin',
    userIdentity: {
      type: 'IAMUser',
      principalId: userId,
      arn: `arn:aws:iam::${trusted}:user/Olga`,
      accountId: trusted,
      userName: 'Olga',
    },
    responseElements: { ConsoleLogin: 'Success' },
    additionalEventData: { LoginTo: `${server.url}/console`, MFAUsed: 'No' },
  })
})

it('a one-time code leaves whether it was right, and never itself', async () => {
  const iam = clientOf(trusted)
  const UserName = 'Mira'
  await iam.send(new CreateUserCommand({ UserName }))
  await iam.send(new CreateLoginProfileCommand({ UserName, Password: password }))
  const { VirtualMFADevice } = await iam.send(
    new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: UserName }),
  )
  const seed = fromBase32(new TextDecoder().decode(VirtualMFADevice?.Base32StringSeed)) ?? new Uint8Array()
  const code = (secondsAgo: number) => codeOfStep(seed, stepAt(Date.now() - secondsAgo * 1000))
  const SerialNumber = VirtualMFADevice?.SerialNumber
  const codes = { AuthenticationCode1: code(60), AuthenticationCode2: code(30) }
  await iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber, ...codes }))
  const browser = new Browser(server.url)
  await signIn(browser, { userName: UserName, mfaCode: 'Secret-code' })
  expect(await recorded(trusted, 'CheckMfa')).toMatchObject({
    ...common,
    userIdentity: { userName: UserName },
    responseElements: { CheckMfa: 'Failure' },
    additionalEventData: { MfaType: 'Virtual MFA device' },
  })
  await signIn(browser, { userName: UserName, mfaCode: code(0) })
  expect((await recorded(trusted, 'CheckMfa', 2)).responseElements).toEqual({ CheckMfa: 'Success' })
  const login = await recorded(trusted, 'ConsoleLogin')
  expect(login).toMatchObject({
    userIdentity: { userName: UserName },
    additionalEventData: { MFAUsed: 'Yes' },
  })
  const all = JSON.stringify(await foundation.store.events(trusted, { limit: 1000 }))
  expect(all).not.toContain('Secret-code')
})

it('a failed one tells the name of a user, and not what was typed where there is none', async () => {
  const browser = new Browser(server.url)
  const before = (await foundation.store.events(trusted, { eventName: 'ConsoleLogin', limit: 100 })).length
  await signIn(browser, { password: 'Secret-typed-wrong' })
  const wrongPassword = await recorded(trusted, 'ConsoleLogin', before + 1)
  expect(wrongPassword).toMatchObject({
    ...common,
    userIdentity: { type: 'IAMUser', userName: 'Olga', accessKeyId: '' },
    errorMessage: 'Failed authentication',
    responseElements: { ConsoleLogin: 'Failure' },
  })
  await signIn(browser, { userName: 'Secret-typed-here' })
  const wrongName = await recorded(trusted, 'ConsoleLogin', before + 2)
  expect(wrongName).toMatchObject({
    userIdentity: { type: 'IAMUser', accountId: trusted, userName: hidden },
    errorMessage: 'No username found in supplied account',
    responseElements: { ConsoleLogin: 'Failure' },
  })
  await signIn(browser, { account: '999999999999' })
  const all = await foundation.store.events(trusted, { limit: 100 })
  expect(JSON.stringify(all)).not.toContain('Secret-typed')
  expect(await foundation.store.events(accountId('999999999999'), { limit: 10 })).toEqual([])
})

it('a switch leaves an AssumeRole in both accounts and a SwitchRole in the role’s; switching back an ExitRole', async () => {
  const browser = new Browser(server.url)
  await signIn(browser)
  await browser.ask('switch', { account: trusting, roleName: 'Auditor' }, 1)
  const roleArn = `arn:aws:iam::${trusting}:role/Auditor`
  const assumed = await recorded(trusted, 'AssumeRole')
  expect(assumed).toMatchObject({
    userIdentity: { type: 'IAMUser', userName: 'Olga' },
    sourceIPAddress: '127.0.0.1',
    userAgent: expect.stringContaining('node'),
    requestParameters: { roleArn, roleSessionName: 'Olga' },
  })
  expect((await recorded(trusting, 'AssumeRole')).sharedEventID).toBe(assumed.sharedEventID)
  expect(await recorded(trusting, 'SwitchRole')).toMatchObject({
    ...common,
    recipientAccountId: trusting,
    responseElements: { SwitchRole: 'Success' },
    additionalEventData: {
      SwitchFrom: `arn:aws:iam::${trusted}:user/Olga`,
      RedirectTo: `${server.url}/console`,
    },
  })
  expect((await recorded(trusting, 'SwitchRole')).userIdentity).toEqual({
    type: 'AssumedRole',
    principalId: expect.stringMatching(/^AROA.*:Olga$/),
    arn: `arn:aws:sts::${trusting}:assumed-role/Auditor/Olga`,
    accountId: trusting,
  })
  await browser.ask('switch-back', {}, 1)
  expect(await recorded(trusting, 'ExitRole')).toMatchObject({
    userIdentity: { type: 'AssumedRole' },
    additionalEventData: { SwitchTo: `arn:aws:iam::${trusted}:user/Olga` },
  })
  await browser.ask('sign-out', {}, 1)
  expect(await recorded(trusted, 'Logout')).toMatchObject({ ...common, userIdentity: { userName: 'Olga' } })
})

it('a refused switch leaves a refused AssumeRole, and nobody has switched', async () => {
  const browser = new Browser(server.url)
  await signIn(browser)
  const before = (await foundation.store.events(trusting, { eventName: 'SwitchRole', limit: 100 })).length
  const answer = await browser.ask('switch', { account: trusting, roleName: 'NoSuchRole' }, 1)
  const requestId = answer.state === 'refused' ? answer.requestId : ''
  const [event] = await foundation.store.events(trusted, { requestId, limit: 1 })
  expect(JSON.parse(event?.event ?? '{}')).toMatchObject({
    eventName: 'AssumeRole',
    errorCode: 'AccessDenied',
  })
  expect(await foundation.store.events(trusting, { eventName: 'SwitchRole', limit: 100 })).toHaveLength(
    before,
  )
})

it('a new password leaves the user’s own ChangePassword, without either password', async () => {
  await clientOf(trusted).send(
    new UpdateLoginProfileCommand({ UserName: 'Olga', PasswordResetRequired: true }),
  )
  const browser = new Browser(server.url)
  const answer = await signIn(browser)
  const challenge = answer.state === 'new-password' ? answer.challenge : ''
  await browser.ask('new-password', { challenge, password, newPassword: 'Another-horse-8-battery' })
  const changed = await recorded(trusted, 'ChangePassword')
  expect(changed).toMatchObject({
    userIdentity: { userName: 'Olga' },
    requestParameters: null,
  })
  const all = JSON.stringify(await foundation.store.events(trusted, { limit: 1000 }))
  expect(all).not.toContain('horse')
})
