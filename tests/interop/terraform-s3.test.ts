import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answered } from '../behaviour/support/iam-calls.ts'
import { s3CallsTo } from '../behaviour/support/s3-calls.ts'
import { startTestServer, type TestServer } from '../behaviour/support/test-server.ts'
import { cloudtrailCallsTo } from '../behaviour/support/trail-scene.ts'
import { terraformAbsent as absent, keysOf, TerraformConfiguration } from './terraform-configuration.ts'

/** Terraform's resources for buckets and objects, and for a trail: apply, plan without drift, destroy. */
describe.skipIf(absent)(`Terraform and S3${absent ? ` (skipped: ${absent})` : ''}`, () => {
  let server: TestServer
  let configuration: TerraformConfiguration
  beforeAll(async () => {
    server = await startTestServer()
    const { trusted, trusting } = server
    const keys = keysOf(trusting.admin)
    const variables = { keys, trusted_account: trusted.id }
    configuration = await TerraformConfiguration.open({ folder: 'terraform-s3', url: server.url, variables })
  })
  afterAll(async () => {
    await configuration.close()
    await server.close()
  })

  it('applies, plans without drift, and destroys all it made', { timeout: 300_000 }, async () => {
    await configuration.apply()
    await configuration.expectNoDrift()
    const s3 = s3CallsTo(() => server)
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
