import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeRole, rootOf, trust } from '../behaviour/support/scene.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'

let house: ConsoleHouse
beforeAll(async () => {
  house = await openConsole()
})
afterAll(() => house.close())

/** https://docs.aws.amazon.com/awsconsolehelpdocs/latest/gsg/multisession.html */
describe('several sessions in one browser', () => {
  it('are added in tabs of their own, each of which stays who it is; a new one is who was used last', async () => {
    const { server } = house
    const browser = await house.browser()
    const [first, second] = [await house.person(server.trusted), await house.person(server.trusting)]
    const tab = await browser.tab()
    await tab.signIn(first)
    const added = await browser.openedBy(async () =>
      (await tab.accountMenu()).getByRole('link', { name: 'Add session' }).click(),
    )
    await added.field('Account ID or alias').waitFor()
    await added.button(`Continue as ${first.name} @ trusted-co`).waitFor()
    await added.expectSound()
    await added.fillSignIn(second)
    await added.button(`Account menu ${second.name} @ trusting-co`).waitFor()
    for (const [one, person, alias] of [
      [tab, first, 'trusted-co'],
      [added, second, 'trusting-co'],
    ] as const) {
      await one.page.reload()
      await one.button(`Account menu ${person.name} @ ${alias}`).waitFor()
    }
    const newest = await browser.tab()
    await newest.open('/console/home/start')
    await newest.button(`Account menu ${second.name} @ trusting-co`).waitFor()
    expect(newest.path).toBe('/console/home/start')
    const menu = await tab.accountMenu()
    await menu.getByText('Sessions (2 of 5)').waitFor()
    await tab.expectSound({ place: '#bar' })
    await tab.picture('sessions')
    await menu.getByRole('button', { name: second.name }).click()
    await tab.button(`Account menu ${second.name} @ trusting-co`).waitFor()
  })

  it('are of who signs in, also where it comes later who had signed in before', async () => {
    const { server } = house
    const browser = await house.browser()
    const [first, second] = [await house.person(server.trusted), await house.person(server.trusting)]
    await (await browser.tab()).signIn(first)
    const tab = await browser.tab()
    const late: (() => Promise<void>)[] = []
    await tab.page.route('**/_crossrole/console/sessions', async route => {
      const response = await route.fetch()
      late.push(() => route.fulfill({ response }))
    })
    await tab.open('/signin')
    await tab.fillSignIn(second)
    await tab.button(`Account menu ${second.name} @ trusting-co`).waitFor()
    expect(late).not.toEqual([])
    for (const answer of late) await answer()
    await tab.follow('/console/iam/groups')
    await tab.page.getByText('You need permission: iam:ListGroups').waitFor()
    await tab.page.reload()
    await tab.button(`Account menu ${second.name} @ trusting-co`).waitFor()
  })

  it('take their role into every tab of theirs, and into no other', async () => {
    const { server } = house
    const { name: roleName } = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusted))],
    })
    const [first, second] = [
      await house.person(server.trusted, allowAll),
      await house.person(server.trusting),
    ]
    const browser = await house.browser()
    const [tab, same, other] = [await browser.tab(), await browser.tab(), await browser.tab()]
    await tab.signIn(first)
    await same.open('/console/iam/groups')
    await same.heading('User groups').waitFor()
    await other.signIn(second)
    const role = { account: server.trusting.id, roleName, displayName: 'Across' }
    await tab.follow(`/switchrole?${new URLSearchParams(role)}`)
    await tab.button('Switch role').click()
    await tab.button('Account menu Across').waitFor()
    await same.button('Account menu Across').waitFor()
    await same.page.getByText('You need permission: iam:ListGroups').waitFor()
    await other.button(`Account menu ${second.name} @ trusting-co`).waitFor()
    await other.page.reload()
    await other.button(`Account menu ${second.name} @ trusting-co`).waitFor()
  })

  it('are five at the most, and one that signs out makes room', async () => {
    const people = []
    for (let made = 0; made < 6; made += 1) people.push(await house.person(house.server.trusted))
    const [sixth, ...five] = people.reverse()
    if (!sixth) throw new Error('there are six')
    const browser = await house.browser()
    for (const person of five) await browser.signIn(person)
    const [left, tab] = [await browser.tab(), await browser.tab()]
    await left.open('/console/home/start')
    await left.button(`Account menu ${five[0]?.name} @ trusted-co`).waitFor()
    await tab.open('/signin?add=session')
    await tab.fillSignIn(sixth)
    await tab.page.getByText('Five sessions are open in this browser').waitFor()
    await tab.expectSound()
    await tab.picture('five-sessions')
    const out = tab.button(`Sign out ${five[0]?.name} @ trusted-co`)
    await out.click()
    await out.waitFor({ state: 'detached' })
    await tab.fillSignIn(sixth)
    await tab.button(`Account menu ${sixth.name} @ trusted-co`).waitFor()
    await left.page.reload()
    await left.heading('Sign in').waitFor()
    await left.button(`Continue as ${five[1]?.name} @ trusted-co`).click()
    await left.button(`Account menu ${five[1]?.name} @ trusted-co`).waitFor()
  })
})
