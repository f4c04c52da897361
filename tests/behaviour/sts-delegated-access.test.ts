import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IAMClient } from '@aws-sdk/client-iam'
import { STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountId } from '../../src/identity/account-id.ts'
import { silentLog } from '../../src/server/log.ts'
import { type Foundation, serve } from '../../src/server/main.ts'
import { delegationScene } from './support/delegation-scene.ts'
import { doorways, sdkDoorway } from './support/doorways.ts'
import { answered, iamCallsTo } from './support/iam-calls.ts'
import { type NotificationReceiver, startNotificationReceiver } from './support/notification-receiver.ts'
import { allow, assume, fresh, keysOf, makeRole, makeUser, rootOf, trust } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer, testFoundation } from './support/test-server.ts'

/** What the token of a delegation request is traded in for: a session of the approver, narrowed and for a while. */
let server: TestServer
let receiver: NotificationReceiver
beforeAll(async () => {
  receiver = await startNotificationReceiver()
  server = await startTestServer(undefined, { notificationsUrl: receiver.url })
})
afterAll(async () => {
  await server.close()
  await receiver.close()
})

const call = iamCallsTo(() => server)
const scene = delegationScene(() => server, call)
const { makeTemplate, request, release } = scene
const denied = (outcome: unknown) => expect(outcome).toHaveProperty('refused.code', 'AccessDenied')

const tradeIn = (TradeInToken: string, keys: Keys = scene.provider(), doorway = sdkDoorway) =>
  doorway.call(server, keys, 'sts', 'GetDelegatedAccessToken', { TradeInToken })
const invalid = { refused: { code: 'ValidationError', message: 'Invalid trade-in token' } }

/** The token of a request that the approver took, accepted and released. */
async function tokenOf(template: object[], approver = scene.customer(), input: object = {}): Promise<string> {
  const id = await request(await makeTemplate(...template), input)
  await release(id, approver)
  return (await receiver.message(id, 'ExchangeToken')).ExchangeToken ?? ''
}

async function sessionOf(template: object[], approver = scene.customer(), input: object = {}): Promise<Keys> {
  const token = await tokenOf(template, approver, input)
  return keysOf(answered(await tradeIn(token)).Credentials)
}

const identity = async (keys: Keys) =>
  answered(await sdkDoorway.call(server, keys, 'sts', 'GetCallerIdentity', {}))
const getsUsers = allow('iam:GetUser', '*')
const approval = ['iam:AcceptDelegationRequest', 'iam:AssociateDelegationRequest', 'iam:SendDelegationToken']

describe('GetDelegatedAccessToken', () => {
  for (const doorway of doorways) {
    const through = doorway.absent ? `${doorway.name}; skipped: ${doorway.absent}` : doorway.name
    it.skipIf(doorway.absent)(
      `gives a session of who approved (${through})`,
      { timeout: 120_000 },
      async () => {
        const token = await tokenOf([getsUsers])
        const answer = answered(await tradeIn(token, scene.provider(), doorway))
        const AssumedPrincipal = `arn:aws:iam::${server.trusting.id}:user/admin`
        expect(answer).toEqual({
          Credentials: {
            AccessKeyId: expect.stringMatching(/^ASIA/),
            SecretAccessKey: expect.any(String),
            SessionToken: expect.any(String),
            Expiration: expect.any(Date),
          },
          AssumedPrincipal,
        })
        const keys = keysOf(answer.Credentials)
        expect(await identity(keys)).toMatchObject({ Account: server.trusting.id, Arn: AssumedPrincipal })
        answered(await call('GetUser', { UserName: 'admin' }, keys))
        denied(await call('ListUsers', {}, keys))
      },
    )
  }

  it('gives as many as are wanted, which end together', async () => {
    const token = await tokenOf([getsUsers])
    const first = answered(await tradeIn(token)).Credentials
    const second = answered(await tradeIn(token)).Credentials
    expect(first.AccessKeyId).not.toBe(second.AccessKeyId)
    expect(first.Expiration).toEqual(second.Expiration)
  })

  it('gives what was approved and what the approver has, whichever is less', async () => {
    const approver = await makeUser(
      server,
      server.trusting,
      allow([...approval, 'iam:GetUser', 'iam:ListGroups'], '*'),
    )
    const keys = await sessionOf([allow(['iam:GetUser', 'iam:ListUsers'], '*')], approver.keys)
    expect(await identity(keys)).toMatchObject({ Arn: approver.arn, UserId: approver.id })
    answered(await call('GetUser', { UserName: 'admin' }, keys))
    denied(await call('ListUsers', {}, keys))
    denied(await call('ListGroups', {}, keys))
  })

  it('gives what the approver has now, and ends with it', async () => {
    const approver = await makeUser(server, server.trusting, allow([...approval, 'iam:GetUser'], '*'))
    const keys = await sessionOf([getsUsers], approver.keys)
    answered(await call('GetUser', { UserName: 'admin' }, keys))
    const PolicyName = 'test'
    answered(await call('DeleteUserPolicy', { UserName: approver.name, PolicyName }, scene.customer()))
    denied(await call('GetUser', { UserName: 'admin' }, keys))
    const { accessKeyId: AccessKeyId } = approver.keys
    answered(await call('DeleteAccessKey', { UserName: approver.name, AccessKeyId }, scene.customer()))
    answered(await call('DeleteUser', { UserName: approver.name }, scene.customer()))
    expect(await call('GetUser', { UserName: 'admin' }, keys)).toHaveProperty(
      'refused.code',
      'InvalidClientTokenId',
    )
  })

  it('keeps within the session policies of an approver that is a session', async () => {
    const role = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusting))],
      permissions: [allow('*', '*')],
    })
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [allow([...approval, 'iam:GetUser'], '*')],
    })
    const approver = await assume(server, scene.customer(), role, { Policy })
    const keys = await sessionOf([allow('iam:*', '*')], approver)
    const Arn = `arn:aws:sts::${server.trusting.id}:assumed-role/${role.name}/session`
    expect(await identity(keys)).toMatchObject({ Arn })
    answered(await call('GetUser', { UserName: 'admin' }, keys))
    denied(await call('ListUsers', {}, keys))
  })

  it('lets what it may do be done, also without MFA, and no more sessions be made of it', async () => {
    const keys = await sessionOf([allow('*', '*')])
    const made = { RoleName: fresh('Product'), AssumeRolePolicyDocument: '' }
    made.AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [trust(rootOf(server.trusted))],
    })
    answered(await call('CreateRole', made, keys))
    for (const operation of ['GetSessionToken', 'GetFederationToken']) {
      denied(await sdkDoorway.call(server, keys, 'sts', operation, { Name: 'somebody' }))
    }
  })

  it('is for the requestor alone', async () => {
    const token = await tokenOf([getsUsers])
    expect(await tradeIn(token, scene.customer())).toEqual(invalid)
    const nobody = await makeUser(server, server.trusted)
    denied(await tradeIn(token, nobody.keys))
    const trader = await makeUser(server, server.trusted, allow('sts:GetDelegatedAccessToken', '*'))
    answered(await tradeIn(token, trader.keys))
  })

  it('takes no token but a whole one that was released', async () => {
    const token = await tokenOf([getsUsers])
    const middle = Math.floor(token.length / 2)
    const changed = token.slice(0, middle) + (token[middle] === 'A' ? 'B' : 'A') + token.slice(middle + 1)
    const { sessionToken = '' } = await sessionOf([getsUsers])
    for (const bad of ['x', changed, token.slice(0, -8), sessionToken, '{}', 'A'.repeat(20_000)]) {
      expect(await tradeIn(bad)).toEqual(invalid)
    }
  })
})

describe('the time of delegated access', () => {
  it('begins with the release of the token, and ends with it', async () => {
    const aside = await startTestServer(undefined, { notificationsUrl: receiver.url })
    try {
      const ask = iamCallsTo(() => aside)
      const there = delegationScene(() => aside, ask)
      const id = await there.request(await there.makeTemplate(getsUsers), { SessionDuration: 600 })
      await there.release(id)
      const { ExchangeToken: TradeInToken } = await receiver.message(id, 'ExchangeToken')
      const trade = () =>
        sdkDoorway.call(aside, there.provider(), 'sts', 'GetDelegatedAccessToken', { TradeInToken })
      aside.advance(590)
      const keys = keysOf(answered(await trade()).Credentials)
      answered(await ask('GetUser', { UserName: 'admin' }, keys))
      aside.advance(20)
      expect(await trade()).toHaveProperty('refused.code', 'ExpiredTradeInTokenException')
      expect(await ask('GetUser', { UserName: 'admin' }, keys)).toHaveProperty('refused')
    } finally {
      await aside.close()
    }
  })

  it('is not made longer by forwarding a request again', async () => {
    const aside = await startTestServer(undefined, { notificationsUrl: receiver.url })
    try {
      const there = delegationScene(
        () => aside,
        iamCallsTo(() => aside),
      )
      const id = await there.request(await there.makeTemplate(getsUsers))
      answered(await there.on('AssociateDelegationRequest', id))
      answered(await there.on('UpdateDelegationRequest', id))
      aside.advance(6 * 86_400)
      answered(await there.on('UpdateDelegationRequest', id))
      aside.advance(86_400 + 60)
      expect(await there.stateOf(id)).toBe('EXPIRED')
    } finally {
      await aside.close()
    }
  })

  it('is cut short by what denies older sessions of the approver, also to what is traded in later', async () => {
    const aside = await startTestServer(undefined, { notificationsUrl: receiver.url })
    try {
      const ask = iamCallsTo(() => aside)
      const there = delegationScene(() => aside, ask)
      const approver = await makeUser(aside, aside.trusting, allow([...approval, 'iam:GetUser'], '*'))
      const id = await there.request(await there.makeTemplate(getsUsers))
      await there.release(id, approver.keys)
      const { ExchangeToken: TradeInToken } = await receiver.message(id, 'ExchangeToken')
      const trade = async () => {
        const input = { TradeInToken }
        const outcome = await sdkDoorway.call(
          aside,
          there.provider(),
          'sts',
          'GetDelegatedAccessToken',
          input,
        )
        return keysOf(answered(outcome).Credentials)
      }
      aside.advance(60)
      const before = await trade()
      answered(await ask('GetUser', { UserName: 'admin' }, before))
      aside.advance(60)
      const revoked = new Date(Date.now() + 110_000).toISOString()
      const Condition = { DateLessThan: { 'aws:TokenIssueTime': revoked } }
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Deny', Action: '*', Resource: '*', Condition },
      })
      const deny = { UserName: approver.name, PolicyName: 'RevokeOlderSessions', PolicyDocument }
      answered(await ask('PutUserPolicy', deny, there.customer()))
      aside.advance(60)
      denied(await ask('GetUser', { UserName: 'admin' }, before))
      denied(await ask('GetUser', { UserName: 'admin' }, await trade()))
      answered(await ask('GetUser', { UserName: 'admin' }, approver.keys))
    } finally {
      await aside.close()
    }
  })

  it.each<[string, string[], number]>([
    ['nobody took', [], 1],
    ['nobody answered', ['AssociateDelegationRequest'], 7],
    ['nobody released', ['AssociateDelegationRequest', 'AcceptDelegationRequest'], 7],
    ['was rejected', ['AssociateDelegationRequest', 'RejectDelegationRequest'], 7],
  ])('is over for a request that %s', async (_, steps, days) => {
    const aside = await startTestServer(undefined, { notificationsUrl: receiver.url })
    try {
      const there = delegationScene(
        () => aside,
        iamCallsTo(() => aside),
      )
      const id = await there.request(await there.makeTemplate(getsUsers))
      for (const step of steps) answered(await there.on(step, id))
      aside.advance(days * 86_400 - 60)
      expect(await there.stateOf(id)).not.toBe('EXPIRED')
      aside.advance(120)
      expect(await there.stateOf(id)).toBe('EXPIRED')
      for (const step of ['AssociateDelegationRequest', 'AcceptDelegationRequest', 'SendDelegationToken']) {
        expect(await there.on(step, id)).toHaveProperty('refused.code', 'InvalidInput')
      }
    } finally {
      await aside.close()
    }
  })
})

describe('a root user that approves', () => {
  const root = {
    accessKeyId: 'AKIAROOTOFCUSTOMER01',
    secretAccessKey: 'a-secret-of-the-root-user-of-the-customer',
  }
  const directory = mkdtempSync(join(tmpdir(), 'crossrole-delegated-'))
  const bootstrap = join(directory, 'accounts.json')
  const policies = ['arn:aws:iam::aws:policy/AdministratorAccess']
  const users = [{ name: 'admin', policies }]
  const rootUser = { accessKeys: [{ id: root.accessKeyId, secret: root.secretAccessKey }] }
  writeFileSync(
    bootstrap,
    JSON.stringify({
      accounts: [
        { id: '111111111111', name: 'Trusted', users },
        { id: '222222222222', name: 'Trusting', users, root: rootUser },
      ],
    }),
  )
  afterAll(() => rmSync(directory, { recursive: true }))

  it('does so for four hours at most, and is limited like any other', async () => {
    const aside = await startTestServer(bootstrap, { notificationsUrl: receiver.url })
    try {
      const ask = iamCallsTo(() => aside)
      const there = delegationScene(() => aside, ask)
      const long = await there.request(await there.makeTemplate(getsUsers), { SessionDuration: 14_401 })
      answered(await there.on('AssociateDelegationRequest', long, root))
      expect(await there.on('AcceptDelegationRequest', long, root)).toEqual({
        refused: {
          code: 'InvalidInput',
          message: 'Root users can only approve delegation requests with a duration of 4 hours or less.',
        },
      })
      const id = await there.request(await there.makeTemplate(getsUsers), { SessionDuration: 14_400 })
      await there.release(id, root)
      const { ExchangeToken: TradeInToken } = await receiver.message(id, 'ExchangeToken')
      const answer = answered(
        await sdkDoorway.call(aside, there.provider(), 'sts', 'GetDelegatedAccessToken', { TradeInToken }),
      )
      expect(answer.AssumedPrincipal).toBe(`arn:aws:iam::${aside.trusting.id}:root`)
      const keys = keysOf(answer.Credentials)
      answered(await ask('GetUser', { UserName: 'admin' }, keys))
      denied(await ask('ListUsers', {}, keys))
    } finally {
      await aside.close()
    }
  })
})

describe('the events of delegated access', () => {
  it('name the requestor beside the approver, and hold no token', async () => {
    const foundation: Foundation = await testFoundation()
    const to = { host: '127.0.0.1', port: 0, notificationsUrl: receiver.url }
    const running = await serve(foundation, to, silentLog)
    const [trusted, trusting] = (running.created ?? []).map(({ account, accessKeys: [key] }) => ({
      id: account,
      admin: { accessKeyId: key?.id ?? '', secretAccessKey: key?.secret ?? '' },
    }))
    if (!trusted || !trusting) throw new Error('the bootstrap made no two accounts')
    try {
      const aside = { ...server, ...running, trusted, trusting, ...clientsTo(running.url) } as TestServer
      const ask = iamCallsTo(() => aside)
      const there = delegationScene(() => aside, ask)
      const id = await there.request(await there.makeTemplate(getsUsers))
      await there.release(id)
      const { ExchangeToken: TradeInToken = '' } = await receiver.message(id, 'ExchangeToken')
      const traded = answered(
        await sdkDoorway.call(aside, there.provider(), 'sts', 'GetDelegatedAccessToken', { TradeInToken }),
      )
      answered(await ask('GetUser', { UserName: 'admin' }, keysOf(traded.Credentials)))
      const eventsIn = async (account: string) =>
        (await foundation.store.events(accountId(account), { limit: 50 })).map(({ event }) =>
          JSON.parse(event),
        )
      const [used] = await eventsIn(trusting.id)
      expect(used).toMatchObject({
        eventName: 'GetUser',
        userIdentity: {
          type: 'IAMUser',
          userName: 'admin',
          accountId: trusting.id,
          invokedByDelegate: { accountId: trusted.id },
        },
      })
      const all = [...(await eventsIn(trusted.id)), ...(await eventsIn(trusting.id))]
      expect(all.map(({ eventName }) => eventName)).toEqual(
        expect.arrayContaining(['CreateDelegationRequest', 'GetDelegatedAccessToken', 'SendDelegationToken']),
      )
      const text = JSON.stringify(all)
      expect(text).not.toContain(TradeInToken)
      expect(text).not.toContain(traded.Credentials.SecretAccessKey)
    } finally {
      await running.close()
    }
  })
})

function clientsTo(endpoint: string): Pick<TestServer, 'iam' | 'sts'> {
  const configuration = (credentials: Keys) => ({
    endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  })
  return {
    iam: keys => new IAMClient(configuration(keys)),
    sts: keys => new STSClient(configuration(keys)),
  }
}
