import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow, makeRole, rootOf, trust } from '../behaviour/support/scene.ts'
import { type ConsoleHouse, openConsole } from './support/console-house.ts'
import type { Tab } from './support/tab.ts'

/** No mouse: what has the focus is found by going on with Tab, as somebody does who has nothing else. */
let house: ConsoleHouse
beforeAll(async () => {
  house = await openConsole()
})
afterAll(() => house.close())

const mostSteps = 60

/** What the focused element is called, to who hears it. */
const focused = `(() => {
  const element = document.activeElement
  return element?.ariaLabel ?? element?.labels?.[0]?.textContent ?? element?.textContent ?? ''
})()`

/** Goes on from where the focus is until it is on what is called so. */
async function goTo(tab: Tab, name: RegExp): Promise<void> {
  const passed: string[] = []
  for (let step = 0; step < mostSteps; step += 1) {
    const here = String(await tab.page.evaluate(focused))
    if (name.test(here.trim())) return
    passed.push(here.slice(0, 40))
    await tab.page.keyboard.press('Tab')
  }
  throw new Error(`the focus never came to ${name}, but to ${passed.join(' | ')}`)
}

async function press(tab: Tab, name: RegExp): Promise<void> {
  await goTo(tab, name)
  await tab.page.keyboard.press('Enter')
}

async function type(tab: Tab, name: RegExp, text: string): Promise<void> {
  await goTo(tab, name)
  await tab.page.keyboard.type(text)
}

describe('the keyboard alone', () => {
  it('signs in to the page that was asked for, switches to a role and back, and opens another page', async () => {
    const { server } = house
    const { name: roleName } = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [allow('iam:ListPolicies', '*')],
    })
    const person = await house.person(server.trusted, allow('sts:AssumeRole', '*'))
    const tab = await (await house.browser()).tab()
    await tab.open('/console/iam/policies')
    await tab.heading('Sign in').waitFor()
    await type(tab, /^Account ID or alias/, person.account)
    await type(tab, /^IAM user name/, person.name)
    await type(tab, /^Password/, person.password)
    await tab.page.keyboard.press('Enter')
    await tab.page.getByText('You need permission: iam:ListPolicies').waitFor()
    expect(tab.path).toBe('/console/iam/policies')

    await press(tab, /^Account menu/)
    await press(tab, /^Switch role$/)
    await tab.heading('Switch role').waitFor()
    await type(tab, /^Account ID or alias/, 'trusting-co')
    await type(tab, /^IAM role name/, roleName)
    await type(tab, /^Display name/, 'By keyboard')
    await press(tab, /^Switch role$/)
    await tab.button('Account menu By keyboard').waitFor()
    await tab.open('/console/iam/policies')
    await tab.heading(/^Policies \(100/).waitFor()

    await press(tab, /^Account menu/)
    await press(tab, /^Back to/)
    await tab.page.getByText(`You are ${person.name} again.`).waitFor()
    await press(tab, /^User groups$/)
    await tab.heading('User groups').waitFor()
    expect(tab.complaints).toEqual([])
  })
})
