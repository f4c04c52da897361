import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountId } from '../../src/identity/account-id.ts'
import type { OrganizationId } from '../../src/identity/organization-ids.ts'
import { createAccountRequests } from '../../src/store/organization-tables.ts'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, organizationsCallsTo, refused } from './support/iam-calls.ts'
import { accessTo, type OrganizationScene, organize } from './support/organizations-scene.ts'
import { allow, fresh, makeUser } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** Accounts of an organization: made, moved, closed, let go. */
let server: TestServer
let scene: OrganizationScene
beforeAll(async () => {
  server = await startTestServer()
  scene = await organize(server, { types: ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] })
})
afterAll(() => server.close())

const call = organizationsCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('organizations-accounts', () => server, organizationsCallsTo)
const reason = (code: string) => ({ refused: { code, message: expect.any(String) } })

describe('CreateAccount', () => {
  eachDoorway('makes a member with its access role, in progress and then done', async call => {
    const AccountName = fresh('made')
    const Email = `${AccountName}@accounts.example`
    const Tags = [{ Key: 'team', Value: 'a' }]
    const { CreateAccountStatus: begun } = answered(await call('CreateAccount', { Email, AccountName, Tags }))
    expect(begun).toEqual({
      Id: expect.stringMatching(/^car-[a-z0-9]{32}$/),
      AccountName,
      State: 'IN_PROGRESS',
      RequestedTimestamp: expect.any(Date),
    })
    const { CreateAccountStatus: done } = answered(
      await call('DescribeCreateAccountStatus', { CreateAccountRequestId: begun.Id }),
    )
    expect(done).toEqual({
      ...begun,
      State: 'SUCCEEDED',
      CompletedTimestamp: expect.any(Date),
      AccountId: expect.stringMatching(/^\d{12}$/),
    })
    const { CreateAccountStatuses } = answered(
      await call('ListCreateAccountStatus', { States: ['SUCCEEDED'], MaxResults: 20 }),
    )
    expect(CreateAccountStatuses).toContainEqual(done)
    const { AccountId } = done
    const { Account } = answered(await call('DescribeAccount', { AccountId }))
    expect(Account).toEqual({
      Id: AccountId,
      Arn: `arn:aws:organizations::${server.trusted.id}:account/${scene.id}/${AccountId}`,
      Email,
      Name: AccountName,
      Status: 'ACTIVE',
      ...('State' in Account && { State: 'ACTIVE' }),
      ...('Paths' in Account && { Paths: [`${scene.id}/${scene.rootId}/${AccountId}/`] }),
      JoinedMethod: 'CREATED',
      JoinedTimestamp: expect.any(Date),
    })
    expect(await call('ListAccounts', { MaxResults: 20 })).toHaveProperty('ok.Accounts')
    expect(answered(await call('ListAccountsForParent', { ParentId: scene.rootId })).Accounts).toContainEqual(
      Account,
    )
    expect(await accessTo(server, AccountId)).toHaveProperty('sessionToken')
  })

  it('gives what is new full access by either type of control policies', async () => {
    const { id } = await scene.account()
    for (const [Filter, Id] of [
      ['SERVICE_CONTROL_POLICY', 'p-FullAWSAccess'],
      ['RESOURCE_CONTROL_POLICY', 'p-RCPFullAWSAccess'],
    ]) {
      expect(await call('ListPoliciesForTarget', { TargetId: id, Filter })).toMatchObject({
        ok: { Policies: [{ Id, AwsManaged: true, Type: Filter }] },
      })
    }
  })

  it('names the access role as it is asked to', async () => {
    const AccountName = fresh('named')
    const input = { Email: `${AccountName}@accounts.example`, AccountName, RoleName: 'Breakglass' }
    const { CreateAccountStatus } = answered(await call('CreateAccount', input))
    const { CreateAccountStatus: done } = answered(
      await call('DescribeCreateAccountStatus', { CreateAccountRequestId: CreateAccountStatus.Id }),
    )
    await expect(accessTo(server, done.AccountId)).rejects.toThrow('not authorized')
    expect(await call('CreateAccount', { ...input, RoleName: 'AWSServiceRoleForMe' })).toMatchObject(
      reason('InvalidInputException'),
    )
  })

  it('fails for an address that another account has', async () => {
    const input = { Email: 'Taken@accounts.example', AccountName: 'First' }
    answered(await call('CreateAccount', input))
    const second = { Email: 'taken@accounts.example', AccountName: 'Second' }
    const { CreateAccountStatus } = answered(await call('CreateAccount', second))
    const request = { CreateAccountRequestId: CreateAccountStatus.Id }
    expect(await call('DescribeCreateAccountStatus', request)).toMatchObject({
      ok: { CreateAccountStatus: { State: 'FAILED', FailureReason: 'EMAIL_ALREADY_EXISTS' } },
    })
    const { Accounts } = answered(await call('ListAccounts'))
    expect(Accounts.map(({ Name }: { Name: string }) => Name)).not.toContain('Second')
  })

  it('goes on where it was interrupted, when somebody asks', async () => {
    const requestedAt = Date.now() - 120_000
    const id = accountId('987654321098')
    await server.store.write(scene.id as OrganizationId, rows =>
      rows.insert(createAccountRequests, {
        requestId: `car-${'a'.repeat(32)}`,
        accountName: 'Interrupted',
        email: 'interrupted@accounts.example',
        roleName: 'OrganizationAccountAccessRole',
        tags: [],
        state: 'IN_PROGRESS',
        accountId: id,
        requestedAt,
      }),
    )
    const request = { CreateAccountRequestId: `car-${'a'.repeat(32)}` }
    expect(await call('DescribeCreateAccountStatus', request)).toMatchObject({
      ok: { CreateAccountStatus: { State: 'SUCCEEDED', AccountId: id } },
    })
    expect(await accessTo(server, id)).toHaveProperty('sessionToken')
  })

  it('needs its permission, and that to tag where it brings tags', async () => {
    const user = await makeUser(server, server.trusted, allow('organizations:CreateAccount', '*'))
    const AccountName = fresh('by-user')
    const input = { Email: `${AccountName}@accounts.example`, AccountName }
    expect(
      await call('CreateAccount', { ...input, Tags: [{ Key: 'a', Value: '' }] }, user.keys),
    ).toMatchObject({
      refused: { message: expect.stringContaining('organizations:TagResource') },
    })
    expect(await call('CreateAccount', input, user.keys)).toHaveProperty('ok')
  })

  eachDoorway('has no twin in another partition', async call => {
    expect(
      await call('CreateGovCloudAccount', { Email: 'gov@accounts.example', AccountName: 'Gov' }),
    ).toMatchObject(reason('ConstraintViolationException'))
  })
})

describe('an account of the organization', () => {
  eachDoorway('is moved, from where it is to where it is not', async call => {
    const [from, to] = [await scene.unit(scene.rootId), await scene.unit(scene.rootId)]
    const { id: AccountId } = await scene.account(from)
    const move = { AccountId, SourceParentId: from, DestinationParentId: to }
    expect(await call('MoveAccount', move)).toEqual({ ok: {} })
    expect(await call('ListAccountsForParent', { ParentId: to })).toMatchObject({
      ok: { Accounts: [{ Id: AccountId }] },
    })
    const message = "You specified an account that doesn't exist."
    for (const DestinationParentId of [to, scene.rootId])
      expect(await call('MoveAccount', { ...move, DestinationParentId })).toEqual({
        refused: { code: 'AccountNotFoundException', message },
      })
    expect(await call('MoveAccount', { ...move, SourceParentId: to })).toMatchObject(
      reason('DuplicateAccountException'),
    )
  })

  it('is moved by who may on the account and on both its parents', async () => {
    const [from, to, other] = await Promise.all([1, 2, 3].map(() => scene.unit(scene.rootId)))
    const { id: AccountId } = await scene.account(from)
    const arn = (rest: string) => `arn:aws:organizations::${server.trusted.id}:${rest}`
    const on = [arn('account/*'), arn(`ou/${scene.id}/${from}`), arn(`ou/${scene.id}/${to}`)]
    const statements = on.map(resource => allow('organizations:MoveAccount', resource))
    const user = await makeUser(server, server.trusted, ...statements)
    const move = { AccountId, SourceParentId: from, DestinationParentId: other }
    expect(await call('MoveAccount', move, user.keys)).toMatchObject(reason('AccessDeniedException'))
    expect(await call('MoveAccount', { ...move, DestinationParentId: to }, user.keys)).toEqual({ ok: {} })
  })

  it.each([
    [{ AccountId: '999999999999' }, 'AccountNotFoundException'],
    [{ SourceParentId: 'ou-none-abcdefgh' }, 'SourceParentNotFoundException'],
    [{ DestinationParentId: 'ou-none-abcdefgh' }, 'DestinationParentNotFoundException'],
  ])('is not moved: %o', async (change, code) => {
    const to = await scene.unit(scene.rootId)
    const { id: AccountId } = await scene.account()
    const move = { AccountId, SourceParentId: scene.rootId, DestinationParentId: to, ...change }
    expect(await call('MoveAccount', move)).toMatchObject(reason(code))
  })

  eachDoorway('is closed once, and stays closed', async call => {
    const { id: AccountId } = await scene.account()
    expect(await call('CloseAccount', { AccountId })).toEqual({ ok: {} })
    expect(await call('DescribeAccount', { AccountId })).toHaveProperty('ok.Account.Status', 'SUSPENDED')
    expect(await call('CloseAccount', { AccountId })).toMatchObject(reason('AccountAlreadyClosedException'))
    expect(await call('RemoveAccountFromOrganization', { AccountId })).toMatchObject(
      reason('ConstraintViolationException'),
    )
    expect(await call('CloseAccount', { AccountId: server.trusted.id })).toMatchObject(
      reason('ConstraintViolationException'),
    )
  })

  eachDoorway('is let go, and stands alone', async call => {
    const { id: AccountId, admin } = await scene.account()
    expect(await call('RemoveAccountFromOrganization', { AccountId })).toEqual({ ok: {} })
    expect(await call('DescribeAccount', { AccountId })).toEqual(
      refused('AccountNotFoundException', "You specified an account that doesn't exist."),
    )
    expect(await call('DescribeOrganization', {}, admin)).toEqual(
      refused('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.'),
    )
    expect(await call('RemoveAccountFromOrganization', { AccountId })).toMatchObject(
      reason('AccountNotFoundException'),
    )
    expect(await call('RemoveAccountFromOrganization', { AccountId: server.trusted.id })).toMatchObject(
      reason('MasterCannotLeaveOrganizationException'),
    )
  })

  it('sees the organization, and nothing of what is in it', async () => {
    const { id, admin } = await scene.account()
    expect(await call('DescribeOrganization', {}, admin)).toHaveProperty('ok.Organization.Id', scene.id)
    for (const [operation, input] of [
      ['ListAccounts', {}],
      ['ListRoots', {}],
      ['DescribeAccount', { AccountId: id }],
      ['CreateAccount', { Email: 'x@accounts.example', AccountName: 'x' }],
      ['CloseAccount', { AccountId: id }],
      ['DeleteOrganization', {}],
      ['ListPolicies', { Filter: 'SERVICE_CONTROL_POLICY' }],
    ] as const) {
      expect(await call(operation, input, admin)).toEqual(
        refused('AccessDeniedException', "You don't have permissions to access this resource."),
      )
    }
  })

  it('does not feel out by its own policies what it may not see', async () => {
    const unit = await scene.unit(scene.rootId)
    answered(await call('TagResource', { ResourceId: unit, Tags: [{ Key: 'team', Value: 'a' }] }))
    const account = await scene.account()
    const guess = (Value: string) =>
      makeUser(
        server,
        account,
        allow('organizations:DescribeOrganizationalUnit', '*', {
          StringEquals: { 'aws:ResourceTag/team': Value },
        }),
      )
    const answers = []
    for (const value of ['a', 'b']) {
      const { keys } = await guess(value)
      const outcome = await call('DescribeOrganizationalUnit', { OrganizationalUnitId: unit }, keys)
      answers.push('refused' in outcome && outcome.refused.message.replace(/user-\d+/, ''))
    }
    expect(answers[0]).toBe(answers[1])
    expect(answers[0]).toContain('organizations:DescribeOrganizationalUnit')
  })

  it('keeps the organization from being deleted', async () => {
    await scene.account()
    expect(await call('DeleteOrganization')).toEqual(
      refused(
        'OrganizationNotEmptyException',
        'To delete an organization you must first remove all member accounts (except the master).',
      ),
    )
  })
})

it('no more than ten accounts of a small organization are closed in thirty days', async () => {
  const closed = async () => {
    const { id: AccountId } = await scene.account()
    return call('CloseAccount', { AccountId })
  }
  let outcome = await closed()
  for (let more = 0; more < 10 && 'ok' in outcome; more++) outcome = await closed()
  expect(outcome).toEqual(
    refused('ConstraintViolationException', 'You have exceeded close account quota for the past 30 days.'),
  )
  server.advance(31 * 24 * 60 * 60)
  expect(await closed()).toEqual({ ok: {} })
})
