import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { median } from '../audit/median.ts'
import type { Figure } from '../main.ts'
import { newProfile } from './profile.ts'

const runs = 7
const longestMs = 2_000
const mostScriptKb = 350

const pages = [
  { name: 'home', path: '/console/home/start', isSignedIn: true, button: /^Account menu/ },
  { name: 'sign-in', path: '/signin', isSignedIn: false, button: 'Sign in' },
] as const

export async function* firstPages(browser: Browser, url: string): AsyncGenerator<Figure> {
  for (const page of pages) {
    const visits = []
    // One more at first: the server compresses a file when it is first asked for.
    for (let run = 0; run <= runs; run += 1) visits.push(await visit(browser, url, page))
    const [{ scriptKb } = { scriptKb: 0 }, ...measured] = visits
    yield figure(`console/${page.name}/cold`, median(measured.map(({ ms }) => ms)), 'ms', longestMs)
    yield figure(`console/${page.name}/script`, scriptKb, 'KB', mostScriptKb)
  }
}

async function visit(browser: Browser, url: string, { path, isSignedIn, button }: (typeof pages)[number]) {
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

export function figure(name: string, value: number, unit: string, most: number): Figure {
  return {
    name,
    value,
    unit,
    reference: most,
    ratio: value / most,
    note: 'the reference is the most it may be',
  }
}
