import { execFile, spawnSync } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { s3CallsTo } from '../behaviour/support/s3-calls.ts'
import { startTestServer, type TestServer } from '../behaviour/support/test-server.ts'

/** Terraform's resources for buckets and objects: apply, plan without drift, destroy. See terraform.test.ts. */
const mirror = process.env.CROSSROLE_TERRAFORM_PLUGINS
const absent =
  spawnSync('terraform', ['version']).status !== 0
    ? 'terraform is not on PATH'
    : !mirror && 'CROSSROLE_TERRAFORM_PLUGINS names no mirror with the AWS provider'

const run = promisify(execFile)

describe.skipIf(absent)(`Terraform and S3${absent ? ` (skipped: ${absent})` : ''}`, () => {
  let server: TestServer
  let directory: string
  beforeAll(async () => {
    server = await startTestServer()
    directory = await mkdtemp(join(tmpdir(), 'crossrole-terraform-'))
    await cp(join(import.meta.dirname, 'terraform-s3'), directory, { recursive: true })
    await writeFile(
      join(directory, 'cli.tfrc'),
      `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
    )
    const { accessKeyId, secretAccessKey } = server.trusting.admin
    const trusting = { access_key: accessKeyId, secret_key: secretAccessKey }
    const variables = { endpoint: server.url, trusted_account: server.trusted.id, trusting }
    await writeFile(join(directory, 'terraform.tfvars.json'), JSON.stringify(variables))
  })
  afterAll(async () => {
    await server.close()
    await rm(directory, { recursive: true, force: true })
  })

  const terraform = (...args: string[]) =>
    run('terraform', [...args, '-no-color'], {
      cwd: directory,
      env: {
        PATH: process.env.PATH,
        TF_CLI_CONFIG_FILE: join(directory, 'cli.tfrc'),
        CHECKPOINT_DISABLE: '1',
        AWS_EC2_METADATA_DISABLED: 'true',
      },
      maxBuffer: 64 * 1024 * 1024,
    })

  it('applies, plans without drift, and destroys all it made', { timeout: 300_000 }, async () => {
    await terraform('init', '-input=false')
    await terraform('apply', '-auto-approve', '-input=false')
    // Exit code 2, which rejects here, would mean that something is to change.
    await terraform('plan', '-detailed-exitcode', '-input=false')
    const s3 = s3CallsTo(() => server)
    const at = { Bucket: 'terraform-reports', Key: '2026/copy.txt' }
    expect(await s3('GetObject', at, server.trusted.admin)).toMatchObject({ Body: 'figures' })
    await terraform('destroy', '-auto-approve', '-input=false')
    expect((await s3('ListBuckets')).Buckets ?? []).toEqual([])
  })
})
