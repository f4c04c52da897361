import { GetAccountPasswordPolicyCommand, ListAccountAliasesCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow } from '../behaviour/support/scene.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import type { Person } from './support/tab.ts'

let house: ConsoleHouse
let admin: Person
beforeAll(async () => {
  house = await openConsole()
  admin = await house.person(house.server.trusting, allowAll)
})
afterAll(() => house.close())

const dashboard = '/console/iam/dashboard'

describe('the dashboard', () => {
  it('says what the account lacks, how much there is, and how its users sign in', async () => {
    const tab = await house.signedIn(admin, dashboard)
    await tab.heading('IAM dashboard').waitFor()
    await tab.page.getByText('Add MFA for the root user').waitFor()
    await tab.page.getByText('The root user has no active access keys').waitFor()
    await tab.page.getByText(`Add MFA for`).filter({ hasText: admin.name }).waitFor()
    await tab.page.getByText('No active access key is older than 90 days').waitFor()
    await tab.link(/^\d+ Users$/).waitFor()
    await tab.page.getByText(/\/console\/(trusting-co|222222222222)$/).waitFor()
    await tab.expectSound()
    await tab.picture('dashboard')
  })

  it('gives the account an alias, which the sign-in link then has, and none that is no alias', async () => {
    const tab = await house.signedIn(admin, dashboard)
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

  it('names what is missing to who may not see it, part by part', async () => {
    const tab = await house.signedIn(
      await house.person(house.server.trusting, allow('iam:GetAccountPasswordPolicy', '*')),
      dashboard,
    )
    await tab.page.getByText('You need permission: iam:GetAccountSummary').first().waitFor()
    await tab.page.getByText('You need permission: iam:GenerateCredentialReport').waitFor()
    await tab.page.getByText('You need permission: iam:ListAccountAliases').waitFor()
    await tab.page.getByText('Set a password policy').waitFor()
    await tab.expectSound()
  })
})

describe('the account settings', () => {
  it('change what passwords must be, and back', async () => {
    const tab = await house.signedIn(admin, '/console/iam/settings')
    await tab.page.getByText('This account uses the default password policy.').waitFor()
    await tab.expectSound()
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
  })

  it('say what is missing to who may only look, and change nothing', async () => {
    const looker = await house.person(
      house.server.trusting,
      allow(['iam:GetAccountPasswordPolicy', 'iam:GetAccountSummary'], '*'),
    )
    const tab = await house.signedIn(looker, '/console/iam/settings/password-policy')
    await tab.page.getByRole('radio', { name: /^Custom/ }).check()
    await tab.button('Save changes').click()
    await tab.page.getByText('You need permission: iam:UpdateAccountPasswordPolicy').waitFor()
    await tab.expectSound()
  })
})
