import { statfs } from 'node:fs/promises'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { alone } from './made-once.ts'

const neededSharedBytes = 1024 ** 3

/**
 * The real Chromium that comes with the packages. Of its own arguments none are used: they switch web security off, and
 * with it what the tests are about. Nothing is drawn by a process of its own, for there is no graphics card; and what its
 * processes share lies in memory where there is enough of it for that, and not in files. Scripts are not optimized: no page
 * of a test runs for so long that it would be worth it.
 */
async function launch(): Promise<Browser> {
  const executablePath = await alone('chromium', () => chromium.executablePath())
  return playwright.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--headless=shell',
      '--disable-gpu',
      '--in-process-gpu',
      '--js-flags=--no-opt,--no-maglev',
    ],
    ignoreDefaultArgs: (await hasSharedMemory()) ? ['--disable-dev-shm-usage'] : [],
  })
}

async function hasSharedMemory(): Promise<boolean> {
  const free = await statfs('/dev/shm').then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  )
  return free >= neededSharedBytes
}

let launched: Promise<Browser> | undefined

/** One for all test files that a process runs; it ends with the process. */
export function sharedChromium(): Promise<Browser> {
  launched ??= launch()
  return launched
}
