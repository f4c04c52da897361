import {
  CreateOpenIDConnectProviderCommand,
  CreateSAMLProviderCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { samlMetadata } from '../behaviour/support/saml-metadata.ts'
import { allow } from '../behaviour/support/scene.ts'
import { begunAnew } from './support/begun-anew.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import {
  chooseTrusted,
  createRolePath,
  next,
  pickPolicy,
  pressed,
  shownDocument,
  text,
  trustAnotherAccount,
  writePolicy,
} from './support/role-pages.ts'
import type { Tab } from './support/tab.ts'

let house: ConsoleHouse
let admin: Tab
beforeAll(async () => {
  house = await openConsole()
  admin = await house.signedIn(await house.person(house.server.trusting, allowAll), '/console/iam/roles')
})
afterAll(() => house.close())

/** What IAM answers of a role that the wizard made. */
async function made(RoleName: string) {
  const iam = house.server.iam(house.server.trusting.admin)
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }))
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))
  return {
    role: Role,
    trust: JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')),
    policies: AttachedPolicies.map(({ PolicyName }) => PolicyName),
  }
}

async function startWizard(tile = 'AWS account'): Promise<Tab> {
  await begunAnew(admin, createRolePath)
  await admin.heading('Select trusted entity').waitFor()
  await chooseTrusted(admin, tile)
  return admin
}

/** From a first step that is filled in to the review. */
async function toReview(tab: Tab): Promise<void> {
  await next(tab)
  await tab.heading('Add permissions').waitFor()
  await next(tab)
  await tab.heading('Name, review, and create').waitFor()
}

async function create(tab: Tab, name: string): Promise<void> {
  await tab.field('Role name').fill(name)
  await pressed(tab, 'Create role')
  await tab.heading(name).waitFor()
}

const statement = (document: unknown) => (document as { Statement: object[] }).Statement[0]

describe('Create role for another AWS account', () => {
  it('makes the role of the walkthrough, and says what its users need to come in', async () => {
    const { trusted, trusting } = house.server
    const tab = admin
    await tab.heading('Roles').waitFor()
    await text(tab, 'No roles')
    await tab.link('Create role').first().click()
    await trustAnotherAccount(tab, ` ${trusted.id.replace(/(....)(....)(....)/, '$1-$2-$3')} `)
    await next(tab)
    await pickPolicy(tab, 'AdministratorAccess')
    await text(tab, '5 matches')
    await tab.picture('create-role-permissions')
    await next(tab)
    expect(await shownDocument(tab, 'Trust policy')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: `arn:aws:iam::${trusted.id}:root` },
          Condition: {},
        },
      ],
    })
    await tab.expectSound()
    await tab.picture('create-role-review')
    await create(tab, 'CrossAccountRole')
    await text(tab, 'Role CrossAccountRole created.')
    const link = `/switchrole?account=${trusting.id}&roleName=CrossAccountRole`
    // In the message, and in the summary to stay.
    await tab.page.getByText(link).nth(1).waitFor()
    await tab.button('Copy link to switch roles').last().click()
    expect(await tab.page.evaluate('navigator.clipboard.readText()')).toBe(`${house.server.url}${link}`)

    await tab.page.getByRole('tab', { name: 'Trust relationships' }).click()
    await text(tab, `Account: ${trusted.id}`)
    const { trust, policies } = await made('CrossAccountRole')
    expect(policies).toEqual(['AdministratorAccess'])
    expect(trust).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: `arn:aws:iam::${trusted.id}:root` },
          Condition: {},
        },
      ],
    })
  })

  it('says what is wrong with an id, at once or in the end, and requires an external ID and MFA as conditions that act', async () => {
    const tab = await startWizard()
    await trustAnotherAccount(tab, '')
    await next(tab)
    await text(tab, 'Enter the ID of the account that you trust.')
    await tab.page.locator(':focus').fill('1234')
    await text(tab, 'An account ID has 12 digits, and this has 4.')
    await tab.field('Account ID').fill('trusted-co')
    await text(tab, 'An account ID has 12 digits and nothing else.')
    await tab.expectSound()
    await tab.picture('create-role-wrong-id')

    await tab.field('Account ID').fill('999999999999')
    await toReview(tab)
    await tab.field('Role name').fill('ForThirdParties')
    await pressed(tab, 'Create role')
    await text(tab, 'There is no AWS account with the ID 999999999999.')
    await tab.field('Account ID').fill(house.server.trusted.id)

    await tab.page.getByLabel(/^Require external ID/).check()
    await next(tab)
    await text(tab, 'Enter the external ID that callers have to bring.')
    await tab.field('External ID').last().fill('two words')
    await text(tab, 'An external ID has 2 to 1,224 characters')
    await tab.field('External ID').last().fill('agreed-7')
    await tab.page.getByLabel('Require MFA').check()
    await toReview(tab)
    expect(statement(await shownDocument(tab, 'Trust policy'))).toHaveProperty('Condition', {
      StringEquals: { 'sts:ExternalId': 'agreed-7' },
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
    })
    await pressed(tab, 'Edit trusted entities')
    await tab.page.getByLabel('Require MFA').uncheck()
    await toReview(tab)
    await pressed(tab, 'Create role')
    await tab.heading('ForThirdParties').waitFor()
    await text(tab, 'Role ForThirdParties created.')
    expect(await tab.page.getByText('/switchrole?').count(), 'a link that could not work').toBe(0)
    const { role, trust } = await made('ForThirdParties')
    expect(statement(trust)).toHaveProperty('Condition', { StringEquals: { 'sts:ExternalId': 'agreed-7' } })
    const sts = house.server.sts(house.server.trusted.admin)
    const asked = { RoleArn: role?.Arn, RoleSessionName: 'session' }
    await expect(sts.send(new AssumeRoleCommand(asked))).rejects.toThrow(/not authorized/)
    await sts.send(new AssumeRoleCommand({ ...asked, ExternalId: 'agreed-7' }))
  })
})

describe('Create role for others', () => {
  it('for this account, with description, tags and a permissions boundary', async () => {
    const { trusting } = house.server
    const tab = await startWizard()
    await next(tab)
    await tab.heading('Add permissions').waitFor()
    await pressed(tab, 'Set permissions boundary')
    await tab.page.getByLabel(/^Use a permissions boundary/).check()
    await next(tab)
    await text(tab, 'Select the policy that is the boundary')
    await tab.page.getByLabel('Search policies').last().fill('ReadOnlyAccess')
    await tab.page.getByRole('radio', { name: 'Select ReadOnlyAccess', exact: true }).check()
    await next(tab)
    await tab.field('Description').fill('Reads <b>everything</b> & "more"')
    await pressed(tab, 'Add new tag')
    await tab.page.getByRole('combobox', { name: 'Key' }).fill('team')
    await tab.page.getByRole('combobox', { name: /^Value/ }).fill('blue')
    await create(tab, 'OwnPeople')
    await text(tab, 'Reads <b>everything</b> & "more"')
    const { role, trust } = await made('OwnPeople')
    expect(statement(trust)).toHaveProperty('Principal', { AWS: `arn:aws:iam::${trusting.id}:root` })
    expect(role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe('arn:aws:iam::aws:policy/ReadOnlyAccess')
    expect(role?.Tags).toEqual([{ Key: 'team', Value: 'blue' }])
  })

  it('for EC2 with an instance profile of its name, and for no service that is none', async () => {
    const tab = await startWizard('AWS service')
    await next(tab)
    await text(tab, 'Choose a service.')
    await tab.field('Service or use case').fill('my laptop')
    await text(tab, 'my laptop is no service principal')
    await tab.field('Service or use case').fill('ec2.amazonaws.com')
    await tab.page.keyboard.press('Escape')
    await toReview(tab)
    expect(await shownDocument(tab, 'Trust policy')).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: ['ec2.amazonaws.com'] } },
      ],
    })
    await create(tab, 'ForInstances')
    await text(tab, ':instance-profile/ForInstances')
    expect(await tab.page.getByText('/switchrole?').count()).toBe(0)
    const { InstanceProfiles = [] } = await house.server
      .iam(house.server.trusting.admin)
      .send(new ListInstanceProfilesForRoleCommand({ RoleName: 'ForInstances' }))
    expect(InstanceProfiles.map(({ InstanceProfileName }) => InstanceProfileName)).toEqual(['ForInstances'])
  })

  it('for a web identity: a provider of the account, its audience, and whose repositories of GitHub', async () => {
    const tab = await startWizard('Web identity')
    await text(tab, 'This account has no OpenID Connect provider')
    const { OpenIDConnectProviderArn: provider } = await house.server.iam(house.server.trusting.admin).send(
      new CreateOpenIDConnectProviderCommand({
        Url: 'https://token.actions.githubusercontent.com',
        ClientIDList: ['sts.amazonaws.com'],
        ThumbprintList: ['a'.repeat(40)],
      }),
    )
    // Loaded, for the providers were read before there was this one.
    await tab.open(createRolePath)
    await chooseTrusted(tab, 'Web identity')
    await tab.page.getByRole('button', { name: /^Identity provider/ }).click()
    await tab.page.getByRole('option', { name: 'token.actions.githubusercontent.com' }).click()
    await next(tab)
    await text(tab, 'Choose whom the tokens have to be made out to.')
    await text(tab, 'Enter an organization')
    await tab.page.getByRole('button', { name: /^Audience/ }).click()
    await tab.page.getByRole('option', { name: 'sts.amazonaws.com' }).click()
    await tab.field('GitHub organization').fill('acme')
    await tab.field(/^GitHub branch/).fill('main')
    await toReview(tab)
    expect(statement(await shownDocument(tab, 'Trust policy'))).toEqual({
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: provider },
      Condition: {
        StringEquals: { 'token.actions.githubusercontent.com:aud': ['sts.amazonaws.com'] },
        StringLike: {
          'token.actions.githubusercontent.com:sub': ['repo:acme/*:ref:refs/heads/main'],
        },
      },
    })
    await create(tab, 'ForWorkflows')
  })

  it('for those of a SAML provider, in the console or by program only', async () => {
    const { SAMLProviderArn: provider } = await house.server
      .iam(house.server.trusting.admin)
      .send(new CreateSAMLProviderCommand({ Name: 'Directory', SAMLMetadataDocument: samlMetadata() }))
    const tab = await startWizard('SAML 2.0 federation')
    await tab.page.getByRole('button', { name: /^SAML 2.0-based provider/ }).click()
    await tab.page.getByRole('option', { name: 'Directory' }).click()
    await toReview(tab)
    const forConsole = {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithSAML',
      Principal: { Federated: provider },
      Condition: { StringEquals: { 'SAML:aud': ['https://signin.aws.amazon.com/saml'] } },
    }
    expect(statement(await shownDocument(tab, 'Trust policy'))).toEqual(forConsole)
    await pressed(tab, 'Edit trusted entities')
    await tab.page.getByLabel('Allow programmatic access only').check()
    await next(tab)
    await text(tab, 'Enter the value that the attribute must have.')
    await tab.field('Value').fill('https://crossrole.example/saml')
    await toReview(tab)
    expect(statement(await shownDocument(tab, 'Trust policy'))).toHaveProperty('Condition', {
      StringEquals: { 'SAML:aud': ['https://crossrole.example/saml'] },
    })
  })

  it('by a custom trust policy, whose faults keep one from going on', async () => {
    const tab = await startWizard('Custom trust policy')
    await writePolicy(tab, '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow" ')
    await next(tab)
    await text(tab, 'IAM would not take this policy')
    const document = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: house.server.trusted.id }, Action: 's3:GetObject' }],
    }
    await writePolicy(tab, JSON.stringify(document))
    await text(tab, /Line 1: AssumeRole policy may only specify STS AssumeRole actions/)
    await writePolicy(tab, JSON.stringify(document).replace('s3:GetObject', 'sts:AssumeRole'))
    await toReview(tab)
    await create(tab, 'CustomTrust')
    expect(statement((await made('CustomTrust')).trust)).toHaveProperty('Action', 'sts:AssumeRole')
  })
})

describe('Create role, in its way', () => {
  it('a name that is taken or none, and policies that one may not attach', async () => {
    const maker = await house.person(
      house.server.trusting,
      allow(['iam:CreateRole', 'iam:GetRole', 'iam:ListPolicies'], '*'),
    )
    const tab = await house.signedIn(maker, createRolePath)
    await next(tab)
    await pickPolicy(tab, 'ReadOnlyAccess')
    await next(tab)
    await pressed(tab, 'Create role')
    await text(tab, 'Enter a name.')
    await tab.field('Role name').fill('two words')
    await text(tab, 'Only letters, digits and')
    await tab.field('Role name').fill('CrossAccountRole')
    await pressed(tab, 'Create role')
    await text(tab, 'Role with name CrossAccountRole already exists.')
    await create(tab, 'Unattached')
    await text(tab, 'Role Unattached is not all that you wanted')
    await text(tab, /Policy ReadOnlyAccess could not be attached: .*iam:AttachRolePolicy/)
  })

  it('missing permissions are named where they are missing', async () => {
    const tab = await house.signedIn(await house.person(house.server.trusting), createRolePath)
    await chooseTrusted(tab, 'Web identity')
    await text(tab, 'You need permission: iam:ListOpenIDConnectProviders')
    await chooseTrusted(tab, 'AWS account')
    await next(tab)
    await text(tab, 'You need permission: iam:ListPolicies')
    await next(tab)
    await tab.field('Role name').fill('NotMine')
    await pressed(tab, 'Create role')
    await text(tab, 'You need permission: iam:CreateRole')
    expect(tab.complaints).toEqual([])
  })
})
