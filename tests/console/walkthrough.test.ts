import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateAccessKeyCommand,
  DeletePolicyCommand,
  GetRoleCommand,
  ListAttachedUserPoliciesCommand,
  ListPoliciesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { allow, policy } from '../behaviour/support/scene.ts'
import { password } from '../server/console-scene.ts'
import { begunAnew } from './support/begun-anew.ts'
import { type ConsoleHouse, openConsole } from './support/console-house.ts'
import { PolicyEditorView } from './support/policy-editor-view.ts'
import { next, pickPolicy, pressed, text } from './support/role-pages.ts'
import { accountsWithAdmins } from './support/roots.ts'
import { pageKeys, s3Of } from './support/s3-of.ts'
import type { BrowserProfile, Person, Tab } from './support/tab.ts'
import { shownSecret } from './support/user-pages.ts'

/**
 * The walkthrough of two accounts by clicking, one step after the other, in one browser in which its people are signed
 * in side by side: an administrator of the trusting account, one of the trusted account, and two users there. What is
 * particular to a page is proved in that page's own tests.
 */
const cross = { roleName: 'CrossAccountRole', displayName: 'Production', color: 'Green' }
const trustedId = '111111111111'
const trustingId = '222222222222'
const roleArn = `arn:aws:iam::${trustingId}:role/${cross.roleName}`
const policyArn = `arn:aws:iam::${trustedId}:policy/AssumeCrossAccountRole`

let house: ConsoleHouse
let browser: BrowserProfile
let trustingAdmin: Tab
let trustedAdmin: Tab
let trustedUser: Tab
let newPassword = ''
beforeAll(async () => {
  house = await openConsole(await accountsWithAdmins(password))
  browser = await house.browser()
  trustingAdmin = await browser.tab()
  await trustingAdmin.signIn(person('trusting-co', 'admin'))
  trustedAdmin = await browser.tab()
  await trustedAdmin.signIn(person('trusted-co', 'admin'))
})
afterAll(() => house.close())

const person = (account: string, name: string): Person => ({ account, name, password })
const iam = () => house.server.iam(house.server.trusted.admin)

describe('the walkthrough in the console', () => {
  it('W1, W2: the trusting account makes a role for another account, whose id has to be right', async () => {
    const tab = trustingAdmin
    await tab.button('Services').click()
    await tab.page.getByRole('navigation', { name: 'Services' }).getByRole('link', { name: /^IAM/ }).click()
    await tab.page.getByRole('navigation', { name: 'Section' }).getByRole('link', { name: 'Roles' }).click()
    await tab.link('Create role').first().click()
    await tab.page.getByRole('radio', { name: 'Another AWS account' }).check()
    await tab.field('Account ID').fill('1111')
    await next(tab)
    await text(tab, 'An account ID has 12 digits, and this has 4.')
    await tab.field('Account ID').fill(trustedId)
    await tab.picture('walkthrough-1-trusted-entity')
    await next(tab)
    await pickPolicy(tab, 'AdministratorAccess')
    await next(tab)
    await tab.field('Role name').fill(cross.roleName)
    await tab.picture('walkthrough-2-review')
    await pressed(tab, 'Create role')
    await text(tab, 'Role CrossAccountRole created.')
  })

  it('W3: the role says whom it trusts and what it may do, and its trust policy is there to be edited', async () => {
    const tab = trustingAdmin
    await tab.heading(cross.roleName).waitFor()
    await tab.button('Show policy AdministratorAccess').waitFor()
    await tab.page.getByRole('tab', { name: 'Trust relationships' }).click()
    await text(tab, `${trustedId} (another account)`)
    const editor = new PolicyEditorView(tab.page)
    await editor.document.waitFor()
    expect(JSON.parse(await editor.text())).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: `arn:aws:iam::${trustedId}:root` },
          Condition: {},
        },
      ],
    })
    await tab.link('Edit trust policy').waitFor()
    await tab.picture('walkthrough-3-trust-relationships')
  })

  it('W4: who administers the trusted account acts as the role, which bar and title say on every page', async () => {
    const tab = trustedAdmin
    await tab.fillSwitchRole({ account: trustingId, ...cross })
    await text(tab, 'You act as CrossAccountRole in trusting-co now.')
    for (const section of ['Policies', 'Dashboard', 'Roles']) {
      await tab.follow(pathOf[section] ?? '')
      await tab.heading(section).waitFor()
      await tab.button('Account menu Production').waitFor()
      await expect.poll(() => tab.page.title()).toMatch(new RegExp(`^Production · .*${section}`, 'i'))
    }
    await tab.link(cross.roleName).waitFor()
    await tab.accountMenu()
    await tab.picture('walkthrough-4-switched')
  })

  it('W5: the way back is in the same menu, and the rights of the role stay behind', async () => {
    const tab = trustedAdmin
    await (await tab.accountMenu()).getByRole('button', { name: 'Back to admin' }).click()
    await text(tab, 'You are admin again.')
    await text(tab, 'No roles')
    expect(await tab.page.title()).toBe('Roles | IAM | Crossrole')
  })

  it('W6, W7: the visual editor writes the policy that lets somebody take this role, and nothing else', async () => {
    const tab = trustedAdmin
    await tab.page
      .getByRole('navigation', { name: 'Section' })
      .getByRole('link', { name: 'Policies' })
      .click()
    await tab.link('Create policy').first().click()
    const editor = new PolicyEditorView(tab.page)
    await editor.chooseService('sts', /^AWS Security Token Service/)
    await editor.unfold('Write')
    await editor.tick('AssumeRole')
    await tab.button('Add ARNs of type role').click()
    const dialog = tab.page.getByRole('dialog', { name: 'Specify ARNs of type role' })
    await dialog.getByRole('textbox', { name: 'Account' }).fill(trustingId)
    await dialog.getByRole('textbox', { name: 'Role name with path' }).fill(cross.roleName)
    await dialog.getByRole('button', { name: 'Add ARNs' }).click()
    await dialog.waitFor({ state: 'detached' })
    await tab.page.getByText('Checking').waitFor({ state: 'hidden' })
    await tab.picture('walkthrough-5-visual-editor')
    await editor.openJson()
    expect(JSON.parse(await editor.text()).Statement).toEqual([
      { Sid: 'VisualEditor0', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn },
    ])
    await pressed(tab, 'Next')
    await tab.field('Policy name').fill('AssumeCrossAccountRole')
    await pressed(tab, 'Create policy')
    await text(tab, 'Policy AssumeCrossAccountRole created.')
  })

  it('W8: a user is made who may sign in, and has that policy and no other', async () => {
    const tab = trustedAdmin
    await tab.page.getByRole('navigation', { name: 'Section' }).getByRole('link', { name: 'Users' }).click()
    await tab.link('Create user').click()
    await tab.page.getByRole('textbox', { name: 'User name' }).fill('TrustedUser')
    await tab.page.getByLabel(/^Provide user access/).check()
    await tab.page.getByLabel(/^Users must create a new password/).uncheck()
    await next(tab)
    await tab.page.getByRole('radio', { name: 'Attach policies directly' }).check()
    await pickPolicy(tab, 'AssumeCrossAccountRole')
    await next(tab)
    await pressed(tab, 'Create user')
    await text(tab, 'User TrustedUser created.')
    newPassword = await shownSecret(tab, 'Console password')
    await text(tab, `${house.server.url}/console/trusted-co`)
    await tab.picture('walkthrough-6-new-user')
    const attached = await iam().send(new ListAttachedUserPoliciesCommand({ UserName: 'TrustedUser' }))
    expect(attached.AttachedPolicies?.map(({ PolicyArn }) => PolicyArn)).toEqual([policyArn])
  })

  it('W9: signed in by the link, the user sees on each page what is missing, in its place', async () => {
    const tab = await browser.tab()
    trustedUser = tab
    await tab.open('/console/trusted-co')
    await tab.fillSignIn({ ...person('trusted-co', 'TrustedUser'), password: newPassword })
    await tab.button('Account menu TrustedUser @ trusted-co').waitFor()
    for (const [section, action] of [
      ['Policies', 'iam:ListPolicies'],
      ['Dashboard', 'iam:GetAccountSummary'],
      ['Roles', 'iam:ListRoles'],
    ] as const) {
      await tab.follow(pathOf[section] ?? '')
      await text(tab, `You need permission: ${action}`)
    }
    await tab.picture('walkthrough-7-permission-notice')
    expect(tab.complaints).toEqual([])
  })

  it('W10: in the role the user administers the other account, and none of their own', async () => {
    const tab = trustedUser
    await tab.fillSwitchRole({ account: 'trusting-co', ...cross })
    await tab.button('Account menu Production').waitFor()
    await tab.follow('/console/iam/roles')
    await tab.link(cross.roleName).waitFor()
    await tab.follow(`/console/iam/policies/details?${new URLSearchParams({ arn: policyArn })}`)
    await text(tab, 'You need permission: iam:GetPolicy')
    await tab.picture('walkthrough-8-as-trusted-user')
  })

  it('W11: another user, without the policy, is refused, and told on which side', async () => {
    const tab = await browser.tab()
    const other = await house.person(house.server.trusted)
    await tab.signIn(other)
    await tab.fillSwitchRole({ account: trustingId, ...cross })
    await text(tab, 'Your own account does not let you switch to this role')
    await text(tab, `must let you do sts:AssumeRole on ${roleArn}`)
    await tab.button(`Account menu ${other.name} @ trusted-co`).waitFor()
    await tab.picture('walkthrough-9-refused')
  })

  it('W12: with one bucket in place of everything, the role reads that bucket and nothing besides', async () => {
    const owner = s3Of(house.server, house.server.trusting.admin)
    for (const Bucket of ['productionapp', 'payroll']) {
      await owner.send(new CreateBucketCommand({ Bucket }))
      await owner.send(new PutObjectCommand({ Bucket, Key: 'figures.txt', Body: 'figures' }))
    }
    const tab = trustingAdmin
    await tab.page.getByRole('tab', { name: 'Permissions' }).click()
    await tab.page.getByRole('checkbox', { name: 'Select AdministratorAccess' }).check()
    await pressed(tab, 'Remove')
    await tab.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await text(tab, 'No permissions policies')
    await tab.button('Add permissions').first().click()
    await tab.page.getByRole('menuitem', { name: 'Create inline policy' }).click()
    const editor = new PolicyEditorView(tab.page)
    await editor.openJson()
    await editor.write(
      policy(
        allow('s3:ListBucket', 'arn:aws:s3:::productionapp'),
        allow('s3:GetObject', 'arn:aws:s3:::productionapp/*'),
      ),
    )
    await tab.field('Policy name').fill('productionapp-only')
    await pressed(tab, 'Create policy')
    await text(tab, 'Policy productionapp-only saved.')

    const session = s3Of(house.server, await pageKeys(trustedUser))
    expect(await read(session, 'productionapp')).toBe('figures')
    await expect(read(session, 'payroll')).rejects.toThrow(/s3:GetObject/)
    await trustedUser.follow('/console/s3/buckets/details?name=productionapp')
    await text(trustedUser, 'figures.txt')
    await begunAnew(trustedUser, '/console/s3/buckets/details?name=payroll')
    await text(trustedUser, 'You need permission: s3:ListBucket')
    await trustedUser.open('/console/iam/roles')
    await text(trustedUser, 'You need permission: iam:ListRoles')
    await trustedUser.button('Account menu Production').waitFor()
  })

  it('W13: the role’s page has the profile for the command line, by which the same is done and no more', async () => {
    const tab = trustingAdmin
    await pressed(tab, 'Command line access')
    await tab.page.getByRole('button', { name: /^Session duration/ }).click()
    await tab.page.getByRole('option', { name: '15 minutes' }).click()
    await tab.field(/^Session name/).fill('from a shell')
    await text(tab, 'no spaces')
    await tab.field(/^Session name/).fill('from-a-shell')
    await tab.picture('walkthrough-11-command-line')
    await tab.expectSound()
    await pressed(tab, 'Copy profile')
    const profile = String(await tab.page.evaluate('navigator.clipboard.readText()'))
    await pressed(tab, 'Done')
    await useProfile(profile, { UserName: 'TrustedUser' })
    const { Arn } = await new STSClient().send(new GetCallerIdentityCommand({}))
    expect(Arn).toBe(`arn:aws:sts::${trustingId}:assumed-role/${cross.roleName}/from-a-shell`)
    const s3 = new S3Client({ forcePathStyle: true })
    expect(await read(s3, 'productionapp')).toBe('figures')
    await expect(read(s3, 'payroll')).rejects.toThrow(/s3:GetObject/)
    const { expiration } = await s3.config.credentials()
    const seconds = (Number(expiration) - Date.now()) / 1000
    expect(seconds > 0 && seconds <= 900).toBe(true)
    await (await trustedUser.accountMenu()).getByText('Session ends').waitFor()

    const other = await house.person(house.server.trusted)
    await useProfile(profile, { UserName: other.name })
    const refused = new STSClient().send(new GetCallerIdentityCommand({}))
    await expect(refused).rejects.toThrow(/sts:AssumeRole/)
    vi.unstubAllEnvs()
  })

  it('W14: all of it is deleted, each with what hangs on it, and a session of the role ends with the role', async () => {
    const tab = trustedAdmin
    const conflict = iam().send(new DeletePolicyCommand({ PolicyArn: policyArn }))
    await expect(conflict).rejects.toThrow(/attached/)
    await tab.open('/console/iam/users/details/TrustedUser')
    await pressed(tab, 'Delete')
    await text(tab, 'Policy AssumeCrossAccountRole (detached)')
    await confirmDeletion(tab, 'TrustedUser')
    await text(tab, 'User TrustedUser deleted.')
    await tab.follow(`/console/iam/policies/details?${new URLSearchParams({ arn: policyArn })}`)
    await pressed(tab, 'Delete')
    await confirmDeletion(tab, 'AssumeCrossAccountRole')
    await text(tab, 'Policy AssumeCrossAccountRole deleted.')

    await pressed(trustingAdmin, 'Delete')
    await text(trustingAdmin, 'Inline policy productionapp-only (deleted)')
    await trustingAdmin.picture('walkthrough-10-delete')
    const session = s3Of(house.server, await pageKeys(trustedUser))
    await confirmDeletion(trustingAdmin, cross.roleName)
    await text(trustingAdmin, `Role ${cross.roleName} deleted.`)
    await expect(read(session, 'productionapp')).rejects.toThrow(/malformed or otherwise invalid|not valid/)
    await expectNothingLeft()
    for (const each of [trustingAdmin, trustedAdmin, trustedUser]) expect(each.complaints).toEqual([])
  })
})

const pathOf: Readonly<Record<string, string>> = {
  Dashboard: '/console/iam/dashboard',
  Policies: '/console/iam/policies',
  Roles: '/console/iam/roles',
}

/** SDKs of this process find the profile where `~/.aws/config` would be, and keys of the user as the default ones. */
async function useProfile(profile: string, user: { readonly UserName: string }): Promise<void> {
  const { AccessKey } = await iam().send(new CreateAccessKeyCommand(user))
  const directory = await mkdtemp(join(tmpdir(), 'crossrole-profile-'))
  const keys = [
    '[default]',
    `aws_access_key_id = ${AccessKey?.AccessKeyId}`,
    `aws_secret_access_key = ${AccessKey?.SecretAccessKey}`,
  ]
  const [configFilepath, filepath] = [join(directory, 'config'), join(directory, 'credentials')]
  await writeFile(configFilepath, profile)
  await writeFile(filepath, keys.join('\n'))
  vi.stubEnv('AWS_CONFIG_FILE', configFilepath)
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', filepath)
  vi.stubEnv('AWS_PROFILE', cross.roleName)
}

async function read(s3: S3Client, Bucket: string): Promise<string | undefined> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'figures.txt' }))
  return Body?.transformToString()
}

/** The dialog deletes once the name is typed. */
async function confirmDeletion(tab: Tab, name: string): Promise<void> {
  const dialog = tab.page.getByRole('dialog')
  await dialog.getByLabel(`To confirm, type ${name}`).fill(name)
  await dialog.getByRole('button', { name: 'Delete' }).click()
}

async function expectNothingLeft(): Promise<void> {
  const { Policies } = await iam().send(new ListPoliciesCommand({ Scope: 'Local' }))
  expect(Policies).toEqual([])
  const { Users = [] } = await iam().send(new ListUsersCommand({}))
  expect(Users.map(({ UserName }) => UserName)).not.toContain('TrustedUser')
  const role = new GetRoleCommand({ RoleName: cross.roleName })
  await expect(house.server.iam(house.server.trusting.admin).send(role)).rejects.toThrow(/cannot be found/)
}
