import { createECDH, createPrivateKey, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  integer,
  makeCertificate,
  oid,
  pemOf,
  sequence,
  type TestCertificate,
  tlv,
} from './support/certificates.ts'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, type IamCall, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { allow, fresh, makeUser } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-server-certificates', () => server)
const done = { ok: {} }
const missing = (name: string) =>
  refused('NoSuchEntity', `The Server Certificate with name ${name} cannot be found.`)
const malformed = (message: string) => refused('MalformedCertificate', message)
const unreadable = malformed('Unable to parse certificate. Please ensure the certificate is in PEM format.')
const badKey = malformed('Invalid Private Key.')
const badChain = (index: number) =>
  malformed(
    `Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order. The index within the chain of the invalid certificate is: ${index}`,
  )

/** What a certificate is uploaded with. */
const of = ({ pem, privateKey }: TestCertificate) => ({ CertificateBody: pem, PrivateKey: privateKey })
const some = makeCertificate()

/** The limit of an account leaves room for one file's certificates only if none is left behind. */
async function upload(input: object = {}, through: IamCall = call) {
  const ServerCertificateName = fresh('Certificate')
  const outcome = await through('UploadServerCertificate', { ServerCertificateName, ...of(some), ...input })
  if ('ok' in outcome) uploaded.push(ServerCertificateName)
  return { ServerCertificateName, outcome }
}
const uploaded: string[] = []

async function newCertificate(input: object = {}): Promise<string> {
  const { ServerCertificateName, outcome } = await upload(input)
  answered(outcome)
  return ServerCertificateName
}

async function clear(): Promise<void> {
  for (const ServerCertificateName of uploaded.splice(0)) {
    await call('DeleteServerCertificate', { ServerCertificateName })
  }
}

describe('a server certificate', () => {
  afterAll(clear)

  eachDoorway('is uploaded, shown and listed exactly as by AWS', async call => {
    const path = `/${fresh('web')}/`
    const to = new Date('2047-01-02T03:04:05Z')
    const certificate = makeCertificate({ kind: 'rsa', to })
    const { ServerCertificateName, outcome } = await upload({ Path: path, ...of(certificate) }, call)
    const metadata = {
      Path: path,
      ServerCertificateName,
      ServerCertificateId: expect.stringMatching(/^ASCA[A-Z2-7]{17}$/),
      Arn: `arn:aws:iam::${server.trusted.id}:server-certificate${path}${ServerCertificateName}`,
      UploadDate: expect.any(Date),
      Expiration: to,
    }
    expect(outcome).toEqual({ ok: { ServerCertificateMetadata: metadata } })
    const ServerCertificate = {
      ServerCertificateMetadata: metadata,
      CertificateBody: certificate.pem.trim(),
      Tags: [],
    }
    expect(
      await call('GetServerCertificate', { ServerCertificateName: ServerCertificateName.toUpperCase() }),
    ).toEqual({ ok: { ServerCertificate } })
    expect(await call('ListServerCertificates', { PathPrefix: path })).toEqual({
      ok: { ServerCertificateMetadataList: [metadata], IsTruncated: false },
    })
  })

  it('has a name of its own, whatever the case', async () => {
    const ServerCertificateName = (await newCertificate()).toUpperCase()
    const taken = refused(
      'EntityAlreadyExists',
      `The Server Certificate with name ${ServerCertificateName} already exists.`,
    )
    expect((await upload({ ServerCertificateName })).outcome).toEqual(taken)
    const other = { ServerCertificateName: await newCertificate() }
    expect(
      await call('UpdateServerCertificate', { ...other, NewServerCertificateName: ServerCertificateName }),
    ).toEqual(taken)
  })

  eachDoorway('is renamed, moved and deleted', async call => {
    const ServerCertificateName = await newCertificate()
    const renamed = { ServerCertificateName: fresh('Renamed') }
    const change = { NewServerCertificateName: renamed.ServerCertificateName, NewPath: '/moved/' }
    const before = answered(await call('GetServerCertificate', { ServerCertificateName })).ServerCertificate
    expect(await call('UpdateServerCertificate', { ServerCertificateName, ...change })).toEqual(done)
    expect(await call('GetServerCertificate', { ServerCertificateName })).toEqual(
      missing(ServerCertificateName),
    )
    const { ServerCertificateMetadata, ...rest } = before
    const Arn = `arn:aws:iam::${server.trusted.id}:server-certificate/moved/${renamed.ServerCertificateName}`
    expect(answered(await call('GetServerCertificate', renamed)).ServerCertificate).toEqual({
      ...rest,
      ServerCertificateMetadata: { ...ServerCertificateMetadata, ...renamed, Path: '/moved/', Arn },
    })
    expect(await call('DeleteServerCertificate', renamed)).toEqual(done)
    expect(await call('DeleteServerCertificate', renamed)).toEqual(missing(renamed.ServerCertificateName))
  })

  it('is renamed only by who may for both names', async () => {
    const ServerCertificateName = await newCertificate()
    const arn = `arn:aws:iam::${server.trusted.id}:server-certificate/${ServerCertificateName}`
    const change = { ServerCertificateName, NewServerCertificateName: `${ServerCertificateName}-new` }
    const ofOne = await makeUser(server, server.trusted, allow('iam:UpdateServerCertificate', arn))
    const ofBoth = await makeUser(server, server.trusted, allow('iam:UpdateServerCertificate', `${arn}*`))
    expect(await call('UpdateServerCertificate', change, ofOne.keys)).toMatchObject({
      refused: { code: 'AccessDenied', message: expect.stringContaining(`${arn}-new`) },
    })
    expect(await call('UpdateServerCertificate', change, ofBoth.keys)).toEqual(done)
    answered(await call('DeleteServerCertificate', { ServerCertificateName: `${ServerCertificateName}-new` }))
  })

  eachDoorway('has tags', async call => {
    const tags = (...keys: string[]) => keys.map(Key => ({ Key, Value: 'v' }))
    const { ServerCertificateName, outcome } = await upload({ Tags: tags('b') })
    expect(answered(outcome).Tags).toEqual(tags('b'))
    expect(await call('TagServerCertificate', { ServerCertificateName, Tags: tags('a', 'B') })).toEqual(done)
    expect(await call('UntagServerCertificate', { ServerCertificateName, TagKeys: ['a'] })).toEqual(done)
    expect(await call('ListServerCertificateTags', { ServerCertificateName })).toEqual({
      ok: { IsTruncated: false, Tags: tags('B', 'b') },
    })
    const shown = answered(await call('GetServerCertificate', { ServerCertificateName })).ServerCertificate
    expect(shown.Tags).toEqual(expect.arrayContaining(tags('B', 'b')))
  })

  it('is tagged at once only by who may tag', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:UploadServerCertificate', '*'))
    const asUser: IamCall = (operation, input) => call(operation, input, user.keys)
    const Tags = [{ Key: 'a', Value: 'b' }]
    expect((await upload({ Tags }, asUser)).outcome).toMatchObject({
      refused: { code: 'AccessDenied', message: expect.stringContaining('iam:TagServerCertificate') },
    })
    expect((await upload({}, asUser)).outcome).toHaveProperty('ok')
  })

  it.each([
    'GetServerCertificate',
    'UpdateServerCertificate',
    'DeleteServerCertificate',
    'TagServerCertificate',
    'UntagServerCertificate',
    'ListServerCertificateTags',
  ])('that is not there: %s', async operation => {
    const input = { ServerCertificateName: 'nothing', Tags: [], TagKeys: [] }
    expect(await call(operation, input)).toEqual(missing('nothing'))
  })

  it('is one of 20 at most, counted and listed in pages', async () => {
    const admin = server.trusting.admin
    const make = () =>
      call('UploadServerCertificate', { ServerCertificateName: fresh('C'), ...of(some) }, admin)
    for (let count = 0; count < 20; count++) answered(await make())
    expect(await make()).toEqual(
      refused('LimitExceeded', 'Cannot exceed quota for ServerCertificatesPerAccount: 20'),
    )
    expect(answered(await call('GetAccountSummary', {}, admin)).SummaryMap).toMatchObject({
      ServerCertificates: 20,
      ServerCertificatesQuota: 20,
    })
    const found = await pages(
      (operation, page) => call(operation, page, admin),
      'ListServerCertificates',
      { MaxItems: 15 },
      'ServerCertificateMetadataList',
    )
    expect(found.map(page => page.length)).toEqual([15, 5])
  })
})

describe('what is uploaded', () => {
  afterAll(clear)

  it.each(['rsa', 'ec'] as const)('may be of a key of kind %s', async kind => {
    expect((await upload(of(makeCertificate({ kind })))).outcome).toHaveProperty('ok')
  })

  it('may have a key in any of the plain forms', async () => {
    const { pem, key } = makeCertificate({ kind: 'rsa' })
    const PrivateKey = key.export({ format: 'pem', type: 'pkcs1' })
    expect((await upload({ CertificateBody: pem, PrivateKey })).outcome).toHaveProperty('ok')
    const curved = makeCertificate({ kind: 'ec' })
    const parameters = pemOf('EC PARAMETERS', oid('2a8648ce3d030107'))
    const ecKey = curved.key.export({ format: 'pem', type: 'sec1' })
    const input = { CertificateBody: curved.pem, PrivateKey: `${parameters}${ecKey}` }
    expect((await upload(input)).outcome).toHaveProperty('ok')
  })

  it('comes back in regular lines, without white space around it', async () => {
    const certificate = makeCertificate()
    const CertificateBody = `\n  ${certificate.pem.replaceAll('\n', '\r\n')}\n\n`
    const name = { ServerCertificateName: await newCertificate({ ...of(certificate), CertificateBody }) }
    const shown = answered(await call('GetServerCertificate', name)).ServerCertificate
    expect(shown.CertificateBody).toBe(certificate.pem.trim())
    expect(JSON.stringify(shown)).not.toContain('PRIVATE KEY')
  })

  it('has the key of the certificate', async () => {
    for (const other of [makeCertificate(), makeCertificate({ kind: 'rsa' })]) {
      expect((await upload({ PrivateKey: other.privateKey })).outcome).toEqual(
        refused('KeyPairMismatch', "Public key certificate and private key doesn't match."),
      )
    }
  })

  it('is valid now', async () => {
    const hour = 60 * 60 * 1000
    const late = makeCertificate({ to: new Date(Date.now() - hour) })
    const early = makeCertificate({ from: new Date(Date.now() + hour) })
    expect((await upload(of(late))).outcome).toEqual(malformed('The certificate has expired.'))
    expect((await upload(of(early))).outcome).toEqual(malformed('The certificate is not valid yet.'))
  })

  const root = makeCertificate()
  const middle = makeCertificate({ issuer: root, kind: 'rsa' })
  const leaf = makeCertificate({ issuer: middle })
  const stranger = makeCertificate()
  const namesake = makeCertificate({ name: middle.name, kind: 'rsa' })

  it('may have a chain, which is shown as it was sent', async () => {
    const chain = `${middle.pem}${root.pem}`
    for (const CertificateChain of [chain, middle.pem]) {
      const name = { ServerCertificateName: await newCertificate({ ...of(leaf), CertificateChain }) }
      expect(answered(await call('GetServerCertificate', name)).ServerCertificate).toMatchObject({
        CertificateBody: leaf.pem.trim(),
        CertificateChain: CertificateChain.trim(),
      })
    }
  })

  it.each([
    ['in the wrong order', `${root.pem}${middle.pem}`, -1],
    ['that does not begin with the signer', root.pem, -1],
    ['of a stranger', stranger.pem, -1],
    ['of one who only has the signer’s name', namesake.pem, 0],
    ['whose second is not the first’s signer', `${middle.pem}${stranger.pem}`, -1],
    ['that begins with the certificate itself', `${leaf.pem}${middle.pem}`, 0],
    ['with words in it', `The chain:\n${middle.pem}`, -1],
    ['with a key in it', `${middle.pem}${middle.privateKey}`, -1],
    ['of eleven', middle.pem.repeat(11), -1],
  ])('has no chain %s', async (_, CertificateChain, index) => {
    expect((await upload({ ...of(leaf), CertificateChain })).outcome).toEqual(badChain(index))
  })
})

describe('what is no certificate', () => {
  const bodyOf = (der: Buffer) => pemOf('CERTIFICATE', der)
  let nested: Buffer = Buffer.from('0500', 'hex')
  for (let depth = 0; depth < 2500; depth++) nested = sequence(nested)
  const der = Buffer.from(some.pem.split('\n').slice(1, -2).join(''), 'base64')

  it.each([
    ['text', 'a certificate'],
    ['a block that is empty', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----'],
    ['a block without an end', '-----BEGIN CERTIFICATE-----\nMIIB'],
    ['a block that ends as another', some.pem.replace('END CERTIFICATE', 'END PUBLIC KEY')],
    ['a key', some.privateKey],
    ['a request to sign', some.pem.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST')],
    ['two certificates', `${some.pem}${makeCertificate().pem}`],
    ['many blocks', pemOf('CERTIFICATE', Buffer.from('00', 'hex')).repeat(250)],
    ['words before it', `Mine:\n${some.pem}`],
    ['a certificate and something behind it', bodyOf(Buffer.concat([der, Buffer.from('0500', 'hex')]))],
    ['half a certificate', bodyOf(der.subarray(0, der.length / 2))],
    ['deeply nested ASN.1', bodyOf(nested)],
    ['noise', bodyOf(randomBytes(11_000))],
    ['16,384 characters of base64', `-----BEGIN CERTIFICATE-----\n${'A'.repeat(16_320)}`],
    ['a length that is not there', bodyOf(Buffer.from('3084ffffffff3000', 'hex'))],
    ['of a kind that is not known', makeCertificate({ kind: 'ed25519' }).pem],
  ])('%s', async (_, CertificateBody) => {
    expect((await upload({ CertificateBody })).outcome).toEqual(unreadable)
  })

  it('too long to be looked at', async () => {
    const CertificateBody = some.pem + ' '.repeat(16_384)
    expect((await upload({ CertificateBody })).outcome).toHaveProperty('refused.code', 'ValidationError')
  })

  it('a chain of two million characters', async () => {
    const CertificateChain = makeCertificate().pem.repeat(4000)
    expect(CertificateChain.length).toBeGreaterThan(1_500_000)
    expect((await upload({ CertificateChain })).outcome).toEqual(badChain(-1))
  })
})

describe('what is no private key', () => {
  const { privateKey } = some
  const encrypted = createPrivateKey(privateKey).export({
    format: 'pem',
    type: 'pkcs8',
    cipher: 'aes-256-cbc',
    passphrase: 'secret',
  })
  const oddNumber = (length: number) => {
    const bytes = randomBytes(length)
    bytes[0] = 0x7f
    bytes[length - 1] = 0xff
    return integer(bytes)
  }
  /** To read it is to compute a power modulo a number of 24,000 bits. */
  const costly = sequence(
    integer(Buffer.from([0])),
    sequence(oid('2a8648ce380401'), sequence(oddNumber(3000), oddNumber(32), oddNumber(3000))),
    tlv(4, oddNumber(3000)),
  )
  const exchange = createECDH('prime256v1')
  exchange.generateKeys()

  it.each([
    ['text', 'a key'],
    ['the certificate', some.pem],
    ['a key that is encrypted', String(encrypted)],
    ['two keys', `${privateKey}${privateKey}`],
    ['words before it', `Mine:\n${privateKey}`],
    ['a key under another name', privateKey.replaceAll('PRIVATE KEY', 'RSA PRIVATE KEY')],
    ['headers', privateKey.replace('KEY-----\n', 'KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: X\n\n')],
    ['only the number of one', pemOf('PRIVATE KEY', exchange.getPrivateKey())],
    ['noise', pemOf('PRIVATE KEY', randomBytes(8000))],
    ['a DSA key made to cost', pemOf('PRIVATE KEY', costly)],
    ['the same under the name of an RSA key', pemOf('RSA PRIVATE KEY', costly)],
    ['the same under the name of a curve’s key', pemOf('EC PRIVATE KEY', costly)],
  ])('%s', async (_, PrivateKey) => {
    expect((await upload({ PrivateKey })).outcome).toEqual(badKey)
  })
})
