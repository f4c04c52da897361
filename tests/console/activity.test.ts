import { CreateRoleCommand, CreateUserCommand, ListUsersCommand } from '@aws-sdk/client-iam'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow, fresh, makeRole, makeUser, rootOf, trust } from '../behaviour/support/scene.ts'
import { begunAnew } from './support/begun-anew.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import type { Tab } from './support/tab.ts'

let house: ConsoleHouse
let admin: Tab
beforeAll(async () => {
  house = await openConsole()
  admin = await house.signedIn(await house.person(house.server.trusted, allowAll), events)
})
afterAll(() => house.close())

const events = '/console/activity/events'

/** The row of an event, by a text that only it has. */
const row = (tab: Tab, text: string | RegExp) => tab.page.getByRole('row').filter({ hasText: text })

/** A page anew, in the tab of somebody who may do everything in the trusted account. */
async function opened(path: string): Promise<Tab> {
  await begunAnew(admin, path)
  return admin
}

async function choose(tab: Tab, label: RegExp, option: string): Promise<void> {
  await tab.page.getByRole('button', { name: label }).click()
  await tab.page.getByRole('option', { name: option, exact: true }).click()
}

describe('the event history', () => {
  it('shows what happens while one looks, with how it was decided', async () => {
    const { server } = house
    const { keys } = await makeUser(server, server.trusted, allow('iam:GetUser', '*'))
    const tab = admin
    await tab.heading(/^Event history/).waitFor()
    const theirs = server.iam(keys)
    const refused = await theirs.send(new ListUsersCommand({})).catch(error => error)
    await theirs.send(new CreateUserCommand({ UserName: fresh('refused') })).catch(error => error)
    await row(tab, 'CreateUser').first().waitFor()
    // As AWS's: what only reads is left out until somebody wants to see it.
    expect(await row(tab, 'ListUsers').count()).toBe(0)
    await choose(tab, /^Filter by/, 'Everything')
    await row(tab, 'ListUsers').first().waitFor()
    expect(await row(tab, 'ListUsers').first().textContent()).toContain('Denied')
    await tab.picture('events')

    await row(tab, 'ListUsers').first().getByRole('link', { name: 'ListUsers' }).click()
    await tab.heading('ListUsers').waitFor()
    await tab.page.getByText(refused.$metadata.requestId, { exact: true }).first().waitFor()
    await tab.page.getByText('Denied: nothing that had to allow it does').waitFor()
    await tab.page.getByText('Action does not match').first().waitFor()
    await tab.picture('event')
    expect(tab.complaints).toEqual([])
  })

  it('is narrowed by an attribute and a time, and the address says by which', async () => {
    const { server } = house
    const name = fresh('Filtered')
    const Trust = JSON.stringify({ Version: '2012-10-17', Statement: trust(rootOf(server.trusted)) })
    await server
      .iam(server.trusted.admin)
      .send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: Trust }))
    const tab = await opened(events)
    await choose(tab, /^Filter by/, 'Resource name')
    await tab.field('Resource name is').fill(name)
    await expect.poll(() => tab.page.getByRole('row').count()).toBe(2)
    await row(tab, 'CreateRole').waitFor()
    expect(tab.path).toContain(`by=ResourceName&value=${name}`)
    await opened(`${events}?by=EventName&value=NothingOfTheKind`)
    await tab.page.getByText('No events').waitFor()
    await tab.expectSound()
  })

  it('joins the two sides of a role taken across accounts by their shared id', async () => {
    const { server } = house
    const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
    await server
      .sts(server.trusted.admin)
      .send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'shared' }))
    const ids: (string | null)[] = []
    const path = `${events}?by=ResourceName&value=${encodeURIComponent(role.arn)}`
    const theirs = await house.person(server.trusting, allowAll)
    for (const tab of [await opened(path), await house.signedIn(theirs, path)]) {
      await row(tab, 'AssumeRole').getByRole('link', { name: 'AssumeRole' }).click()
      const shared = tab.page.getByRole('button', { name: 'Copy Shared event ID' })
      await shared.waitFor()
      ids.push(await shared.locator('xpath=ancestor::dd').textContent())
    }
    expect(ids[0]).toMatch(/[0-9a-f-]{36}/)
    expect(ids[1]).toBe(ids[0])
  })

  it('says what is missing to who may not look, and that an event is not there', async () => {
    const nobody = await house.person(house.server.trusted)
    const tab = await house.signedIn(nobody, events)
    await tab.page.getByText('You need permission: cloudtrail:LookupEvents').waitFor()
    expect(tab.complaints).toEqual([])
    const other = await opened(`${events}/details/00000000-0000-4000-8000-000000000000`)
    await other.page.getByText('There is no such event').waitFor()
    await other.expectSound()
  })
})

describe('why a request was denied', () => {
  it('is told by its id, layer by layer', async () => {
    const { server } = house
    const { keys } = await makeUser(server, server.trusted, allow('iam:GetUser', '*'))
    const refused = await server
      .iam(keys)
      .send(new ListUsersCommand({}))
      .catch(error => error)
    const tab = await opened('/console/why/request')
    await tab.field('Request ID').fill(refused.$metadata.requestId)
    await tab.button('Show decision').click()
    await tab.page.getByText('Identity-based policies').waitFor()
    await tab.page.getByText('Denied: nothing that had to allow it does').waitFor()
    expect(tab.path).toBe(`/console/why/request?id=${refused.$metadata.requestId}`)
    await tab.picture('why')
    expect(tab.complaints).toEqual([])
  })

  it('is not told of another account’s request, nor to who may not decode', async () => {
    const { server } = house
    const { keys } = await makeUser(server, server.trusting, allow('iam:GetUser', '*'))
    const refused = await server
      .iam(keys)
      .send(new ListUsersCommand({}))
      .catch(error => error)
    const path = `/console/why/request?id=${refused.$metadata.requestId}`
    const tab = await opened(path)
    await tab.page.getByText('Nothing is known of this request').waitFor()
    const other = await house.signedIn(await house.person(server.trusting), path)
    await other.page.getByText('You need permission: sts:DecodeAuthorizationMessage').waitFor()
    expect([...tab.complaints, ...other.complaints]).toEqual([])
  })
})
