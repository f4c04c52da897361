import { execFile, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { GetAccountSummaryCommand, ListRolesCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSshPublicKey } from '../../src/identity/ssh-public-key.ts'
import { makeCertificate } from '../behaviour/support/certificates.ts'
import { TestOrganization } from '../behaviour/support/organization.ts'
import { samlMetadata } from '../behaviour/support/saml-metadata.ts'
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
  const organization = new TestOrganization('111111111111', ['222222222222'])
  beforeAll(async () => {
    server = await startTestServer(undefined, { organizations: organization })
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
      saml_metadata: samlMetadata(),
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

  it('has every resource and data source of IAM in one configuration', { timeout: 120_000 }, async () => {
    await terraform('init', '-input=false')
    const { stdout } = await terraform('providers', 'schema', '-json')
    const [provider] = Object.values<Schema>(JSON.parse(stdout).provider_schemas)
    const files = (await readdir(directory)).filter(file => file.endsWith('.tf'))
    const texts = await Promise.all(files.map(file => readFile(join(directory, file), 'utf8')))
    for (const [kind, schemas] of [
      ['resource', provider?.resource_schemas],
      ['data', provider?.data_source_schemas],
    ] as const) {
      const known = Object.keys(schemas ?? {}).filter(name => name.startsWith('aws_iam_'))
      expect(known.length).toBeGreaterThan(10)
      const used = texts.flatMap(text => [...text.matchAll(new RegExp(`^${kind} "(aws_iam_\\w+)"`, 'gm'))])
      expect([...new Set(used.map(([, name]) => name))].sort()).toEqual(known.sort())
    }
  })

  it('applies, plans without drift, and destroys all it made', { timeout: 300_000 }, async () => {
    const before = await summaries()
    await terraform('init', '-input=false')
    await terraform('apply', '-auto-approve', '-input=false')
    // Exit code 2, which rejects here, would mean that something is to change.
    await terraform('plan', '-detailed-exitcode', '-input=false')
    const made = { Roles: 5, Users: 2, Groups: 2, Policies: 2, Providers: 2, MFADevices: 1 }
    expect((await summaries())[1]).toMatchObject({ ...made, InstanceProfiles: 1, ServerCertificates: 1 })
    await terraform('destroy', '-auto-approve', '-input=false')
    // The provider has no way back for the preference of token versions, as with AWS.
    expect(await summaries()).toEqual([before[0], { ...before[1], GlobalEndpointTokenVersion: 2 }])
    expect((await server.iam(server.trusting.admin).send(new ListRolesCommand({}))).Roles).toEqual([])
    expect(organization.organization.rootFeatures).toEqual([])
  })

  const summaries = () =>
    Promise.all(
      [server.trusted, server.trusting].map(async ({ admin }) => {
        return (await server.iam(admin).send(new GetAccountSummaryCommand({}))).SummaryMap
      }),
    )
})

interface Schema {
  readonly resource_schemas: object
  readonly data_source_schemas: object
}

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
