import { GetAccountPasswordPolicyCommand, ListAccountAliasesCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow } from '../behaviour/support/scene.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import type { Person, Tab } from './support/tab.ts'

let house: ConsoleHouse
let person: Person
/** At the dashboard first, and on from there. */
let admin: Tab
beforeAll(async () => {
  house = await openConsole()
  person = await house.person(house.server.trusting, allowAll)
  admin = await house.signedIn(person, dashboard)
})
afterAll(() => house.close())

const dashboard = '/console/iam/dashboard'

describe('the dashboard', () => {
  it('says what the account lacks, how much there is, and how its users sign in', async () => {
    const tab = admin
    await tab.heading('IAM dashboard').waitFor()
    await tab.page.getByText('Add MFA for the root user').waitFor()
    await tab.page.getByText('The root user has no active access keys').waitFor()
    await tab.page.getByText(`Add MFA for`).filter({ hasText: person.name }).waitFor()
    await tab.page.getByText('No active access key is older than 90 days').waitFor()
    await tab.link(/^\d+ Users$/).waitFor()
    await tab.page.getByText(/\/console\/(trusting-co|222222222222)$/).waitFor()
    await tab.picture('dashboard')
  })

  it('gives the account an alias, which the sign-in link then has, and none that is no alias', async () => {
    const tab = admin
    await tab.button(/^(Create|Edit) Account alias/).click()
    await tab.page.getByRole('textbox', { name: 'Alias' }).fill('No Alias')
    await tab.button('Save changes').click()
    await tab.page.getByText('An alias has 3 to 63').waitFor()
    await tab.expectSound()
    await tab.page.getByRole('textbox', { name: 'Alias' }).fill('console-made')
    await tab.button('Save changes').click()
    await tab.page.getByText('/console/console-made').waitFor()
    const iam = house.server.iam(house.server.trusting.admin)
    expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(['console-made'])
    await tab.button('Edit Account alias').click()
    await tab.button('Delete alias').click()
    await tab.page.getByText('None yet').waitFor()
    expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual([])
  })
})

describe('the account settings', () => {
  it('change what passwords must be, and back', async () => {
    const tab = admin
    await tab.follow('/console/iam/settings')
    await tab.page.getByText('This account uses the default password policy.').waitFor()
    await tab.link('Edit password policy').click()
    await tab.heading('Edit password policy').waitFor()
    await tab.page.getByRole('radio', { name: /^Custom/ }).check()
    await tab.field('Minimum length').fill('5')
    await tab.button('Save changes').click()
    await tab.page.getByText('A whole number from 6 to 128').waitFor()
    await tab.expectSound()
    await tab.picture('password-policy')
    await tab.field('Minimum length').fill('14')
    await tab.page.getByRole('checkbox', { name: 'Passwords expire' }).check()
    await tab.field('Days until a password expires').fill('60')
    await tab.button('Save changes').click()
    await tab.page.getByText('Passwords expire after 60 days').waitFor()
    const iam = house.server.iam(house.server.trusting.admin)
    const { PasswordPolicy } = await iam.send(new GetAccountPasswordPolicyCommand({}))
    expect(PasswordPolicy).toMatchObject({ MinimumPasswordLength: 14, MaxPasswordAge: 60 })

    await tab.link('Edit password policy').click()
    await tab.page.getByRole('radio', { name: /^IAM default/ }).check()
    await tab.button('Save changes').click()
    await tab.page.getByText('This account uses the default password policy.').waitFor()
    await expect(iam.send(new GetAccountPasswordPolicyCommand({}))).rejects.toThrow(/cannot be found/)
    expect(tab.complaints).toEqual([])
  })
})

describe('who may look at little and change nothing', () => {
  it('is told what is missing, part by part on the dashboard, and where a change was tried', async () => {
    const may = allow('iam:GetAccountPasswordPolicy', '*')
    const tab = await house.signedIn(await house.person(house.server.trusting, may), dashboard)
    await tab.page.getByText('You need permission: iam:GetAccountSummary').first().waitFor()
    await tab.page.getByText('You need permission: iam:GenerateCredentialReport').waitFor()
    await tab.page.getByText('You need permission: iam:ListAccountAliases').waitFor()
    await tab.page.getByText('Set a password policy').waitFor()
    await tab.expectSound()
    await tab.follow('/console/iam/settings/password-policy')
    await tab.page.getByRole('radio', { name: /^Custom/ }).check()
    await tab.button('Save changes').click()
    await tab.page.getByText('You need permission: iam:UpdateAccountPasswordPolicy').waitFor()
    expect(tab.complaints).toEqual([])
  })
})
