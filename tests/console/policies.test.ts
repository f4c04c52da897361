import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListAttachedUserPoliciesCommand,
  ListPolicyTagsCommand,
  ListPolicyVersionsCommand,
  PutUserPermissionsBoundaryCommand,
} from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fresh, makeRole, makeUser, rootOf, trust } from '../behaviour/support/scene.ts'
import { begunAnew } from './support/begun-anew.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import { PolicyEditorView } from './support/policy-editor-view.ts'
import type { Tab } from './support/tab.ts'

let house: ConsoleHouse
let admin: Tab
beforeAll(async () => {
  house = await openConsole()
  admin = await house.signedIn(await house.person(house.server.trusted, allowAll), list)
})
afterAll(() => house.close())

const list = '/console/iam/policies'
const iam = () => house.server.iam(house.server.trusted.admin)
const details = (arn: string) => `${list}/details?${new URLSearchParams({ arn })}`
const documentOf = (...statements: object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2)
const readLogs = { Sid: 'Logs', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::logs/*' }

async function makePolicy(document = documentOf(readLogs), description?: string) {
  const name = fresh('policy')
  const { Policy } = await iam().send(
    new CreatePolicyCommand({
      PolicyName: name,
      PolicyDocument: document,
      ...(description !== undefined && { Description: description }),
    }),
  )
  return { name, arn: Policy?.Arn ?? '' }
}

async function writtenIn(arn: string): Promise<string> {
  const { Policy } = await iam().send(new GetPolicyCommand({ PolicyArn: arn }))
  const { PolicyVersion } = await iam().send(
    new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId }),
  )
  return decodeURIComponent(PolicyVersion?.Document ?? '')
}

/** A page anew, in the tab of somebody who may do everything. */
async function opened(path: string): Promise<Tab> {
  await begunAnew(admin, path)
  return admin
}

/** The page as it looks and as it reads, under a name for its picture. */
async function sound(tab: Tab, name: string) {
  await tab.picture(name)
  await tab.expectSound()
}

describe('creating a policy', () => {
  it('that lets somebody take a role of another account, visually, gives exactly its one statement', async () => {
    const tab = await opened(list)
    await tab.heading('Policies').waitFor()
    await tab.page
      .getByRole('button', { name: 'Create policy' })
      .or(tab.link('Create policy'))
      .first()
      .click()
    const editor = new PolicyEditorView(tab.page)
    await tab.picture('policy-create-empty')
    await editor.chooseService('sts', /^AWS Security Token Service/)
    await editor.unfold('Write')
    await editor.tick('AssumeRole')
    await tab.button('Add ARNs of type role').click()
    const dialog = tab.page.getByRole('dialog', { name: 'Specify ARNs of type role' })
    await dialog.getByRole('textbox', { name: 'Account' }).fill(house.server.trusting.id)
    await dialog.getByRole('textbox', { name: 'Role name with path' }).fill('CrossAccountRole')
    await sound(tab, 'policy-arn-builder')
    await dialog.getByRole('button', { name: 'Add ARNs' }).click()
    await tab.page.getByText('Errors: 0').waitFor()
    await sound(tab, 'policy-create-visual')

    const arn = `arn:aws:iam::${house.server.trusting.id}:role/CrossAccountRole`
    const expected = {
      Version: '2012-10-17',
      Statement: [{ Sid: 'VisualEditor0', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arn }],
    }
    await editor.openJson()
    expect(await editor.text()).toBe(JSON.stringify(expected, null, 4))
    await tab.picture('policy-create-json')
    await editor.openVisual()
    await tab.page.getByText(arn).waitFor()

    await tab.button('Next').click()
    await tab.field('Policy name').fill('AssumeCrossAccountRole')
    await tab.page.getByText('Limited: Write').waitFor()
    await tab.picture('policy-review')
    await tab.button('Create policy').click()
    await tab.page.getByText('Policy AssumeCrossAccountRole created.').waitFor()
    expect(await writtenIn(`arn:aws:iam::${house.server.trusted.id}:policy/AssumeCrossAccountRole`)).toBe(
      JSON.stringify(expected, null, 4),
    )
  })

  it('is kept back where IAM would refuse it, with the reason at its line, and where it has no name or one that is taken', async () => {
    const { name } = await makePolicy()
    const tab = await opened(`${list}/create`)
    const editor = new PolicyEditorView(tab.page)
    await editor.openJson()
    await editor.write('{\n  "Version": "2012-10-17",\n  "Statement": [{]\n}')
    await tab.button('Next').click()
    await tab.page.getByText(/^IAM would refuse this document: .*\(line 3\)$/).waitFor()
    await tab.page.getByText('Errors: 1').waitFor()
    await tab.button(/^Ln 3, Col/).click()
    await sound(tab, 'policy-faulty-json')
    await editor.openVisual()
    await tab.page.getByText('The visual editor cannot show this policy').waitFor()
    await tab.page.getByText(/Line 3\. Nothing of it is lost/).waitFor()
    await tab.expectSound()
    await tab.button('Open in JSON editor').click()
    await editor.write(documentOf(readLogs))
    await tab.button('Next').click()
    await tab.button('Create policy').click()
    await tab.page.getByText('A name has 1 to 128 letters').waitFor()
    await tab.expectSound()
    await tab.field('Policy name').fill(name)
    await tab.button('Create policy').click()
    await tab.page.getByText(/^EntityAlreadyExists/).waitFor()
    await tab.expectSound()
  })

  it('goes on from the statements of another policy', async () => {
    const tab = await opened(`${list}/create`)
    const editor = new PolicyEditorView(tab.page)
    await tab.button('Import policy').click()
    const dialog = tab.page.getByRole('dialog', { name: 'Import a managed policy' })
    await dialog
      .getByRole('searchbox', { name: 'Search policies' })
      .fill('IAMSelfManageServiceSpecificCredentials')
    await dialog.getByRole('radio', { name: 'Select IAMSelfManageServiceSpecificCredentials' }).check()
    await tab.expectSound()
    await dialog.getByRole('button', { name: 'Import policy' }).click()
    await tab.page.getByRole('region', { name: /^Statement 1: AWS Identity and Access Management/ }).waitFor()
    expect(await tab.page.getByText('New statement').count()).toBe(0)
    await editor.openJson()
    const [taken] = JSON.parse(await editor.text()).Statement
    expect(taken.Action).toContain('iam:CreateServiceSpecificCredential')
  })
})

describe('the policy editor', () => {
  it('loses nothing that it cannot show, while what it shows is changed', async () => {
    const tab = await opened(`${list}/create`)
    const editor = new PolicyEditorView(tab.page)
    const odd = [
      '{ "Effect": "Deny", "NotAction": "iam:*", "Resource": "*" }',
      '{"Resource":["*"],"Action":["s3:GetObject","sqs:SendMessage"],"Effect":"Allow","Sid":"Two"}',
    ]
    const shown = '{ "Action": "s3:PutObject", "Resource": [ "arn:aws:s3:::logs/*" ], "Effect": "Allow" }'
    const text = (middle: string) =>
      `{"Statement": [\n ${odd[0]},\n ${middle},\n ${odd[1]}\n],\n "Id": "kept",   "Version": "2012-10-17"}`
    await editor.openJson()
    await editor.write(text(shown))
    await editor.openVisual()
    await tab.page.getByText('It says what it is not about, by NotAction.').waitFor()
    await tab.page.getByText('It is about actions of several services at once.').waitFor()
    const statement = tab.page.getByRole('region', { name: 'Statement 2: Amazon S3' })
    await statement.getByRole('radio', { name: 'Deny' }).check()
    await sound(tab, 'policy-kept-statements')
    await editor.openJson()
    expect(await editor.text()).toBe(text(shown.replace('"Allow"', '"Deny"')))
    await editor.openVisual()
    await statement.getByRole('checkbox', { name: 'MFA required' }).check()
    await editor.openJson()
    expect(JSON.parse(await editor.text()).Statement[1]).toEqual({
      Action: 's3:PutObject',
      Resource: ['arn:aws:s3:::logs/*'],
      Effect: 'Deny',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    })
    for (const other of odd) expect(await editor.text()).toContain(other)
  })

  it('ticks whole levels, filters actions, and builds conditions by key and operator', async () => {
    const tab = await opened(`${list}/create`)
    const editor = new PolicyEditorView(tab.page)
    await editor.chooseService('sqs', /^Amazon SQS|^Amazon Simple Queue/)
    await editor.unfold('Read')
    await editor.tick('All Read actions')
    const statement = tab.page.getByRole('region', { name: /^Statement 1/ })
    await statement.getByRole('button', { name: /^Read \((\d+) of \1 selected\)$/ }).waitFor()
    await statement.getByRole('searchbox', { name: 'Filter actions' }).fill('SendMess')
    await statement.getByRole('checkbox', { name: 'SendMessage', exact: true }).check()
    await statement.getByRole('radio', { name: 'All', exact: true }).check()
    await statement.getByRole('button', { name: 'Add condition' }).click()
    const dialog = tab.page.getByRole('dialog', { name: 'Add condition' })
    await dialog.getByRole('combobox', { name: 'Condition key' }).fill('aws:SourceVpc')
    await dialog.getByRole('textbox', { name: 'Values' }).fill('vpc-1\nvpc-2')
    await tab.expectSound()
    await dialog.getByRole('button', { name: 'Add condition' }).click()
    await editor.openJson()
    const [written] = JSON.parse(await editor.text()).Statement
    expect(written).toMatchObject({
      Sid: 'VisualEditor0',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceVpc': ['vpc-1', 'vpc-2'] } },
    })
    expect(written.Action).toContain('sqs:ReceiveMessage')
    expect(written.Action.at(-1)).toBe('sqs:SendMessage')
    await editor.openVisual()
    await statement.getByRole('button', { name: /^Duplicate/ }).click()
    await tab.page.getByRole('region', { name: /^Statement 2/ }).waitFor()
  })

  it('takes actions by pattern, and ARNs by their parts, as text, or of any resource', async () => {
    const tab = await opened(`${list}/create`)
    const editor = new PolicyEditorView(tab.page)
    await editor.chooseService('s3', /^Amazon S3\s*s3$/)
    await tab.button('Add an action by name').click()
    await tab.field('Add an action by name').fill('GetObject*')
    await tab.page.keyboard.press('Enter')
    const statement = tab.page.getByRole('region', { name: /^Statement 1/ })
    await statement.getByText('GetObject*').first().waitFor()
    await statement.getByRole('button', { name: 'Add ARNs of type object', exact: true }).click()
    const dialog = tab.page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Bucket name' }).fill('logs')
    await dialog.getByRole('button', { name: 'Add ARNs' }).click()
    await dialog.getByText('Enter a value, or choose Any.').first().waitFor()
    await dialog.getByRole('checkbox', { name: 'Any object name' }).check()
    await dialog.getByRole('button', { name: 'Add ARNs' }).click()
    await statement.getByRole('button', { name: 'Edit arn:aws:s3:::logs/*' }).click()
    await dialog
      .getByRole('radio', { name: 'Text' })
      .or(dialog.getByRole('button', { name: 'Text' }))
      .click()
    await dialog.getByRole('textbox', { name: 'ARNs, one a line' }).fill('arn:aws:iam::1:role/x')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog
      .getByText(/is not of the form of this resource type/)
      .first()
      .waitFor()
    await dialog
      .getByRole('textbox', { name: 'ARNs, one a line' })
      .fill('arn:aws:s3:::logs/a b\n arn:aws:s3:::logs/c*')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await statement.getByRole('checkbox', { name: 'Any object', exact: true }).check()
    await statement.getByRole('button', { name: 'Remove arn:aws:s3:::logs/c*' }).click()
    await editor.openJson()
    expect(JSON.parse(await editor.text()).Statement[0]).toMatchObject({
      Action: 's3:GetObject*',
      Resource: ['arn:aws:s3:::logs/a b', 'arn:aws:s3:::*/*'],
    })
  })

  it('says what is wrong with a policy as one types, and suggests actions', async () => {
    const tab = await opened(`${list}/create`)
    const editor = new PolicyEditorView(tab.page)
    await editor.openJson()
    await editor.write(
      documentOf({ Effect: 'Allow', Action: ['iam:PassRole', 's3:GetObjects'], Resource: '*' }),
    )
    await tab.page.getByText('Errors: 1').waitFor()
    await tab.page
      .getByText(/s3:GetObjects does not exist\. Did you mean s3:GetObject\?/)
      .first()
      .waitFor()
    await tab.page.getByRole('tab', { name: /^Security: [1-9]/ }).click()
    await tab.page
      .getByText(/PassRole/)
      .first()
      .waitFor()
    await sound(tab, 'policy-findings')
    await editor.write('{"Statement": {"Action": "sts:Assume"}}')
    for (const _ of '"}}') await tab.page.keyboard.press('ArrowLeft')
    await tab.page.keyboard.press('Control+Space')
    await tab.page.getByRole('option', { name: 'sts:AssumeRole' }).first().click()
    expect(await editor.text()).toContain('"sts:AssumeRole')
  })

  it('edits whom a role trusts and when: principals, an external id, MFA', async () => {
    const role = await makeRole(house.server, house.server.trusted, {
      trust: [trust(rootOf(house.server.trusting))],
    })
    const tab = await opened(`/console/iam/roles/details/${role.name}/trust-policy`)
    const editor = new PolicyEditorView(tab.page)
    await editor.openVisual()
    const statement = tab.page.getByRole('region', { name: 'Statement 1: AWS Security Token Service' })
    await statement.getByRole('button', { name: 'Add principal' }).click()
    const dialog = tab.page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Principal' }).fill('2222')
    await dialog.getByRole('button', { name: 'Add principal' }).click()
    await dialog.getByText('Enter an account ID of 12 digits', { exact: false }).first().waitFor()
    await tab.expectSound()
    const trusted = `arn:aws:iam::${house.server.trusted.id}:root`
    await dialog.getByRole('textbox', { name: 'Principal' }).fill(trusted)
    await dialog.getByRole('button', { name: 'Add principal' }).click()
    await statement.getByRole('checkbox', { name: 'TagSession' }).check()
    await statement.getByRole('checkbox', { name: 'MFA required' }).check()
    await statement.getByRole('button', { name: 'Add condition' }).click()
    await dialog.getByRole('combobox', { name: 'Condition key' }).fill('sts:ExternalId')
    await dialog.getByRole('textbox', { name: 'Values' }).fill('partner-7')
    await dialog.getByRole('button', { name: 'Add condition' }).click()
    await sound(tab, 'policy-trust-visual')
    await editor.openJson()
    expect(JSON.parse(await editor.text()).Statement[0]).toMatchObject({
      Effect: 'Allow',
      Principal: { AWS: [`arn:aws:iam::${house.server.trusting.id}:root`, trusted] },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
        StringEquals: { 'sts:ExternalId': 'partner-7' },
      },
    })
    await tab.button('Update policy').click()
    await tab.heading(role.name).waitFor()
  })

  it('moves actions that know no single resources to a statement of their own, under the same conditions', async () => {
    const tab = await opened(`${list}/create`)
    const editor = new PolicyEditorView(tab.page)
    await editor.openJson()
    const condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }
    const both = { ...readLogs, Action: ['s3:GetObject', 's3:ListAllMyBuckets'], Condition: condition }
    await editor.write(documentOf(both))
    await editor.openVisual()
    await tab.button('Move to a statement of their own').click()
    await editor.openJson()
    expect(JSON.parse(await editor.text()).Statement).toEqual([
      { ...readLogs, Condition: condition },
      {
        Sid: 'VisualEditor0',
        Effect: 'Allow',
        Action: 's3:ListAllMyBuckets',
        Resource: '*',
        Condition: condition,
      },
    ])
  })

  it('says when a policy is larger than IAM takes', async () => {
    const tab = await opened(`${list}/create`)
    const editor = new PolicyEditorView(tab.page)
    await editor.openJson()
    await editor.write(documentOf({ ...readLogs, Resource: `arn:aws:s3:::${'x'.repeat(6200)}` }))
    await tab.page.getByText(/too many\. White space does not count\./).waitFor()
    await tab.button('Next').click()
    await tab.page.getByText('The policy is larger than IAM takes.', { exact: true }).waitFor()
    await tab.expectSound()
  })
})

describe('the list of policies', () => {
  it('finds any managed policy by name, narrowed to a type and to what it is used as', async () => {
    const { name, arn } = await makePolicy()
    const tab = await opened(list)
    await tab.page.getByRole('searchbox', { name: 'Search policies' }).fill('AmazonS3ReadOnly')
    await tab.link('AmazonS3ReadOnlyAccess').waitFor()
    await tab.page.getByRole('searchbox', { name: 'Search policies' }).fill('')
    await tab.button(/Filter by type/).click()
    await tab.page.getByRole('option', { name: 'Customer managed' }).click()
    await tab.link(name).waitFor()
    expect(await tab.link('AdministratorAccess').count()).toBe(0)
    const user = await makeUser(house.server, house.server.trusted)
    await iam().send(new PutUserPermissionsBoundaryCommand({ UserName: user.name, PermissionsBoundary: arn }))
    await tab.button('Refresh').click()
    await tab.button(/Filter by use/).click()
    await tab.page.getByRole('option', { name: 'Permissions boundary' }).click()
    await tab.page.getByText('Permissions boundary (1)').waitFor()
    await tab.link(name).waitFor()
    await tab.picture('policies')
  })

  it('names the missing permission where one may not see it, and on every tab of a policy', async () => {
    const { arn } = await makePolicy()
    const reader = await house.person(house.server.trusted, {
      Effect: 'Allow',
      Action: 'iam:GetPolicy',
      Resource: '*',
    })
    const tab = await house.signedIn(reader, list)
    await tab.page.getByText('You need permission: iam:ListPolicies').waitFor()
    await tab.follow(details(arn))
    const missing = {
      Permissions: 'iam:GetPolicyVersion',
      'Entities attached': 'iam:ListEntitiesForPolicy',
      'Policy versions': 'iam:ListPolicyVersions',
      Tags: 'iam:ListPolicyTags',
    }
    for (const [name, action] of Object.entries(missing)) {
      await tab.page.getByRole('tab', { name, exact: true }).click()
      await tab.page.getByText(`You need permission: ${action}`).first().waitFor()
    }
    await tab.expectSound()
  })
})

describe('the page of a policy', () => {
  it('sums up what an AWS managed policy allows, and shows its document with its findings', async () => {
    const tab = await opened(details('arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'))
    await tab.heading('AmazonS3ReadOnlyAccess').waitFor()
    await tab.page.getByText('Amazon S3', { exact: true }).waitFor()
    await tab.picture('policy-summary')
    await tab.page.getByRole('radio', { name: 'JSON' }).or(tab.button('JSON')).first().click()
    await tab.page.getByRole('textbox', { name: 'Policy document, read only' }).waitFor()
    expect(await tab.button('Edit').count()).toBe(0)
    await tab.picture('policy-json')
  })

  it('attaches and detaches users, groups and roles', async () => {
    const { arn } = await makePolicy()
    const user = await makeUser(house.server, house.server.trusted)
    const tab = await opened(`${details(arn)}&tab=entities`)
    await tab.page.getByText('Not attached').waitFor()
    await tab.button('Attach').click()
    const dialog = tab.page.getByRole('dialog')
    await dialog.getByRole('searchbox', { name: 'Search users' }).fill(user.name)
    await dialog.getByRole('checkbox', { name: `Select ${user.name}` }).check()
    await tab.expectSound()
    await dialog.getByRole('button', { name: 'Attach policy' }).click()
    await tab.page.getByText('Policy attached to one entity.').waitFor()
    await dialog.waitFor({ state: 'detached' })
    await tab.link(user.name).waitFor()
    const attached = () => iam().send(new ListAttachedUserPoliciesCommand({ UserName: user.name }))
    expect((await attached()).AttachedPolicies).toMatchObject([{ PolicyArn: arn }])
    await tab.page.getByRole('checkbox', { name: `Select ${user.name}` }).check()
    await tab.picture('policy-entities')
    await tab.button('Detach').click()
    await tab.page.getByRole('dialog').getByRole('button', { name: 'Detach' }).click()
    await tab.page.getByText('Policy detached from one entity.').waitFor()
    expect((await attached()).AttachedPolicies).toEqual([])
  })

  it('saves a change as a new version, compares versions, and sets and deletes them', async () => {
    const { arn, name } = await makePolicy()
    const tab = await opened(details(arn))
    await tab.page.getByRole('button', { name: 'Edit' }).or(tab.link('Edit')).first().click()
    await tab.button('Next').click()
    await tab.page.getByText('Nothing has been changed.', { exact: true }).waitFor()
    await tab.page.getByRole('radio', { name: 'Deny' }).check()
    await tab.button('Next').click()
    await tab.page.getByText('"Effect": "Deny"').waitFor()
    await tab.picture('policy-edit-review')
    await tab.button('Save changes').click()
    await tab.page.getByText(`A new version of policy ${name} is saved.`).waitFor()
    expect(await writtenIn(arn)).toBe(documentOf({ ...readLogs, Effect: 'Deny' }))

    await tab.page.getByRole('tab', { name: 'Policy versions' }).click()
    for (const version of ['Version 1', 'Version 2']) {
      await tab.page.getByRole('checkbox', { name: `Select ${version}` }).check()
    }
    await tab.button('Compare').click()
    await tab.page.getByRole('region', { name: 'What changes' }).getByText('"Effect": "Deny"').waitFor()
    await sound(tab, 'policy-compare')
    await tab.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await tab.page.getByRole('checkbox', { name: 'Select Version 2' }).uncheck()
    await tab.button('Set as default').click()
    await tab.page.getByRole('dialog').getByRole('button', { name: 'Set as default' }).click()
    await tab.page.getByText('Version 1 is the default version now.').waitFor()
    expect(await writtenIn(arn)).toBe(documentOf(readLogs))
    await tab.picture('policy-versions')
    await tab.page.getByRole('checkbox', { name: 'Select Version 1' }).uncheck()
    await tab.page.getByRole('checkbox', { name: 'Select Version 2' }).check()
    await tab.button('Delete version').click()
    await tab.page.getByRole('dialog').getByRole('button', { name: 'Delete version' }).click()
    await tab.page.getByText('Version 2 deleted.').waitFor()
    const { Versions } = await iam().send(new ListPolicyVersionsCommand({ PolicyArn: arn }))
    expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(['v1'])
  })

  it('makes room for a sixth version by one that is chosen', async () => {
    const { arn } = await makePolicy()
    for (const prefix of ['a', 'b', 'c', 'd']) {
      const PolicyDocument = documentOf({ ...readLogs, Resource: `arn:aws:s3:::logs/${prefix}*` })
      await iam().send(new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument }))
    }
    const tab = await opened(`${list}/details/edit?${new URLSearchParams({ arn })}`)
    await tab.page.getByRole('radio', { name: 'Deny' }).check()
    await tab.button('Next').click()
    await tab.page.getByText('A policy has five versions at most.').waitFor()
    await tab.page.getByRole('checkbox', { name: 'Set this new version as the default' }).uncheck()
    await tab.expectSound()
    await tab.button('Save changes').click()
    await tab.page.getByText(/^A new version of policy/).waitFor()
    const { Versions = [] } = await iam().send(new ListPolicyVersionsCommand({ PolicyArn: arn }))
    expect(Versions.map(({ VersionId }) => VersionId)).toEqual(['v6', 'v5', 'v4', 'v3', 'v1'])
    expect(Versions.find(({ IsDefaultVersion }) => IsDefaultVersion)?.VersionId).toBe('v1')
  })

  it('edits tags', async () => {
    const { arn } = await makePolicy()
    const tab = await opened(`${details(arn)}&tab=tags`)
    await tab.button('Manage tags').first().click()
    const dialog = tab.page.getByRole('dialog', { name: 'Manage tags' })
    await dialog.getByRole('button', { name: 'Add new tag' }).click()
    await dialog.getByRole('combobox', { name: 'Key' }).fill('team')
    await dialog.getByRole('combobox', { name: 'Value' }).fill('red')
    await tab.expectSound()
    await dialog.getByRole('button', { name: 'Save changes' }).click()
    await tab.page.getByText('Tags saved.').waitFor()
    const { Tags } = await iam().send(new ListPolicyTagsCommand({ PolicyArn: arn }))
    expect(Tags).toEqual([{ Key: 'team', Value: 'red' }])
  })

  it('deletes a policy after it is detached and its old versions are gone', async () => {
    const { arn, name } = await makePolicy()
    const user = await makeUser(house.server, house.server.trusted)
    await iam().send(new AttachUserPolicyCommand({ UserName: user.name, PolicyArn: arn }))
    await iam().send(new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: documentOf(readLogs) }))
    const tab = await opened(details(arn))
    await tab.button('Delete').click()
    const dialog = tab.page.getByRole('dialog')
    await dialog.getByText(`Detached from user ${user.name}`).waitFor()
    await dialog.getByText('Version v2 (deleted)').waitFor()
    await dialog.getByRole('textbox').fill(name)
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await tab.page.getByText(`Policy ${name} deleted.`).waitFor()
    await expect(iam().send(new GetPolicyCommand({ PolicyArn: arn }))).rejects.toThrow('not found')
  })

  it('does not delete what bounds somebody', async () => {
    const { arn } = await makePolicy()
    const user = await makeUser(house.server, house.server.trusted)
    await iam().send(new PutUserPermissionsBoundaryCommand({ UserName: user.name, PermissionsBoundary: arn }))
    const tab = await opened(details(arn))
    await tab.button('Delete').click()
    await tab.page.getByText(/It is the permissions boundary of one user or role\./).waitFor()
    await tab.expectSound()
    await tab.link('See who they are').click()
    await tab.page
      .getByRole('table', { name: 'Attached as a permissions boundary' })
      .getByText(user.name)
      .waitFor()
  })

  it('runs nothing of what policies, descriptions and tags say', async () => {
    const attack = '<img src=x onerror="window.attacked=1">"\'</script><script>window.attacked=1</script>'
    const hostile = documentOf({
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: [`arn:aws:s3:::${attack}`, `arn:aws:s3:::${attack}`],
      Condition: { StringEquals: { [`aws:PrincipalTag/${attack}`]: attack } },
    })
    const { arn } = await makePolicy(hostile, attack)
    const tab = await opened(details(arn))
    await tab.page.getByText(attack).first().waitFor()
    await tab.page.getByRole('radio', { name: 'JSON' }).or(tab.button('JSON')).first().click()
    await tab.page.getByRole('textbox', { name: 'Policy document, read only' }).waitFor()
    await tab.expectSound()
    await begunAnew(tab, `${list}/details/edit?${new URLSearchParams({ arn })}`)
    await tab.page.getByRole('region', { name: /^Statement 1/ }).waitFor()
    await tab.page.getByText(attack).first().waitFor()
    await begunAnew(tab, details(attack))
    await tab.page.getByText(/ValidationError|InvalidInput/).waitFor()
    expect(await tab.page.evaluate('window.attacked')).toBeUndefined()
    await tab.expectSound()
  })
})
