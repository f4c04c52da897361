import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { chromium as playwright } from 'playwright-core'
import { buildConsole, consoleBuildState } from '../../scripts/console-build.ts'
import { serverWith } from '../iam/servers.ts'
import type { Figure } from '../main.ts'
import { stop } from '../processes.ts'
import { firstPages } from './first-pages.ts'
import { listInteractions } from './list-interactions.ts'

const many = 5_000

/** The console in a real browser; the references are what it may cost at the most. */
export async function* run(): AsyncGenerator<Figure> {
  if ((await consoleBuildState()) !== 'built') await buildConsole()
  const directory = await mkdtemp(join(import.meta.dirname, '.data-'))
  const children: ChildProcess[] = []
  // Its own arguments would switch on what browsers of people do not have.
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--headless=shell'],
  })
  try {
    const amounts = { users: many, roles: many, policies: 0 }
    const { port } = await serverWith(children, directory, 1, amounts)
    const url = `http://127.0.0.1:${port}`
    yield* firstPages(browser, url)
    yield* listInteractions(browser, url, many)
  } finally {
    await browser.close()
    await Promise.all(children.map(stop))
    await rm(directory, { recursive: true, force: true })
  }
}
