import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  GetGroupCommand,
  ListAttachedGroupPoliciesCommand,
  PutGroupPolicyCommand,
} from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow, fresh, makeUser, policy } from '../behaviour/support/scene.ts'
import { begunAnew } from './support/begun-anew.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import { heldCall } from './support/held-call.ts'
import { pickPolicy, pressed, text } from './support/role-pages.ts'
import type { Tab } from './support/tab.ts'

let house: ConsoleHouse
let admin: Tab
beforeAll(async () => {
  house = await openConsole()
  admin = await house.signedIn(await house.person(house.server.trusted, allowAll), '/console/iam/groups')
})
afterAll(() => house.close())

const iam = () => house.server.iam(house.server.trusted.admin)
const groupPath = (name: string) => `/console/iam/groups/details/${encodeURIComponent(name)}`

async function membersOf(GroupName: string) {
  const { Users = [] } = await iam().send(new GetGroupCommand({ GroupName }))
  return Users.map(({ UserName }) => UserName)
}

describe('a user group', () => {
  it('is created with users and policies, changed, renamed and deleted', async () => {
    const { name: user } = await makeUser(house.server, house.server.trusted)
    const { name: other } = await makeUser(house.server, house.server.trusted)
    const name = fresh('Team')
    const tab = admin
    await tab.heading('User groups').waitFor()
    await tab.link('Create group').first().click()
    await pressed(tab, 'Create group')
    await text(tab, 'Enter a name.')
    await tab.field('Group name').first().fill(name)
    await tab.page.getByRole('checkbox', { name: `Select ${user}`, exact: true }).check()
    await pickPolicy(tab, 'ReadOnlyAccess')
    await tab.expectSound()
    await tab.picture('create-group')
    await pressed(tab, 'Create group')
    await text(tab, `User group ${name} created.`)
    expect(await membersOf(name)).toEqual([user])

    await tab.link('Add users').click()
    await tab.heading(`Add users to ${name}`).waitFor()
    await pressed(tab, 'Add users')
    await text(tab, 'Select at least one user.')
    expect(await tab.page.getByRole('checkbox', { name: `Select ${user}`, exact: true }).count()).toBe(0)
    await tab.page.getByRole('checkbox', { name: `Select ${other}`, exact: true }).check()
    await pressed(tab, 'Add users')
    await text(tab, '1 user added.')
    await tab.page.getByRole('checkbox', { name: `Select ${user}`, exact: true }).check()
    await pressed(tab, 'Remove')
    await tab.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await text(tab, '1 user removed.')
    expect(await membersOf(name)).toEqual([other])
    await tab.expectSound()
    await tab.picture('group-users')

    await tab.page.getByRole('tab', { name: 'Permissions' }).click()
    await tab.button('Show policy ReadOnlyAccess').waitFor()
    await tab.button('Add permissions').first().click()
    await tab.page.getByRole('menuitem', { name: 'Attach policies' }).click()
    await tab.heading(`Attach policies to ${name}`).waitFor()
    await pickPolicy(tab, 'SecurityAudit')
    await pressed(tab, 'Add permissions')
    await text(tab, 'Policy attached.')
    await tab.button('Show policy SecurityAudit').waitFor()

    await pressed(tab, 'Edit name')
    const dialog = tab.page.getByRole('dialog')
    await dialog.getByLabel('Group name').fill(`${name}.new`)
    await dialog.getByRole('button', { name: 'Save changes' }).click()
    await tab.heading(`${name}.new`).waitFor()
    const { AttachedPolicies = [] } = await iam().send(
      new ListAttachedGroupPoliciesCommand({ GroupName: `${name}.new` }),
    )
    expect(AttachedPolicies.map(({ PolicyName }) => PolicyName)).toEqual(['ReadOnlyAccess', 'SecurityAudit'])
    await pressed(tab, 'Delete')
    await dialog.getByText(`User ${other} (taken out of the group)`).waitFor()
    await dialog.getByLabel(/^To confirm/).fill(`${name}.new`)
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await text(tab, `User group ${name}.new deleted.`)
    await expect(membersOf(`${name}.new`)).rejects.toThrow(/cannot be found/)
  })

  it('offers nobody to be added before it is known who is in it', async () => {
    const [{ name: member }, { name: other }] = [
      await makeUser(house.server, house.server.trusted),
      await makeUser(house.server, house.server.trusted),
    ]
    const name = fresh('Team')
    await iam().send(new CreateGroupCommand({ GroupName: name }))
    await iam().send(new AddUserToGroupCommand({ GroupName: name, UserName: member }))
    const tab = admin
    const members = await heldCall(tab, /Action=GetGroup&/)
    const usersListed = tab.page.waitForResponse(response =>
      /Action=ListUsers&/.test(response.request().postData() ?? ''),
    )
    await tab.open(`${groupPath(name)}/add-users`)
    const [listed] = await Promise.all([usersListed, members.arrived])
    await listed.finished()
    const checkbox = (user: string) => tab.page.getByRole('checkbox', { name: `Select ${user}`, exact: true })
    // Long enough for what was read to be drawn.
    await tab.page.waitForTimeout(300)
    await text(tab, 'Loading users')
    expect(await checkbox(member).count()).toBe(0)
    await members.letGo()
    await checkbox(other).waitFor()
    expect(await checkbox(member).count()).toBe(0)
  })

  it('shows notices in place of what one may not see, and names as text', async () => {
    const GroupName = '=Odd+,.@-_group'
    await iam().send(new CreateGroupCommand({ GroupName, Path: '/<b>bold</b>/' }))
    await iam().send(
      new AttachGroupPolicyCommand({ GroupName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    )
    const PolicyDocument = policy(allow('s3:*', '*'))
    await iam().send(new PutGroupPolicyCommand({ GroupName, PolicyName: 'own', PolicyDocument }))
    await begunAnew(admin, groupPath(GroupName))
    await admin.heading(GroupName).waitFor()
    await text(admin, '/<b>bold</b>/')
    const tab = await house.signedIn(
      await house.person(house.server.trusted, allow('iam:ListAttachedGroupPolicies', '*')),
      groupPath(GroupName),
    )
    await text(tab, 'You need permission: iam:GetGroup')
    await tab.page.getByRole('tab', { name: 'Permissions' }).click()
    await text(tab, 'You need permission: iam:ListGroupPolicies')
    await tab.button('Show policy ReadOnlyAccess').waitFor()
    await tab.follow('/console/iam/groups/create')
    await tab.field('Group name').first().fill('Refused')
    await pressed(tab, 'Create group')
    await text(tab, 'You need permission: iam:CreateGroup')
    expect([...admin.complaints, ...tab.complaints]).toEqual([])
  })
})
