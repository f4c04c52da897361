import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate } from './support/certificates.ts'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { allow, fresh, makeUser } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-oidc-providers', () => server)
const done = { ok: {} }
const thumbprint = '0123456789abcdef0123456789abcdef01234567'
const other = 'fedcba9876543210fedcba9876543210fedcba98'
const absent = 'arn:aws:iam::111111111111:oidc-provider/nowhere.example.com'
const notThere = refused('NoSuchEntity', `OpenIDConnect Provider not found for arn ${absent}`)

const freshHost = () => `${fresh('idp')}.example.com`

async function newProvider(input: object = {}): Promise<string> {
  const Url = `https://${freshHost()}`
  const created = await call('CreateOpenIDConnectProvider', { Url, ThumbprintList: [thumbprint], ...input })
  return answered(created).OpenIDConnectProviderArn
}

async function shown(OpenIDConnectProviderArn: string) {
  return answered(await call('GetOpenIDConnectProvider', { OpenIDConnectProviderArn }))
}

describe('an OIDC provider', () => {
  eachDoorway('is made, shown, listed and deleted exactly as by AWS', async call => {
    const host = `${freshHost()}/id/Ab12`
    const OpenIDConnectProviderArn = `arn:aws:iam::${server.trusted.id}:oidc-provider/${host}`
    const input = {
      Url: `https://${host}`,
      ClientIDList: ['sts.amazonaws.com', 'app', 'app'],
      ThumbprintList: [thumbprint],
      Tags: [
        { Key: 'team', Value: 'Red' },
        { Key: 'Team', Value: 'Blue' },
      ],
    }
    const Tags = input.Tags.toReversed()
    expect(await call('CreateOpenIDConnectProvider', input)).toEqual({
      ok: { OpenIDConnectProviderArn, Tags },
    })
    expect(await call('GetOpenIDConnectProvider', { OpenIDConnectProviderArn })).toEqual({
      ok: {
        Url: host,
        ClientIDList: ['sts.amazonaws.com', 'app'],
        ThumbprintList: [thumbprint],
        CreateDate: expect.any(Date),
        Tags,
      },
    })
    const list = answered(await call('ListOpenIDConnectProviders'))
    expect(list.OpenIDConnectProviderList).toContainEqual({ Arn: OpenIDConnectProviderArn })
    expect(await call('DeleteOpenIDConnectProvider', { OpenIDConnectProviderArn })).toEqual(done)
    expect(await call('GetOpenIDConnectProvider', { OpenIDConnectProviderArn })).toEqual(
      refused('NoSuchEntity', `OpenIDConnect Provider not found for arn ${OpenIDConnectProviderArn}`),
    )
    expect(await call('DeleteOpenIDConnectProvider', { OpenIDConnectProviderArn })).toEqual(
      refused('NoSuchEntity', `OpenId connect Provider ${OpenIDConnectProviderArn} cannot be found.`),
    )
  })

  eachDoorway('is there once, in the letters of its URL', async call => {
    const Url = `https://${freshHost()}/Path`
    const input = { Url, ThumbprintList: [thumbprint] }
    expect(await call('CreateOpenIDConnectProvider', input)).toHaveProperty('ok')
    expect(await call('CreateOpenIDConnectProvider', input)).toEqual(
      refused('EntityAlreadyExists', `Provider with url ${Url} already exists.`),
    )
    const otherCase = { ...input, Url: Url.replace('/Path', '/path') }
    expect(await call('CreateOpenIDConnectProvider', otherCase)).toHaveProperty('ok')
  })

  eachDoorway('takes client ids and gives them up, any number of times', async call => {
    const OpenIDConnectProviderArn = await newProvider({ ClientIDList: ['one'] })
    for (let time = 0; time < 2; time++) {
      const input = { OpenIDConnectProviderArn, ClientID: 'two' }
      expect(await call('AddClientIDToOpenIDConnectProvider', input)).toEqual(done)
    }
    expect(await shown(OpenIDConnectProviderArn)).toMatchObject({ ClientIDList: ['one', 'two'] })
    for (let time = 0; time < 2; time++) {
      const input = { OpenIDConnectProviderArn, ClientID: 'one' }
      expect(await call('RemoveClientIDFromOpenIDConnectProvider', input)).toEqual(done)
    }
    expect(await shown(OpenIDConnectProviderArn)).toMatchObject({ ClientIDList: ['two'] })
  })

  eachDoorway('has its thumbprints replaced as a whole', async call => {
    const OpenIDConnectProviderArn = await newProvider()
    const ThumbprintList = [other]
    const input = { OpenIDConnectProviderArn, ThumbprintList }
    expect(await call('UpdateOpenIDConnectProviderThumbprint', input)).toEqual(done)
    expect(await shown(OpenIDConnectProviderArn)).toMatchObject({ ThumbprintList })
    const tooMany = { OpenIDConnectProviderArn, ThumbprintList: Array(6).fill(other) }
    expect(await call('UpdateOpenIDConnectProviderThumbprint', tooMany)).toEqual(
      refused('InvalidInput', 'Thumbprint list must contain fewer than 5 entries.'),
    )
  })

  eachDoorway('is tagged, in pages, with regard to case', async call => {
    const OpenIDConnectProviderArn = await newProvider({ Tags: [{ Key: 'a', Value: '1' }] })
    const Tags = [
      { Key: 'A', Value: '2' },
      { Key: 'b', Value: '3' },
    ]
    expect(await call('TagOpenIDConnectProvider', { OpenIDConnectProviderArn, Tags })).toEqual(done)
    const input = { OpenIDConnectProviderArn, MaxItems: 2 }
    const found = await pages(call, 'ListOpenIDConnectProviderTags', input, 'Tags')
    expect(found.map(page => page.map(tag => tag.Key))).toEqual([['A', 'a'], ['b']])
    const TagKeys = ['A', 'b']
    expect(await call('UntagOpenIDConnectProvider', { OpenIDConnectProviderArn, TagKeys })).toEqual(done)
    expect(await shown(OpenIDConnectProviderArn)).toMatchObject({ Tags: [{ Key: 'a', Value: '1' }] })
  })

  it.each([
    'GetOpenIDConnectProvider',
    'AddClientIDToOpenIDConnectProvider',
    'RemoveClientIDFromOpenIDConnectProvider',
    'UpdateOpenIDConnectProviderThumbprint',
    'TagOpenIDConnectProvider',
    'UntagOpenIDConnectProvider',
    'ListOpenIDConnectProviderTags',
  ])('that is not there: %s', async operation => {
    const input = {
      OpenIDConnectProviderArn: absent,
      ClientID: 'app',
      ThumbprintList: [thumbprint],
      Tags: [],
      TagKeys: [],
    }
    expect(await call(operation, input)).toEqual(notThere)
  })

  it.each([
    'arn:aws:iam::111111111111:saml-provider/x',
    'arn:aws:iam::111111111111:role/x',
    'just-some-long-text',
  ])('is not named by %s', async arn => {
    for (const operation of ['GetOpenIDConnectProvider', 'DeleteOpenIDConnectProvider']) {
      const outcome = await call(operation, { OpenIDConnectProviderArn: arn })
      expect(outcome).toHaveProperty('refused.code', 'ValidationError')
    }
  })

  const none = refused('ValidationError', 'Invalid Open ID Connect Provider URL')
  const unfit = refused('InvalidInput', 'Invalid Open ID Connect Provider URL.')
  const open = refused(
    'InvalidInput',
    'Invalid Open ID Connect Provider URL. The URL must begin with https://.',
  )

  it.each([
    ['http://idp.example.com', open],
    ['https://', none],
    ['https://idp.example.com?tenant=a', unfit],
    ['https://idp.example.com/#a', unfit],
    ['https://user:password@idp.example.com', unfit],
    ['https://idp.example.com/*', unfit],
    ['http://localhost.example.com', open],
    ['http://127.0.0.1.example.com', open],
    ['idp.example.com', none],
  ])('has no URL like %s', async (Url, refusal) => {
    expect(await call('CreateOpenIDConnectProvider', { Url, ThumbprintList: [thumbprint] })).toEqual(refusal)
  })

  it('has its thumbprints shown in small letters', async () => {
    const Url = `https://${fresh('letters')}.example.com`
    const ThumbprintList = [thumbprint.toUpperCase()]
    const made = answered(await call('CreateOpenIDConnectProvider', { Url, ThumbprintList }))
    const named = { OpenIDConnectProviderArn: made.OpenIDConnectProviderArn }
    expect((await shown(made.OpenIDConnectProviderArn)).ThumbprintList).toEqual([thumbprint.toLowerCase()])
    await call('UpdateOpenIDConnectProviderThumbprint', { ...named, ThumbprintList: ['AB'.repeat(20)] })
    expect((await shown(made.OpenIDConnectProviderArn)).ThumbprintList).toEqual(['ab'.repeat(20)])
  })

  it.each(['http://127.0.0.1:8080', 'http://localhost/realms/test', 'http://[::1]:9000/x'])(
    'of this machine needs no TLS, and no thumbprint: %s',
    async Url => {
      const { OpenIDConnectProviderArn } = answered(await call('CreateOpenIDConnectProvider', { Url }))
      expect(OpenIDConnectProviderArn).toBe(
        `arn:aws:iam::${server.trusted.id}:oidc-provider/${Url.slice('http://'.length)}`,
      )
      expect(await shown(OpenIDConnectProviderArn)).toEqual({
        Url: Url.slice('http://'.length),
        CreateDate: expect.any(Date),
        ClientIDList: [],
        ThumbprintList: [],
        Tags: [],
      })
    },
  )

  it('has one hundred client ids at most', async () => {
    const ClientIDList = Array.from({ length: 101 }, (_, index) => `app-${index}`)
    const full = refused('LimitExceeded', 'Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100')
    const Url = `https://${freshHost()}`
    const input = { Url, ThumbprintList: [thumbprint] }
    expect(await call('CreateOpenIDConnectProvider', { ...input, ClientIDList })).toEqual(full)
    const OpenIDConnectProviderArn = await newProvider({ ClientIDList: ClientIDList.slice(1) })
    const add = (ClientID: string) =>
      call('AddClientIDToOpenIDConnectProvider', { OpenIDConnectProviderArn, ClientID })
    expect(await add('app-0')).toEqual(full)
    expect(await add('app-1')).toEqual(done)
  })

  it('is one of a hundred at most, and counted', async () => {
    const admin = server.trusting.admin
    const make = () =>
      call('CreateOpenIDConnectProvider', { Url: `https://${freshHost()}`, ThumbprintList: [other] }, admin)
    for (let count = 0; count < 100; count++) answered(await make())
    expect(await make()).toEqual(
      refused('LimitExceeded', 'Cannot exceed quota for OpenIdConnectProvidersPerAccount: 100'),
    )
    const list = answered(await call('ListOpenIDConnectProviders', {}, admin))
    expect(list.OpenIDConnectProviderList).toHaveLength(100)
    const summary = answered(await call('GetAccountSummary', {}, admin))
    expect(summary.SummaryMap.Providers).toBe(100)
  })
})

describe('thumbprints that are not given', () => {
  it('are read from the server: the topmost certificate that it presents', async () => {
    const authority = makeCertificate()
    const leaf = makeCertificate({ issuer: authority })
    const tls = createServer({ cert: leaf.pem + authority.pem, key: leaf.privateKey }, socket => socket.end())
    tls.listen(0, '127.0.0.1')
    await once(tls, 'listening')
    const { port } = tls.address() as AddressInfo
    const OpenIDConnectProviderArn = answered(
      await call('CreateOpenIDConnectProvider', { Url: `https://127.0.0.1:${port}` }),
    ).OpenIDConnectProviderArn
    tls.close()
    const top = createHash('sha1').update(new X509Certificate(authority.pem).raw).digest('hex')
    expect(await shown(OpenIDConnectProviderArn)).toMatchObject({ ThumbprintList: [top] })
  })

  it('cannot be had of a server that does not answer', async () => {
    const Url = 'https://127.0.0.1:1'
    expect(await call('CreateOpenIDConnectProvider', { Url })).toHaveProperty(
      'refused.code',
      'OpenIdIdpCommunicationError',
    )
  })
})

describe('who may', () => {
  const named = (operation: string, user: { arn: string }, resource: string) =>
    refused(
      'AccessDenied',
      `User: ${user.arn} is not authorized to perform: iam:${operation} on resource: ${resource} because no identity-based policy allows the iam:${operation} action`,
    )

  it('is decided on the provider, by its ARN and its tags', async () => {
    const red = await newProvider({ Tags: [{ Key: 'Team', Value: 'Red' }] })
    const blue = await newProvider({ Tags: [{ Key: 'Team', Value: 'Blue' }] })
    const condition = { StringEquals: { 'aws:ResourceTag/Team': 'Red' } }
    const get = allow('iam:GetOpenIDConnectProvider', '*', condition)
    const user = await makeUser(server, server.trusted, get, allow('iam:DeleteOpenIDConnectProvider', blue))
    const asUser = (operation: string, OpenIDConnectProviderArn: string) =>
      call(operation, { OpenIDConnectProviderArn }, user.keys)
    expect(await asUser('GetOpenIDConnectProvider', red)).toHaveProperty('ok')
    expect(await asUser('GetOpenIDConnectProvider', blue)).toEqual(
      named('GetOpenIDConnectProvider', user, blue),
    )
    expect(await asUser('DeleteOpenIDConnectProvider', red)).toEqual(
      named('DeleteOpenIDConnectProvider', user, red),
    )
    expect(await asUser('DeleteOpenIDConnectProvider', blue)).toEqual(done)
  })

  it('needs a permission of its own to make one with tags', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:CreateOpenIDConnectProvider', '*'))
    const host = freshHost()
    const input = { Url: `https://${host}`, ThumbprintList: [thumbprint] }
    const tagged = { ...input, Tags: [{ Key: 'a', Value: 'b' }] }
    expect(await call('CreateOpenIDConnectProvider', tagged, user.keys)).toEqual(
      named('TagOpenIDConnectProvider', user, `arn:aws:iam::${server.trusted.id}:oidc-provider/${host}`),
    )
    expect(await call('CreateOpenIDConnectProvider', input, user.keys)).toHaveProperty('ok')
  })

  it('lists all or none', async () => {
    const user = await makeUser(server, server.trusted)
    expect(await call('ListOpenIDConnectProviders', {}, user.keys)).toEqual(
      named('ListOpenIDConnectProviders', user, `arn:aws:iam::${server.trusted.id}:oidc-provider/*`),
    )
  })

  it('is not for the administrators of another account', async () => {
    const OpenIDConnectProviderArn = await newProvider()
    for (const operation of ['GetOpenIDConnectProvider', 'DeleteOpenIDConnectProvider']) {
      const outcome = await call(operation, { OpenIDConnectProviderArn }, server.trusting.admin)
      expect(outcome).toHaveProperty('refused.code', 'AccessDenied')
    }
    expect(await shown(OpenIDConnectProviderArn)).toHaveProperty('Url')
  })
})
