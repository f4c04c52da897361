import type { Browser, BrowserContext } from 'playwright-core'
import { onTestFinished, TestRunner } from 'vitest'
import { BrowserProfile } from './tab.ts'

const viewport = { width: 1280, height: 860 }

/** A browser on a busy machine takes its time, and no test here is about time. */
const actionTimeoutMs = 30_000

/**
 * Browsers in which nobody is signed in. One that a test is done with is taken by a later test, with nothing in it but
 * the files of the console: to read and compile them anew takes longer than most of what a test does.
 */
export class Profiles {
  readonly #chromium: Browser
  readonly #url: string
  readonly #inUse = new Set<BrowserContext>()
  readonly #free: BrowserContext[] = []

  constructor(chromium: Browser, url: string) {
    this.#chromium = chromium
    this.#url = url
  }

  async take(): Promise<BrowserProfile> {
    const context = this.#free.pop() ?? (await this.#made())
    this.#inUse.add(context)
    // One that is taken before the tests is for all of them.
    if (TestRunner.getCurrentTest()) onTestFinished(() => this.#takeBack(context))
    return new BrowserProfile(context, this.#url)
  }

  async takeBackAll(): Promise<void> {
    await Promise.all([...this.#inUse].map(context => this.#takeBack(context)))
  }

  async #made(): Promise<BrowserContext> {
    const context = await this.#chromium.newContext({
      viewport,
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    context.setDefaultTimeout(actionTimeoutMs)
    context.on('close', () => this.#inUse.delete(context))
    return context
  }

  async #takeBack(context: BrowserContext): Promise<void> {
    if (!this.#inUse.has(context)) return // closed by the test
    await this.#clear(context)
    this.#inUse.delete(context)
    this.#free.push(context)
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

const byUrl = new Map<string, Profiles>()

/** Those of all test files that a process runs, by where their server is: one that is done with may stand where another was. */
export function profilesOf(chromium: Browser, url: string): Profiles {
  const known = byUrl.get(url) ?? new Profiles(chromium, url)
  byUrl.set(url, known)
  return known
}
