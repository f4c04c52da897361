import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow, fresh, makeRole, rootOf, trust } from '../behaviour/support/scene.ts'
import { begunAnew } from './support/begun-anew.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import type { Person, Tab } from './support/tab.ts'

/** Switch Role, as the walkthrough has it: W4, W5, W10, W11. */
let house: ConsoleHouse
/** Of somebody who may switch to every role that lets them in, and see the groups of their own account. */
let tab: Tab
let person: Person
beforeAll(async () => {
  house = await openConsole()
  person = await house.person(house.server.trusted, assumeAny, allow('iam:ListGroups', '*'))
  tab = await house.signedIn(person)
})
afterAll(() => house.close())

const assumeAny = allow('sts:AssumeRole', '*')
const linkTo = (to: Record<string, string>) => `/switchrole?${new URLSearchParams(to)}`

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
    const menu = await tab.accountMenu()
    await menu.getByText('My account').waitFor()
    await menu.getByText(server.trusted.id).waitFor()
    await tab.expectSound({ place: '#bar' })
    await tab.picture('account-menu')
    await menu.getByRole('link', { name: 'Switch role' }).click()
    await tab.heading('Switch role').waitFor()
    await tab.field('Account ID or alias').fill(server.trusting.id)
    await tab.field('IAM role name').fill(roleName)
    await tab.field(/^Display name/).fill('Shop, production')
    await tab.page.getByRole('radio', { name: 'Orange' }).check()
    await tab.picture('switch-role')
    await tab.button('Switch role').click()
    await tab.page.getByText(`You act as ${roleName} in trusting-co now.`).waitFor()

    const bar = tab.button('Account menu Shop, production')
    const expectBarAndTitle = async (heading: string) => {
      await tab.heading(heading).waitFor()
      await bar.waitFor()
      expect(await tab.page.title()).toMatch(/^Shop, production · /)
      expect(await bar.evaluate(backgroundOf)).toBe('rgb(179, 74, 0)')
    }
    await expectBarAndTitle('Console Home')
    await tab.open('/console/iam/groups')
    await expectBarAndTitle('User groups')
    await (await tab.accountMenu()).getByText(server.trusting.id).waitFor()
    await (await tab.accountMenu()).getByText('Signed in as').waitFor()
    await tab.expectSound({ place: '#bar' })
    await tab.picture('switched')
    await (await tab.accountMenu()).getByRole('button', { name: `Back to ${person.name}` }).click()
    await tab.page.getByText(`You are ${person.name} again.`).waitFor()
    expect(tab.path).toBe('/console/iam/groups')
    expect(await tab.page.title()).toBe('User groups | IAM | Crossrole')
  })

  it('takes the rights of the role in place of one’s own, under its name and account where no other name is wished for', async () => {
    const mayNothing = await trustingRole(allow('s3:ListAllMyBuckets', '*'))
    await tab.page.getByText('No user groups').waitFor()
    await tab.fillSwitchRole({ account: '2222-2222-2222', roleName: mayNothing })
    await tab.button(`Account menu ${mayNothing} @ 222222222222`).waitFor()
    await tab.follow('/console/iam/groups')
    await tab.page.getByText('You need permission: iam:ListGroups').waitFor()
    await tab.expectSound({ place: 'main' })
    await tab.picture('permission')
    await (await tab.accountMenu()).getByRole('button', { name: /^Back to/ }).click()
    await tab.page.getByText('No user groups').waitFor()
  })

  it('has the profile of the same role for the command line, for an account that is named by its ID', async () => {
    await tab.follow('/switchrole?account=trusting-co&roleName=team/Auditor')
    await tab.button(/^Command line access/).click()
    await tab.page.getByText('Enter the ID of the account in place of its alias').waitFor()
    await tab.field('Account ID or alias').fill('2222-2222-2222')
    const profile = tab.page.getByRole('region', { name: 'Profile' })
    await profile.getByText('role_arn = arn:aws:iam::222222222222:role/team/Auditor').waitFor()
    await profile.getByText('[profile Auditor]').waitFor()
    await tab.expectSound({ inDark: true, place: 'main' })
  })

  it('is made by a link, which asks for the sign-in first and fills in the form', async () => {
    const roleName = await trustingRole()
    const tab = await (await house.browser()).tab()
    await tab.open(linkTo({ account: 'trusting-co', roleName, displayName: 'Auditor & co', color: 'FAD791' }))
    await tab.fillSignIn(person)
    await tab.heading('Switch role').waitFor()
    expect(await tab.field('Account ID or alias').inputValue()).toBe('trusting-co')
    expect(await tab.field('IAM role name').inputValue()).toBe(roleName)
    expect(await tab.field(/^Display name/).inputValue()).toBe('Auditor & co')
    expect(await tab.page.getByRole('radio', { name: 'Yellow' }).isChecked()).toBe(true)
    await tab.button('Switch role').click()
    await tab.button('Account menu Auditor & co').waitFor()
    expect(tab.complaints).toEqual([])
  })

  it('shows a name that would like to be more than text as the text it is, in the bar, the title and the history', async () => {
    const roleName = await trustingRole()
    const opened: string[] = []
    tab.page.on('dialog', dialog => {
      opened.push(dialog.message())
      void dialog.dismiss()
    })
    const displayName = '<img src=x onerror=alert(1)>"\'</title>{{7*7}}'
    const color = '"><script>alert(2)</script>'
    await begunAnew(tab, linkTo({ account: 'trusting-co', roleName, displayName, color }))
    await tab.button('Switch role').click()
    await tab.button(`Account menu ${displayName}`).waitFor()
    await expect.poll(() => tab.page.title()).toContain(displayName)
    await (await tab.accountMenu()).getByRole('button', { name: /^Back to/ }).click()
    await tab.page.getByText(`You are ${person.name} again.`).waitFor()
    await (await tab.accountMenu()).getByText(displayName).waitFor()
    expect(tab.complaints).toEqual([])
    expect(opened).toEqual([])
  })

  it('keeps the last five roles of each identity, one click each, the newest first', async () => {
    const { server } = house
    const person = await house.person(server.trusted, assumeAny)
    const tab = await house.signedIn(person)
    const names = []
    for (let made = 1; made <= 6; made += 1) {
      const displayName = `Role ${made}`
      names.unshift(displayName)
      await tab.follow(linkTo({ account: server.trusting.id, roleName: await trustingRole(), displayName }))
      await tab.button('Switch role').click()
      await tab.button(`Account menu ${displayName}`).waitFor()
      await tab.heading('Console Home').waitFor()
    }
    await (await tab.accountMenu()).getByRole('button', { name: /^Back to/ }).click()
    await tab.page.getByText(`You are ${person.name} again.`).waitFor()
    const history = (await tab.accountMenu()).getByRole('button', { name: /^Role / })
    await history.first().waitFor()
    expect((await history.allInnerTexts()).map(text => text.split('\n')[0])).toEqual(names.slice(0, 5))
    await tab.expectSound({ place: '#bar' })
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
    await tab.expectSound({ place: 'main' })
    await tab.picture('switch-refused')
    await tab.button(/^Account menu user/).waitFor()
  })

  it('says that the role does not let one in, and no more of a role that is not there', async () => {
    const { server } = house
    const { name: closed } = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusting))],
    })
    const texts: string[] = []
    for (const roleName of [closed, fresh('missing')]) {
      await tab.fillSwitchRole({ account: server.trusting.id, roleName })
      const notice = tab.page.getByText('The role does not let you in')
      await notice.waitFor()
      texts.push((await tab.page.getByRole('main').innerText()).replaceAll(roleName, 'ROLE'))
    }
    expect(texts[0]).toBe(texts[1])
  })

  it('explains the decision layer by layer to who may read it', async () => {
    const roleName = await trustingRole()
    const may = allow('sts:DecodeAuthorizationMessage', '*')
    const tab = await house.signedIn(
      await house.person(house.server.trusted, may),
      linkTo({ account: house.server.trusting.id, roleName }),
    )
    await tab.button('Switch role').click()
    await tab.button('Why?').click()
    const dialog = tab.page.getByRole('dialog', { name: 'Why was this denied?' })
    await dialog.getByText('Identity-based policies').first().waitFor()
    await dialog.getByText('Action does not match', { exact: false }).first().waitFor()
    await tab.expectSound()
    await tab.picture('why')
  })

  it('says that there is no account of an alias', async () => {
    await tab.fillSwitchRole({ account: 'nowhere', roleName: 'Auditor' })
    await tab.page.getByText('There is no account of this alias.').waitFor()
  })

  it('names what is missing in the form', async () => {
    await begunAnew(tab, '/switchrole')
    await tab.button('Switch role').click()
    await tab.page.getByText('Name the account that has the role.').waitFor()
    await tab.page.getByText('Name the role.', { exact: true }).waitFor()
    await tab.expectSound({ place: 'main' })
  })
})

const backgroundOf = (element: unknown): string =>
  (
    globalThis as unknown as { getComputedStyle: (of: unknown) => { backgroundColor: string } }
  ).getComputedStyle(element).backgroundColor
