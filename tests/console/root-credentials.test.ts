import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConsoleHouse, openConsole } from './support/console-house.ts'
import { text } from './support/role-pages.ts'
import { accountsWithRoots } from './support/roots.ts'
import { shownSecret } from './support/user-pages.ts'

let house: ConsoleHouse
beforeAll(async () => {
  house = await openConsole(await accountsWithRoots())
})
afterAll(() => house.close())

describe('security credentials of the root user', () => {
  it('are warned of, and its access keys are made and seen', async () => {
    const browser = await house.browser()
    const signedIn = await browser.context.request.post(`${house.server.url}/_crossrole/console/sign-in`, {
      headers: { origin: house.server.url },
      data: {
        as: 'root',
        account: '111111111111',
        email: 'root@trusted.example',
        password: 'Root-password-1',
      },
    })
    expect(await signedIn.json()).toHaveProperty('state', 'signed-in')
    const tab = await browser.tab()
    await tab.open('/console/home/start')
    await (await tab.accountMenu()).getByRole('link', { name: 'Security credentials' }).click()
    await text(tab, 'You are signed in as the root user')
    await tab.button('Create access key').first().click()
    const dialog = tab.page.getByRole('dialog')
    await dialog.getByText('A key of the root user can do everything').waitFor()
    await dialog.getByRole('button', { name: 'Create access key' }).click()
    await shownSecret(tab, 'Secret access key', dialog)
    await tab.button('Done').click()
    await tab.page.getByRole('row', { name: /AKIA.*Active/ }).waitFor()
    await tab.expectSound()
  })
})
