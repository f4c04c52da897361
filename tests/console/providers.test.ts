import {
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProviderTagsCommand,
  ListSAMLProviderTagsCommand,
} from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signingKey, startIssuer } from '../behaviour/support/oidc-issuer.ts'
import { samlMetadata } from '../behaviour/support/saml-metadata.ts'
import { allow } from '../behaviour/support/scene.ts'
import { begunAnew } from './support/begun-anew.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import type { Tab } from './support/tab.ts'

let house: ConsoleHouse
let admin: Tab
beforeAll(async () => {
  house = await openConsole()
  admin = await house.signedIn(await house.person(house.server.trusting, allowAll), list)
})
afterAll(() => house.close())

const list = '/console/iam/providers'

/** From the page of a provider, and back to it. */
async function tagged(tab: Tab): Promise<void> {
  await tab.link('Manage tags').first().click()
  await tab.button('Add new tag').click()
  await tab.page.getByRole('combobox', { name: 'Key' }).fill('team')
  await tab.page.getByRole('combobox', { name: 'Value' }).fill('red')
  await tab.button('Save changes').click()
  await tab.page.getByText('Tags updated.').waitFor()
}

describe('identity providers', () => {
  it('of OpenID Connect are added, given audiences, and deleted', async () => {
    const issuer = await startIssuer(await signingKey())
    const tab = admin
    await tab.page.getByText('No identity providers').waitFor()
    await tab.link('Add provider').first().click()
    await tab.page.getByRole('radio', { name: /OpenID Connect/ }).check()
    await tab.button('Add provider').click()
    await tab.page.getByText('A URL begins with https://').waitFor()
    await tab.expectSound()
    await tab.field('Provider URL').fill(issuer.url)
    await tab.field('Audience').fill('sts.amazonaws.com')
    await tab.picture('provider-create')
    await tab.button('Add provider').click()
    await tab.heading(issuer.name).waitFor()
    await tab.button('Add audience').first().click()
    await tab.page.getByRole('dialog').getByLabel('Audience').fill('second')
    await tab.page.getByRole('dialog').getByRole('button', { name: 'Add audience' }).click()
    await tab.page.getByText('Audience second added.').waitFor()
    await tab.picture('provider')
    const arn = `arn:aws:iam::${house.server.trusting.id}:oidc-provider/${issuer.name}`
    const { ClientIDList } = await house.server
      .iam(house.server.trusting.admin)
      .send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }))
    expect(ClientIDList).toEqual(['sts.amazonaws.com', 'second'])
    await tagged(tab)
    const { Tags } = await house.server
      .iam(house.server.trusting.admin)
      .send(new ListOpenIDConnectProviderTagsCommand({ OpenIDConnectProviderArn: arn }))
    expect(Tags).toEqual([{ Key: 'team', Value: 'red' }])

    await tab.page.getByRole('button', { name: 'Delete', exact: true }).click()
    await tab.page.getByRole('dialog').getByRole('textbox').fill(issuer.name)
    await tab.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await tab.heading(/^Identity providers/).waitFor()
    await tab.page.getByText('No identity providers').waitFor()
    await issuer.close()
  })

  it('of SAML are added by their metadata, and not by something else', async () => {
    const tab = admin
    await begunAnew(tab, `${list}/create`)
    await tab.field('Provider name').fill('Corporate')
    const file = (text: string) => ({ name: 'metadata.xml', mimeType: 'text/xml', buffer: Buffer.from(text) })
    const chosen = tab.page.locator('input[type=file]')
    await chosen.setInputFiles(file('<nothing/>'.padEnd(1200)))
    await tab.button('Add provider').click()
    await tab.page.getByText(/InvalidInput/).waitFor()
    await chosen.setInputFiles(file(samlMetadata()))
    await tab.button('Add provider').click()
    await tab.heading('Corporate').waitFor()
    await tab.page.getByText('EntityDescriptor').first().waitFor()
    await tagged(tab)
    const SAMLProviderArn = `arn:aws:iam::${house.server.trusting.id}:saml-provider/Corporate`
    const { Tags } = await house.server
      .iam(house.server.trusting.admin)
      .send(new ListSAMLProviderTagsCommand({ SAMLProviderArn }))
    expect(Tags).toEqual([{ Key: 'team', Value: 'red' }])
    expect(tab.complaints).toEqual([])
  })

  it('are hidden behind what is missing', async () => {
    const looker = await house.person(house.server.trusting, allow('iam:ListSAMLProviders', '*'))
    const tab = await house.signedIn(looker, list)
    await tab.page.getByText('You need permission: iam:ListOpenIDConnectProviders').waitFor()
    expect(tab.complaints).toEqual([])
  })
})
