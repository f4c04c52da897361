import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  GetInstanceProfileCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow, assume, makeRole, policy, rootOf, trust } from '../behaviour/support/scene.ts'
import { begunAnew } from './support/begun-anew.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import { pickPolicy, pressed, rolePath, shownDocument, text, writePolicy } from './support/role-pages.ts'
import type { Tab } from './support/tab.ts'

let house: ConsoleHouse
let admin: Tab
beforeAll(async () => {
  house = await openConsole()
  admin = await house.signedIn(await house.person(house.server.trusting, allowAll))
})
afterAll(() => house.close())

const iam = () => house.server.iam(house.server.trusting.admin)

/** A role of the trusting account that the trusted one may take. */
function newRole(options: Partial<Parameters<typeof makeRole>[2]> = {}) {
  const { server } = house
  return makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))], ...options })
}

async function open(name: string, section?: string): Promise<Tab> {
  await begunAnew(admin, rolePath(name, section))
  await admin.heading(name).waitFor()
  return admin
}

const gone = (tab: Tab, words: string) => tab.page.getByText(words).waitFor({ state: 'detached' })
const inlineOf = async (RoleName: string, PolicyName: string) => {
  const { PolicyDocument = '' } = await iam().send(new GetRolePolicyCommand({ RoleName, PolicyName }))
  return JSON.parse(decodeURIComponent(PolicyDocument))
}
const attachedTo = async (RoleName: string) => {
  const { AttachedPolicies = [] } = await iam().send(new ListAttachedRolePoliciesCommand({ RoleName }))
  return AttachedPolicies.map(({ PolicyName }) => PolicyName)
}
const roleNamed = async (RoleName: string) => (await iam().send(new GetRoleCommand({ RoleName }))).Role

describe('permissions of a role', () => {
  it('are attached, read in place, and detached', async () => {
    const { name } = await newRole()
    const tab = await open(name)
    await text(tab, 'No permissions policies')
    await tab.button('Add permissions').first().click()
    await tab.page.getByRole('menuitem', { name: 'Attach policies' }).click()
    await tab.heading(`Attach policies to ${name}`).waitFor()
    await pressed(tab, 'Add permissions')
    await text(tab, 'Select at least one policy.')
    await pickPolicy(tab, 'ReadOnlyAccess')
    await pickPolicy(tab, 'IAMReadOnlyAccess')
    await tab.button('Do not select ReadOnlyAccess').click()
    await pickPolicy(tab, 'SecurityAudit')
    await tab.picture('role-attach-policies')
    await pressed(tab, 'Add permissions')
    await text(tab, '2 policies attached.')
    expect(await attachedTo(name)).toEqual(['IAMReadOnlyAccess', 'SecurityAudit'])

    await tab.button('Show policy IAMReadOnlyAccess').click()
    expect(await shownDocument(tab, 'Policy document')).toHaveProperty('Statement')
    await tab.link('Versions, entities and tags of this policy').waitFor()
    await tab.expectSound()
    await pressed(tab, 'Close')
    await tab.page.getByRole('checkbox', { name: 'Select IAMReadOnlyAccess' }).check()
    await pressed(tab, 'Remove')
    await text(tab, 'Remove 1 policy?')
    await tab.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await text(tab, 'Policy removed.')
    await gone(tab, 'IAMReadOnlyAccess')
    expect(await attachedTo(name)).toEqual(['SecurityAudit'])
  })

  it('are written for the role alone, changed, and deleted', async () => {
    const { name } = await newRole()
    const tab = await open(name)
    await tab.button('Add permissions').first().click()
    await tab.page.getByRole('menuitem', { name: 'Create inline policy' }).click()
    await tab.page.getByRole('tab', { name: 'JSON' }).click()
    await writePolicy(tab, policy(allow('s3:GetObject', 'arn:aws:s3:::bucket/*')))
    await pressed(tab, 'Create policy')
    await text(tab, 'Enter a name.')
    await tab.field('Policy name').fill('one bucket')
    await text(tab, 'Only letters, digits and')
    await tab.field('Policy name').fill('OneBucket')
    await text(tab, '116 of 10,240 characters')
    await tab.picture('role-inline-policy')
    await pressed(tab, 'Create policy')
    await text(tab, 'Policy OneBucket saved.')
    await tab.button('Show policy OneBucket').click()
    await tab.link('Edit inline policy OneBucket').click()
    await tab.heading('Edit policy OneBucket').waitFor()
    await tab.page.getByRole('tab', { name: 'JSON' }).click()
    await writePolicy(tab, policy(allow('s3:PutObject', 'bucket')))
    await pressed(tab, 'Save changes')
    await text(tab, 'MalformedPolicyDocument')
    await writePolicy(tab, policy(allow('s3:PutObject', 'arn:aws:s3:::bucket/*')))
    await pressed(tab, 'Save changes')
    await text(tab, 'Policy OneBucket saved.')
    expect(await inlineOf(name, 'OneBucket')).toHaveProperty('Statement.0.Action', 's3:PutObject')
    await tab.page.getByRole('checkbox', { name: 'Select OneBucket' }).check()
    await pressed(tab, 'Remove')
    await text(tab, 'These exist only here, and are deleted for good:')
    await tab.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await text(tab, 'No permissions policies')
    await expect(inlineOf(name, 'OneBucket')).rejects.toThrow(/cannot be found/)
  })

  it('are bounded, otherwise bounded, and not bounded any more', async () => {
    const { name } = await newRole()
    await iam().send(
      new CreatePolicyCommand({ PolicyName: 'Bound', PolicyDocument: policy(allow('s3:*', '*')) }),
    )
    const tab = admin
    // Loaded, for the policies may have been read just before there was this one.
    await tab.open(rolePath(name))
    await tab.link('Set permissions boundary').click()
    await tab.page.getByRole('button', { name: 'Filter by type' }).click()
    await tab.page.getByRole('option', { name: 'Customer managed' }).click()
    await tab.page.getByRole('radio', { name: 'Select Bound' }).check()
    await pressed(tab, 'Set permissions boundary')
    await text(tab, 'Permissions boundary set.')
    const bound = async () => (await roleNamed(name))?.PermissionsBoundary?.PermissionsBoundaryArn
    expect(await bound()).toBe(`arn:aws:iam::${house.server.trusting.id}:policy/Bound`)
    await pressed(tab, 'Remove boundary')
    await tab.page.getByRole('dialog').getByRole('button', { name: 'Remove boundary' }).click()
    await text(tab, 'There is no boundary')
    expect(await bound()).toBeUndefined()
  })
})

describe('trust relationships of a role', () => {
  it('say who may take it under which conditions', async () => {
    const { trusted, trusting } = house.server
    const { name } = await newRole({
      trust: [
        trust({ AWS: [`arn:aws:iam::${trusted.id}:root`], Service: 'ec2.amazonaws.com' }),
        trust({ AWS: trusting.id }, { StringEquals: { 'sts:ExternalId': '<i>7</i>' } }),
        { ...trust({ AWS: '*' }), Effect: 'Deny' },
      ],
    })
    const tab = await open(name, 'trust_relationships')
    await text(tab, `Account: ${trusted.id}`)
    await text(tab, `${trusted.id} (another account)`)
    await text(tab, 'AWS Service: ec2')
    await text(tab, 'StringEquals sts:ExternalId: <i>7</i>')
    expect(await tab.page.getByText('Everyone (*)').count()).toBe(0)
    await tab.picture('role-trust')
  })

  it('say how the command line brings what they ask for, no longer than a session may last', async () => {
    const { name, arn } = await newRole({
      path: '/team/',
      maxSessionSeconds: 7200,
      trust: [trust(rootOf(house.server.trusted), { StringEquals: { 'sts:ExternalId': '7-up' } })],
    })
    const tab = await open(name)
    await pressed(tab, 'Command line access')
    const profile = tab.page.getByRole('region', { name: 'Profile' })
    const lines = [
      'source_profile = default',
      'external_id = 7-up',
      'duration_seconds = 3600',
      'region = us-east-1',
    ]
    expect((await profile.innerText()).trim().split('\n')).toEqual([
      `[profile ${name}]`,
      `role_arn = ${arn}`,
      ...lines,
      `endpoint_url = ${house.server.url}`,
    ])
    await tab.page.getByRole('button', { name: /^Session duration/ }).click()
    await tab.page.getByRole('option', { name: '2 hours' }).waitFor()
    expect(await tab.page.getByRole('option', { name: '4 hours' }).count()).toBe(0)
    await tab.page.getByRole('option', { name: '15 minutes' }).click()
    await tab.field(/^MFA device/).fill('phone')
    await text(tab, 'Enter an ARN like')
    await tab.field(/^MFA device/).fill('arn:aws:iam::111111111111:mfa/phone')
    await profile.getByText('mfa_serial = arn:aws:iam::111111111111:mfa/phone').waitFor()
    await profile.getByText('duration_seconds = 900').waitFor()
  })

  it('are edited with faults said as one types, and saved when there are none', async () => {
    const { name } = await newRole()
    const tab = await open(name, 'trust_relationships')
    await tab.link('Edit trust policy').click()
    await writePolicy(tab, policy({ ...trust({ AWS: '*' }), Resource: '*' }))
    await text(tab, 'You cannot specify a resource.')
    await pressed(tab, 'Update policy')
    await text(tab, 'IAM would not take this policy')
    const wrong = policy(trust({ AWS: 'arn:aws:iam::999999999999:root' }))
    await writePolicy(tab, wrong)
    await gone(tab, 'IAM would not take this policy')
    await pressed(tab, 'Update policy')
    await text(tab, 'Invalid principal in policy')
    await writePolicy(
      tab,
      policy(trust(rootOf(house.server.trusted), { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })),
    )
    await pressed(tab, 'Update policy')
    await text(tab, 'Trust policy updated.')
    await text(tab, 'Bool aws:MultiFactorAuthPresent: true')
  })
})

// Before anything that moves the server's clock away from the one that its answers carry.
describe('the link to switch roles', () => {
  it('leads its users in, and out again once their own session is revoked', async () => {
    const { server } = house
    const role = await newRole({ permissions: [allowAll] })
    const ours = await open(role.name)
    await ours.button('Copy link to switch roles').click()
    const link = String(await ours.page.evaluate('navigator.clipboard.readText()'))
    const person = await house.person(server.trusted, allowAll)
    const tab = await house.signedIn(person, link.replace(server.url, ''))
    await pressed(tab, 'Switch role')
    await text(tab, `You act as ${role.name} in`)
    await text(tab, `${role.name} @ ${server.trusting.id}`)
    await tab.follow(rolePath(role.name, 'revoke_sessions'))
    await pressed(tab, 'Revoke active sessions')
    await text(tab, 'You act with this role at the moment')
    const dialog = tab.page.getByRole('dialog')
    await dialog.getByRole('checkbox').check()
    await dialog.getByRole('button', { name: 'Revoke active sessions' }).click()
    await text(tab, `All active sessions of ${role.name} are revoked.`)
    await tab.follow('/console/iam/roles')
    await text(tab, 'You need permission: iam:ListRoles')
    expect(tab.complaints).toEqual([])
  })
})

describe('a role itself', () => {
  it('has its description and session duration edited, and its tags', async () => {
    const { name } = await newRole({ tags: { old: 'value', kept: 'value' } })
    const tab = await open(name)
    await pressed(tab, 'Edit')
    await tab.field('Description').fill('For audits')
    await tab.page.getByRole('button', { name: /^Maximum session duration/ }).click()
    await tab.page.getByRole('option', { name: 'Custom duration' }).click()
    await tab.field('Seconds').fill('60')
    await text(tab, 'Enter 3600 to 43200 seconds')
    await tab.expectSound()
    await tab.field('Seconds').fill('5400')
    await pressed(tab, 'Save changes')
    await text(tab, '1 hour 30 minutes')
    await text(tab, 'For audits')
    expect(await roleNamed(name)).toMatchObject({ Description: 'For audits', MaxSessionDuration: 5400 })

    await tab.page.getByRole('tab', { name: 'Tags' }).click()
    await tab.link('Manage tags').click()
    await tab.button('Remove tag old').click()
    await pressed(tab, 'Add new tag')
    await tab.page.getByRole('combobox', { name: 'Key' }).last().fill('<b>new</b>'.replace(/[<>]/g, '+'))
    await pressed(tab, 'Save changes')
    await text(tab, 'Tags updated.')
    const tags = (await roleNamed(name))?.Tags?.map(({ Key }) => Key)
    expect(tags?.sort()).toEqual(['+b+new+/b+', 'kept'])
  })

  it('says which services it may call, which it called, and by which policies it may', async () => {
    const role = await newRole({ permissions: [allow(['iam:ListRoles', 's3:GetObject'], '*')] })
    const session = await assume(house.server, house.server.trusted.admin, role)
    await house.server.iam(session).send(new ListRolesCommand({}))
    const tab = await open(role.name, 'last_accessed')
    await text(tab, 'Allowed services')
    await tab.page.getByRole('row', { name: /Identity and Access Management.*us-east-1.*iam/ }).waitFor()
    await text(tab, 'Not accessed in the tracking period')
    await tab.button(/^Show access to AWS Identity and Access Management/).click()
    await text(tab, 'test (inline)')
    await tab.page
      .getByRole('dialog')
      .getByRole('row', { name: /ListRoles/ })
      .waitFor()
    await tab.expectSound()
    await tab.picture('role-last-accessed')
  })

  it('has its sessions revoked: those before are denied everything, those after are not', async () => {
    const role = await newRole({ permissions: [allow('iam:ListRoles', '*')] })
    const listing = async () => {
      const keys = await assume(house.server, house.server.trusted.admin, role)
      return () => house.server.iam(keys).send(new ListRolesCommand({}))
    }
    const listsBefore = await listing()
    await listsBefore()
    const tab = await open(role.name, 'revoke_sessions')
    await text(tab, 'Sessions of this role have not been revoked.')
    await pressed(tab, 'Revoke active sessions')
    const dialog = tab.page.getByRole('dialog')
    const confirm = dialog.getByRole('button', { name: 'Revoke active sessions' })
    expect(await confirm.isDisabled()).toBe(true)
    await dialog.getByRole('checkbox').check()
    await tab.expectSound()
    await confirm.click()
    await text(tab, `All active sessions of ${role.name} are revoked.`)
    await text(tab, /^Sessions that were issued before .* are revoked\.$/)
    expect(await inlineOf(role.name, 'AWSRevokeOlderSessions')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Action: ['*'],
          Resource: ['*'],
          Condition: { DateLessThan: { 'aws:TokenIssueTime': expect.stringMatching(/^\d{4}-.*Z$/) } },
        },
      ],
    })
    await expect(listsBefore()).rejects.toThrow(/with an explicit deny in an identity-based policy/)
    house.server.advance(2)
    const listsAfter = await listing()
    await listsAfter()
  })
})

describe('deleting roles', () => {
  it('says what is attached, asks for the name, and removes all in the right order', async () => {
    const { name } = await newRole({
      permissions: [allow('s3:*', '*')],
      managed: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    })
    const bound = 'arn:aws:iam::aws:policy/PowerUserAccess'
    await iam().send(new PutRolePermissionsBoundaryCommand({ RoleName: name, PermissionsBoundary: bound }))
    await iam().send(new CreateInstanceProfileCommand({ InstanceProfileName: name }))
    await iam().send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: name }))
    const tab = await open(name)
    await pressed(tab, 'Delete')
    const dialog = tab.page.getByRole('dialog')
    await dialog.getByText('These are attached').waitFor()
    expect(await dialog.getByRole('list').getByRole('listitem').allInnerTexts()).toEqual([
      `Instance profile ${name} (role taken out)`,
      `Instance profile ${name} (deleted)`,
      'Policy ReadOnlyAccess (detached)',
      'Inline policy test (deleted)',
    ])
    await text(tab, `The permissions boundary PowerUserAccess bounds ${name}`)
    await tab.expectSound()
    await tab.picture('role-delete')
    const confirm = dialog.getByRole('button', { name: 'Delete' })
    expect(await confirm.isDisabled()).toBe(true)
    await dialog.getByLabel(`To confirm, type ${name}`).fill(name)
    await confirm.click()
    await tab.heading('Roles').waitFor()
    await text(tab, `Role ${name} deleted.`)
    await expect(roleNamed(name)).rejects.toThrow(/cannot be found/)
    const profile = new GetInstanceProfileCommand({ InstanceProfileName: name })
    await expect(iam().send(profile)).rejects.toThrow(/cannot be found/)
    await tab.follow(rolePath(name))
    await text(tab, `There is no role ${name}`)
  })

  it('several at once, from the list', async () => {
    const roles = [
      await newRole({ managed: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }),
      await newRole({ permissions: [allow('s3:*', '*')] }),
    ]
    await admin.open('/console/iam/roles')
    const tab = admin
    for (const { name } of roles) {
      await tab.page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check()
    }
    await pressed(tab, 'Delete')
    await text(tab, 'Delete 2 roles?')
    await text(tab, `${roles[0]?.name}: Policy ReadOnlyAccess (detached)`)
    await tab.page.getByLabel('To confirm, type delete').fill('delete')
    await tab.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await text(tab, '2 roles deleted.')
    for (const { name } of roles) await expect(roleNamed(name)).rejects.toThrow(/cannot be found/)
  })

  it("a service's role is its service's: nothing of it is offered but to delete it", async () => {
    const { Role } = await iam().send(
      new CreateServiceLinkedRoleCommand({ AWSServiceName: 'autoscaling.amazonaws.com' }),
    )
    const name = Role?.RoleName ?? ''
    const tab = await open(name)
    await text(tab, 'A service relies on this role as it is')
    await text(tab, 'AutoScalingServiceRolePolicy')
    for (const button of ['Add permissions', 'Remove', 'Set permissions boundary', 'Command line access']) {
      expect(await tab.button(button).count(), button).toBe(0)
    }
    await tab.page.getByRole('tab', { name: 'Trust relationships' }).click()
    await text(tab, 'AWS Service: autoscaling')
    expect(await tab.link('Edit trust policy').count()).toBe(0)
    await tab.page.getByRole('tab', { name: 'Revoke sessions' }).click()
    expect(await tab.button('Revoke active sessions').isDisabled()).toBe(true)
    await pressed(tab, 'Delete')
    await tab.page.getByLabel(`To confirm, type ${name}`).fill(name)
    await tab.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await text(tab, `Role ${name} deleted.`)
  })
})

describe('who may not', () => {
  it('sees quiet notices in place, each naming what is missing', async () => {
    const role = await newRole({ managed: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] })
    const tab = await house.signedIn(await house.person(house.server.trusting), '/console/iam/roles')
    await text(tab, 'You need permission: iam:ListRoles')
    await tab.picture('roles-denied')
    await tab.follow(rolePath(role.name))
    await text(tab, 'You need permission: iam:GetRole')
    await text(tab, 'You need permission: iam:ListAttachedRolePolicies')
    await tab.picture('role-denied')
    for (const [name, action] of [
      ['Tags', 'iam:ListRoleTags'],
      ['Revoke sessions', 'iam:GetRolePolicy'],
    ] as const) {
      await tab.page.getByRole('tab', { name }).click()
      await text(tab, `You need permission: ${action}`)
    }
    await tab.expectSound()
  })

  it('sees what may be seen beside them, and is told of refused changes where they were tried', async () => {
    const role = await newRole({ managed: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] })
    const may = allow(['iam:ListRoles', 'iam:ListAttachedRolePolicies'], '*')
    const tab = await house.signedIn(await house.person(house.server.trusting, may), '/console/iam/roles')
    await tab.link(role.name).waitFor()
    await text(tab, 'Needs iam:GetRole')
    await tab.link(role.name).click()
    await text(tab, 'You need permission: iam:ListRolePolicies')
    await tab.page.getByRole('checkbox', { name: 'Select ReadOnlyAccess' }).check()
    await pressed(tab, 'Remove')
    const dialog = tab.page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await dialog.getByText('You need permission: iam:DetachRolePolicy').waitFor()
    await pressed(tab, 'Cancel')
    await pressed(tab, 'Delete')
    await dialog.getByText(/^You need permission: iam:List/).waitFor()
    expect(tab.complaints).toEqual([])
  })
})

describe('what others wrote', () => {
  it('is text on every page', async () => {
    const hostile = '<img src=x onerror="document.title=1">&lt;"\'{{7*7}}'
    const { Role } = await iam().send(
      new CreateRoleCommand({
        RoleName: 'Odd+=,.@-_name',
        Path: '/<script>/',
        Description: hostile,
        AssumeRolePolicyDocument: policy(
          trust(rootOf(house.server.trusted), { StringEquals: { 'aws:PrincipalTag/x': hostile } }),
        ),
      }),
    )
    const RoleName = Role?.RoleName ?? ''
    await iam().send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'a=b', Value: '+ - @ :/' }] }))
    await iam().send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: 'Odd+=,.@-_policy',
        PolicyDocument: policy(allow('s3:*', '*', { StringEquals: { 'aws:PrincipalTag/x': hostile } })),
      }),
    )
    const tab = await open(RoleName)
    await text(tab, hostile)
    await text(tab, 'roleName=%3Cscript%3E%2FOdd%2B%3D%2C.%40-_name')
    await tab.button('Show policy Odd+=,.@-_policy').click()
    await text(tab, JSON.stringify(hostile))
    await tab.link('Edit inline policy Odd+=,.@-_policy').click()
    await tab.heading('Edit policy Odd+=,.@-_policy').waitFor()
    await tab.follow(rolePath(RoleName, 'trust_relationships'))
    await text(tab, `StringEquals aws:PrincipalTag/x: ${hostile}`)
    await tab.page.getByRole('tab', { name: 'Tags' }).click()
    await text(tab, '+ - @ :/')
    expect(await tab.page.title()).toContain(RoleName)
    expect(await tab.page.locator('img[src=x]').count()).toBe(0)
    expect(tab.complaints).toEqual([])
  })
})

// Last, for every list of roles is long from now on.
describe('the list of roles', () => {
  it('is searched and sorted as a whole, however many pages the server gives it in', async () => {
    const AssumeRolePolicyDocument = policy(trust({ Service: 'lambda.amazonaws.com' }))
    for (let number = 1; number <= 105; number += 1) {
      await iam().send(new CreateRoleCommand({ RoleName: `zz-${number}`, AssumeRolePolicyDocument }))
    }
    const tab = admin
    await tab.open('/console/iam/roles')
    await tab.heading(/^Roles \(100\+\)$/).waitFor()
    await tab.page.getByLabel('Search roles').fill('zz-105')
    await tab.link('zz-105').waitFor()
    await text(tab, 'AWS Service: lambda')
    await tab.button('Clear search').click()
    const byName = tab.page.getByRole('columnheader', { name: 'Role name' }).getByRole('button').first()
    await byName.press('Enter')
    await byName.press('Enter')
    await tab.page.getByRole('row').nth(1).getByRole('link', { name: 'zz-105' }).waitFor()
  })
})
