import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow, fresh, makeRole, rootOf, trust } from '../behaviour/support/scene.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'

/** Switch Role, as the walkthrough has it: W4, W5, W10, W11. */
let house: ConsoleHouse
beforeAll(async () => {
  house = await openConsole()
})
afterAll(() => house.close())

const listGroups = allow('iam:ListGroups', '*')
const assumeAny = allow('sts:AssumeRole', '*')

/** A role of the trusting account that lets the trusted account in, and may do what the statements say. */
async function trustingRole(...permissions: object[]): Promise<string> {
  const { server } = house
  const { name } = await makeRole(server, server.trusting, {
    trust: [trust(rootOf(server.trusted))],
    permissions: permissions.length > 0 ? permissions : [allowAll],
  })
  return name
}

describe('switching to a role', () => {
  it('acts as the role under its name in its colour on every page, until one switches back', async () => {
    const { server } = house
    const roleName = await trustingRole()
    const person = await house.person(server.trusted, assumeAny, listGroups)
    const tab = await house.signedIn(person)
    const menu = await tab.accountMenu()
    await menu.getByText('My account').waitFor()
    await menu.getByText(server.trusted.id).waitFor()
    await tab.expectSound()
    await tab.picture('account-menu')
    await menu.getByRole('link', { name: 'Switch role' }).click()
    await tab.heading('Switch role').waitFor()
    await tab.field('Account ID or alias').fill(server.trusting.id)
    await tab.field('IAM role name').fill(roleName)
    await tab.field(/^Display name/).fill('Shop, production')
    await tab.page.getByRole('radio', { name: 'Orange' }).check()
    await tab.expectSound()
    await tab.picture('switch-role')
    await tab.button('Switch role').click()
    await tab.page.getByText(`You act as ${roleName} in trusting-co now.`).waitFor()

    const bar = tab.button('Account menu Shop, production')
    for (const path of ['/console/home/start', '/console/iam/groups']) {
      await tab.open(path)
      await bar.waitFor()
      expect(await tab.page.title()).toMatch(/^Shop, production · /)
      expect(await bar.evaluate(backgroundOf)).toBe('rgb(179, 74, 0)')
      await tab.expectSound()
    }
    await (await tab.accountMenu()).getByText(server.trusting.id).waitFor()
    await (await tab.accountMenu()).getByText('Signed in as').waitFor()
    await tab.expectSound()
    await tab.picture('switched')
    await (await tab.accountMenu()).getByRole('button', { name: `Back to ${person.name}` }).click()
    await tab.page.getByText(`You are ${person.name} again.`).waitFor()
    expect(tab.path).toBe('/console/iam/groups')
    expect(await tab.page.title()).toBe('User groups | IAM | Crossrole')
  })

  it('takes the rights of the role in place of one’s own: they never add up', async () => {
    const { server } = house
    const mayNothing = await trustingRole(allow('s3:ListAllMyBuckets', '*'))
    const tab = await house.signedIn(
      await house.person(server.trusted, assumeAny, listGroups),
      '/console/iam/groups',
    )
    await tab.page.getByText('No user groups').waitFor()
    await tab.fillSwitchRole({ account: 'trusting-co', roleName: mayNothing })
    await tab.page.getByText(`You act as ${mayNothing}`).first().waitFor()
    await tab.open('/console/iam/groups')
    await tab.page.getByText('You need permission: iam:ListGroups').waitFor()
    await tab.expectSound()
    await tab.picture('permission')
    await (await tab.accountMenu()).getByRole('button', { name: /^Back to/ }).click()
    await tab.page.getByText('No user groups').waitFor()
  })

  it('calls the role by its name and account where no other name is wished for', async () => {
    const roleName = await trustingRole()
    const tab = await house.signedIn(await house.person(house.server.trusted, assumeAny))
    await tab.fillSwitchRole({ account: '2222-2222-2222', roleName })
    await tab.button(`Account menu ${roleName} @ 222222222222`).waitFor()
  })

  it('has the profile of the same role for the command line, for an account that is named by its ID', async () => {
    const tab = await house.signedIn(
      await house.person(house.server.trusted),
      '/switchrole?account=trusting-co&roleName=team/Auditor',
    )
    await tab.button(/^Command line access/).click()
    await tab.page.getByText('Enter the ID of the account in place of its alias').waitFor()
    await tab.field('Account ID or alias').fill('2222-2222-2222')
    const profile = tab.page.getByRole('region', { name: 'Profile' })
    await profile.getByText('role_arn = arn:aws:iam::222222222222:role/team/Auditor').waitFor()
    await profile.getByText('[profile Auditor]').waitFor()
    await tab.expectSound({ inDark: true })
  })

  it('is made by a link, which asks for the sign-in first and fills in the form', async () => {
    const roleName = await trustingRole()
    const person = await house.person(house.server.trusted, assumeAny)
    const tab = await (await house.browser()).tab()
    const link = { account: 'trusting-co', roleName, displayName: 'Auditor & co', color: 'FAD791' }
    await tab.open(`/switchrole?${new URLSearchParams(link)}`)
    await tab.fillSignIn(person)
    await tab.heading('Switch role').waitFor()
    expect(await tab.field('Account ID or alias').inputValue()).toBe('trusting-co')
    expect(await tab.field('IAM role name').inputValue()).toBe(roleName)
    expect(await tab.field(/^Display name/).inputValue()).toBe('Auditor & co')
    expect(await tab.page.getByRole('radio', { name: 'Yellow' }).isChecked()).toBe(true)
    await tab.button('Switch role').click()
    await tab.button('Account menu Auditor & co').waitFor()
    await tab.expectSound()
  })

  it('shows a name that would like to be more than text as the text it is, in the bar, the title and the history', async () => {
    const roleName = await trustingRole()
    const person = await house.person(house.server.trusted, assumeAny)
    const tab = await house.signedIn(person)
    const opened: string[] = []
    tab.page.on('dialog', dialog => {
      opened.push(dialog.message())
      void dialog.dismiss()
    })
    const displayName = '<img src=x onerror=alert(1)>"\'</title>{{7*7}}'
    const link = { account: 'trusting-co', roleName, displayName, color: '"><script>alert(2)</script>' }
    await tab.open(`/switchrole?${new URLSearchParams(link)}`)
    await tab.button('Switch role').click()
    await tab.button(`Account menu ${displayName}`).waitFor()
    await expect.poll(() => tab.page.title()).toContain(displayName)
    await (await tab.accountMenu()).getByRole('button', { name: /^Back to/ }).click()
    await tab.page.getByText(`You are ${person.name} again.`).waitFor()
    await (await tab.accountMenu()).getByText(displayName).waitFor()
    await tab.expectSound()
    expect(opened).toEqual([])
  })

  it('keeps the last five roles of each identity, one click each, the newest first', async () => {
    const { server } = house
    const person = await house.person(server.trusted, assumeAny)
    const browser = await house.browser()
    const tab = await browser.tab()
    await tab.signIn(person)
    const names = []
    for (let made = 1; made <= 6; made += 1) {
      const roleName = await trustingRole()
      names.unshift(`Role ${made}`)
      await tab.fillSwitchRole({
        account: server.trusting.id,
        roleName,
        displayName: `Role ${made}`,
        color: 'Teal',
      })
      await tab.button(`Account menu Role ${made}`).waitFor()
    }
    await (await tab.accountMenu()).getByRole('button', { name: /^Back to/ }).click()
    await tab.page.getByText(`You are ${person.name} again.`).waitFor()
    const history = (await tab.accountMenu()).getByRole('button', { name: /^Role / })
    await history.first().waitFor()
    expect((await history.allInnerTexts()).map(text => text.split('\n')[0])).toEqual(names.slice(0, 5))
    await tab.expectSound()
    await tab.picture('role-history')
    await history.nth(2).click()
    await tab.button('Account menu Role 4').waitFor()
    await (await tab.accountMenu()).getByRole('button', { name: 'Sign out' }).click()
    await tab.signIn(await house.person(server.trusted))
    await (await tab.accountMenu()).getByText('My account').waitFor()
    expect(await tab.page.getByText('Role history').count()).toBe(0)
  })
})

describe('a refused switch', () => {
  it('says that one’s own account does not let one, and what is missing', async () => {
    const roleName = await trustingRole()
    const tab = await house.signedIn(await house.person(house.server.trusted))
    await tab.fillSwitchRole({ account: house.server.trusting.id, roleName })
    await tab.page.getByText('Your own account does not let you switch to this role').waitFor()
    await tab.page.getByText(/must let you do sts:AssumeRole on/).waitFor()
    await tab.expectSound()
    await tab.picture('switch-refused')
    await tab.button(/^Account menu user/).waitFor()
  })

  it('says that the role does not let one in, and no more of a role that is not there', async () => {
    const { server } = house
    const { name: closed } = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusting))],
    })
    const tab = await house.signedIn(await house.person(server.trusted, assumeAny))
    const texts: string[] = []
    for (const roleName of [closed, fresh('missing')]) {
      await tab.fillSwitchRole({ account: server.trusting.id, roleName })
      const notice = tab.page.getByText('The role does not let you in')
      await notice.waitFor()
      texts.push((await tab.page.getByRole('main').innerText()).replaceAll(roleName, 'ROLE'))
    }
    expect(texts[0]).toBe(texts[1])
    await tab.expectSound()
  })

  it('explains the decision layer by layer to who may read it', async () => {
    const roleName = await trustingRole()
    const may = allow('sts:DecodeAuthorizationMessage', '*')
    const tab = await house.signedIn(await house.person(house.server.trusted, may))
    await tab.fillSwitchRole({ account: house.server.trusting.id, roleName })
    await tab.button('Why?').click()
    const dialog = tab.page.getByRole('dialog', { name: 'Why was this denied?' })
    await dialog.getByText('Identity-based policies').first().waitFor()
    await dialog.getByText('Action does not match', { exact: false }).first().waitFor()
    await tab.expectSound()
    await tab.picture('why')
  })

  it('says that there is no account of an alias', async () => {
    const tab = await house.signedIn(await house.person(house.server.trusted, assumeAny))
    await tab.fillSwitchRole({ account: 'nowhere', roleName: 'Auditor' })
    await tab.page.getByText('There is no account of this alias.').waitFor()
  })

  it('names what is missing in the form', async () => {
    const tab = await house.signedIn(await house.person(house.server.trusted))
    await tab.open('/switchrole')
    await tab.button('Switch role').click()
    await tab.page.getByText('Name the account that has the role.').waitFor()
    await tab.page.getByText('Name the role.', { exact: true }).waitFor()
    await tab.expectSound()
  })
})

const backgroundOf = (element: unknown): string =>
  (
    globalThis as unknown as { getComputedStyle: (of: unknown) => { backgroundColor: string } }
  ).getComputedStyle(element).backgroundColor
