import { execFile, spawnSync } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ListRolesCommand, ListUsersCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../behaviour/support/test-server.ts'

/**
 * Terraform and its AWS provider, unchanged: apply, plan without drift, destroy. The provider is taken from a
 * mirror on this machine, which CROSSROLE_TERRAFORM_PLUGINS names.
 */
const mirror = process.env.CROSSROLE_TERRAFORM_PLUGINS
const absent =
  spawnSync('terraform', ['version']).status !== 0
    ? 'terraform is not on PATH'
    : !mirror && 'CROSSROLE_TERRAFORM_PLUGINS names no mirror with the AWS provider'

const run = promisify(execFile)

describe.skipIf(absent)(`Terraform${absent ? ` (skipped: ${absent})` : ''}`, () => {
  let server: TestServer
  let directory: string
  beforeAll(async () => {
    server = await startTestServer()
    directory = await mkdtemp(join(tmpdir(), 'crossrole-terraform-'))
    await cp(join(import.meta.dirname, 'terraform'), directory, { recursive: true })
    await writeFile(
      join(directory, 'cli.tfrc'),
      `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
    )
    const keysOf = ({ accessKeyId, secretAccessKey }: TestServer['trusted']['admin']) => ({
      access_key: accessKeyId,
      secret_key: secretAccessKey,
    })
    const variables = {
      endpoint: server.url,
      trusted: keysOf(server.trusted.admin),
      trusting: keysOf(server.trusting.admin),
    }
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

  it('applies, plans without drift, and destroys all it made', { timeout: 240_000 }, async () => {
    await terraform('init', '-input=false')
    await terraform('apply', '-auto-approve', '-input=false')
    const { Roles } = await server.iam(server.trusting.admin).send(new ListRolesCommand({}))
    expect(Roles?.map(role => role.RoleName)).toEqual(['CrossAccountRole'])
    // Exit code 2, which rejects here, would mean that something is to change.
    await terraform('plan', '-detailed-exitcode', '-input=false')
    await terraform('destroy', '-auto-approve', '-input=false')
    const { Users } = await server.iam(server.trusted.admin).send(new ListUsersCommand({}))
    expect(Users?.map(user => user.UserName)).toEqual(['admin'])
    expect((await server.iam(server.trusting.admin).send(new ListRolesCommand({}))).Roles).toEqual([])
  })
})
