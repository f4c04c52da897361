import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { allow, makeRole, rootOf, trust } from '../behaviour/support/scene.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import type { Person, Tab } from './support/tab.ts'

let house: ConsoleHouse
let person: Person
let tab: Tab
beforeAll(async () => {
  house = await openConsole()
  person = await house.person(house.server.trusted, allowAll)
  tab = await house.signedIn(person, '/')
})
afterAll(() => house.close())

describe('the console', () => {
  it('begins at home, with the ids that others ask for', async () => {
    await tab.heading('Console Home').waitFor()
    expect(tab.path).toBe('/console/home/start')
    expect(await tab.page.title()).toBe('Console Home | Crossrole')
    const link = `${house.server.url}/console/trusted-co`
    await tab.page.getByText(link).waitFor()
    await tab.picture('home')
    await tab.button('Copy Sign-in link for IAM users').click()
    await tab.page.getByText('Copied').waitFor()
    expect(await tab.page.evaluate('navigator.clipboard.readText()')).toBe(link)
  })

  it('leads from page to page without losing its place: menu, side navigation, breadcrumbs, back', async () => {
    await tab.button('Services').click()
    await tab.page.getByRole('navigation', { name: 'Services' }).getByRole('link', { name: /^IAM/ }).click()
    await tab.page
      .getByRole('navigation', { name: 'Section' })
      .getByRole('link', { name: 'User groups' })
      .click()
    await tab.heading('User groups').waitFor()
    expect(await tab.page.title()).toBe('User groups | IAM | Crossrole')
    const crumbs = tab.page.getByRole('navigation', { name: 'Where you are' })
    expect(await crumbs.getByRole('link').allInnerTexts()).toContain('IAM')
    await tab.page.goBack()
    await tab.page.goForward()
    await tab.heading('User groups').waitFor()
  })

  it('says so where there is no such page, and leads home', async () => {
    await tab.open('/console/iam/nothing/here')
    await tab.heading('There is no such page').waitFor()
    await tab.button('Go to Console Home').click()
    await tab.heading('Console Home').waitFor()
    expect(tab.complaints).toEqual([])
  })

  it('goes on where a page of an earlier build is gone', async () => {
    const tab = await house.signedIn(person)
    await tab.heading('Console Home').waitFor()
    const pages = /-page-.*\.js$/
    await tab.page.route(pages, route => route.fulfill({ status: 404, body: '' }))
    await tab.button('Services').click()
    await tab.page.getByRole('navigation', { name: 'Services' }).getByRole('link', { name: /^IAM/ }).click()
    await tab.heading('This page broke').waitFor()
    await tab.page.getByText('The console was updated since you opened it.').waitFor()
    await tab.page.unroute(pages)
    await tab.button('Reload the page').click()
    await tab.heading('This page broke').waitFor({ state: 'hidden' })
    await tab.page.getByRole('heading', { level: 1 }).waitFor()
  })

  it('waits for a server that does not answer', async () => {
    await tab.page.route('**/_crossrole/console/**', route => route.abort())
    await tab.page.reload()
    await tab.page.getByText('The server does not answer').waitFor()
    await tab.page.unroute('**/_crossrole/console/**')
    await tab.button('Retry').click()
    await tab.heading('Console Home').waitFor()
    // The browser's own words for what was aborted; they are no mistake on the pages that follow.
    expect([...new Set(tab.complaints.splice(0))]).toEqual(['Failed to load resource: net::ERR_FAILED'])
  })

  it('is light, dark or as the system, and stays so', async () => {
    const scheme = () => tab.page.evaluate('getComputedStyle(document.documentElement).colorScheme')
    await tab.page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(scheme).toBe('dark')
    await (await tab.accountMenu()).getByText('Light').click()
    await expect.poll(scheme).toBe('light')
    await tab.page.reload()
    await tab.heading('Console Home').waitFor()
    await expect.poll(scheme).toBe('light')
    await (await tab.accountMenu()).getByText('Dark').click()
    await tab.page.emulateMedia({ colorScheme: 'light' })
    await expect.poll(scheme).toBe('dark')
    await (await tab.accountMenu()).getByText('As the system').click()
    await expect.poll(scheme).toBe('light')
  })

  it('is gone through by keyboard: past the bar, into the menus and out of them', async () => {
    await tab.open('/console/iam/groups')
    await tab.heading('User groups').waitFor()
    const { keyboard } = tab.page
    const focused = () => tab.page.evaluate('document.activeElement?.textContent ?? ""')
    await keyboard.press('Tab')
    expect(await focused()).toBe('Skip to main content')
    await keyboard.press('Enter')
    await keyboard.press('Tab')
    expect(await tab.page.evaluate("document.activeElement?.closest('#content') !== null")).toBe(true)
    const menu = tab.button(/^Account menu/)
    await menu.focus()
    await keyboard.press('Enter')
    await keyboard.press('Tab')
    expect(await tab.page.evaluate('document.activeElement?.ariaLabel')).toBe('Copy Account ID')
    await keyboard.press('Escape')
    expect(await menu.getAttribute('aria-expanded')).toBe('false')
    expect(await focused()).toContain(person.name)
  })

  it('is usable on a narrow screen', async () => {
    const wide = tab.page.viewportSize() ?? { width: 1280, height: 860 }
    await tab.page.setViewportSize({ width: 390, height: 800 })
    await tab.open('/console/iam/groups')
    await tab.heading('User groups').waitFor()
    expect(await tab.page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    await tab.picture('narrow')
    await tab.expectSound()
    await tab.page.setViewportSize(wide)
  })

  it('loads at most 350 KB of script, packed, before its first page is there; the sign-in page a lot less', async () => {
    const scripts = await scriptsLoaded('/console/home/start', 'Console Home')
    expect(scripts).toBeLessThan(350 * 1024)
    const tab = await (await house.browser()).tab()
    const signIn = countScripts(tab.page)
    await tab.open('/signin')
    await tab.heading('Sign in').waitFor()
    expect(await signIn()).toBeLessThan(250 * 1024)
  })

  it('has its style and its fonts in files, and nothing in its page that would have to be allowed to run', async () => {
    const page = await readFile(join(built, 'index.html'), 'utf8')
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bon\w+=/i)
    const styles = (await readdir(join(built, 'assets'))).filter(name => name.endsWith('.css'))
    for (const name of styles)
      expect(await readFile(join(built, 'assets', name), 'utf8')).not.toContain('data:font')
  })
})

const built = join(import.meta.dirname, '../../dist/console')

async function scriptsLoaded(path: string, heading: string): Promise<number> {
  const browser = await house.browser()
  await browser.signIn(person)
  const tab = await browser.tab()
  const count = countScripts(tab.page)
  await tab.open(path)
  await tab.heading(heading).waitFor()
  return count()
}

/** How many bytes the scripts have that a page asks for, as the server packs them. */
function countScripts(page: {
  on: (event: 'response', heard: (response: { url: () => string }) => void) => unknown
}) {
  const names = new Set<string>()
  page.on('response', response => {
    const [, name] = /\/console\/assets\/([^/?]+\.js)$/.exec(response.url()) ?? []
    if (name) names.add(name)
  })
  return async () => {
    const sizes = [...names].map(async name => gzipSync(await readFile(join(built, 'assets', name))).length)
    expect(sizes.length).toBeGreaterThan(3)
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  }
}

/** At the end, for the server's clock goes on. */
describe('a session', () => {
  it('goes back to one’s own rights when the session of the role ends, and says so', async () => {
    const { server } = house
    const { name: roleName } = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusted))],
    })
    const somebody = await house.person(server.trusted, allow('sts:AssumeRole', '*'))
    const browser = await house.browser()
    // Whoever took it next would have its clock.
    onTestFinished(() => browser.context.close())
    await browser.signIn(somebody)
    const tab = await browser.tab()
    await tab.page.clock.install()
    const role = { account: server.trusting.id, roleName, displayName: 'For an hour' }
    await tab.open(`/switchrole?${new URLSearchParams(role)}`)
    await tab.button('Switch role').click()
    await tab.button('Account menu For an hour').waitFor()
    server.advance(3605)
    await tab.page.clock.fastForward(3605 * 1000)
    await tab.page
      .getByText(`The session of For an hour has ended. You are ${somebody.name} again.`)
      .waitFor()
    await tab.button(`Account menu ${somebody.name} @ trusted-co`).waitFor()
    server.advance(12 * 3600)
    await tab.page.clock.fastForward(12 * 3600 * 1000)
    await tab.page.getByText('Your session has ended').waitFor()
  })
})
