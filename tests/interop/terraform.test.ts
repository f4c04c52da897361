import { generateKeyPairSync } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GetAccountSummaryCommand, ListRolesCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSshPublicKey } from '../../src/identity/ssh-public-key.ts'
import { makeCertificate } from '../behaviour/support/certificates.ts'
import { TestOrganization } from '../behaviour/support/organization.ts'
import { samlMetadata } from '../behaviour/support/saml-metadata.ts'
import { startTestServer, type TestServer } from '../behaviour/support/test-server.ts'
import { terraformAbsent as absent, keysOf, TerraformConfiguration } from './terraform-configuration.ts'

/** Every resource and data source of IAM, in the walkthrough's two accounts: apply, plan without drift, destroy. */
describe.skipIf(absent)(`Terraform${absent ? ` (skipped: ${absent})` : ''}`, () => {
  let server: TestServer
  let configuration: TerraformConfiguration
  const organization = new TestOrganization('111111111111', ['222222222222'])
  beforeAll(async () => {
    server = await startTestServer(undefined, { organizations: organization })
    configuration = await TerraformConfiguration.open({
      folder: 'terraform',
      url: server.url,
      variables: {
        trusted: keysOf(server.trusted.admin),
        trusting: keysOf(server.trusting.admin),
        trusted_account: server.trusted.id,
        server_certificate: serverCertificate(),
        saml_metadata: samlMetadata(),
        signing_certificate: makeCertificate({ kind: 'rsa' }).pem,
        ssh_public_keys: sshPublicKeys(),
      },
      providers: ['registry.terraform.io/hashicorp/aws', 'crossrole.example/trusted/aws'],
    })
  })
  afterAll(async () => {
    await configuration.close()
    await server.close()
  })

  it('has every resource and data source of IAM in one configuration', { timeout: 120_000 }, async () => {
    const files = globSync(join(import.meta.dirname, 'terraform/**/*.tf'))
    const text = files.map(file => readFileSync(file, 'utf8')).join('\n')
    for (const [kind, known] of Object.entries(await configuration.known('aws_iam_'))) {
      expect(known.length).toBeGreaterThan(10)
      const used = [...text.matchAll(new RegExp(`^${kind} "(aws_iam_\\w+)"`, 'gm'))]
      expect([...new Set(used.map(([, name]) => name))].sort()).toEqual(known.sort())
    }
  })

  it('applies, plans without drift, and destroys all it made', { timeout: 300_000 }, async () => {
    const before = await summaries()
    await configuration.apply()
    await configuration.expectNoDrift()
    const made = { Roles: 5, Users: 2, Groups: 2, Policies: 2, Providers: 2, MFADevices: 1 }
    expect((await summaries())[1]).toMatchObject({ ...made, InstanceProfiles: 1, ServerCertificates: 1 })
    expect((await summaries())[0]).toMatchObject({ Users: 2, Groups: 1, Policies: 1 })
    await configuration.destroy()
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

function serverCertificate() {
  const authority = makeCertificate()
  const { pem, privateKey } = makeCertificate({ issuer: authority, kind: 'rsa' })
  return { body: pem, private_key: privateKey, chain: authority.pem }
}

function sshPublicKeys() {
  const key = readSshPublicKey(newPublicKey())
  if (typeof key !== 'object') throw new Error('the SSH key made for Terraform is none')
  return { ssh: `${key.ssh} me@home`, pem: newPublicKey() }
}

function newPublicKey(): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return publicKey.export({ format: 'pem', type: 'spki' }).toString()
}
