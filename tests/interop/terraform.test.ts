import { execFile, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { GetAccountSummaryCommand, ListRolesCommand, ListUsersCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSshPublicKey } from '../../src/identity/ssh-public-key.ts'
import { makeCertificate } from '../behaviour/support/certificates.ts'
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
      ...certificatesAndKeys(),
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
    const summaryOf = async (keys: TestServer['trusted']['admin']) =>
      (await server.iam(keys).send(new GetAccountSummaryCommand({}))).SummaryMap
    const made = { InstanceProfiles: 1, ServerCertificates: 1 }
    expect(await summaryOf(server.trusting.admin)).toMatchObject(made)
    await terraform('destroy', '-auto-approve', '-input=false')
    const left = { InstanceProfiles: 0, ServerCertificates: 0 }
    expect(await summaryOf(server.trusting.admin)).toMatchObject(left)
    const { Users } = await server.iam(server.trusted.admin).send(new ListUsersCommand({}))
    expect(Users?.map(user => user.UserName)).toEqual(['admin'])
    expect((await server.iam(server.trusting.admin).send(new ListRolesCommand({}))).Roles).toEqual([])
  })
})

function certificatesAndKeys() {
  const authority = makeCertificate()
  const { pem, privateKey } = makeCertificate({ issuer: authority, kind: 'rsa' })
  const key = readSshPublicKey(newPublicKey())
  if (typeof key !== 'object') throw new Error('the SSH key made for Terraform is none')
  return {
    server_certificate: { body: pem, private_key: privateKey, chain: authority.pem },
    signing_certificate: makeCertificate({ kind: 'rsa' }).pem,
    ssh_public_keys: { ssh: `${key.ssh} me@home`, pem: newPublicKey() },
  }
}

function newPublicKey(): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return publicKey.export({ format: 'pem', type: 'spki' }).toString()
}
