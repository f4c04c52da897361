import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeCertificate } from './support/certificates.ts'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, type IamCall, iamCallsTo, refused } from './support/iam-calls.ts'
import { allow, fresh, makeUser } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** The credential report: what it tells of every user, when it is there, and when it is too old. */
let server: TestServer
/** A report stands for hours: each case has a server of its own. */
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-credential-report', () => server)
const started = {
  ok: { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' },
}
const complete = { ok: { State: 'COMPLETE' } }
const Password = 'correct-Horse-7'
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)

const header =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,' +
  'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,' +
  'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,' +
  'cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated'

/** The lines of the report, each by its columns' names; none of the names here holds a comma. */
async function report(call: IamCall) {
  const { Content, ...about } = answered(await call('GetCredentialReport'))
  const text = Buffer.from(Content).toString()
  const [first = '', ...lines] = text.split('\n')
  const columns = first.split(',')
  const rows = lines.map(line =>
    Object.fromEntries(line.split(',').map((value, place) => [columns[place], value])),
  )
  return { about, header: first, rows }
}

async function freshReport() {
  expect(await call('GenerateCredentialReport')).toEqual(started)
  return report(call)
}

describe('the credential report', () => {
  it('is not there before it was asked for', async () => {
    // What the SDK says for want of a message.
    expect(await call('GetCredentialReport')).toEqual(refused('ReportNotPresent', 'Unknown'))
  })

  eachDoorway('is made once in four hours, and shown as it was made', async call => {
    expect(await call('GenerateCredentialReport')).toEqual(started)
    expect(await call('GenerateCredentialReport')).toEqual(complete)
    const before = await report(call)
    expect(before.about).toEqual({ ReportFormat: 'text/csv', GeneratedTime: expect.any(Date) })
    expect(before.header).toBe(header)
    answered(await call('CreateUser', { UserName: fresh('Later') }))
    expect(await report(call)).toEqual(before)
  })

  it('runs out after four hours', async () => {
    await freshReport()
    server.advance(4 * 60 * 60 - 60)
    expect(await call('GenerateCredentialReport')).toEqual(complete)
    expect(await call('GetCredentialReport')).toHaveProperty('ok')
    server.advance(120)
    expect(await call('GetCredentialReport')).toHaveProperty('refused.code', 'ReportExpired')
    expect(await call('GenerateCredentialReport')).toEqual(started)
  })

  it('is each account’s own', async () => {
    await freshReport()
    expect(await call('GetCredentialReport', {}, server.trusting.admin)).toHaveProperty(
      'refused.code',
      'ReportNotPresent',
    )
  })

  it('needs its permissions', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:GenerateCredentialReport', '*'))
    expect(await call('GenerateCredentialReport', {}, user.keys)).toHaveProperty('ok')
    expect(await call('GetCredentialReport', {}, user.keys)).toHaveProperty('refused.code', 'AccessDenied')
  })
})

describe('a line of the report', () => {
  const noKey = (place: number) => ({
    [`access_key_${place}_active`]: 'false',
    [`access_key_${place}_last_rotated`]: 'N/A',
    [`access_key_${place}_last_used_date`]: 'N/A',
    [`access_key_${place}_last_used_region`]: 'N/A',
    [`access_key_${place}_last_used_service`]: 'N/A',
  })
  const noCertificates = {
    cert_1_active: 'false',
    cert_1_last_rotated: 'N/A',
    cert_2_active: 'false',
    cert_2_last_rotated: 'N/A',
  }
  const lineOf = async (name: string) => (await freshReport()).rows.find(row => row.user === name)

  it('tells of the root user first', async () => {
    const { rows } = await freshReport()
    expect(rows[0]).toEqual({
      user: '<root_account>',
      arn: `arn:aws:iam::${server.trusted.id}:root`,
      user_creation_time: time,
      password_enabled: 'false',
      password_last_used: 'no_information',
      password_last_changed: 'not_supported',
      password_next_rotation: 'not_supported',
      mfa_active: 'false',
      ...noKey(1),
      ...noKey(2),
      ...noCertificates,
    })
  })

  it('tells of a user with nothing', async () => {
    const UserName = fresh('Bare')
    answered(await call('CreateUser', { UserName, Path: '/some/path/' }))
    expect(await lineOf(UserName)).toEqual({
      user: UserName,
      arn: `arn:aws:iam::${server.trusted.id}:user/some/path/${UserName}`,
      user_creation_time: time,
      password_enabled: 'false',
      password_last_used: 'N/A',
      password_last_changed: 'N/A',
      password_next_rotation: 'N/A',
      mfa_active: 'false',
      ...noKey(1),
      ...noKey(2),
      ...noCertificates,
    })
  })

  it('tells of keys, how old they are and where they were used last', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:ListUsers', '*'))
    const { AccessKey } = answered(await call('CreateAccessKey', { UserName: user.name }))
    const { AccessKeyId } = AccessKey
    answered(await call('UpdateAccessKey', { UserName: user.name, AccessKeyId, Status: 'Inactive' }))
    answered(await call('ListUsers', {}, user.keys))
    expect(await lineOf(user.name)).toMatchObject({
      access_key_1_active: 'true',
      access_key_1_last_rotated: time,
      access_key_1_last_used_date: time,
      access_key_1_last_used_region: 'us-east-1',
      access_key_1_last_used_service: 'iam',
      ...noKey(2),
      access_key_2_last_rotated: time,
    })
  })

  it('tells of signing certificates', async () => {
    const UserName = fresh('Signer')
    answered(await call('CreateUser', { UserName }))
    answered(await call('UploadSigningCertificate', { UserName, CertificateBody: makeCertificate().pem }))
    expect(await lineOf(UserName)).toMatchObject({
      cert_1_active: 'true',
      cert_1_last_rotated: time,
      cert_2_active: 'false',
      cert_2_last_rotated: 'N/A',
    })
  })

  it('tells of passwords', async () => {
    const UserName = fresh('Typist')
    answered(await call('CreateUser', { UserName }))
    answered(await call('CreateLoginProfile', { UserName, Password }))
    expect(await lineOf(UserName)).toMatchObject({
      password_enabled: 'true',
      password_last_used: 'no_information',
      password_last_changed: time,
      password_next_rotation: 'N/A',
    })
  })

  it('tells when a password was changed, and when a policy wants the next one', async () => {
    const UserName = fresh('Typist')
    answered(await call('CreateUser', { UserName }))
    answered(await call('CreateLoginProfile', { UserName, Password }))
    answered(await call('UpdateAccountPasswordPolicy', { MaxPasswordAge: 90 }))
    server.advance(600)
    answered(await call('UpdateLoginProfile', { UserName, Password: 'another-Horse-8' }))
    const line = await lineOf(UserName)
    const changed = Date.parse(line?.password_last_changed ?? '')
    expect(changed - Date.parse(line?.user_creation_time ?? '')).toBeGreaterThanOrEqual(600_000)
    const day = 24 * 60 * 60 * 1000
    expect(Date.parse(line?.password_next_rotation ?? '') - changed).toBe(90 * day)
  })

  it('stands in the order of names, whatever their case', async () => {
    const names = ['zeta', 'Alpha', 'beta']
    for (const UserName of names) answered(await call('CreateUser', { UserName }))
    const { rows } = await freshReport()
    const shown = rows.map(row => row.user ?? '').filter(name => names.includes(name))
    expect(shown).toEqual(['Alpha', 'beta', 'zeta'])
  })

  it('puts names with commas in quotes', async () => {
    answered(await call('CreateUser', { UserName: 'Comma,Name' }))
    answered(await call('GenerateCredentialReport'))
    const { Content } = answered(await call('GetCredentialReport'))
    expect(Buffer.from(Content).toString()).toContain('\n"Comma,Name","arn:aws:iam::')
  })
})
