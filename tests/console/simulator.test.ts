import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow, makeRole, makeUser, rootOf, type TestUser, trust } from '../behaviour/support/scene.ts'
import { begunAnew } from './support/begun-anew.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import type { Tab } from './support/tab.ts'

let house: ConsoleHouse
let user: TestUser
/** At the simulator, with the policies of the user. */
let admin: Tab
beforeAll(async () => {
  house = await openConsole()
  const { server } = house
  user = await makeUser(server, server.trusted, allow('iam:GetUser', '*'))
  admin = await house.signedIn(await house.person(server.trusted, allowAll), asking(user))
})
afterAll(() => house.close())

const page = '/console/iam/simulator'
const asking = ({ arn }: TestUser) => `${page}?source=${encodeURIComponent(arn)}`

/** Opens a list, narrows it, and takes what is left. */
async function choose(tab: Tab, field: RegExp, filter: string, option: RegExp): Promise<void> {
  await tab.page.getByRole('button', { name: field }).click()
  await tab.page.locator('input:focus').fill(filter)
  await tab.page.getByRole('option', { name: option }).first().click()
}

async function asks(tab: Tab, service: string, action: string, resource: string): Promise<void> {
  await choose(tab, /^Service /, service.replace(/ \?.*/, ''), new RegExp(`^${service}`))
  await choose(tab, /^Actions /, action, new RegExp(`^${action}\\b`))
  await tab.page.keyboard.press('Escape')
  await tab.field('Resources').fill(resource)
}

const row = (tab: Tab, text: string) => tab.page.getByRole('row').filter({ hasText: text })

describe('the policy simulator', () => {
  it('says whether a user could take a role of another account, and why not', async () => {
    const { server } = house
    const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
    const tab = admin
    await tab.button('Simulate').click()
    await tab.page.getByText('Choose at least one action.').waitFor()
    await asks(tab, 'AWS Security Token Service', 'AssumeRole', role.arn)
    await tab.button('Simulate').click()
    await row(tab, 'sts:AssumeRole').getByText('Denied: nothing allows it').waitFor()
    await tab.expectSound()
    await tab.picture('simulator')
    await tab.button(/^Why sts:AssumeRole/).click()
    const dialog = tab.page.getByRole('dialog')
    await dialog
      .getByText(/Action does not match/)
      .first()
      .waitFor()
    await dialog.getByText(role.arn).first().waitFor()
    await tab.expectSound()
  })

  it('asks a policy that is not there yet, with the keys it depends on', async () => {
    const tab = admin
    await begunAnew(tab, page)
    await tab.page.getByRole('radio', { name: 'None yet: I write one here' }).check()
    await tab.page.getByRole('tab', { name: 'JSON' }).click()
    const text = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::reports/*',
          Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } },
        },
      ],
    })
    await tab.page
      .getByRole('textbox', { name: /JSON|policy/i })
      .first()
      .click()
    await tab.page.keyboard.press('Control+A')
    await tab.page.keyboard.insertText(text)
    await asks(tab, 'Amazon S3 ?s3$', 'GetObject', 'arn:aws:s3:::reports/a')
    await tab.button('Simulate').click()
    await row(tab, 's3:GetObject').getByText('aws:PrincipalTag/team').waitFor()
    await tab.page.getByRole('button', { name: 'Condition keys' }).click()
    await tab.button('Add the keys that the policies ask for').click()
    await tab.field('Values, separated by commas').fill('blue')
    await tab.button('Simulate').click()
    await row(tab, 's3:GetObject').getByText('Allowed').waitFor()
    await tab.button(/^Why s3:GetObject/).click()
    await tab.page.getByRole('dialog').getByText('Applies').waitFor()
    expect(tab.complaints).toEqual([])
  })

  it('names what is missing to who may not simulate', async () => {
    const { server } = house
    const looker = await house.person(server.trusted, allow('iam:ListUsers', '*'))
    const tab = await house.signedIn(looker, asking(user))
    await asks(tab, 'AWS Security Token Service', 'AssumeRole', '*')
    await tab.button('Simulate').click()
    await tab.page.getByText('You need permission: iam:SimulatePrincipalPolicy').waitFor()
    expect(await row(tab, 'sts:AssumeRole').count()).toBe(0)
    expect(tab.complaints).toEqual([])
  })
})
