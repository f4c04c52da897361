import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate } from './support/certificates.ts'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { allow, assume, fresh, makeRole, makeUser, rootOf, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-signing-certificates', () => server)
const done = { ok: {} }
const noUser = refused('NoSuchEntity', 'The user with name nobody cannot be found.')
const unknownId = 'NONEXISTENTCERTID12345678901'
const missing = (id: string) => refused('NoSuchEntity', `The Certificate with id ${id} cannot be found.`)

async function newUser(): Promise<string> {
  const UserName = fresh('User')
  answered(await call('CreateUser', { UserName }))
  return UserName
}

async function newCertificate(UserName: string): Promise<string> {
  const CertificateBody = makeCertificate().pem
  return answered(await call('UploadSigningCertificate', { UserName, CertificateBody })).Certificate
    .CertificateId
}

describe('a signing certificate', () => {
  eachDoorway('is uploaded, switched off, listed and deleted', async call => {
    const UserName = await newUser()
    const CertificateBody = makeCertificate({ kind: 'rsa' }).pem
    const uploaded = answered(await call('UploadSigningCertificate', { UserName, CertificateBody }))
    const Certificate = {
      UserName,
      CertificateId: expect.stringMatching(/^[A-Z2-7]{32}$/),
      CertificateBody,
      Status: 'Active',
      UploadDate: expect.any(Date),
    }
    expect(uploaded).toEqual({ Certificate })
    const { CertificateId } = uploaded.Certificate
    expect(await call('UpdateSigningCertificate', { UserName, CertificateId, Status: 'Inactive' })).toEqual(
      done,
    )
    expect(await call('ListSigningCertificates', { UserName })).toEqual({
      ok: { Certificates: [{ ...Certificate, Status: 'Inactive' }], IsTruncated: false },
    })
    expect(await call('DeleteSigningCertificate', { UserName, CertificateId })).toEqual(done)
    expect(await call('ListSigningCertificates', { UserName })).toEqual({
      ok: { Certificates: [], IsTruncated: false },
    })
  })

  it('is one of two at most', async () => {
    const UserName = await newUser()
    const ids = [await newCertificate(UserName), await newCertificate(UserName)]
    const CertificateBody = makeCertificate().pem
    expect(await call('UploadSigningCertificate', { UserName, CertificateBody })).toEqual(
      refused('LimitExceeded', 'Cannot exceed quota for CertificatesPerUser: 2'),
    )
    const found = await pages(call, 'ListSigningCertificates', { UserName, MaxItems: 1 }, 'Certificates')
    expect(found.flatMap(page => page.map(certificate => certificate.CertificateId)).sort()).toEqual(
      ids.sort(),
    )
    expect(found).toHaveLength(2)
  })

  it('is in an account once, in whatever lines it is written', async () => {
    const [UserName, other] = [await newUser(), await newUser()]
    const { pem } = makeCertificate()
    answered(await call('UploadSigningCertificate', { UserName, CertificateBody: pem }))
    const again = { CertificateBody: `${pem.replaceAll('\n', '\r\n')}\n` }
    for (const name of [UserName, other]) {
      expect(await call('UploadSigningCertificate', { UserName: name, ...again })).toEqual(
        refused(
          'DuplicateCertificate',
          'The same certificate is associated with an IAM user in the account.',
        ),
      )
    }
    const elsewhere = await call(
      'UploadSigningCertificate',
      { UserName: 'admin', CertificateBody: pem },
      server.trusting.admin,
    )
    expect(elsewhere).toHaveProperty('ok')
  })

  it.each([
    ['text', 'invalid-certificate-body'],
    ['a key', makeCertificate().privateKey],
    ['two certificates', makeCertificate().pem.repeat(2)],
    ['markup', '<Certificate>&amp;</Certificate>'],
  ])('is no %s', async (_, CertificateBody) => {
    expect(await call('UploadSigningCertificate', { UserName: await newUser(), CertificateBody })).toEqual(
      refused('MalformedCertificate', `Certificate ${CertificateBody} is malformed.`),
    )
  })

  it('has not expired', async () => {
    const CertificateBody = makeCertificate({ to: new Date(Date.now() - 60_000) }).pem
    expect(await call('UploadSigningCertificate', { UserName: await newUser(), CertificateBody })).toEqual(
      refused('MalformedCertificate', 'The certificate has expired.'),
    )
  })

  it.each([
    ['UploadSigningCertificate', { CertificateBody: makeCertificate().pem }],
    ['ListSigningCertificates', {}],
    ['UpdateSigningCertificate', { CertificateId: unknownId, Status: 'Inactive' }],
    ['DeleteSigningCertificate', { CertificateId: unknownId }],
  ])('of nobody: %s', async (operation, input) => {
    expect(await call(operation, { UserName: 'nobody', ...input })).toEqual(noUser)
  })

  it.each(['UpdateSigningCertificate', 'DeleteSigningCertificate'])(
    'of another user is none: %s',
    async operation => {
      const [UserName, other] = [await newUser(), await newUser()]
      const CertificateId = await newCertificate(other)
      const change = { UserName, Status: 'Inactive' }
      expect(await call(operation, { ...change, CertificateId })).toEqual(missing(CertificateId))
      expect(await call(operation, { ...change, CertificateId: unknownId })).toEqual(missing(unknownId))
    },
  )

  it('is active or inactive', async () => {
    const UserName = await newUser()
    const CertificateId = await newCertificate(UserName)
    expect(
      await call('UpdateSigningCertificate', { UserName, CertificateId, Status: 'Expired' }),
    ).toHaveProperty('refused.code', 'ValidationError')
  })

  it('is the caller’s where no user is named, and a session must name one', async () => {
    const rights = allow('iam:*SigningCertificate*', '*')
    const user = await makeUser(server, server.trusted, rights)
    const CertificateBody = makeCertificate().pem
    expect(await call('UploadSigningCertificate', { CertificateBody }, user.keys)).toMatchObject({
      ok: { Certificate: { UserName: user.name } },
    })
    expect(answered(await call('ListSigningCertificates', {}, user.keys)).Certificates).toHaveLength(1)
    const role = await makeRole(server, server.trusted, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [rights],
    })
    const admin = await makeUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const session = await assume(server, admin.keys, role)
    expect(await call('ListSigningCertificates', {}, session)).toEqual(
      refused('ValidationError', 'Must specify userName when calling with non-User credentials'),
    )
    expect(await call('ListSigningCertificates', { UserName: user.name }, session)).toHaveProperty('ok')
  })

  it('is decided on the user', async () => {
    const [UserName, other] = [await newUser(), await newUser()]
    const arn = `arn:aws:iam::${server.trusted.id}:user/${UserName}`
    const user = await makeUser(server, server.trusted, allow('iam:UploadSigningCertificate', arn))
    const upload = (name: string) =>
      call('UploadSigningCertificate', { UserName: name, CertificateBody: makeCertificate().pem }, user.keys)
    expect(await upload(UserName)).toHaveProperty('ok')
    expect(await upload(other)).toEqual(
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:UploadSigningCertificate on resource: user ${other} because no identity-based policy allows the iam:UploadSigningCertificate action`,
      ),
    )
  })

  it('keeps its user from being deleted', async () => {
    const UserName = await newUser()
    const CertificateId = await newCertificate(UserName)
    answered(await call('CreateAccessKey', { UserName }))
    const [{ AccessKeyId }] = answered(await call('ListAccessKeys', { UserName })).AccessKeyMetadata
    const conflict = (first: string) =>
      refused('DeleteConflict', `Cannot delete entity, must ${first} first.`)
    expect(await call('DeleteUser', { UserName })).toEqual(conflict('delete access keys'))
    answered(await call('DeleteAccessKey', { UserName, AccessKeyId }))
    expect(await call('DeleteUser', { UserName })).toEqual(conflict('delete certificates'))
    answered(await call('DeleteSigningCertificate', { UserName, CertificateId }))
    expect(await call('DeleteUser', { UserName })).toEqual(done)
  })
})
