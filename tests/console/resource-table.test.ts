import { AddUserToGroupCommand, AttachGroupPolicyCommand, CreateGroupCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow } from '../behaviour/support/scene.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import { heldCall } from './support/held-call.ts'
import type { Tab } from './support/tab.ts'

/** What every list of the console can do, on that of user groups. */
let house: ConsoleHouse
/** At the list, of which nothing more has been read at first than what it shows. */
let admin: Tab
const list = '/console/iam/groups'
const count = 105
const name = (number: number) => `group-${String(number).padStart(3, '0')}`
beforeAll(async () => {
  house = await openConsole()
  const { trusted } = house.server
  const iam = house.server.iam(trusted.admin)
  for (let number = 1; number <= count; number += 1) {
    await iam.send(new CreateGroupCommand({ GroupName: name(number), Path: number % 2 ? '/odd/' : '/even/' }))
  }
  admin = await house.signedIn(await house.person(trusted, allowAll), list)
})
afterAll(() => house.close())

const names = async (tab: Tab) =>
  (await tab.page.getByRole('row').getByRole('link').allInnerTexts()).map(text => text.trim())

/** Keeps back what the list is asked for beyond its first page, once; the answer throttles it. */
async function heldNextPage(tab: Tab): Promise<{ readonly refuse: () => Promise<void> }> {
  const { letGo } = await heldCall(tab, /\bAction=ListGroups\b.*&Marker=/)
  const body =
    '<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>'
  return { refuse: () => letGo(route => route.fulfill({ status: 400, contentType: 'text/xml', body })) }
}

/** The list anew, of which nothing is read yet. */
async function groups(): Promise<Tab> {
  await admin.open(list)
  await admin.heading('User groups').waitFor()
  return admin
}

describe('a list', () => {
  it('is read from the server in pages, as one turns them', async () => {
    const tab = admin
    await tab.heading('User groups (100+)').waitFor()
    expect(await names(tab)).toEqual(Array.from({ length: 20 }, (_, index) => name(index + 1)))
    for (let turned = 1; turned < 6; turned += 1) await tab.button('Next page').click()
    await tab.link(name(count)).waitFor()
    await tab.heading(`User groups (${count})`).waitFor()
    expect(await tab.button('Next page').isDisabled()).toBe(true)
  })

  it('is read to its end when somebody comes to its search, and says of how much it shows what there is', async () => {
    const tab = await groups()
    await tab.heading('User groups (100+)').waitFor()
    const { refuse } = await heldNextPage(tab)
    await tab.field('Search user groups').focus()
    await tab.field('Search user groups').fill('ROUP-105')
    await tab.page.getByText('Searching… 100 read').first().waitFor()
    expect(await tab.page.getByText('No matches').count()).toBe(0)
    await tab.picture('list-searching')
    await refuse()
    await tab.page.getByText('Only the first 100 are searched and sorted').first().waitFor()
    await tab.page.getByText('Throttling: Rate exceeded').waitFor()
    expect(await tab.page.getByText('No matches').count()).toBe(0)
    await tab.expectSound()
    await tab.picture('list-refused')
    await tab.button('Retry').click()
    await tab.page.getByText('1 match').first().waitFor()
    expect(await names(tab)).toEqual([name(count)])
    expect(await tab.page.getByText('Only the first').count()).toBe(0)
    await tab.field('Search user groups').fill('nothing like it')
    await tab.page.getByText('No matches').waitFor()
    await tab.expectSound()
    await tab.button('Clear search').last().click()
    await tab.link(name(1)).waitFor()
  })

  it('is whole too where one is chosen from it', async () => {
    const tab = admin
    await tab.open('/console/iam/simulator')
    await tab.page.getByRole('radio', { name: 'A user group' }).check()
    await tab.button(/^User group /).click()
    await tab.page.locator('input:focus').fill(name(count))
    await tab.page.getByRole('option', { name: name(count) }).click()
    await tab.button(`User group ${name(count)}`).waitFor()
  })

  it('is sorted by its columns, all of it', async () => {
    const tab = await groups()
    // By keyboard: a sticky head lies above the table's own.
    const sort = (column: string) =>
      tab.page.getByRole('columnheader', { name: column }).getByRole('button').first().press('Enter')
    await sort('Group name')
    await tab.heading(`User groups (${count})`).waitFor()
    await sort('Group name')
    await tab.link(name(count)).waitFor()
    expect((await names(tab)).slice(0, 2)).toEqual([name(count), name(count - 1)])
  })

  it('looks as somebody likes it, also the next time', async () => {
    const tab = await groups()
    await tab.button('Preferences').click()
    const dialog = tab.page.getByRole('dialog', { name: 'Preferences' })
    await dialog.getByRole('radio', { name: '10 user groups' }).check()
    await dialog.getByLabel('ARN', { exact: true }).check()
    await tab.expectSound()
    await tab.picture('preferences')
    await dialog.getByRole('button', { name: 'Save changes' }).click()
    for (const again of [false, true]) {
      if (again) await tab.page.reload()
      await tab.page.getByRole('columnheader', { name: 'ARN' }).waitFor()
      await tab.link(name(10)).waitFor()
      expect(await names(tab)).toHaveLength(10)
    }
    await tab.picture('groups')
  })

  it('says what one may not see in its place, names the action, and explains the decision', async () => {
    const may = allow('sts:DecodeAuthorizationMessage', '*')
    const tab = await house.signedIn(await house.person(house.server.trusted, may), list)
    await tab.page.getByText('You need permission: iam:ListGroups').waitFor()
    await tab.expectSound()
    await tab.button('Why?').click()
    const dialog = tab.page.getByRole('dialog', { name: 'Why was this denied?' })
    await dialog.getByText('Action does not match: iam:ListGroups').waitFor()
    await tab.expectSound()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await dialog.waitFor({ state: 'hidden' })
  })
})

describe('a deletion', () => {
  it('says what is attached, wants the name typed, and removes everything in the right order', async () => {
    const { server } = house
    const iam = server.iam(server.trusted.admin)
    const GroupName = 'aa-with-all'
    const member = await house.person(server.trusted)
    await iam.send(new CreateGroupCommand({ GroupName }))
    await iam.send(new AddUserToGroupCommand({ GroupName, UserName: member.name }))
    await iam.send(
      new AttachGroupPolicyCommand({ GroupName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    )
    const tab = await groups()
    await tab.page.getByRole('checkbox', { name: `Select ${GroupName}` }).check()
    await tab.button('Delete').click()
    const dialog = tab.page.getByRole('dialog', { name: `Delete user group ${GroupName}?` })
    await dialog.getByText(`User ${member.name} (taken out of the group)`).waitFor()
    await dialog.getByText('Policy ReadOnlyAccess (detached)').waitFor()
    await tab.picture('deleting')
    const confirm = dialog.getByRole('button', { name: 'Delete' })
    expect(await confirm.isDisabled()).toBe(true)
    await dialog.getByLabel(`To confirm, type ${GroupName}`).fill(GroupName)
    await confirm.click()
    await tab.page.getByText(`User group ${GroupName} deleted.`).waitFor()
    await tab.link(GroupName).waitFor({ state: 'hidden' })
    expect(tab.complaints).toEqual([])
  })

  it('stops where a step is refused, says why, and leaves what is not gone', async () => {
    const { server } = house
    const iam = server.iam(server.trusted.admin)
    const GroupName = 'ab-refused'
    await iam.send(new CreateGroupCommand({ GroupName }))
    await iam.send(
      new AttachGroupPolicyCommand({ GroupName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    )
    const may = allow(['iam:List*', 'iam:Get*', 'iam:DeleteGroup'], '*')
    const tab = await house.signedIn(await house.person(server.trusted, may), list)
    await tab.page.getByRole('checkbox', { name: `Select ${GroupName}` }).check()
    await tab.button('Delete').click()
    const dialog = tab.page.getByRole('dialog', { name: `Delete user group ${GroupName}?` })
    await dialog.getByText('Policy ReadOnlyAccess (detached)').waitFor()
    await dialog.getByLabel(`To confirm, type ${GroupName}`).fill(GroupName)
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await dialog.getByText('You need permission: iam:DetachGroupPolicy').waitFor()
    await tab.expectSound()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await tab.link(GroupName).waitFor()
  })
})
