import { execFile, spawnSync } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessTo } from '../behaviour/support/organizations-scene.ts'
import { startTestServer, type TestServer } from '../behaviour/support/test-server.ts'

/** Terraform's resources and data sources of Organizations: apply, plan without drift, destroy. See terraform.test.ts. */
const mirror = process.env.CROSSROLE_TERRAFORM_PLUGINS
const absent =
  spawnSync('terraform', ['version']).status !== 0
    ? 'terraform is not on PATH'
    : !mirror && 'CROSSROLE_TERRAFORM_PLUGINS names no mirror with the AWS provider'

const run = promisify(execFile)

describe.skipIf(absent)(`Terraform and Organizations${absent ? ` (skipped: ${absent})` : ''}`, () => {
  let server: TestServer
  let directory: string
  beforeAll(async () => {
    server = await startTestServer()
    directory = await mkdtemp(join(tmpdir(), 'crossrole-terraform-'))
    await cp(join(import.meta.dirname, 'terraform-organizations'), directory, { recursive: true })
    await writeFile(
      join(directory, 'cli.tfrc'),
      `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
    )
    const { accessKeyId, secretAccessKey } = server.trusted.admin
    const management = { access_key: accessKeyId, secret_key: secretAccessKey }
    await writeFile(
      join(directory, 'terraform.tfvars.json'),
      JSON.stringify({ endpoint: server.url, management }),
    )
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

  it('has every resource and data source in one configuration', { timeout: 120_000 }, async () => {
    await terraform('init', '-input=false')
    const { stdout } = await terraform('providers', 'schema', '-json')
    const [provider] = Object.values<Schema>(JSON.parse(stdout).provider_schemas)
    const text = await readFile(join(directory, 'main.tf'), 'utf8')
    for (const [kind, schemas] of [
      ['resource', provider?.resource_schemas],
      ['data', provider?.data_source_schemas],
    ] as const) {
      const known = Object.keys(schemas ?? {}).filter(name => name.startsWith('aws_organizations_'))
      const used = [...text.matchAll(new RegExp(`^${kind} "(aws_organizations_\\w+)"`, 'gm'))]
      expect([...new Set(used.map(([, name]) => name))].sort()).toEqual(known.sort())
    }
  })

  it('applies, plans without drift, and destroys all it made', { timeout: 300_000 }, async () => {
    await terraform('init', '-input=false')
    await terraform('apply', '-auto-approve', '-input=false')
    // Exit code 2, which rejects here, would mean that something is to change.
    await terraform('plan', '-detailed-exitcode', '-input=false')
    const outputs = JSON.parse((await terraform('output', '-json')).stdout)
    expect(outputs.seen.value).toEqual({
      ...{ units: 2, accounts: 2, below: 2, attached: 2, delegated: 1 },
      tags: { Team: 'Red' },
    })
    expect(await accessTo(server, outputs.account.value)).toHaveProperty('sessionToken')
    await terraform('destroy', '-auto-approve', '-input=false')
    const client = server.organizations(server.trusted.admin)
    await expect(client.send(new DescribeOrganizationCommand({}))).rejects.toMatchObject({
      name: 'AWSOrganizationsNotInUseException',
    })
  })
})

interface Schema {
  readonly resource_schemas: object
  readonly data_source_schemas: object
}
