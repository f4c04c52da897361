import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow, makeRole, rootOf, trust } from '../behaviour/support/scene.ts'
import { password } from '../server/console-scene.ts'
import { begunAnew } from './support/begun-anew.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import { type HostileAccount, hostile, makeHostileAccount } from './support/hostile.ts'
import { accountsWithAdmins } from './support/roots.ts'
import type { Tab } from './support/tab.ts'

/**
 * Every page there is, of an account in which everything is called what nobody should call it, seen in a role whose name
 * is no better: sound for axe in light and in dark, no error in the browser, and nothing that others wrote is more than
 * text. A page that is added to the routes is walked through without further ado, unless its address has to name a thing
 * that is not here yet: then this fails, and `addresses` needs a line.
 */
let house: ConsoleHouse
let account: HostileAccount
let tab: Tab
beforeAll(async () => {
  house = await openConsole(await accountsWithAdmins(password, [`${hostile}1`, hostile]))
  const { server } = house
  account = await makeHostileAccount(server)
  const { name: roleName } = await makeRole(server, server.trusting, {
    trust: [trust(rootOf(server.trusted))],
    permissions: [allowAll],
  })
  tab = await house.signedIn(await house.person(server.trusted, allow('sts:AssumeRole', '*')))
  await tab.fillSwitchRole({ account: 'trusting-co', roleName, displayName: hostile })
  await tab.button(`Account menu ${hostile}`).waitFor()
})
afterAll(() => house.close())

/** The routes load pages, which are for a browser: their types stay out of the tests. */
const routesFile = pathToFileURL(join(import.meta.dirname, '../../src/console/routes.ts')).href
const { pages } = (await import(routesFile)) as { readonly pages: readonly { readonly path: string }[] }

/** Below the shell, and not among its routes. */
const others = ['/switchrole', '/console/nothing/here']

interface Thing {
  readonly under: string
  /** In place of `:name` and so on. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Each makes an address of its own. */
  readonly queries?: readonly Readonly<Record<string, string>>[]
}

/** Which things the addresses of pages name, by how their paths begin. */
function things(): readonly Thing[] {
  const { name, bucket, policyArn, providerArns, requestId, eventId, organization } = account
  const named = { name, policy: name }
  return [
    { under: '/console/iam/roles/', parameters: named },
    { under: '/console/iam/users/', parameters: named },
    { under: '/console/iam/groups/', parameters: named },
    { under: '/console/iam/policies/details', queries: [{ arn: policyArn }] },
    { under: '/console/iam/providers/details', queries: providerArns.map(arn => ({ arn })) },
    { under: '/console/why/', queries: [{ id: requestId }] },
    { under: '/console/activity/events/details/', parameters: { id: eventId } },
    { under: '/console/s3/buckets/details', queries: [{ name: bucket, key: hostile }] },
    { under: '/console/organizations/tree/details/account', queries: [{ id: house.server.trusting.id }] },
    { under: '/console/organizations/tree/details/unit', queries: [{ id: organization.unitId }] },
    { under: '/console/organizations/policies/details', queries: [{ id: organization.policyId }] },
    { under: '/console/organizations/policies', queries: [{ type: 'SERVICE_CONTROL_POLICY' }] },
  ]
}

function addresses(path: string): readonly string[] {
  const thing = things().find(({ under }) => path.startsWith(under))
  const filled = path.replaceAll(/:(\w+)/g, (_, parameter: string) => {
    const value = thing?.parameters?.[parameter]
    if (value === undefined) throw new Error(`nothing is known that ${path} could show as :${parameter}`)
    return encodeURIComponent(value)
  })
  return (thing?.queries ?? [{}]).map(query => {
    const search = new URLSearchParams(query).toString()
    return search === '' ? filled : `${filled}?${search}`
  })
}

/** The page is there: its heading, and all that it reads. */
async function settled(): Promise<void> {
  await tab.page.getByRole('heading', { level: 1 }).first().waitFor()
  await expect.poll(() => tab.page.locator(spinner).count(), { timeout: 30_000 }).toBe(0)
}
const spinner = '[class*="awsui_spinner"], [class*="awsui_root_1612d"]'

/** Sound, and nothing of what others wrote has become a part of the page. */
async function expectSoundText(place?: string): Promise<void> {
  await tab.expectSound({ inDark: true, ...(place && { place }) })
  expect(await tab.page.evaluate('window.struck')).toBeUndefined()
  expect(await tab.page.locator('img[src=x], svg[onload], script:not([src])').count()).toBe(0)
}

/** What the page shows: what it is about, and not that it is missing. */
async function wholeText(): Promise<string> {
  const text = await tab.page.getByRole('main').innerText()
  expect(text).not.toMatch(/There is no |You need permission|could not be loaded|This page broke/)
  return text
}

/** Where words that are anybody's to choose are not hidden in a field or behind a button. */
const showsHostile = [
  '/console/iam/providers/details',
  '/console/iam/policies/details',
  '/console/iam/roles/details/:name',
  '/console/activity/events/details/:id',
  '/console/s3/buckets/details',
  '/console/s3/buckets/details/object',
]

/** The tabs of the page; those of the policy editor, which stands on many, have tests of their own. */
function sectionsBeside() {
  const others = tab.page.getByRole('main').getByRole('tab', { selected: false })
  return others.filter({ hasNotText: /^(Visual|JSON|\w+: \d+)$/ }).all()
}

describe('every page', () => {
  it.each(pages.map(({ path }) => path))('is sound, and takes what others wrote for text: %s', async path => {
    const texts: string[] = []
    for (const address of addresses(path)) {
      await begunAnew(tab, address)
      await settled()
      texts.push(await wholeText())
      await expectSoundText()
      for (const section of await sectionsBeside()) {
        await section.click()
        await settled()
        texts.push(await wholeText())
        await expectSoundText('main')
      }
    }
    if (showsHostile.includes(path)) expect(texts.join('\n')).toContain(hostile)
  })

  it.each(others)('is sound where it is none of a section: %s', async path => {
    await tab.open(path)
    await settled()
    await expectSoundText()
  })
})
