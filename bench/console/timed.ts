import type { Page } from 'playwright-core'

/** What is to be read, where: it is done then. */
export interface Shown {
  readonly at: 'tbody tr a' | 'h1'
  readonly text: string
}

const patienceMs = 30_000

/** Browsers tell of no task that is shorter. */
const shortestTaskMs = 50

interface Timed {
  /** Milliseconds from the event, as the browser stamps it, to the first frame that shows each of what is wanted, in turn. */
  readonly times: readonly number[]
  /** Milliseconds that the page did nothing else in between: nobody could have typed. */
  readonly longestTask: number
}

export async function timed(
  page: Page,
  act: () => Promise<unknown>,
  wanted: readonly Shown[],
): Promise<Timed> {
  await page.evaluate(`window.measured = new Promise((resolve, reject) => {
    const wanted = ${JSON.stringify(wanted)}
    const times = []
    let since
    let longestTask = ${shortestTaskMs}
    const tasks = new PerformanceObserver(list => {
      for (const { startTime, duration } of list.getEntries()) {
        if (startTime + duration > since) longestTask = Math.max(longestTask, duration)
      }
    })
    tasks.observe({ entryTypes: ['longtask'] })
    const seen = ({ at }) => document.querySelector(at)?.textContent.trim()
    setTimeout(() => {
      const next = wanted[times.length]
      if (next) reject(new Error('never saw ' + next.text + ' but ' + seen(next)))
    }, ${patienceMs})
    const begin = event => { since ??= event.timeStamp }
    for (const type of ['keydown', 'pointerdown', 'input']) addEventListener(type, begin, { capture: true, once: true })
    const look = () => {
      while (since !== undefined && wanted[times.length] && seen(wanted[times.length]) === wanted[times.length].text) {
        times.push(performance.now() - since)
      }
      if (times.length < wanted.length) return requestAnimationFrame(look)
      // What was measured of the last task comes after it.
      setTimeout(() => {
        tasks.disconnect()
        resolve({ times, longestTask })
      }, 100)
    }
    requestAnimationFrame(look)
  })
  undefined`)
  await act()
  return (await page.evaluate('window.measured')) as Timed
}
