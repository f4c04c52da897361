import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessTo } from '../behaviour/support/organizations-scene.ts'
import { startTestServer, type TestServer } from '../behaviour/support/test-server.ts'
import { terraformAbsent as absent, keysOf, TerraformConfiguration } from './terraform-configuration.ts'

/** Terraform's resources and data sources of Organizations: apply, plan without drift, destroy. */
describe.skipIf(absent)(`Terraform and Organizations${absent ? ` (skipped: ${absent})` : ''}`, () => {
  const folder = 'terraform-organizations'
  let server: TestServer
  let configuration: TerraformConfiguration
  beforeAll(async () => {
    server = await startTestServer()
    const variables = { keys: keysOf(server.trusted.admin) }
    configuration = await TerraformConfiguration.open({ folder, url: server.url, variables })
  })
  afterAll(async () => {
    await configuration.close()
    await server.close()
  })

  it('has every resource and data source in one configuration', { timeout: 120_000 }, async () => {
    const text = readFileSync(join(import.meta.dirname, folder, 'main.tf'), 'utf8')
    for (const [kind, known] of Object.entries(await configuration.known('aws_organizations_'))) {
      const used = [...text.matchAll(new RegExp(`^${kind} "(aws_organizations_\\w+)"`, 'gm'))]
      expect([...new Set(used.map(([, name]) => name))].sort()).toEqual(known.sort())
    }
  })

  it('applies, plans without drift, and destroys all it made', { timeout: 300_000 }, async () => {
    await configuration.apply()
    await configuration.expectNoDrift()
    const { seen, account } = await configuration.outputs()
    expect(seen?.value).toEqual({
      ...{ units: 2, accounts: 2, below: 2, attached: 2, delegated: 1 },
      tags: { Team: 'Red' },
    })
    expect(await accessTo(server, String(account?.value))).toHaveProperty('sessionToken')
    await configuration.destroy()
    const client = server.organizations(server.trusted.admin)
    await expect(client.send(new DescribeOrganizationCommand({}))).rejects.toMatchObject({
      name: 'AWSOrganizationsNotInUseException',
    })
  })
})
