import { generateKeyPairSync } from 'node:crypto'
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateServiceSpecificCredentialCommand,
  CreateUserCommand,
  DeleteUserPolicyCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  ListVirtualMFADevicesCommand,
  PutUserPolicyCommand,
  TagUserCommand,
  UpdateUserCommand,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromBase32 } from '../../src/identity/base32.ts'
import { codeOfStep, stepAt } from '../../src/identity/totp.ts'
import { makeCertificate } from '../behaviour/support/certificates.ts'
import { allow, fresh, makeUser, policy } from '../behaviour/support/scene.ts'
import { Browser } from '../server/console-browser.ts'
import { giveDevice, signInAs } from '../server/console-scene.ts'
import { begunAnew } from './support/begun-anew.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import { heldCall } from './support/held-call.ts'
import { next, pickPolicy, pressed, text } from './support/role-pages.ts'
import type { Person, Tab } from './support/tab.ts'
import { downloaded, shownSecret, userPath } from './support/user-pages.ts'

let house: ConsoleHouse
let admin: Tab
let adminPerson: Person
beforeAll(async () => {
  house = await openConsole()
  adminPerson = await house.person(house.server.trusted, allowAll)
  admin = await house.signedIn(adminPerson, listPath)
})
afterAll(() => house.close())

const iam = () => house.server.iam(house.server.trusted.admin)
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
const listPath = '/console/iam/users'
const createPath = `${listPath}/create`

/** What the server says to this user who comes to sign in. */
async function stateOf(userName: string, more: Parameters<typeof signInAs>[3]): Promise<string> {
  const { server } = house
  return (await signInAs(new Browser(server.url), server.trusted.id, userName, more)).state
}

async function newUser(...statements: object[]): Promise<string> {
  return (await makeUser(house.server, house.server.trusted, ...statements)).name
}

/** On the first page of the list, whatever numbers the others have in their names. */
async function firstUser(...statements: object[]): Promise<string> {
  const NewUserName = fresh('a')
  await iam().send(new UpdateUserCommand({ UserName: await newUser(...statements), NewUserName }))
  return NewUserName
}

async function newGroup(): Promise<string> {
  const GroupName = fresh('group')
  await iam().send(new CreateGroupCommand({ GroupName }))
  await iam().send(new AttachGroupPolicyCommand({ GroupName, PolicyArn: readOnly }))
  return GroupName
}

async function newPolicy() {
  const PolicyName = fresh('policy')
  const PolicyDocument = policy(allow('s3:ListAllMyBuckets', '*'))
  const { Policy } = await iam().send(new CreatePolicyCommand({ PolicyName, PolicyDocument }))
  return { name: PolicyName, arn: Policy?.Arn }
}

async function policiesOf(UserName: string) {
  const { AttachedPolicies = [] } = await iam().send(new ListAttachedUserPoliciesCommand({ UserName }))
  return AttachedPolicies.map(({ PolicyName }) => PolicyName)
}

async function groupsOf(UserName: string) {
  const { Groups = [] } = await iam().send(new ListGroupsForUserCommand({ UserName }))
  return Groups.map(({ GroupName }) => GroupName)
}

/** On the page of the wizard. */
async function startWizard(name: string, tab = admin): Promise<void> {
  await tab.heading('Specify user details').waitFor()
  await tab.field('User name').fill(name)
}

/** Chooses what to do with a credential, from the actions of its panel. */
async function choose(plural: string, id: string, action: string): Promise<void> {
  await admin.page.getByRole('radio', { name: `Select ${id}`, exact: true }).check()
  await admin.button(`Actions for ${plural}`).click()
  await admin.page.getByRole('menuitem', { name: action }).click()
}

async function confirmDeletion(what: string): Promise<void> {
  const dialog = admin.page.getByRole('dialog')
  await dialog.getByLabel(`To confirm, type ${what}`).fill(what)
  await dialog.getByRole('button', { name: 'Delete' }).click()
}

const sshKey = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 })
    .publicKey.export({ format: 'pem', type: 'spki' })
    .toString()

const consoleAccess = 'Provide user access to the AWS Management Console'

describe('Create user', () => {
  it('makes the user of the walkthrough, who signs in with the password that is shown once', async () => {
    await iam().send(
      new CreatePolicyCommand({
        PolicyName: 'AssumeCrossAccountRole',
        PolicyDocument: policy(allow('sts:AssumeRole', 'arn:aws:iam::222222222222:role/*')),
      }),
    )
    const tab = admin
    await tab.heading('Users').waitFor()
    await tab.picture('users')
    await tab.link('Create user').click()
    await next(tab)
    await text(tab, 'Enter a name.')
    await tab.page.locator(':focus').fill('TrustedUser')
    await tab.page.getByLabel(consoleAccess).check()
    await tab.expectSound({ place: 'main' })
    await tab.picture('create-user-details')
    await next(tab)
    await tab.page.getByRole('radio', { name: 'Attach policies directly' }).check()
    await pickPolicy(tab, 'AssumeCrossAccountRole')
    await tab.expectSound({ place: 'main' })
    await tab.picture('create-user-permissions')
    await next(tab)
    await tab.page.getByRole('row', { name: /AssumeCrossAccountRole.*Permissions policy/ }).waitFor()
    await tab.expectSound({ place: 'main' })
    await tab.picture('create-user-review')
    await pressed(tab, 'Create user')
    await tab.heading('Retrieve password').waitFor()
    await text(tab, 'User TrustedUser created.')
    const password = await shownSecret(tab, 'Console password')
    await tab.expectSound({ place: 'main' })
    await tab.picture('create-user-password')
    const file = await downloaded(tab, 'Download .csv file')
    expect(file.name).toBe('TrustedUser_credentials.csv')
    const [head, line = ''] = file.text.split('\r\n')
    expect(head).toBe('User name,Password,Console sign-in URL')
    const link = await tab.page
      .getByText(/\/console\/[\w-]+$/)
      .first()
      .innerText()
    expect(link).toBe(`${house.server.url}/console/trusted-co`)
    const inFile = /[",]/.test(password) ? `"${password.replaceAll('"', '""')}"` : password
    expect(line).toBe(`TrustedUser,${inFile},${link}`)
    expect(await policiesOf('TrustedUser')).toEqual(['AssumeCrossAccountRole', 'IAMUserChangePassword'])

    expect(await stateOf('TrustedUser', { password: 'Chosen-by-myself-1' })).toBe('refused')
    expect(await stateOf('TrustedUser', { password })).toBe('new-password')
  })

  it('copies what another user has, groups and inline policies and boundary too', async () => {
    const group = await newGroup()
    const source = fresh('source')
    await iam().send(new CreateUserCommand({ UserName: source, PermissionsBoundary: readOnly }))
    await iam().send(new AddUserToGroupCommand({ GroupName: group, UserName: source }))
    await iam().send(
      new PutUserPolicyCommand({
        UserName: source,
        PolicyName: 'own',
        PolicyDocument: policy(allow('s3:*', '*')),
      }),
    )
    const name = fresh('copy')
    await admin.open(createPath)
    await startWizard(name)
    await next(admin)
    await admin.page.getByRole('radio', { name: 'Copy permissions' }).check()
    await next(admin)
    await text(admin, 'Select the user whose permissions are copied.')
    await admin.page.getByRole('radio', { name: `Select ${source}`, exact: true }).check()
    await next(admin)
    for (const row of [/Permissions group/, /own.*Inline policy/, /ReadOnlyAccess.*Permissions boundary/]) {
      await admin.page.getByRole('row', { name: row }).waitFor()
    }
    await pressed(admin, 'Create user')
    await text(admin, `User ${name} created.`)
    expect(await groupsOf(name)).toEqual([group])
    const { User } = await iam().send(new GetUserCommand({ UserName: name }))
    expect(User?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(readOnly)
    await iam().send(new GetUserPolicyCommand({ UserName: name, PolicyName: 'own' }))
    await admin.page.getByRole('row', { name: new RegExp(`ReadOnlyAccess.*Group ${group}`) }).waitFor()
    await admin.picture('user-permissions')
  })

  it('by group, and says what stands when a later step is refused', async () => {
    const group = await newGroup()
    const maker = await house.person(
      house.server.trusted,
      allow(['iam:CreateUser', 'iam:GetUser', 'iam:ListGroups'], '*'),
    )
    const tab = await house.signedIn(maker, listPath)
    await text(tab, 'You need permission: iam:ListUsers')
    const name = fresh('half')
    await tab.follow(createPath)
    await startWizard(name, tab)
    await tab.page.getByLabel(consoleAccess).check()
    await tab.page.getByRole('radio', { name: 'Custom password' }).check()
    await next(tab)
    await text(tab, 'Enter a password.')
    await tab.field('Password to set').fill('Correct-horse-7-battery')
    await next(tab)
    await tab.page.getByRole('checkbox', { name: `Select ${group}`, exact: true }).check()
    await next(tab)
    await pressed(tab, 'Create user')
    await text(tab, `User ${name} is not all that you wanted`)
    await text(tab, new RegExp(`Not added to group ${group}: .*iam:AddUserToGroup`))
    await text(tab, /There is no console access: .*iam:CreateLoginProfile/)
    expect(await groupsOf(name)).toEqual([])
  })

  it('names the permissions that are missing where they are missing', async () => {
    const tab = await house.signedIn(await house.person(house.server.trusted), createPath)
    await startWizard('Refused', tab)
    await next(tab)
    await text(tab, 'You need permission: iam:ListGroups')
    await next(tab)
    await pressed(tab, 'Create user')
    await text(tab, 'You need permission: iam:CreateUser')
    const name = await newUser()
    await tab.follow(userPath(name, 'security_credentials'))
    for (const action of [
      'GetUser',
      'GetLoginProfile',
      'ListMFADevices',
      'ListAccessKeys',
      'ListSSHPublicKeys',
    ]) {
      await text(tab, `You need permission: iam:${action}`)
    }
    await tab.picture('user-denied')
    await tab.expectSound({ place: 'main' })
  })
})

describe('a user', () => {
  it('gets access keys: shown once, as a file, switched off, deleted', async () => {
    const name = fresh('keys')
    await iam().send(new CreateUserCommand({ UserName: name }))
    const tab = admin
    await begunAnew(tab, userPath(name, 'security_credentials'))
    await tab.button('Create access key').first().click()
    const dialog = tab.page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Create access key' }).click()
    const secret = await shownSecret(tab, 'Secret access key', dialog)
    await tab.expectSound()
    const { text: file } = await downloaded(tab, 'Download .csv file')
    const { AccessKeyMetadata = [] } = await iam().send(new ListAccessKeysCommand({ UserName: name }))
    const id = AccessKeyMetadata[0]?.AccessKeyId ?? ''
    expect(file).toBe(`User Name,Access key ID,Secret access key\r\n${name},${id},${secret}\r\n`)
    const theirs = house.server.iam({ accessKeyId: id, secretAccessKey: secret })
    await expect(theirs.send(new GetUserCommand({}))).rejects.toThrow(/not authorized/)
    await pressed(tab, 'Done')

    await choose('access keys', id, 'Deactivate')
    await dialog.getByRole('button', { name: 'Deactivate' }).click()
    await text(tab, `${id} deactivated.`)
    await expect(theirs.send(new GetUserCommand({}))).rejects.toThrow(/security token/)
    await tab.picture('user-security-credentials')
    await choose('access keys', id, 'Delete')
    await confirmDeletion(id)
    await text(tab, `${id} deleted.`)
    const after = await iam().send(new ListAccessKeysCommand({ UserName: name }))
    expect(after.AccessKeyMetadata).toEqual([])
  })

  it('gets an MFA device with the codes that an app shows, and signs in with it', async () => {
    const person = await house.person(house.server.trusted)
    const tab = admin
    await begunAnew(tab, userPath(person.name, 'security_credentials'))
    await text(tab, 'Enabled without MFA')
    await tab.button('Assign MFA device').first().click()
    const dialog = tab.page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Next' }).click()
    await dialog.getByRole('img', { name: 'QR code' }).waitFor()
    const seed = fromBase32(await shownSecret(tab, 'Secret key', dialog)) ?? new Uint8Array()
    const code = (stepsAgo: number) => codeOfStep(seed, stepAt(Date.now() - stepsAgo * 30_000))
    await dialog.getByRole('button', { name: 'Add MFA' }).click()
    await dialog.getByText('A code has 6 digits.').first().waitFor()
    await tab.expectSound()
    await tab.picture('user-assign-mfa')
    await dialog.getByLabel('MFA code 1').fill('000000')
    await dialog.getByLabel('MFA code 2').fill('000000')
    await dialog.getByRole('button', { name: 'Add MFA' }).click()
    await dialog.getByText(/InvalidAuthenticationCode/).waitFor()
    await dialog.getByLabel('MFA code 1').fill(code(2))
    await dialog.getByLabel('MFA code 2').fill(code(1))
    await dialog.getByRole('button', { name: 'Add MFA' }).click()
    await text(tab, `MFA device ${person.name} assigned.`)
    await text(tab, 'Enabled with MFA')

    expect(await stateOf(person.name, {})).toBe('mfa')
    expect(await stateOf(person.name, { mfaCode: code(0) })).toBe('signed-in')

    await tab.page.getByRole('radio', { name: `Select ${person.name}` }).check()
    await pressed(tab, 'Remove')
    await dialog.getByLabel(/^To confirm/).fill(person.name)
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await text(tab, `MFA device ${person.name} removed.`)
    const { VirtualMFADevices = [] } = await iam().send(new ListVirtualMFADevicesCommand({}))
    expect(VirtualMFADevices).toEqual([])
  })

  it('changes the password and makes keys on a page of their own', async () => {
    const [tab, person] = [admin, adminPerson]
    await (await tab.accountMenu()).getByRole('link', { name: 'Security credentials' }).click()
    await tab.heading('My security credentials').waitFor()
    await text(tab, `:user/${person.name}`)
    await pressed(tab, 'Change password')
    const dialog = tab.page.getByRole('dialog')
    await dialog.getByLabel('Current password').fill('not it')
    await dialog.getByLabel('New password', { exact: true }).fill('Chosen-by-myself-1')
    await dialog.getByLabel('Confirm new password').fill('Chosen-by-myself-2')
    await dialog.getByRole('button', { name: 'Change password' }).click()
    await text(tab, 'The passwords are not the same.')
    await dialog.getByLabel('Confirm new password').fill('Chosen-by-myself-1')
    await dialog.getByRole('button', { name: 'Change password' }).click()
    await dialog.getByText(/old password/).waitFor()
    await tab.expectSound()
    await pressed(tab, 'Cancel')
    await text(tab, 'No service-specific credentials')
    await tab.button('Generate credentials').first().click()
    await dialog.getByRole('button', { name: 'Generate credentials' }).click()
    await shownSecret(tab, 'Password', dialog)
    await pressed(tab, 'Done')
    await text(tab, `${person.name}-at-${house.server.trusted.id}`)
    await pressed(tab, 'Change password')
    await dialog.getByLabel('Current password').fill(person.password)
    await dialog.getByLabel('New password', { exact: true }).fill('Chosen-by-myself-1')
    await dialog.getByLabel('Confirm new password').fill('Chosen-by-myself-1')
    await dialog.getByRole('button', { name: 'Change password' }).click()
    await text(tab, 'Password changed.')
    await tab.picture('own-credentials')
    expect(await stateOf(person.name, { password: person.password })).toBe('refused')
    expect(await stateOf(person.name, { password: 'Chosen-by-myself-1' })).toBe('signed-in')
  })

  it('gets SSH public keys and certificates by uploading what is one, switched off and deleted again', async () => {
    const UserName = await newUser()
    await begunAnew(admin, userPath(UserName, 'security_credentials'))
    await admin.button('Upload SSH public key').first().click()
    const dialog = admin.page.getByRole('dialog')
    const upload = async (text: string, button: string) => {
      await dialog.getByRole('textbox').fill(text)
      await dialog.getByRole('button', { name: button }).click()
    }
    await upload('', 'Upload SSH public key')
    await dialog.getByText('Paste a public key.').waitFor()
    await upload('no key', 'Upload SSH public key')
    await dialog.getByText(/PublicKey/).waitFor()
    await upload(sshKey(), 'Upload SSH public key')
    await text(admin, 'SSH public key uploaded.')
    const keys = async () =>
      (await iam().send(new ListSSHPublicKeysCommand({ UserName }))).SSHPublicKeys ?? []
    const id = (await keys())[0]?.SSHPublicKeyId ?? ''
    await choose('SSH public keys', id, 'Deactivate')
    await dialog.getByRole('button', { name: 'Deactivate' }).click()
    await text(admin, `${id} deactivated.`)
    expect((await keys())[0]?.Status).toBe('Inactive')
    await choose('SSH public keys', id, 'Delete')
    await confirmDeletion(id)
    await text(admin, `${id} deleted.`)
    expect(await keys()).toEqual([])

    await admin.button('Upload X.509 certificate').first().click()
    await upload(makeCertificate({ kind: 'rsa' }).pem, 'Upload X.509 certificate')
    await text(admin, 'Signing certificate uploaded.')
    const certificates = async () =>
      (await iam().send(new ListSigningCertificatesCommand({ UserName }))).Certificates ?? []
    const certificate = (await certificates())[0]?.CertificateId ?? ''
    await choose('signing certificates', certificate, 'Delete')
    await dialog.getByText(`${certificate} (deactivated)`).waitFor()
    await confirmDeletion(certificate)
    await text(admin, `${certificate} deleted.`)
    expect(await certificates()).toEqual([])
  })

  it('gets another secret for a service, in place of the one before', async () => {
    const UserName = await newUser()
    const { ServiceSpecificCredential: before } = await iam().send(
      new CreateServiceSpecificCredentialCommand({ UserName, ServiceName: 'codecommit.amazonaws.com' }),
    )
    await begunAnew(admin, userPath(UserName, 'security_credentials'))
    await choose('service-specific credentials', before?.ServiceSpecificCredentialId ?? '', 'Reset')
    const dialog = admin.page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Reset' }).click()
    const secret = await shownSecret(admin, 'Password', dialog)
    expect(secret).not.toBe(before?.ServicePassword)
    const { text: file } = await downloaded(admin, 'Download .csv file')
    expect(file).toContain(before?.ServiceUserName)
    await pressed(admin, 'Done')
  })

  it('gets console access, another password, and loses it', async () => {
    const UserName = await newUser()
    const stateWith = (password: string) => stateOf(UserName, { password })
    await begunAnew(admin, userPath(UserName, 'security_credentials'))
    await text(admin, 'Not enabled')
    await pressed(admin, 'Enable console access')
    const dialog = admin.page.getByRole('dialog')
    const inDialog = (name: string) => dialog.getByRole('button', { name }).click()
    await dialog.getByRole('radio', { name: 'Custom password' }).check()
    await inDialog('Enable console access')
    await dialog.getByText('Enter a password.').waitFor()
    await dialog.getByLabel('Password to set').fill('Correct-horse-7-battery')
    await dialog.getByRole('checkbox', { name: /^Users must create a new password/ }).uncheck()
    await inDialog('Enable console access')
    await pressed(admin, 'Done')
    expect(await stateWith('Correct-horse-7-battery')).toBe('signed-in')
    expect(await policiesOf(UserName)).toEqual([])

    await pressed(admin, 'Reset password')
    await inDialog('Reset password')
    const password = await shownSecret(admin, 'Console password', dialog)
    await pressed(admin, 'Done')
    expect(await stateWith('Correct-horse-7-battery')).toBe('refused')
    expect(await stateWith(password)).toBe('new-password')

    await pressed(admin, 'Disable console access')
    await inDialog('Disable console access')
    await text(admin, `Console access of ${UserName} disabled.`)
    await expect(iam().send(new GetLoginProfileCommand({ UserName }))).rejects.toThrow(
      /cannot be found|Login Profile/,
    )
    expect(await stateWith(password)).toBe('refused')
  })

  it('has a device whose clock has gone its own way resynced', async () => {
    const { server } = house
    const { name } = await house.person(server.trusted)
    const { code } = await giveDevice(server, server.trusted, name)
    const ahead = (minutes: number) => code(Date.now() + minutes * 60_000)
    const stateAhead = () => stateOf(name, { mfaCode: ahead(21) })
    expect(await stateAhead()).toBe('mfa')
    await begunAnew(admin, userPath(name, 'security_credentials'))
    await admin.page.getByRole('radio', { name: /^Select device/ }).check()
    await pressed(admin, 'Resync')
    const dialog = admin.page.getByRole('dialog')
    for (const [first, second] of [
      [ahead(20), ahead(20)],
      [ahead(20), ahead(20.5)],
    ] as const) {
      await dialog.getByLabel('MFA code 1').fill(first)
      await dialog.getByLabel('MFA code 2').fill(second)
      await dialog.getByRole('button', { name: 'Resync' }).click()
      if (first === second) await dialog.getByText(/InvalidAuthenticationCode/).waitFor()
    }
    await text(admin, /MFA device device-\d+ resynced\./)
    expect(await stateAhead()).toBe('signed-in')
  })

  it('is put into groups, and taken out of one', async () => {
    const UserName = await newUser()
    const [group, other] = [await newGroup(), await newGroup()]
    await admin.open(userPath(UserName, 'groups'))
    await text(admin, 'In no group')
    await admin.link('Add user to groups').first().click()
    await admin.heading(`Add ${UserName} to groups`).waitFor()
    await pressed(admin, 'Add user to groups')
    await text(admin, 'Select at least one group.')
    const check = (name: string) =>
      admin.page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check()
    await check(group)
    await check(other)
    await pressed(admin, 'Add user to groups')
    await text(admin, `${UserName} added to 2 groups.`)
    expect((await groupsOf(UserName)).toSorted()).toEqual([group, other].toSorted())
    await check(group)
    await pressed(admin, 'Remove')
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await text(admin, `${UserName} removed from 1 group.`)
    expect(await groupsOf(UserName)).toEqual([other])
  })

  it.each([
    {
      what: 'user groups',
      form: 'add-to-groups',
      taken: /Action=ListGroupsForUser&/,
      all: /Action=ListGroups&/,
      make: async (UserName: string) => {
        const [taken, free] = [await newGroup(), await newGroup()]
        await iam().send(new AddUserToGroupCommand({ UserName, GroupName: taken }))
        return { taken, free }
      },
    },
    {
      what: 'policies',
      form: 'attach-policies',
      taken: /Action=ListAttachedUserPolicies&/,
      all: /Action=ListPolicies&/,
      make: async (UserName: string) => {
        const [taken, free] = [await newPolicy(), await newPolicy()]
        await iam().send(new AttachUserPolicyCommand({ UserName, PolicyArn: taken.arn }))
        return { taken: taken.name, free: free.name }
      },
    },
  ])('is offered no $what before it is known which it has', async ({ what, form, taken, all, make }) => {
    const UserName = await newUser()
    const names = await make(UserName)
    const held = await heldCall(admin, taken)
    const listed = admin.page.waitForResponse(response => all.test(response.request().postData() ?? ''))
    await admin.open(`${userPath(UserName)}/${form}`)
    const [list] = await Promise.all([listed, held.arrived])
    await list.finished()
    const checkbox = (name: string) =>
      admin.page.getByRole('checkbox', { name: `Select ${name}`, exact: true })
    // Long enough for what was read to be drawn.
    await admin.page.waitForTimeout(300)
    await text(admin, `Loading ${what}`)
    expect(await admin.page.getByRole('checkbox', { name: /^Select (?!all)/ }).count()).toBe(0)
    await held.letGo()
    await admin.page.getByLabel(`Search ${what}`).fill(names.free)
    await checkbox(names.free).waitFor()
    await admin.page.getByLabel(`Search ${what}`).fill(names.taken)
    await text(admin, 'No matches')
    expect(await checkbox(names.taken).count()).toBe(0)
  })

  it('is deleted with others, up to the one whose deletion is refused', async () => {
    const users = [await firstUser(), await firstUser(allow('s3:*', '*')), await firstUser()] as const
    const isThere = async (UserName: string) =>
      iam()
        .send(new GetUserCommand({ UserName }))
        .then(
          () => true,
          () => false,
        )
    const denied = { UserName: adminPerson.name, PolicyName: 'spared' }
    const { User } = await iam().send(new GetUserCommand({ UserName: users[1] }))
    const Statement = { Effect: 'Deny', Action: 'iam:DeleteUser', Resource: User?.Arn }
    await iam().send(new PutUserPolicyCommand({ ...denied, PolicyDocument: policy(Statement) }))
    await admin.open(listPath)
    for (const name of users) {
      await admin.page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check()
    }
    await pressed(admin, 'Delete')
    await text(admin, 'Delete 3 users?')
    await text(admin, `${users[1]}: Inline policy test (deleted)`)
    const listing = await heldCall(admin, new RegExp(`Action=ListUserPolicies.*UserName=${users[1]}&`))
    await confirmDeletion('delete')
    await text(admin, 'You need permission: iam:DeleteUser')
    expect(await isThere(users[1])).toBe(true)
    await iam().send(new DeleteUserPolicyCommand(denied))
    await listing.arrived
    // What the dialog lists has gone; nothing is deleted by it again.
    const dialog = admin.page.getByRole('dialog')
    await dialog.getByLabel('To confirm, type delete').fill('delete')
    expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true)
    await listing.letGo()
    await confirmDeletion('delete')
    await text(admin, '3 users deleted.')
    expect(await Promise.all(users.map(isThere))).toEqual([false, false, false])
  })

  it('is deleted with everything attached, in the right order', async () => {
    const name = await newUser(allow('s3:*', '*'))
    await iam().send(new CreateLoginProfileCommand({ UserName: name, Password: 'Correct-horse-7-battery' }))
    await giveDevice(house.server, house.server.trusted, name)
    await iam().send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: readOnly }))
    await iam().send(
      new CreateServiceSpecificCredentialCommand({
        UserName: name,
        ServiceName: 'codecommit.amazonaws.com',
      }),
    )
    await iam().send(new UploadSSHPublicKeyCommand({ UserName: name, SSHPublicKeyBody: sshKey() }))
    const { pem: CertificateBody } = makeCertificate({ kind: 'rsa' })
    await iam().send(new UploadSigningCertificateCommand({ UserName: name, CertificateBody }))
    const group = await newGroup()
    await iam().send(new AddUserToGroupCommand({ GroupName: group, UserName: name }))
    const tab = admin
    await begunAnew(tab, userPath(name))
    await tab.heading(name).waitFor()
    await pressed(tab, 'Delete')
    const dialog = tab.page.getByRole('dialog')
    await dialog.getByText('These are attached').waitFor()
    const listed = await dialog.getByRole('list').getByRole('listitem').allInnerTexts()
    expect(
      listed.map(line =>
        line.replace(/(?<=key |certificate |Credential )\S{16,}/, 'ID').replace(/device-\d+/, 'device'),
      ),
    ).toEqual([
      'Console password (deleted)',
      'Access key ID (deleted)',
      'Signing certificate ID (deleted)',
      'SSH public key ID (deleted)',
      'Credential ID for codecommit.amazonaws.com (deleted)',
      'MFA device device (deactivated)',
      'Virtual MFA device device (deleted)',
      'Inline policy test (deleted)',
      'Policy ReadOnlyAccess (detached)',
      `Group ${group} (user taken out)`,
    ])
    await tab.expectSound()
    await tab.picture('user-delete')
    await dialog.getByLabel(`To confirm, type ${name}`).fill(name)
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await tab.heading('Users').waitFor()
    await text(tab, `User ${name} deleted.`)
    await expect(iam().send(new GetUserCommand({ UserName: name }))).rejects.toThrow(/cannot be found/)
  })

  it('is text, whatever others called it', async () => {
    const UserName = '=Odd+,.@-_name'
    await iam().send(new CreateUserCommand({ UserName, Path: '/<script>alert(1)</script>/' }))
    await iam().send(new TagUserCommand({ UserName, Tags: [{ Key: '=a', Value: '+ - @ :/' }] }))
    const tab = admin
    await begunAnew(tab, userPath(UserName, 'tags'))
    await tab.heading(UserName).waitFor()
    await text(tab, '+ - @ :/')
    await text(tab, '/<script>alert(1)</script>/')
    expect(tab.complaints).toEqual([])
  })
})
