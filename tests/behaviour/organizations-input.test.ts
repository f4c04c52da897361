import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answered, organizationsCallsTo } from './support/iam-calls.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** What the model asks of inputs, in Organizations' own words: a reason for the first thing that is wrong. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  answered(await organizationsCallsTo(() => server)('CreateOrganization'))
})
afterAll(() => server.close())

describe('inputs that the model does not take', () => {
  it.each([
    ['DescribePolicy', {}, 'INPUT_REQUIRED'],
    ['DescribePolicy', { PolicyId: 'policy' }, 'INVALID_PATTERN'],
    ['ListPolicies', { Filter: 'NO_POLICY' }, 'INVALID_ENUM'],
    ['ListAccounts', { MaxResults: 21 }, 'MAX_VALUE_EXCEEDED'],
    ['ListAccounts', { MaxResults: 0 }, 'MIN_VALUE_EXCEEDED'],
    ['CreateAccount', { Email: 'ab@c.', AccountName: 'x' }, 'INVALID_PATTERN'],
    ['CreateOrganizationalUnit', { ParentId: 'r-abcd', Name: '' }, 'MIN_LENGTH_EXCEEDED'],
    ['CreateOrganizationalUnit', { ParentId: 'r-abcd', Name: 'n'.repeat(129) }, 'MAX_LENGTH_EXCEEDED'],
    ['ListCreateAccountStatus', { States: ['DONE'] }, 'INVALID_LIST_MEMBER'],
    ['TagResource', { ResourceId: 'r-abcd', Tags: [{ Key: 'a' }] }, 'INPUT_REQUIRED'],
  ])('%s %j: %s', async (operation, input, Reason) => {
    const client = server.organizations(server.trusted.admin)
    const sdk: Record<string, unknown> = await import('@aws-sdk/client-organizations')
    const Command = sdk[`${operation}Command`] as new (input: object) => never
    await expect(client.send(new Command(input))).rejects.toMatchObject({
      name: 'InvalidInputException',
      Reason,
    })
  })
})
