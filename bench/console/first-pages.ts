import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { median } from '../audit/median.ts'
import type { Figure } from '../main.ts'
import { figure } from './figure.ts'
import { newProfile } from './profile.ts'

const runs = 7
const mostMs = 2_000
const mostScriptKb = 350

interface FirstPage {
  readonly path: string
  readonly isSignedIn: boolean
  readonly button: string | RegExp
}

const pages: Readonly<Record<string, FirstPage>> = {
  home: { path: '/console/home/start', isSignedIn: true, button: /^Account menu/ },
  'sign-in': { path: '/signin', isSignedIn: false, button: 'Sign in' },
}
const empty: FirstPage = { path: '/', isSignedIn: false, button: 'Ready' }

/** The console's first pages and an empty one, in turn. */
export async function* firstPages(
  browser: Browser,
  console: string,
  reference: string,
): AsyncGenerator<Figure> {
  for (const [name, page] of Object.entries(pages)) {
    const visits = []
    // One more at first: the server compresses a file when it is first asked for.
    for (let run = 0; run <= runs; run += 1) {
      visits.push({ ours: await visit(browser, console, page), bare: await visit(browser, reference, empty) })
    }
    const measured = visits.slice(1)
    const of = (side: 'ours' | 'bare', what: 'ms' | 'scriptKb') =>
      median(measured.map(visited => visited[side][what]))
    yield figure(`console/${name}/cold`, of('ours', 'ms'), 'ms', of('bare', 'ms'), { most: mostMs })
    yield figure(`console/${name}/script`, of('ours', 'scriptKb'), 'KB', of('bare', 'scriptKb'), {
      most: mostScriptKb,
    })
  }
}

async function visit(browser: Browser, url: string, { path, isSignedIn, button }: FirstPage) {
  const context = await newProfile(browser, url, isSignedIn)
  const page = await context.newPage()
  const scripts: Promise<Buffer>[] = []
  page.on('response', response => {
    if (response.url().endsWith('.js')) scripts.push(response.body())
  })
  const started = performance.now()
  await page.goto(`${url}${path}`, { waitUntil: 'commit' })
  await page.getByRole('button', { name: button }).click()
  const ms = performance.now() - started
  const bytes = (await Promise.all(scripts)).reduce((sum, script) => sum + gzipSync(script).length, 0)
  await context.close()
  return { ms, scriptKb: bytes / 1024 }
}
