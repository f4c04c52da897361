import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { alone } from './made-once.ts'

/**
 * The real Chromium that comes with the packages. Of its own arguments none are used: they switch web security off, and
 * with it what the tests are about.
 */
async function launch(): Promise<Browser> {
  const executablePath = await alone('chromium', () => chromium.executablePath())
  return playwright.launch({ executablePath, args: ['--no-sandbox', '--headless=shell'] })
}

let launched: Promise<Browser> | undefined

/** One for all test files that a process runs; it ends with the process. */
export function sharedChromium(): Promise<Browser> {
  launched ??= launch()
  return launched
}
