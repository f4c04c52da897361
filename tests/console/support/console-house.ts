import { vi } from 'vitest'
import type { TestAccount, TestServer } from '../../behaviour/support/test-server.ts'
import { makeConsoleUser, password } from '../../server/console-scene.ts'
import { builtConsole } from './built-console.ts'
import { sharedChromium } from './chromium.ts'
import { profilesOf } from './profiles.ts'
import type { BrowserProfile, Person, Tab } from './tab.ts'
import { startAtUsualPlace } from './usual-place.ts'

/**
 * A server with the built console, for a test file, and browsers to look at it with.
 *
 *     let house: ConsoleHouse
 *     beforeAll(async () => { house = await openConsole() })
 *     afterAll(() => house.close())
 *
 *     it('shows what the user may see', async () => {
 *       const tab = await house.signedIn(await house.person(house.server.trusted, allowAll), '/console/iam/groups')
 *       await tab.heading('User groups').waitFor()
 *       await tab.expectSound()
 *     })
 */
export interface ConsoleHouse {
  readonly server: TestServer
  /** A user of the account who may sign in, with an inline policy of these statements if there are any. */
  readonly person: (account: TestAccount, ...statements: object[]) => Promise<Person>
  /** A browser in which nobody is signed in. */
  readonly browser: () => Promise<BrowserProfile>
  /** A tab of a browser of its own in which the person is signed in, and at `path`. */
  readonly signedIn: (person: Person, path?: string) => Promise<Tab>
  readonly close: () => Promise<void>
}

/** A browser on a busy machine takes its time, and no test here is about time. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

export const allowAll = { Effect: 'Allow', Action: '*', Resource: '*' }

export async function openConsole(bootstrapFile?: string): Promise<ConsoleHouse> {
  const [, chromium] = await Promise.all([builtConsole(), sharedChromium()])
  const server = await startAtUsualPlace(bootstrapFile)
  const profiles = profilesOf(chromium, server.url)
  const browser = () => profiles.take()
  return {
    server,
    browser,
    person: async (account, ...statements) => {
      const { name } = await makeConsoleUser(server, account, ...statements)
      return { account: account.id, name, password }
    },
    signedIn: async (person, path = '/console/home/start') => {
      const profile = await browser()
      await profile.signIn(person)
      const tab = await profile.tab()
      await tab.open(path)
      await tab.button(/^Account menu/).waitFor()
      return tab
    },
    close: async () => {
      await profiles.takeBackAll()
      await server.close()
    },
  }
}
