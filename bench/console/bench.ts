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
import { listsOf } from './lists.ts'
import { startReference } from './reference-server.ts'

const many = 5_000

/** The console in a real browser, beside pages that do the same with as little as can be. */
export async function* run(): AsyncGenerator<Figure> {
  if ((await consoleBuildState()) !== 'built') await buildConsole()
  const directory = await mkdtemp(join(import.meta.dirname, '.data-'))
  const children: ChildProcess[] = []
  const closing: (() => void)[] = []
  // Its own arguments would switch on what browsers of people do not have.
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--headless=shell'],
  })
  try {
    const amounts = { users: many, roles: many, policies: 0 }
    const { port } = await serverWith(children, directory, 1, amounts)
    const url = `http://127.0.0.1:${port}`
    const lists = listsOf(many)
    const reference = await startReference(lists)
    closing.push(reference.close)
    yield* firstPages(browser, url, reference.url)
    yield* listInteractions(browser, url, reference.url, lists)
  } finally {
    await browser.close()
    for (const close of closing) close()
    await Promise.all(children.map(stop))
    await rm(directory, { recursive: true, force: true })
  }
}
