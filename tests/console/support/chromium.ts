import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { alone } from './made-once.ts'

/**
 * The real Chromium that comes with the packages. Of its own arguments none are used: they switch web security off, and
 * with it what the tests are about.
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await alone('chromium', () => chromium.executablePath())
  return playwright.launch({ executablePath, args: ['--no-sandbox', '--headless=shell'] })
}
