import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const screenshots = join(import.meta.dirname, '../../../coverage/console')

/** Who signs in: as `makeConsoleUser` makes them. */
export interface Person {
  /** Account id or alias. */
  readonly account: string
  readonly name: string
  readonly password: string
}

/** What axe looks at, of the page, and by which rules. */
interface Look {
  readonly place: string | undefined
  readonly runOnly?: readonly string[]
}

/** Axe passes over those that are not shown. */
const dialog = '[role="dialog"]'

/** One tab of a browser, as somebody uses it who reads the screen: everything is found by its role and its label. */
export class Tab {
  readonly page: Page
  /** What the browser complained of: errors of scripts, and what the Content-Security-Policy refused. */
  readonly complaints: string[] = []
  readonly #url: string

  constructor(page: Page, url: string) {
    this.page = page
    this.#url = url
    page.on('pageerror', error => this.complaints.push(error.message))
    page.on('console', message => {
      const isBad = message.type() === 'error' || message.type() === 'warning'
      if (isBad && !refusedCall.test(message.text())) this.complaints.push(message.text())
    })
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.#url}${path}`)
  }

  /**
   * To another page of the console that is open, as a link there leads to it: nothing is loaded anew, and what was read in
   * the last few seconds may be shown once more.
   */
  async follow(path: string): Promise<void> {
    await this.page.evaluate(`
      history.pushState({ idx: (history.state?.idx ?? 0) + 1 }, '', ${JSON.stringify(path)})
      dispatchEvent(new PopStateEvent('popstate', { state: history.state }))
    `)
  }

  /** Path and query. */
  get path(): string {
    return this.page.url().slice(this.#url.length)
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { name, level: 1 })
  }

  /** A text is the whole name; so for links. */
  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  link(name: string | RegExp): Locator {
    return this.page.getByRole('link', { name, exact: true })
  }

  field(label: string | RegExp, options: { readonly exact?: boolean } = {}): Locator {
    return this.page.getByLabel(label, options)
  }

  /** Fills in the sign-in page that is open and sends it; what comes then is the caller's to expect. */
  async fillSignIn({ account, name, password }: Person): Promise<void> {
    const field = this.field('Account ID or alias')
    await field.waitFor()
    if (await field.isEditable()) await field.fill(account)
    await this.field('IAM user name').fill(name)
    await this.field('Password').fill(password)
    await this.button('Sign in').click()
  }

  /** Signs in, and is on the page at `path` then. */
  async signIn(person: Person, path = '/console/home/start'): Promise<void> {
    await this.open(`/signin?${new URLSearchParams({ return: path })}`)
    await this.fillSignIn(person)
    await this.button(/^Account menu/).waitFor()
  }

  /** The panel at the top right, opened. */
  async accountMenu(): Promise<Locator> {
    const button = this.button(/^Account menu/)
    if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click()
    return this.page.getByRole('region', { name: /^Account menu/ })
  }

  /** Switches by the menu and the form it leads to; what comes then is the caller's to expect. */
  async fillSwitchRole(to: {
    readonly account: string
    readonly roleName: string
    readonly displayName?: string
    readonly color?: string
  }): Promise<void> {
    await (await this.accountMenu()).getByRole('link', { name: 'Switch role' }).click()
    await this.heading('Switch role').waitFor()
    const account = this.field('Account ID or alias')
    // Where one is on the page already, the form begins anew.
    await account.and(this.page.locator('input[value=""]')).waitFor()
    await account.fill(to.account)
    await this.field('IAM role name').fill(to.roleName)
    if (to.displayName !== undefined) await this.field(/^Display name/).fill(to.displayName)
    if (to.color !== undefined) await this.page.getByRole('radio', { name: to.color }).check()
    await this.button('Switch role').click()
  }

  /**
   * The page as it is now has no violation that axe knows of, and the browser has had nothing to complain of. To be called
   * on every dialog that one opens, and on what else no other test has seen: an error, an open menu, a result. Every page,
   * with each of its tabs, every-page.test.ts looks at, in light and dark. Of a page with a dialog the dialog is looked at,
   * in the dark too; where a `place` is named, only that.
   */
  async expectSound(options: { readonly inDark?: boolean; readonly place?: string } = {}): Promise<void> {
    const isDialog = (await this.page.getByRole('dialog').count()) > 0
    const place = options.place ?? (isDialog ? dialog : undefined)
    expect(await this.#violations({ place }), 'axe, light').toEqual([])
    if (options.inDark ?? isDialog) {
      await this.#look('dark')
      // The colours are all that differs.
      expect(await this.#violations({ place, runOnly: ['color-contrast'] }), 'axe, dark').toEqual([])
      await this.#look('light')
    }
    expect(this.complaints).toEqual([])
  }

  /** Pictures in light and dark, in coverage/console/: of the walkthrough always, of the rest with CROSSROLE_PICTURES=all. */
  async picture(name: string): Promise<void> {
    if (!name.startsWith('walkthrough-') && process.env.CROSSROLE_PICTURES !== 'all') return
    await mkdir(screenshots, { recursive: true })
    for (const colorScheme of ['dark', 'light'] as const) {
      await this.#look(colorScheme)
      await this.page.screenshot({
        path: join(screenshots, `${name}-${colorScheme}.png`),
        animations: 'disabled',
      })
    }
  }

  /** The page is told of the change with the next frame, and drawn anew with the one after. */
  async #look(colorScheme: 'light' | 'dark'): Promise<void> {
    await this.page.emulateMedia({ colorScheme })
    await this.page.evaluate(
      'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))',
    )
  }

  async #violations({ place, runOnly }: Look): Promise<string[]> {
    // The page may have been opened anew since; axe is large, and its reading takes longer than its looking.
    if (!(await this.page.evaluate("'axe' in window"))) await this.page.evaluate(await axe)
    // Nothing is read beside the page: only rules that are off by themselves need it.
    const options = { resultTypes: ['violations'], preload: false, ...(runOnly && { runOnly }) }
    const at = JSON.stringify(place ?? 'html')
    // A dialog may have closed meanwhile.
    const context = `document.querySelector(${at}) ? ${at} : document`
    const looking = `axe.run(${context}, ${JSON.stringify(options)})`
    const { violations } = await this.page.evaluate<AxeResults>(looking)
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)
  }
}

/** The browser itself reports every answer of 4xx. That the API refuses is no mistake of the console's. */
const refusedCall = /^Failed to load resource: the server responded with a status of 4\d\d/

/** A browser of its own, with its own cookies; its tabs share them. */
export class BrowserProfile {
  readonly #context: BrowserContext
  readonly #url: string

  constructor(context: BrowserContext, url: string) {
    this.#context = context
    this.#url = url
  }

  async tab(): Promise<Tab> {
    return new Tab(await this.#context.newPage(), this.#url)
  }

  /** The tab that `open` makes the browser open by itself. */
  async openedBy(open: () => Promise<unknown>): Promise<Tab> {
    const [page] = await Promise.all([this.#context.waitForEvent('page'), open()])
    return new Tab(page, this.#url)
  }

  /** Signs somebody in without the page for it, which is what most tests are not about. */
  async signIn({ account, name, password }: Person): Promise<void> {
    const answer = await this.#context.request.post(`${this.#url}/_crossrole/console/sign-in`, {
      headers: { origin: this.#url },
      data: { as: 'user', account, userName: name, password },
    })
    const { state } = await answer.json()
    if (state !== 'signed-in') throw new Error(`${name} is not signed in: ${state}`)
  }

  get context(): BrowserContext {
    return this.#context
  }
}
