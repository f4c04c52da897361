import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesCommand,
  ListRootsCommand,
  ListTargetsForPolicyCommand,
} from '@aws-sdk/client-organizations'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow, policy } from '../behaviour/support/scene.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import { pressed, text, writePolicy } from './support/role-pages.ts'
import type { Tab } from './support/tab.ts'

/** One organization for the whole file: each part of it is made by a page, and needed by the next. */
let house: ConsoleHouse
let admin: Tab
beforeAll(async () => {
  house = await openConsole()
  admin = await house.signedIn(await house.person(house.server.trusted, allowAll))
})
afterAll(() => house.close())

const organizations = () => house.server.organizations(house.server.trusted.admin)
const treePath = '/console/organizations/tree'
const policiesPath = '/console/organizations/policies'
const unitName = '<img src=x onerror=alert(1)> & co'

async function rootId(): Promise<string> {
  const { Roots: [root] = [] } = await organizations().send(new ListRootsCommand({}))
  return root?.Id ?? ''
}

async function unitId(): Promise<string> {
  const list = new ListOrganizationalUnitsForParentCommand({ ParentId: await rootId() })
  const { OrganizationalUnits: [unit] = [] } = await organizations().send(list)
  return unit?.Id ?? ''
}

async function members(): Promise<(string | undefined)[]> {
  const { Accounts = [] } = await organizations().send(new ListAccountsCommand({}))
  return Accounts.map(({ Id }) => Id)
}

async function organizationId(): Promise<string> {
  const { Organization } = await organizations().send(new DescribeOrganizationCommand({}))
  return Organization?.Id ?? ''
}

const dialogButton = (tab: Tab, name: string) =>
  tab.page.getByRole('dialog').getByRole('button', { name, exact: true })

async function act(tab: Tab, on: string, action: string): Promise<void> {
  await tab.button(`Actions for ${on}`).click()
  await tab.page.getByRole('menuitem', { name: action, exact: true }).click()
}

async function choose(tab: Tab, label: string, option: RegExp): Promise<void> {
  await tab.page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(`^${label}`) })
    .click()
  await tab.page.getByRole('option', { name: option }).click()
}

describe('the tree', () => {
  it('begins with an organization, and grows units and accounts', async () => {
    await admin.open(treePath)
    await text(admin, 'This account is in no organization')
    await admin.expectSound()
    await pressed(admin, 'Create an organization')
    await text(admin, 'Organization created.')
    await act(admin, 'Root', 'Create organizational unit')
    await admin.field('Organizational unit name').fill(unitName)
    await dialogButton(admin, 'Create organizational unit').click()
    await admin.link(unitName).waitFor()

    await pressed(admin, 'Add an AWS account')
    await admin.page.getByRole('menuitem', { name: 'Create an AWS account' }).click()
    await admin.field('AWS account name').fill('Workload')
    await admin.field('Email address of the account’s owner').fill('workload@accounts.example')
    await admin.expectSound()
    await dialogButton(admin, 'Create account').click()
    await text(admin, /Account Workload \(\d{12}\) created\./)
    await act(admin, 'Workload', 'Move')
    await choose(admin, 'Move to', /onerror/)
    await dialogButton(admin, 'Move').click()
    await text(admin, 'Workload moved.')
    await admin.button(`Show what is in ${unitName}`).click()
    await admin.link('Workload').waitFor()
    await admin.picture('organizations-tree')
    await admin.expectSound()
    const list = new ListAccountsForParentCommand({ ParentId: await unitId() })
    expect((await organizations().send(list)).Accounts).toMatchObject([{ Name: 'Workload' }])

    await act(admin, unitName, 'Delete')
    await admin.field(`To confirm, type ${unitName}`).fill(unitName)
    await dialogButton(admin, 'Delete').click()
    await text(admin, /OrganizationalUnitNotEmptyException/)
    await dialogButton(admin, 'Cancel').click()
  })

  it('tells who may not see it what is missing', async () => {
    const reader = await house.signedIn(
      await house.person(house.server.trusted, allow('organizations:DescribeOrganization', '*')),
      treePath,
    )
    await text(reader, 'You need permission: organizations:ListRoots')
    await reader.expectSound()
  })

  it('leads into an account in one click, and back', async () => {
    await admin.open(treePath)
    await admin.button(`Show what is in ${unitName}`).click()
    await act(admin, 'Workload', 'Switch to this account')
    await text(admin, /You act as OrganizationAccountAccessRole in/)
    await admin.button(/^Account menu.*OrganizationAccountAccessRole @ Workload/).waitFor()
    await admin.expectSound()
    await (await admin.accountMenu()).getByRole('button', { name: /^Back to/ }).click()
    await text(admin, /You are user-\d+ again/)
  })
})

describe('control policies', () => {
  it('are enabled by type, written, attached, seen on the account below, and deleted in order', async () => {
    await admin.open(policiesPath)
    await admin.link('FullAWSAccess').waitFor()
    await admin.page.getByRole('tab', { name: 'Resource control policies' }).click()
    await pressed(admin, 'Enable Resource control policies')
    await text(admin, 'Resource control policies enabled.')
    await admin.link('RCPFullAWSAccess').waitFor()
    await admin.picture('organizations-policies')
    await admin.expectSound()

    await admin.page.getByRole('tab', { name: 'Service control policies' }).click()
    await pressed(admin, 'Enable Service control policies')
    await text(admin, 'Service control policies enabled.')
    await admin.link('Create policy').first().click()
    await admin.heading('Create service control policy').waitFor()
    await admin.field('Name', { exact: true }).fill('No buckets')
    await admin.page.getByRole('tab', { name: 'JSON' }).click()
    await writePolicy(admin, policy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }))
    await pressed(admin, 'Create policy')
    await text(admin, 'Line')
    await writePolicy(admin, policy({ Effect: 'Deny', Action: 's3:*', Resource: '*' }))
    await pressed(admin, 'Create policy')
    await text(admin, 'Policy No buckets created.')
    await text(admin, 'Attached to nothing')
    await pressed(admin, 'Attach')
    await choose(admin, 'Target', /onerror=alert\(1\)> & co ou-/)
    await dialogButton(admin, 'Attach').click()
    await text(admin, 'No buckets attached.')
    await admin.link(unitName).waitFor()
    await admin.picture('organizations-policy')
    await admin.expectSound()

    const { Accounts = [] } = await organizations().send(new ListAccountsCommand({}))
    const workload = Accounts.find(({ Name }) => Name === 'Workload')?.Id ?? ''
    await admin.open(`${treePath}/details/account?id=${workload}`)
    await admin.heading('Workload').waitFor()
    await admin.link('No buckets').waitFor()
    await admin.picture('organizations-account')
    await admin.expectSound()
    await admin.link('No buckets').click()
    await admin.heading('No buckets').waitFor()
    await pressed(admin, 'Delete')
    await text(admin, `Attached to ${unitName} (detached)`)
    await admin.field('To confirm, type No buckets').fill('No buckets')
    await dialogButton(admin, 'Delete').click()
    await text(admin, 'Policy No buckets deleted.')
    const list = new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' })
    expect((await organizations().send(list)).Policies).toMatchObject([{ Name: 'FullAWSAccess' }])
  })

  it('are attached to a unit from its own page, and the last one of a level stays', async () => {
    await admin.open(`${treePath}/details/unit?id=${await unitId()}`)
    await admin.heading(unitName).waitFor()
    await admin.page.getByRole('radio', { name: `Select FullAWSAccess (${unitName})` }).check()
    await pressed(admin, 'Detach')
    await dialogButton(admin, 'Detach').click()
    await text(admin, /ConstraintViolationException/)
    await admin.expectSound()
    const list = new ListTargetsForPolicyCommand({ PolicyId: 'p-FullAWSAccess' })
    const { Targets = [] } = await organizations().send(list)
    expect(Targets.map(({ Name }) => Name)).toContain(unitName)
  })
})

describe('an invitation', () => {
  it('is sent from the one account and declined or accepted in the other, which may leave again', async () => {
    const invited = await house.signedIn(
      await house.person(house.server.trusting, allowAll),
      '/console/organizations/invitations',
    )
    for (const [answer, told] of [
      ['Decline', 'Invitation declined.'],
      ['Accept', 'Invitation accepted.'],
    ] as const) {
      await admin.open(treePath)
      await pressed(admin, 'Add an AWS account')
      await admin.page.getByRole('menuitem', { name: 'Invite an existing AWS account' }).click()
      await admin.field(/^Account ID or email address/).fill(house.server.trusting.id)
      await admin.field(/^Message to the owner/).fill('<b>join</b> us')
      await dialogButton(admin, 'Send invitation').click()
      await text(admin, `Invitation sent to ${house.server.trusting.id}.`)
      await invited.page.getByRole('button', { name: 'Refresh' }).first().click()
      await text(invited, '<b>join</b> us')
      await invited.page.getByRole('row').filter({ hasText: 'OPEN' }).getByRole('radio').check()
      await invited.picture('organizations-invitations')
      await pressed(invited, answer)
      await dialogButton(invited, answer).click()
      await text(invited, told)
    }
    await invited.expectSound()
    expect(await members()).toContain(house.server.trusting.id)

    await invited.open(treePath)
    await pressed(invited, 'Leave organization')
    const dialog = invited.page.getByRole('dialog')
    await dialog.getByLabel(/^To confirm, type o-/).fill(await organizationId())
    await dialogButton(invited, 'Leave organization').click()
    await text(invited, 'This account has left the organization.')
    expect(await members()).not.toContain(house.server.trusting.id)
  })
})
