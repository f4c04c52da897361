import { afterAll, beforeAll, describe, it } from 'vitest'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'

let house: ConsoleHouse
beforeAll(async () => {
  house = await openConsole()
})
afterAll(() => house.close())

describe('the shell', () => {
  it('shows a page of the API to somebody signed in', async () => {
    const person = await house.person(house.server.trusted, allowAll)
    const tab = await house.signedIn(person, '/console/iam/groups')
    await tab.heading('User groups').waitFor()
    await tab.page.getByText('No user groups').waitFor()
    await tab.expectSound()
    await tab.picture('groups-empty')
  })
})
