import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { allow, fresh, makeUser, policy } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-policy-versions', () => server)
const done = { ok: {} }
const document = (action: string) => policy(allow(action, '*'))
const noVersion = (arn: string, version: string) =>
  refused('NoSuchEntity', `Policy ${arn} version ${version} does not exist or is not attachable.`)

async function newPolicy(action = 's3:ListBucket'): Promise<string> {
  const input = { PolicyName: fresh('Policy'), PolicyDocument: document(action) }
  return answered(await call('CreatePolicy', input)).Policy.Arn
}

async function addVersion(PolicyArn: string, input: object = {}): Promise<string> {
  const outcome = await call('CreatePolicyVersion', {
    PolicyArn,
    PolicyDocument: document('s3:GetObject'),
    ...input,
  })
  return answered(outcome).PolicyVersion.VersionId
}

const versionsOf = async (PolicyArn: string, through = call) =>
  answered(await through('ListPolicyVersions', { PolicyArn })).Versions.map(
    (version: { VersionId: string; IsDefaultVersion: boolean }) =>
      version.IsDefaultVersion ? `${version.VersionId}*` : version.VersionId,
  )

describe('versions of a policy', () => {
  it('are made and shown exactly as by AWS, the newest first', async () => {
    const PolicyArn = await newPolicy()
    const v2 = { VersionId: 'v2', IsDefaultVersion: true, CreateDate: expect.any(Date) }
    const PolicyDocument = document('s3:GetObject')
    expect(await call('CreatePolicyVersion', { PolicyArn, PolicyDocument, SetAsDefault: true })).toEqual({
      ok: { PolicyVersion: v2 },
    })
    const outcome = await call('GetPolicyVersion', { PolicyArn, VersionId: 'v2' })
    expect(outcome).toEqual({ ok: { PolicyVersion: { ...v2, Document: expect.any(String) } } })
    expect(decodeURIComponent(answered(outcome).PolicyVersion.Document)).toBe(PolicyDocument)
    const v1 = { VersionId: 'v1', IsDefaultVersion: false, CreateDate: expect.any(Date) }
    expect(await call('ListPolicyVersions', { PolicyArn })).toEqual({
      ok: { Versions: [v2, v1], IsTruncated: false },
    })
    const found = await pages(call, 'ListPolicyVersions', { PolicyArn, MaxItems: 1 }, 'Versions')
    expect(found).toEqual([[v2], [v1]])
  })

  eachDoorway('become the default when that is asked for, then or later', async call => {
    const PolicyArn = await newPolicy()
    await addVersion(PolicyArn)
    expect(await versionsOf(PolicyArn, call)).toEqual(['v2', 'v1*'])
    expect(await call('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v2' })).toEqual(done)
    expect(await versionsOf(PolicyArn)).toEqual(['v2*', 'v1'])
    expect(answered(await call('GetPolicy', { PolicyArn })).Policy.DefaultVersionId).toBe('v2')
  })

  eachDoorway('are five at most, and no number is given twice', async call => {
    const PolicyArn = await newPolicy()
    for (const version of ['v2', 'v3', 'v4', 'v5']) expect(await addVersion(PolicyArn)).toBe(version)
    const sixth = { PolicyArn, PolicyDocument: document('s3:GetObject') }
    expect(await call('CreatePolicyVersion', sixth)).toEqual(
      refused(
        'LimitExceeded',
        'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
      ),
    )
    expect(await call('DeletePolicyVersion', { PolicyArn, VersionId: 'v5' })).toEqual(done)
    expect(await addVersion(PolicyArn)).toBe('v6')
    expect(await versionsOf(PolicyArn)).toEqual(['v6', 'v4', 'v3', 'v2', 'v1*'])
  })

  eachDoorway('are deleted, but not the default', async call => {
    const PolicyArn = await newPolicy()
    await addVersion(PolicyArn)
    expect(await call('DeletePolicyVersion', { PolicyArn, VersionId: 'v1' })).toEqual(
      refused('DeleteConflict', 'Cannot delete the default version of a policy.'),
    )
    expect(await call('DeletePolicyVersion', { PolicyArn, VersionId: 'v2' })).toEqual(done)
    expect(await call('GetPolicyVersion', { PolicyArn, VersionId: 'v2' })).toEqual(noVersion(PolicyArn, 'v2'))
  })

  it('are not found where there are none', async () => {
    const there = await newPolicy()
    const missing = `${there}x`
    for (const PolicyArn of [there, missing]) {
      const version = { PolicyArn, VersionId: 'v9' }
      const none = noVersion(PolicyArn, 'v9')
      expect(await call('GetPolicyVersion', version)).toEqual(none)
      expect(await call('SetDefaultPolicyVersion', version)).toEqual(none)
      expect(await call('DeletePolicyVersion', version)).toEqual(none)
    }
    expect(await versionsOf(there)).toEqual(['v1*'])
    const PolicyDocument = document('s3:*')
    expect(await call('CreatePolicyVersion', { PolicyArn: missing, PolicyDocument })).toEqual(
      refused('NoSuchEntity', `Policy ${missing} was not found.`),
    )
  })

  it('count as soon as they are the default, and no more when they are not', async () => {
    const PolicyArn = await newPolicy('iam:ListUsers')
    const user = await makeUser(server, server.trusted)
    answered(await call('AttachUserPolicy', { UserName: user.name, PolicyArn }))
    const list = () => call('ListUsers', {}, user.keys)
    expect(await list()).toHaveProperty('ok')
    await addVersion(PolicyArn, { SetAsDefault: true })
    expect(await list()).toMatchObject({ refused: { code: 'AccessDenied' } })
    answered(await call('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v1' }))
    expect(await list()).toHaveProperty('ok')
  })

  it('made at once get a number each, up to five in all', async () => {
    const PolicyArn = await newPolicy()
    const input = { PolicyArn, PolicyDocument: document('s3:GetObject') }
    const outcomes = await Promise.all([1, 2, 3, 4, 5, 6].map(() => call('CreatePolicyVersion', input)))
    expect(outcomes.filter(outcome => 'ok' in outcome)).toHaveLength(4)
    expect(await versionsOf(PolicyArn)).toEqual(['v5', 'v4', 'v3', 'v2', 'v1*'])
  })
})
