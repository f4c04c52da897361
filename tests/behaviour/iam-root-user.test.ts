import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate } from './support/certificates.ts'
import { answered, iamCallsTo, refused } from './support/iam-calls.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** The root user of an account, who has credentials but no name. */
const root = {
  accessKeyId: 'AKIAROOTROOTROOTROOT',
  secretAccessKey: 'a-secret-of-the-root-user-of-the-account',
}
const email = 'Owner-1@example.com'
const admins = { users: [{ name: 'admin', policies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }] }
const bootstrap = {
  accounts: [
    {
      id: '111111111111',
      name: 'Trusted-Account-1',
      root: { email, accessKeys: [{ id: root.accessKeyId, secret: root.secretAccessKey }] },
      ...admins,
    },
    { id: '222222222222', name: 'Trusting', ...admins },
  ],
}

let directory: string
let server: TestServer
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bootstrap-'))
  const file = join(directory, 'bootstrap.json')
  await writeFile(file, JSON.stringify(bootstrap))
  server = await startTestServer(file)
})
afterAll(async () => {
  await server.close()
  await rm(directory, { recursive: true })
})

const call = iamCallsTo(() => server)

describe('the root user', () => {
  it('is the account itself', async () => {
    expect(await call('GetUser', {}, root)).toEqual({
      ok: {
        User: {
          UserId: '111111111111',
          Arn: 'arn:aws:iam::111111111111:root',
          CreateDate: expect.any(Date),
        },
      },
    })
  })

  it('has signing certificates that no user name leads to, and no SSH keys', async () => {
    const present = async () =>
      answered(await call('GetAccountSummary')).SummaryMap.AccountSigningCertificatesPresent
    expect(await present()).toBe(0)
    const CertificateBody = makeCertificate().pem
    const { Certificate } = answered(await call('UploadSigningCertificate', { CertificateBody }, root))
    expect(Certificate).not.toHaveProperty('UserName')
    expect(await present()).toBe(1)
    const { CertificateId } = Certificate
    const ofAdmin = { UserName: 'admin', CertificateId }
    expect(await call('DeleteSigningCertificate', ofAdmin, root)).toHaveProperty(
      'refused.code',
      'NoSuchEntity',
    )
    expect(await call('DeleteSigningCertificate', { CertificateId }, root)).toEqual({ ok: {} })
    expect(await present()).toBe(0)
    expect(await call('ListSSHPublicKeys', {}, root)).toHaveProperty('refused.code', 'ValidationError')
  })

  it('manages its own keys, two at most, that no user name leads to', async () => {
    const { AccessKey } = answered(await call('CreateAccessKey', {}, root))
    expect(AccessKey).not.toHaveProperty('UserName')
    expect(await call('CreateAccessKey', {}, root)).toEqual(
      refused('LimitExceeded', 'Cannot exceed quota for AccessKeysPerUser: 2'),
    )
    const { AccessKeyId } = AccessKey
    const listed = answered(await call('ListAccessKeys', {}, root)).AccessKeyMetadata
    expect(listed.map((key: typeof AccessKey) => key.AccessKeyId).sort()).toEqual(
      [root.accessKeyId, AccessKeyId].sort(),
    )
    expect(await call('DeleteAccessKey', { UserName: 'admin', AccessKeyId }, root)).toEqual(
      refused('NoSuchEntity', `The Access Key with id ${AccessKeyId} cannot be found.`),
    )
    expect(await call('GetAccessKeyLastUsed', { AccessKeyId }, root)).toEqual({
      ok: { AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } },
    })
    expect(await call('DeleteAccessKey', { AccessKeyId }, root)).toEqual({ ok: {} })
    expect(answered(await call('GetAccountSummary', {}, root)).SummaryMap.AccountAccessKeysPresent).toBe(1)
  })

  it('has no login profile and no password to change through the API', async () => {
    expect(await call('GetLoginProfile', {}, root)).toEqual(
      refused('ValidationError', 'Must specify userName when calling with non-User credentials'),
    )
    expect(await call('ChangePassword', { OldPassword: 'a', NewPassword: 'b' }, root)).toEqual(
      refused('InvalidUserType', 'Only IAM Users can change their own password'),
    )
    expect(await call('ListMFADevices', {}, root)).toEqual({ ok: { IsTruncated: false, MFADevices: [] } })
  })

  it('lends its account’s name and its e-mail address to nobody’s password', async () => {
    const violation = 'Password does not conform to the account password policy.'
    answered(await call('CreateUser', { UserName: 'Alice' }))
    for (const Password of [email, email.toUpperCase(), 'trusted-Account-1']) {
      expect(await call('CreateLoginProfile', { UserName: 'Alice', Password })).toEqual(
        refused('PasswordPolicyViolation', violation),
      )
    }
    expect(await call('CreateLoginProfile', { UserName: 'Alice', Password: `${email}!` })).toHaveProperty(
      'ok',
    )
  })
})
