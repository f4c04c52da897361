import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate } from './support/certificates.ts'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { samlMetadata, samlSigner } from './support/saml-metadata.ts'
import { allow, fresh, makeUser } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-saml-providers', () => server)
const done = { ok: {} }
const metadata = samlMetadata()
const absent = 'arn:aws:iam::111111111111:saml-provider/nobody'
const notThere = refused('NoSuchEntity', `Manifest not found for arn ${absent}`)
const unreadable = refused('InvalidInput', 'Could not parse metadata')

const pemOfRsa = (modulusLength: number) =>
  generateKeyPairSync('rsa', { modulusLength }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const privateKey = pemOfRsa(2048)

async function newProvider(input: object = {}): Promise<string> {
  const asked = { Name: fresh('Provider'), SAMLMetadataDocument: metadata, ...input }
  return answered(await call('CreateSAMLProvider', asked)).SAMLProviderArn
}

async function shown(SAMLProviderArn: string) {
  return answered(await call('GetSAMLProvider', { SAMLProviderArn }))
}

describe('a SAML provider', () => {
  eachDoorway('is made, shown, listed and deleted exactly as by AWS', async call => {
    const Name = fresh('Provider')
    const SAMLProviderArn = `arn:aws:iam::${server.trusted.id}:saml-provider/${Name}`
    const Tags = [{ Key: 'Team', Value: 'Red' }]
    const input = { Name, SAMLMetadataDocument: metadata, Tags }
    expect(await call('CreateSAMLProvider', input)).toEqual({ ok: { SAMLProviderArn, Tags } })
    const found = answered(await call('GetSAMLProvider', { SAMLProviderArn }))
    expect(found).toEqual({
      SAMLProviderUUID: expect.stringMatching(/^[A-Z0-9]{22,64}$/),
      SAMLMetadataDocument: metadata,
      CreateDate: expect.any(Date),
      ValidUntil: expect.any(Date),
      AssertionEncryptionMode: 'Allowed',
      PrivateKeyList: [],
      Tags,
    })
    const { CreateDate, ValidUntil } = found
    expect(ValidUntil.getUTCFullYear()).toBe(CreateDate.getUTCFullYear() + 100)
    const list = answered(await call('ListSAMLProviders'))
    expect(list.SAMLProviderList).toContainEqual({ Arn: SAMLProviderArn, CreateDate, ValidUntil })
    expect(await call('DeleteSAMLProvider', { SAMLProviderArn })).toEqual(done)
    expect(await call('DeleteSAMLProvider', { SAMLProviderArn })).toEqual(
      refused('NoSuchEntity', `Manifest not found for arn ${SAMLProviderArn}`),
    )
  })

  it('has a name of its own, whatever the case', async () => {
    const Name = fresh('Provider')
    await newProvider({ Name })
    const again = { Name: Name.toUpperCase(), SAMLMetadataDocument: metadata }
    expect(await call('CreateSAMLProvider', again)).toEqual(
      refused('EntityAlreadyExists', `Provider with name ${Name.toUpperCase()} already exists.`),
    )
  })

  eachDoorway('takes new metadata, and is valid as long as that says', async call => {
    const SAMLProviderArn = await newProvider()
    const SAMLMetadataDocument = samlMetadata({ validUntil: '2042-01-02T03:04:05Z' })
    expect(await call('UpdateSAMLProvider', { SAMLProviderArn, SAMLMetadataDocument })).toEqual({
      ok: { SAMLProviderArn },
    })
    const ValidUntil = new Date('2042-01-02T03:04:05Z')
    expect(await shown(SAMLProviderArn)).toMatchObject({ SAMLMetadataDocument, ValidUntil })
    const useless = { SAMLProviderArn, SAMLMetadataDocument: 'x'.repeat(1000) }
    expect(await call('UpdateSAMLProvider', useless)).toEqual(unreadable)
    expect(await shown(SAMLProviderArn)).toMatchObject({ SAMLMetadataDocument, ValidUntil })
  })

  eachDoorway('is tagged, in pages', async call => {
    const SAMLProviderArn = await newProvider({ Tags: [{ Key: 'a', Value: '1' }] })
    const Tags = [
      { Key: 'A', Value: '2' },
      { Key: 'b', Value: '3' },
    ]
    expect(await call('TagSAMLProvider', { SAMLProviderArn, Tags })).toEqual(done)
    const input = { SAMLProviderArn, MaxItems: 2 }
    const found = await pages(call, 'ListSAMLProviderTags', input, 'Tags')
    expect(found.map(page => page.map(tag => tag.Key))).toEqual([['A', 'a'], ['b']])
    expect(await call('UntagSAMLProvider', { SAMLProviderArn, TagKeys: ['A', 'a', 'b'] })).toEqual(done)
    expect(await shown(SAMLProviderArn)).toHaveProperty('Tags', [])
  })

  it.each(['GetSAMLProvider', 'UpdateSAMLProvider', 'DeleteSAMLProvider', 'ListSAMLProviderTags'])(
    'that is not there: %s',
    async operation => {
      expect(await call(operation, { SAMLProviderArn: absent })).toEqual(notThere)
    },
  )

  it('is one of a hundred at most', async () => {
    const admin = server.trusting.admin
    const make = () =>
      call('CreateSAMLProvider', { Name: fresh('Provider'), SAMLMetadataDocument: metadata }, admin)
    for (let count = 0; count < 100; count++) answered(await make())
    expect(await make()).toEqual(
      refused('LimitExceeded', 'Cannot exceed quota for SAMLProvidersPerAccount: 100'),
    )
  })

  it('is decided on by its ARN', async () => {
    const mine = await newProvider()
    const other = await newProvider()
    const user = await makeUser(server, server.trusted, allow('iam:*SAMLProvider*', mine))
    const get = (SAMLProviderArn: string) => call('GetSAMLProvider', { SAMLProviderArn }, user.keys)
    expect(await get(mine)).toHaveProperty('ok')
    expect(await get(other)).toEqual(
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:GetSAMLProvider on resource: ${other} because no identity-based policy allows the iam:GetSAMLProvider action`,
      ),
    )
    expect(await call('ListSAMLProviders', {}, user.keys)).toHaveProperty('refused.code', 'AccessDenied')
  })
})

describe('metadata', () => {
  const create = (SAMLMetadataDocument: string) =>
    call('CreateSAMLProvider', { Name: fresh('Provider'), SAMLMetadataDocument })
  const signer = samlSigner()
  const good = samlMetadata({ certificates: [signer] })

  it('may hold several certificates, of RSA and of elliptic curves', async () => {
    const certificates = [signer, samlSigner(), makeCertificate()]
    expect(await create(samlMetadata({ certificates }))).toHaveProperty('ok')
  })

  it.each([
    ['is no XML', () => 'x'.repeat(1000)],
    ['is cut off', () => good.slice(0, -20)],
    ['has no certificate', () => samlMetadata({ certificates: [] }) + ' '.repeat(1000)],
    [
      'has a certificate that is none',
      () => good.replace(/<ds:X509Certificate>.{20}/, '<ds:X509Certificate>'),
    ],
    ['has no entity id', () => good.replace(/ entityID="[^"]*"/, '')],
    ['is of another namespace', () => good.replace('SAML:2.0:metadata', 'SAML:9.9:metadata')],
    ['is not for SAML 2.0', () => good.replace('SAML:2.0:protocol', 'SAML:1.1:protocol')],
    ['is a service provider', () => good.replaceAll('IDPSSODescriptor', 'SPSSODescriptor')],
    ['begins with a byte order mark', () => `\ufeff${good}`],
    [
      'declares a document type',
      () => good.replace('<md:Entity', '<!DOCTYPE x [<!ENTITY a "b">]><md:Entity'),
    ],
    [
      'expands entities without end',
      () =>
        good.replace(
          '<md:Entity',
          '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><md:Entity',
        ),
    ],
    ['is nested without end', () => good.replace('<md:NameID', `${'<a>'.repeat(50_000)}<md:NameID`)],
    ['has elements without end', () => good.replace('<md:NameID', `${'<a/>'.repeat(50_000)}<md:NameID`)],
    [
      'has attributes without end',
      () =>
        good.replace(
          'WantAuthn',
          `${Array.from({ length: 5000 }, (_, index) => `a${index}="" `).join('')}WantAuthn`,
        ),
    ],
  ])('that %s is refused', async (_, text) => {
    expect(await create(text())).toEqual(unreadable)
  })
})

describe('encrypted assertions', () => {
  eachDoorway(
    'are set up with up to two private keys, of which nobody is shown more than the id',
    async call => {
      const Name = fresh('Provider')
      const input = {
        Name,
        SAMLMetadataDocument: metadata,
        AssertionEncryptionMode: 'Required',
        AddPrivateKey: privateKey,
      }
      const { SAMLProviderArn } = answered(await call('CreateSAMLProvider', input))
      const first = await shown(SAMLProviderArn)
      expect(first).toMatchObject({
        AssertionEncryptionMode: 'Required',
        PrivateKeyList: [{ KeyId: expect.stringMatching(/^[A-Z0-9]{22,64}$/), Timestamp: expect.any(Date) }],
      })
      expect(JSON.stringify(first)).not.toContain('PRIVATE KEY')
      const update = (change: object) => call('UpdateSAMLProvider', { SAMLProviderArn, ...change })
      expect(await update({ AddPrivateKey: privateKey })).toEqual({ ok: { SAMLProviderArn } })
      expect(await update({ AddPrivateKey: privateKey })).toEqual(
        refused('LimitExceeded', 'Cannot exceed quota for PrivateKeysPerSAMLProvider: 2'),
      )
      const KeyId = first.PrivateKeyList[0].KeyId
      expect(await update({ RemovePrivateKey: KeyId })).toEqual({ ok: { SAMLProviderArn } })
      expect((await shown(SAMLProviderArn)).PrivateKeyList).toHaveLength(1)
      expect(await update({ RemovePrivateKey: KeyId })).toHaveProperty('refused.code', 'NoSuchEntity')
    },
  )

  it('are not required of those whose assertions nobody could decrypt', async () => {
    const create = (input: object) =>
      call('CreateSAMLProvider', { Name: fresh('Provider'), SAMLMetadataDocument: metadata, ...input })
    const needsKey = { refused: { code: 'InvalidInput', message: expect.stringContaining('private key') } }
    expect(await create({ AssertionEncryptionMode: 'Required' })).toEqual(needsKey)
    expect(await create({ AssertionEncryptionMode: 'Allowed' })).toHaveProperty('ok')
    const AddPrivateKey = privateKey
    const SAMLProviderArn = await newProvider({ AssertionEncryptionMode: 'Required', AddPrivateKey })
    const RemovePrivateKey = (await shown(SAMLProviderArn)).PrivateKeyList[0].KeyId
    const remove = (change: object) =>
      call('UpdateSAMLProvider', { SAMLProviderArn, RemovePrivateKey, ...change })
    expect(await remove({})).toEqual(needsKey)
    expect(await remove({ AssertionEncryptionMode: 'Allowed' })).toHaveProperty('ok')
  })

  it.each([
    ['is none', () => 'not a key'],
    ['is of an elliptic curve', () => makeCertificate().privateKey],
    ['is short', () => pemOfRsa(1024)],
  ])('are not decrypted with a key that %s', async (_, text) => {
    const SAMLProviderArn = await newProvider()
    expect(await call('UpdateSAMLProvider', { SAMLProviderArn, AddPrivateKey: text() })).toEqual(
      refused('InvalidInput', 'The private key must be an RSA key in PEM format.'),
    )
  })
})
