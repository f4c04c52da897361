import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UpdateLoginProfileCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../server/console-browser.ts'
import { giveDevice, signInAs } from '../server/console-scene.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import { accountsWithRoots } from './support/roots.ts'
import type { Person } from './support/tab.ts'

let house: ConsoleHouse
/** Somebody of whom nothing is asked but a password. */
let person: Person
beforeAll(async () => {
  const file = await accountsWithRoots()
  house = await openConsole(file)
  await rm(dirname(file), { recursive: true })
  person = await house.person(house.server.trusted, allowAll)
})
afterAll(() => house.close())

const newTab = async () => (await house.browser()).tab()

/** What the server says to the same without a page. */
async function stateOf({ account, name, password }: Person): Promise<string> {
  return (await signInAs(new Browser(house.server.url), account, name, { password })).state
}

describe('signing in', () => {
  it('takes an IAM user by account id, name and password to the page that was asked for', async () => {
    const tab = await newTab()
    await tab.open('/console/iam/groups')
    await tab.heading('Sign in').waitFor()
    await tab.page.getByText('The page you asked for is shown after you sign in.').waitFor()
    expect(await tab.page.title()).toBe('Sign in | Crossrole')
    await tab.expectSound()
    await tab.picture('sign-in')
    await tab.fillSignIn({ ...person, account: person.account.replace(/(.{4})(.{4})/, '$1-$2-') })
    await tab.heading('User groups').waitFor()
    expect(tab.path).toBe('/console/iam/groups')
    expect(tab.complaints).toEqual([])
  })

  it('knows the account by its link, which asks for nothing but name and password', async () => {
    const person = await house.person(house.server.trusting, allowAll)
    const tab = await newTab()
    await tab.open('/console/trusting-co')
    await tab.heading('Sign in to trusting-co').waitFor()
    expect(await tab.field('Account ID or alias').isEditable()).toBe(false)
    expect(await tab.field('Account ID or alias').inputValue()).toBe('trusting-co')
    await tab.expectSound()
    await tab.fillSignIn(person)
    await tab.heading('Console Home').waitFor()
    await (await tab.accountMenu()).getByText(house.server.trusting.id).waitFor()
  })

  it('goes by the keyboard alone, and remembers the account, and nothing else, for the next time', async () => {
    const browser = await house.browser()
    const tab = await browser.tab()
    await tab.open('/signin')
    await tab.field('Account ID or alias').waitFor()
    for (const text of [person.account, person.name, person.password]) {
      await tab.page.keyboard.type(text)
      await tab.page.keyboard.press('Tab')
    }
    await tab.page.keyboard.press('Enter')
    await tab.heading('Console Home').waitFor()
    await (await tab.accountMenu()).getByRole('button', { name: 'Sign out' }).click()
    await tab.heading('Sign in').waitFor()
    expect(await tab.field('Account ID or alias').inputValue()).toBe(person.account)
    expect(await tab.field('IAM user name').inputValue()).toBe('')
    const kept = JSON.stringify(await browser.context.storageState())
    expect(kept).not.toContain(person.password)
    expect(kept).not.toContain('secretAccessKey')
  })

  it('says what is missing before anything is sent, and refuses in the same words whatever was wrong', async () => {
    const tab = await newTab()
    await tab.open('/signin')
    await tab.button('Sign in').click()
    await tab.page.getByText('Type the 12 digits of the account, or its alias.').waitFor()
    await tab.page.getByText('Type your user name.').waitFor()
    await tab.page.getByText('Type your password.').waitFor()
    await tab.expectSound()
    for (const wrong of [
      { ...person, password: 'wrong' },
      { ...person, name: 'nobody' },
      { ...person, account: '999999999999' },
    ]) {
      await tab.open('/signin')
      await tab.fillSignIn(wrong)
      await tab.page.getByText('Your authentication information is incorrect. Please try again.').waitFor()
    }
    await tab.expectSound()
    await tab.picture('sign-in-refused')
  })

  it('takes the root user of an account by email address', async () => {
    const tab = await newTab()
    await tab.open('/signin')
    await tab.page.getByRole('radio', { name: 'Root user' }).check()
    await tab.field('Account ID or alias').fill('trusted-co')
    await tab.field('Root user email address').fill('root@trusted.example')
    await tab.field('Password').fill('Root-password-1')
    await tab.expectSound()
    await tab.button('Sign in').click()
    await tab.heading('Console Home').waitFor()
    await (await tab.accountMenu()).getByText('Root user').first().waitFor()
    await tab.follow('/switchrole')
    await tab.page.getByText('The root user cannot switch roles').waitFor()
    await tab.expectSound({ place: 'main' })
  })

  it('asks for a code where the user has a device, and for another where that was wrong', async () => {
    const { server } = house
    const person = await house.person(server.trusted, allowAll)
    const device = await giveDevice(server, server.trusted, person.name)
    const tab = await newTab()
    await tab.open('/signin')
    await tab.fillSignIn(person)
    await tab.heading('Multi-factor authentication').waitFor()
    await tab.expectSound()
    await tab.picture('sign-in-mfa')
    await tab.button('Sign in').click()
    await tab.page.getByText('The code has 6 digits.').waitFor()
    const code = device.code(Date.now())
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
    await tab.field('MFA code').fill(wrong)
    await tab.button('Sign in').click()
    await tab.page.getByText(/This code was wrong/).waitFor()
    await tab.field('MFA code').fill(code.replace(/^.../, '$& '))
    await tab.button('Sign in').click()
    await tab.page.getByText('Password and MFA').waitFor()
  })

  it('has a new password set where that is asked of the user', async () => {
    const { server } = house
    const person = await house.person(server.trusted, allowAll)
    await server
      .iam(server.trusted.admin)
      .send(new UpdateLoginProfileCommand({ UserName: person.name, PasswordResetRequired: true }))
    const tab = await newTab()
    await tab.open('/signin')
    await tab.fillSignIn(person)
    await tab.heading('Choose a new password').waitFor()
    const choose = async (password: string, again = password) => {
      await tab.field('New password', { exact: true }).fill(password)
      await tab.field('New password again').fill(again)
      await tab.button('Set password and sign in').click()
    }
    await choose('Another-password-2', 'Another-password-3')
    await tab.page.getByText('The two passwords differ.').waitFor()
    await choose('short')
    await tab.page.getByText('This password cannot be used').waitFor()
    await tab.expectSound()
    await choose('Another-password-2')
    await tab.heading('Console Home').waitFor()
    expect(await stateOf(person)).toBe('refused')
    expect(await stateOf({ ...person, password: 'Another-password-2' })).toBe('signed-in')
  })

  it('says when to try again after too many attempts', async () => {
    const person = await house.person(house.server.trusted)
    let state = ''
    for (let attempts = 0; attempts < 20 && state !== 'too-many-attempts'; attempts += 1) {
      state = await stateOf({ ...person, password: `guess ${attempts}` })
    }
    const tab = await newTab()
    await tab.open('/signin')
    const tooMany = tab.page.getByText('Too many attempts')
    // One more is let through now and then.
    for (let attempts = 0; attempts < 20 && !(await tooMany.isVisible()); attempts += 1) {
      await tab.fillSignIn({ ...person, password: `guess ${attempts}` })
      await tab.page.getByText(/Your authentication information is incorrect|Try again in/).waitFor()
      await tab.field('Password').fill('')
    }
    await tooMany.waitFor()
    expect(tab.complaints).toEqual([])
  })

  it.each(['//elsewhere.example/console/a/b', 'javascript:alert(1)//console/a/b'])(
    'leads to no other place afterwards, though a link says so: %s',
    async link => {
      const tab = await newTab()
      await tab.signIn(person, link)
      await tab.heading('Console Home').waitFor()
      expect(tab.path).toBe('/console/home/start')
    },
  )

  it('leads out again, in every tab of the session, and back to where one was', async () => {
    const browser = await house.browser()
    const [tab, other] = [await browser.tab(), await browser.tab()]
    await tab.signIn(person, '/console/iam/groups')
    await other.open('/console/home/start')
    await other.heading('Console Home').waitFor()
    await (await other.accountMenu()).getByRole('button', { name: 'Sign out' }).click()
    await tab.page.getByText('Your session has ended').waitFor()
    await tab.expectSound()
    await tab.fillSignIn(person)
    await tab.heading('User groups').waitFor()
  })
})
