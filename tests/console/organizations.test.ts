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
import { answered, organizationsCallsTo } from '../behaviour/support/iam-calls.ts'
import { allow, policy } from '../behaviour/support/scene.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import { pressed, text, writePolicy } from './support/role-pages.ts'
import type { Person, Tab } from './support/tab.ts'

/**
 * One organization for the whole file: each part of it is made by a page, and needed by the next. In one browser, in
 * which all are signed in side by side.
 */
let house: ConsoleHouse
let admin: Tab
/** Of the management account, who may see that there is an organization, and nothing of it. */
let reader: Tab
/** The administrator of an account that is in none until it is invited. */
let invited: Tab
beforeAll(async () => {
  house = await openConsole()
  const { trusted, trusting } = house.server
  const browser = await house.browser()
  const signedIn = async (person: Person, path: string) => {
    const tab = await browser.tab()
    await tab.signIn(person, path)
    return tab
  }
  admin = await signedIn(await house.person(trusted, allowAll), treePath)
  const mayRead = allow('organizations:DescribeOrganization', '*')
  reader = await signedIn(await house.person(trusted, mayRead), '/switchrole')
  invited = await signedIn(await house.person(trusting, allowAll), invitationsPath)
})
afterAll(() => house.close())

/** As the management account's admin, without the console. */
const call = async (...asked: Parameters<ReturnType<typeof organizationsCallsTo>>) =>
  answered(await organizationsCallsTo(() => house.server)(...asked))
const organizations = () => house.server.organizations(house.server.trusted.admin)
const treePath = '/console/organizations/tree'
const policiesPath = '/console/organizations/policies'
const settingsPath = '/console/organizations/settings'
const invitationsPath = '/console/organizations/invitations'
const accountPath = (id: string) => `${treePath}/details/account?id=${id}`
const unitPath = (id: string) => `${treePath}/details/unit?id=${id}`
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

async function accountId(name: string): Promise<string> {
  const { Accounts } = await call('ListAccounts')
  return Accounts.find((account: { Name: string }) => account.Name === name)?.Id ?? ''
}

/** The dialog in which something is typed before the button may be pressed. */
async function confirm(tab: Tab, typed: string, button: string): Promise<void> {
  await tab.page.getByRole('dialog').getByLabel(`To confirm, type ${typed}`).fill(typed)
  await dialogButton(tab, button).click()
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
    await text(admin, 'This account is in no organization')
    await admin.expectSound({ place: 'main' })
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
    const list = new ListAccountsForParentCommand({ ParentId: await unitId() })
    expect((await organizations().send(list)).Accounts).toMatchObject([{ Name: 'Workload' }])

    await act(admin, unitName, 'Delete')
    await confirm(admin, unitName, 'Delete')
    await text(admin, /OrganizationalUnitNotEmptyException/)
    await dialogButton(admin, 'Cancel').click()
  })

  it('tells who may not see it what is missing', async () => {
    await reader.follow(treePath)
    await text(reader, 'You need permission: organizations:ListRoots')
    await reader.follow(settingsPath)
    for (const action of ['ListAWSServiceAccessForOrganization', 'ListDelegatedAdministrators'])
      await text(reader, `You need permission: organizations:${action}`)
    await text(reader, 'You need permission: organizations:DescribeResourcePolicy')
  })

  it('leads into an account in one click, and back', async () => {
    await act(admin, 'Workload', 'Switch to this account')
    await text(admin, /You act as OrganizationAccountAccessRole in/)
    await admin.button(/^Account menu.*OrganizationAccountAccessRole @ Workload/).waitFor()
    await back()
  })

  it('has units that are renamed, and deleted when nothing is in them', async () => {
    const { OrganizationalUnit } = await call('CreateOrganizationalUnit', {
      ParentId: await rootId(),
      Name: 'Sandbox',
    })
    await admin.follow(unitPath(OrganizationalUnit.Id))
    await pressed(admin, 'Rename')
    await admin.field('Organizational unit name').fill(unitName)
    await dialogButton(admin, 'Rename').click()
    await text(admin, /DuplicateOrganizationalUnitException/)
    await admin.field('Organizational unit name').fill('Suspended')
    await dialogButton(admin, 'Rename').click()
    await admin.heading('Suspended').waitFor()
    await pressed(admin, 'Delete')
    await confirm(admin, 'Suspended', 'Delete')
    await text(admin, 'Organizational unit Suspended deleted.')
    await admin.link(unitName).waitFor()
    const { OrganizationalUnits } = await call('ListOrganizationalUnitsForParent', {
      ParentId: await rootId(),
    })
    expect(OrganizationalUnits).toMatchObject([{ Name: unitName }])
  })
})

const back = async () => {
  await (await admin.accountMenu()).getByRole('button', { name: /^Back to/ }).click()
  await text(admin, /You are user-\d+ again/)
}

describe('the accounts of the organization, where one switches,', () => {
  const openAccounts = async (tab: Tab) => {
    const menu = await tab.accountMenu()
    await menu.getByRole('button', { name: 'Accounts of your organization' }).click()
    return menu
  }

  it('are found in the account menu, which asks for them when they are opened, and entered in one click', async () => {
    const asked: string[] = []
    admin.page.on('request', request => asked.push(request.headers()['x-amz-target'] ?? ''))
    await admin.open('/console/home/start')
    await admin.heading('Console Home').waitFor()
    await admin.accountMenu()
    const listAccounts = () => asked.filter(target => target.endsWith('.ListAccounts'))
    expect(listAccounts()).toEqual([])
    const menu = await openAccounts(admin)
    const workload = menu.getByRole('button', { name: /^Workload/ })
    await workload.waitFor()
    expect(listAccounts()).toHaveLength(1)
    await admin.picture('organizations-account-menu')
    await admin.expectSound({ inDark: true, place: '#bar' })
    await menu.getByLabel('Search by name, ID or email').fill('no such')
    await text(admin, 'No account matches.')
    await menu.getByLabel('Search by name, ID or email').fill('WORK')
    await workload.click()
    await text(admin, /You act as OrganizationAccountAccessRole in/)
    const inRole = await admin.accountMenu()
    await inRole.getByRole('button', { name: /^Back to/ }).waitFor()
    expect(await inRole.getByRole('button', { name: 'Accounts of your organization' }).count()).toBe(0)
    await back()
  })

  it('are on the page for switching roles, searched and entered in one click', async () => {
    await admin.follow('/switchrole')
    await pressed(admin, /^Accounts of your organization/)
    await admin.field('Search accounts').fill('workload@')
    await admin.picture('organizations-switch-role')
    await admin.expectSound({ inDark: true, place: 'main' })
    await pressed(admin, 'Switch to Workload')
    await admin.button(/^Account menu.*OrganizationAccountAccessRole @ Workload/).waitFor()
    await admin.heading('Console Home').waitFor()
    await back()
  })

  it('refuse who may see them and not switch, and say on which side', async () => {
    const viewer = await house.signedIn(
      await house.person(house.server.trusted, allow('organizations:ListAccounts', '*')),
      '/switchrole',
    )
    const menu = await openAccounts(viewer)
    await menu.getByRole('button', { name: /^Workload/ }).click()
    await text(viewer, 'Your own account does not let you switch to this role')
    await text(viewer, /must let you do sts:AssumeRole on/)
    expect(await viewer.field('Account ID or alias').inputValue()).toBe(await accountId('Workload'))
    expect(await viewer.field('IAM role name').inputValue()).toBe('OrganizationAccountAccessRole')
  })

  it('are not told to who may not list them, and where there are none', async () => {
    const menu = await openAccounts(reader)
    await menu.getByText('You need permission: organizations:ListAccounts').waitFor()
    const alone = await openAccounts(invited)
    await alone.getByText('This account is in no organization.').waitFor()
    await invited.page.keyboard.press('Escape')
  })
})

describe('control policies', () => {
  it('are enabled by type, written, attached, seen on the account below, and deleted in order', async () => {
    await admin.follow(policiesPath)
    await admin.link('FullAWSAccess').waitFor()
    await admin.page.getByRole('tab', { name: 'Resource control policies' }).click()
    await pressed(admin, 'Enable Resource control policies')
    await text(admin, 'Resource control policies enabled.')
    await admin.link('RCPFullAWSAccess').waitFor()
    await admin.picture('organizations-policies')

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

    const { Accounts = [] } = await organizations().send(new ListAccountsCommand({}))
    const workload = Accounts.find(({ Name }) => Name === 'Workload')?.Id ?? ''
    await admin.follow(accountPath(workload))
    await admin.heading('Workload').waitFor()
    await admin.link('No buckets').waitFor()
    await admin.picture('organizations-account')
    await admin.link('No buckets').click()
    await admin.heading('No buckets').waitFor()
    await pressed(admin, 'Delete')
    await text(admin, `Attached to ${unitName} (detached)`)
    await confirm(admin, 'No buckets', 'Delete')
    await text(admin, 'Policy No buckets deleted.')
    const list = new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' })
    expect((await organizations().send(list)).Policies).toMatchObject([{ Name: 'FullAWSAccess' }])
  })

  it('are attached to a unit from its own page, and the last one of a level stays', async () => {
    await admin.follow(unitPath(await unitId()))
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

describe('a control policy', () => {
  it('is changed on its page, and attached to an account and detached on the account’s', async () => {
    const Content = policy({ Effect: 'Deny', Action: 's3:*', Resource: '*' })
    const created = { Name: 'Limits', Description: '', Type: 'SERVICE_CONTROL_POLICY', Content }
    const { Policy } = await call('CreatePolicy', created)
    const PolicyId: string = Policy.PolicySummary.Id
    await admin.follow(`${policiesPath}/details?id=${PolicyId}`)
    await admin.link('Edit policy').click()
    await admin.heading('Edit policy Limits').waitFor()
    await admin.field('Name', { exact: true }).fill('')
    await admin.page.getByRole('tab', { name: 'JSON' }).click()
    await writePolicy(admin, policy({ Effect: 'Deny', Action: 'ec2:*', Resource: '*' }))
    await pressed(admin, 'Save changes')
    await text(admin, 'Enter a name.')
    await admin.field('Name', { exact: true }).fill('No machines')
    await admin.field('Description').fill('Without EC2')
    await pressed(admin, 'Save changes')
    await text(admin, 'Policy No machines saved.')
    const { Policy: changed } = await call('DescribePolicy', { PolicyId })
    expect(changed.PolicySummary).toMatchObject({ Name: 'No machines', Description: 'Without EC2' })
    expect(JSON.parse(changed.Content)).toHaveProperty('Statement.0.Action', 'ec2:*')

    const workload = await accountId('Workload')
    const attached = async () => {
      const asked = { TargetId: workload, Filter: 'SERVICE_CONTROL_POLICY' }
      const { Policies } = await call('ListPoliciesForTarget', asked)
      return Policies.map(({ Name }: { Name: string }) => Name).sort()
    }
    await admin.follow(accountPath(workload))
    await pressed(admin, 'Attach policy')
    await choose(admin, 'Policy', /^No machines/)
    await admin.expectSound()
    await dialogButton(admin, 'Attach policy').click()
    await text(admin, 'No machines attached.')
    expect(await attached()).toEqual(['FullAWSAccess', 'No machines'])
    await admin.page.getByRole('radio', { name: 'Select No machines (Workload)' }).check()
    await pressed(admin, 'Detach')
    await dialogButton(admin, 'Detach').click()
    await text(admin, 'No machines detached.')
    expect(await attached()).toEqual(['FullAWSAccess'])
  })

  it('of the management kind is shown as what all levels amount to for an account', async () => {
    const root = await rootId()
    await call('EnablePolicyType', { RootId: root, PolicyType: 'TAG_POLICY' })
    const Content = JSON.stringify({ tags: { team: { tag_key: { '@@assign': 'Team' } } } })
    const created = { Name: 'Tags', Description: '', Type: 'TAG_POLICY', Content }
    const { Policy } = await call('CreatePolicy', created)
    await call('AttachPolicy', { PolicyId: Policy.PolicySummary.Id, TargetId: root })
    const type = async (option: string) => {
      await admin.page.getByRole('button', { name: /^Policy type/ }).click()
      await admin.page.getByRole('option', { name: option }).click()
    }
    await type('BACKUP_POLICY')
    await text(admin, 'No policy of this type is in force on this account.')
    await type('TAG_POLICY')
    const document = admin.page.getByRole('region', { name: 'Effective policy' })
    expect(JSON.parse(await document.innerText())).toEqual({ tags: { team: { tag_key: 'Team' } } })
  })
})

describe('an account', () => {
  const made = async (name: string): Promise<string> => {
    await call('CreateAccount', { AccountName: name, Email: `${name.toLowerCase()}@accounts.example` })
    await expect.poll(() => accountId(name)).toMatch(/^\d{12}$/)
    return accountId(name)
  }

  it('is moved and removed on its own page', async () => {
    const id = await made('Leaving')
    const unit = await unitId()
    await admin.follow(accountPath(id))
    await pressed(admin, 'Move')
    await choose(admin, 'Move to', /onerror/)
    await dialogButton(admin, 'Move').click()
    await text(admin, 'Leaving moved.')
    expect((await call('ListParents', { ChildId: id })).Parents).toMatchObject([{ Id: unit }])
    await pressed(admin, 'Remove from organization')
    const dialog = admin.page.getByRole('dialog')
    await dialog.getByLabel(`To confirm, type ${id}`).fill('Leaving')
    expect(await dialogButton(admin, 'Remove from organization').isEnabled()).toBe(false)
    await confirm(admin, id, 'Remove from organization')
    await text(admin, 'Leaving has left the organization.')
    expect(await members()).not.toContain(id)
  })

  it('is closed on its own page, once, and is none to switch to from then on', async () => {
    const id = await made('Closing')
    const close = async () => {
      await admin.follow(accountPath(id))
      await pressed(admin, 'Close account')
      await confirm(admin, id, 'Close account')
    }
    await close()
    await text(admin, 'Account Closing closed.')
    expect((await call('DescribeAccount', { AccountId: id })).Account.Status).toBe('SUSPENDED')
    await close()
    await text(admin, /AccountAlreadyClosedException/)
    await admin.follow('/switchrole')
    await pressed(admin, /^Accounts of your organization/)
    await admin.button('Switch to Workload').waitFor()
    expect(await admin.button('Switch to Closing').count()).toBe(0)
  })
})

describe('the settings', () => {
  const service = 'cloudtrail.amazonaws.com'

  it('let services in, and accounts that administer them, and out again in order', async () => {
    const workload = await accountId('Workload')
    await admin.follow(settingsPath)
    await pressed(admin, 'Enable access')
    await admin.page.getByRole('combobox', { name: 'Service principal' }).fill('cloudtrail')
    await dialogButton(admin, 'Enable access').click()
    await text(admin, /UNRECOGNIZED_SERVICE_PRINCIPAL|InvalidInputException/)
    await admin.page.getByRole('combobox', { name: 'Service principal' }).fill(service)
    await dialogButton(admin, 'Enable access').click()
    await text(admin, `Access enabled for ${service}.`)
    await pressed(admin, 'Register')
    await choose(admin, 'Account', /^Workload/)
    await choose(admin, 'Service principal', /^cloudtrail/)
    await dialogButton(admin, 'Register').click()
    await text(admin, `Workload administers ${service} now.`)
    const delegated = async () => (await call('ListDelegatedAdministrators')).DelegatedAdministrators
    expect(await delegated()).toMatchObject([{ Id: workload }])
    await admin.picture('organizations-settings')
    await admin.expectSound({ place: 'main' })

    const disable = async () => {
      await admin.page.getByRole('radio', { name: `Select ${service}` }).check()
      await pressed(admin, 'Disable access')
      await dialogButton(admin, 'Disable access').click()
    }
    await disable()
    await text(admin, /ConstraintViolationException/)
    await dialogButton(admin, 'Cancel').click()
    await admin.page.getByRole('radio', { name: `Select Workload, ${service}` }).check()
    await pressed(admin, 'Deregister')
    await dialogButton(admin, 'Deregister').click()
    await text(admin, 'No delegated administrators')
    await disable()
    await text(admin, `Access disabled for ${service}.`)
    expect(await delegated()).toEqual([])
    const { EnabledServicePrincipals } = await call('ListAWSServiceAccessForOrganization')
    expect(EnabledServicePrincipals).toEqual([])
  })

  it('have a resource policy that lets accounts in by their names, and by no others', async () => {
    const readers = (Principal: unknown) =>
      policy({ Effect: 'Allow', Principal, Action: 'organizations:List*', Resource: '*' })
    const named = readers({ AWS: `arn:aws:iam::${await accountId('Workload')}:root` })
    await text(admin, 'No resource policy')
    await admin.link('Edit resource policy').click()
    await writePolicy(admin, readers('*'))
    await pressed(admin, 'Save changes')
    await text(admin, /InvalidInputException/)
    await writePolicy(admin, named)
    await pressed(admin, 'Save changes')
    await text(admin, 'Resource policy updated.')
    const described = await call('DescribeResourcePolicy')
    expect(JSON.parse(described.ResourcePolicy.Content)).toEqual(JSON.parse(named))
    await pressed(admin, 'Delete resource policy')
    await confirm(admin, 'delete', 'Delete')
    await text(admin, 'Resource policy deleted.')
    await text(admin, 'No resource policy')
    await expect(call('DescribeResourcePolicy')).rejects.toThrow(/ResourcePolicyNotFoundException/)
  })
})

describe('an invitation', () => {
  it('is taken back where it was sent from', async () => {
    const Target = { Type: 'ACCOUNT', Id: house.server.trusting.id }
    const { Handshake } = await call('InviteAccountToOrganization', { Target })
    await admin.follow(invitationsPath)
    await admin.page.getByRole('row').filter({ hasText: 'OPEN' }).getByRole('radio').check()
    await pressed(admin, 'Cancel invitation')
    await dialogButton(admin, 'Cancel invitation').click()
    await text(admin, 'Invitation cancelled.')
    const { Handshake: after } = await call('DescribeHandshake', { HandshakeId: Handshake.Id })
    expect(after.State).toBe('CANCELED')
    const row = admin.page.getByRole('row').filter({ hasText: 'CANCELED' })
    await row.getByRole('radio').check()
    expect(await admin.button('Cancel invitation').isEnabled()).toBe(false)
  })

  it('is sent from the one account and declined or accepted in the other, which may leave again', async () => {
    const Target = { Type: 'ACCOUNT', Id: house.server.trusting.id }
    const answer = async (button: string) => {
      await invited.page.getByRole('button', { name: 'Refresh' }).first().click()
      await invited.page.getByRole('row').filter({ hasText: 'OPEN' }).getByRole('radio').check()
      await pressed(invited, button)
      await dialogButton(invited, button).click()
    }
    await admin.follow(treePath)
    await pressed(admin, 'Add an AWS account')
    await admin.page.getByRole('menuitem', { name: 'Invite an existing AWS account' }).click()
    await admin.field(/^Account ID or email address/).fill(Target.Id)
    await admin.field(/^Message to the owner/).fill('<b>join</b> us')
    await dialogButton(admin, 'Send invitation').click()
    await text(admin, `Invitation sent to ${Target.Id}.`)
    await answer('Decline')
    await text(invited, 'Invitation declined.')
    await text(invited, '<b>join</b> us')
    expect(await members()).not.toContain(Target.Id)
    await invited.picture('organizations-invitations')
    await call('InviteAccountToOrganization', { Target })
    await answer('Accept')
    await text(invited, 'Invitation accepted.')
    expect(await members()).toContain(Target.Id)

    await invited.follow(treePath)
    await pressed(invited, 'Leave organization')
    const dialog = invited.page.getByRole('dialog')
    await dialog.getByLabel(/^To confirm, type o-/).fill(await organizationId())
    await dialogButton(invited, 'Leave organization').click()
    await text(invited, 'This account has left the organization.')
    expect(await members()).not.toContain(Target.Id)
    for (const tab of [admin, reader, invited]) expect(tab.complaints).toEqual([])
  })
})
