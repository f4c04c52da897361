import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answered } from '../behaviour/support/iam-calls.ts'
import { s3CallsTo } from '../behaviour/support/s3-calls.ts'
import { allow, makeRole, policy, rootOf, trust } from '../behaviour/support/scene.ts'
import { startTestServer, type TestServer } from '../behaviour/support/test-server.ts'
import { cloudtrailCallsTo } from '../behaviour/support/trail-scene.ts'
import { terraformAbsent as absent, keysOf, TerraformConfiguration } from './terraform-configuration.ts'

const takes = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
const withExternalId = {
  StringEquals: { 'sts:ExternalId': 'for-terraform', 'aws:RequestTag/project': 'blue' },
}

/**
 * Terraform's resources for buckets and objects, and for a trail: apply, plan without drift, destroy.
 * The trusted account works through a role of the trusting one.
 */
describe.skipIf(absent)(`Terraform and S3${absent ? ` (skipped: ${absent})` : ''}`, () => {
  let server: TestServer
  let configuration: TerraformConfiguration
  const s3 = s3CallsTo(() => server)
  beforeAll(async () => {
    server = await startTestServer()
    const { trusted, trusting } = server
    const { arn: role_arn } = await makeRole(server, trusting, {
      trust: [trust(rootOf(trusted), withExternalId, takes)],
      permissions: [allow('*', '*')],
    })
    await s3('CreateBucket', { Bucket: 'terraform-before' })
    const reads = trust(rootOf(trusted), undefined, 's3:GetObject')
    const Policy = policy({ ...reads, Resource: 'arn:aws:s3:::terraform-before/*' })
    await s3('PutBucketPolicy', { Bucket: 'terraform-before', Policy })
    const variables = { keys: keysOf(trusted.admin), trusted_account: trusted.id, role_arn }
    configuration = await TerraformConfiguration.open({ folder: 'terraform-s3', url: server.url, variables })
  })
  afterAll(async () => {
    await configuration.close()
    await server.close()
  })

  it('applies, plans without drift, and destroys all it made', { timeout: 300_000 }, async () => {
    await configuration.apply()
    await configuration.expectNoDrift()
    expect((await configuration.outputs()).caller?.value).toMatch(
      /^arn:aws:sts::\d+:assumed-role\/.*\/terraform$/,
    )
    const at = { Bucket: 'terraform-reports', Key: '2026/copy.txt' }
    expect(await s3('GetObject', at, server.trusted.admin)).toMatchObject({ Body: 'figures' })
    const { admin } = server.trusting
    const { IsLogging } = answered(
      await cloudtrailCallsTo(() => server)('GetTrailStatus', { Name: 'everything' }, admin),
    )
    expect(IsLogging).toBe(true)
    await configuration.destroy()
    expect((await s3('ListBuckets')).Buckets ?? []).toEqual([])
  })
})
