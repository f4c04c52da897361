import type { Browser, BrowserContext } from 'playwright-core'
import { onTestFinished, TestRunner } from 'vitest'
import { BrowserProfile } from './tab.ts'

const viewport = { width: 1280, height: 860 }

/**
 * Browsers in which nobody is signed in. One that a test is done with is taken by a later test, with nothing in it but
 * the files of the console: to read and compile them anew takes longer than most of what a test does.
 */
export class Profiles {
  readonly #chromium: Browser
  readonly #url: string
  readonly #actionTimeoutMs: number
  readonly #open = new Set<BrowserContext>()
  readonly #free: BrowserContext[] = []

  constructor(chromium: Browser, url: string, actionTimeoutMs: number) {
    this.#chromium = chromium
    this.#url = url
    this.#actionTimeoutMs = actionTimeoutMs
  }

  async take(): Promise<BrowserProfile> {
    const context = this.#free.pop() ?? (await this.#made())
    this.#takeBackAfterTest(context)
    return new BrowserProfile(context, this.#url)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open].map(context => context.close()))
  }

  async #made(): Promise<BrowserContext> {
    const context = await this.#chromium.newContext({
      viewport,
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    context.setDefaultTimeout(this.#actionTimeoutMs)
    this.#open.add(context)
    context.on('close', () => this.#open.delete(context))
    return context
  }

  /** One that is taken before the tests is for all of them. */
  #takeBackAfterTest(context: BrowserContext): void {
    if (!TestRunner.getCurrentTest()) return
    onTestFinished(async () => {
      if (!this.#open.has(context)) return // closed by the test
      await this.#clear(context)
      this.#free.push(context)
    })
  }

  /** Who was signed in, what they chose, and what a test had the browser do. */
  async #clear(context: BrowserContext): Promise<void> {
    await context.unrouteAll({ behavior: 'ignoreErrors' })
    await Promise.all(context.pages().map(page => page.close()))
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    const storageTypes = 'cookies,local_storage,indexeddb'
    await devtools.send('Storage.clearDataForOrigin', { origin: this.#url, storageTypes })
    await page.close()
    await context.clearCookies()
    await context.setOffline(false)
  }
}
