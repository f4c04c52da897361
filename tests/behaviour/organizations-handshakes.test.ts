import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Partition } from '../../src/store/contract.ts'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, organizationsCallsTo, refused } from './support/iam-calls.ts'
import { interleaved } from './support/interleaved-store.ts'
import { organize } from './support/organizations-scene.ts'
import { allow, makeUser } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** Invitations, and the other requests between an organization and an account, from both sides. */
let server: TestServer
const between = interleaved()
beforeAll(async () => {
  server = await startTestServer(undefined, { over: between.over })
})
afterAll(() => server.close())
/** Each case has an organization of its own. */
afterEach(async () => {
  await call('LeaveOrganization', {}, invitee())
  answered(await call('DeleteOrganization'))
})

const call = organizationsCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('organizations-handshakes', () => server, organizationsCallsTo)
const reason = (code: string) => ({ refused: { code, message: expect.any(String) } })
const invitee = () => server.trusting.admin
const target = () => ({ Type: 'ACCOUNT', Id: server.trusting.id })
const invited = async (input: object = {}): Promise<string> =>
  answered(await call('InviteAccountToOrganization', { Target: target(), ...input })).Handshake.Id

describe('an invitation', () => {
  eachDoorway('is seen by both sides, accepted by the one, and left', async call => {
    const { id, rootId } = await organize(server)
    const input = { Target: target(), Notes: 'Come in', Tags: [{ Key: 'team', Value: 'a' }] }
    const { Handshake } = answered(await call('InviteAccountToOrganization', input))
    expect(Handshake).toEqual({
      Id: expect.stringMatching(/^h-[a-z0-9]{32}$/),
      Arn: `arn:aws:organizations::${server.trusted.id}:handshake/${id}/invite/${Handshake.Id}`,
      Parties: [
        { Id: id, Type: 'ORGANIZATION' },
        { Id: server.trusting.id, Type: 'ACCOUNT' },
      ],
      State: 'OPEN',
      RequestedTimestamp: expect.any(Date),
      ExpirationTimestamp: new Date(Handshake.RequestedTimestamp.getTime() + 15 * 86_400_000),
      Action: 'INVITE',
      Resources: [
        {
          Type: 'ORGANIZATION',
          Value: id,
          Resources: [
            { Type: 'MASTER_NAME', Value: 'Trusted' },
            { Type: 'ORGANIZATION_FEATURE_SET', Value: 'ALL' },
          ],
        },
        { Type: 'ACCOUNT', Value: server.trusting.id },
        { Type: 'NOTES', Value: 'Come in' },
      ],
    })
    const HandshakeId = Handshake.Id
    const list = { Filter: { ActionType: 'INVITE' } }
    for (const keys of [server.trusted.admin, invitee()]) {
      expect(await call('DescribeHandshake', { HandshakeId }, keys)).toEqual({ ok: { Handshake } })
    }
    const received = answered(await call('ListHandshakesForAccount', list, invitee()))
    expect(received.Handshakes).toContainEqual(Handshake)
    const sent = answered(await call('ListHandshakesForOrganization', list))
    expect(sent.Handshakes).toEqual([Handshake])
    expect(await call('AcceptHandshake', { HandshakeId })).toMatchObject(reason('AccessDeniedException'))
    expect(await call('AcceptHandshake', { HandshakeId }, invitee())).toEqual({
      ok: { Handshake: { ...Handshake, State: 'ACCEPTED' } },
    })
    expect(await call('AcceptHandshake', { HandshakeId }, invitee())).toMatchObject(
      reason('HandshakeAlreadyInStateException'),
    )
    const joined = organizationsCallsTo(() => server)
    expect(await joined('DescribeAccount', { AccountId: server.trusting.id })).toMatchObject({
      ok: { Account: { JoinedMethod: 'INVITED', Name: 'Trusting', Status: 'ACTIVE' } },
    })
    expect(await joined('ListTagsForResource', { ResourceId: server.trusting.id })).toEqual({
      ok: { Tags: [{ Key: 'team', Value: 'a' }] },
    })
    expect(await joined('ListParents', { ChildId: server.trusting.id })).toHaveProperty(
      'ok.Parents.0.Id',
      rootId,
    )
    expect(await call('LeaveOrganization', {}, invitee())).toEqual({ ok: {} })
    expect(await call('LeaveOrganization')).toMatchObject(reason('MasterCannotLeaveOrganizationException'))
  })

  eachDoorway('is declined by the one side, or taken back by the other', async call => {
    await organize(server)
    const declined = await invited()
    expect(await call('DeclineHandshake', { HandshakeId: declined })).toMatchObject(
      reason('AccessDeniedException'),
    )
    expect(await call('DeclineHandshake', { HandshakeId: declined }, invitee())).toHaveProperty(
      'ok.Handshake.State',
      'DECLINED',
    )
    const canceled = await invited()
    expect(await call('CancelHandshake', { HandshakeId: canceled }, invitee())).toMatchObject(
      reason('AccessDeniedException'),
    )
    expect(await call('CancelHandshake', { HandshakeId: canceled })).toHaveProperty(
      'ok.Handshake.State',
      'CANCELED',
    )
    for (const HandshakeId of [declined, canceled]) {
      expect(await call('AcceptHandshake', { HandshakeId }, invitee())).toMatchObject(
        reason('InvalidHandshakeTransitionException'),
      )
    }
  })

  it('expires after fifteen days, and is listed for thirty more', async () => {
    const own = await startTestServer()
    try {
      const ask = organizationsCallsTo(() => own)
      await organize(own)
      const Target = { Type: 'ACCOUNT', Id: own.trusting.id }
      const { Handshake } = answered(await ask('InviteAccountToOrganization', { Target }))
      own.advance(15 * 86_400)
      const { Id: HandshakeId } = Handshake
      expect(await ask('DescribeHandshake', { HandshakeId })).toHaveProperty('ok.Handshake.State', 'EXPIRED')
      expect(await ask('AcceptHandshake', { HandshakeId }, own.trusting.admin)).toMatchObject(
        reason('InvalidHandshakeTransitionException'),
      )
      const listed = async () => answered(await ask('ListHandshakesForOrganization')).Handshakes.length
      expect(await listed()).toBe(1)
      own.advance(30 * 86_400)
      expect(await listed()).toBe(0)
    } finally {
      await own.close()
    }
    await organize(server)
  })

  it('is one at a time, and of who is not there already', async () => {
    const { join } = await organize(server)
    await invited()
    expect(await call('InviteAccountToOrganization', { Target: target() })).toMatchObject(
      reason('DuplicateHandshakeException'),
    )
    const [open] = answered(await call('ListHandshakesForOrganization')).Handshakes
    answered(await call('CancelHandshake', { HandshakeId: open.Id }))
    await join()
    expect(await call('InviteAccountToOrganization', { Target: target() })).toMatchObject(
      reason('DuplicateAccountException'),
    )
  })

  it('does not tell whether an account is there', async () => {
    await organize(server)
    const Target = { Type: 'ACCOUNT', Id: '999999999999' }
    expect(await call('InviteAccountToOrganization', { Target })).toHaveProperty('ok.Handshake.State', 'OPEN')
  })

  it('by e-mail reaches whose root user has the address, and is never the sender’s to accept', async () => {
    const { account } = await organize(server)
    const made = await account()
    const { Accounts } = answered(await call('ListAccounts'))
    const { Email } = Accounts.find(({ Id }: { Id: string }) => Id === made.id)
    answered(await call('RemoveAccountFromOrganization', { AccountId: made.id }))
    const ask = (Id: string) => call('InviteAccountToOrganization', { Target: { Type: 'EMAIL', Id } })
    const { Handshake } = answered(await ask(Email.toUpperCase()))
    const stray = answered(await ask('nobody@accounts.example')).Handshake
    expect(await ask('nobody@accounts.example')).toMatchObject(reason('DuplicateHandshakeException'))
    expect(await ask('nobody-else@accounts.example')).toHaveProperty('ok')
    expect(await call('AcceptHandshake', { HandshakeId: stray.Id })).toMatchObject(
      reason('AccessDeniedException'),
    )
    expect(await call('AcceptHandshake', { HandshakeId: Handshake.Id }, made.admin)).toHaveProperty(
      'ok.Handshake.State',
      'ACCEPTED',
    )
    answered(await call('RemoveAccountFromOrganization', { AccountId: made.id }))
  })

  it('is accepted, or another organization made meanwhile, but not both', async () => {
    await organize(server)
    const own = await startTestServer()
    try {
      const ask = organizationsCallsTo(() => own)
      await organize(own)
      const Target = { Type: 'ACCOUNT', Id: own.trusting.id }
      const HandshakeId = answered(await ask('InviteAccountToOrganization', { Target })).Handshake.Id
      const [accepted, created] = await Promise.all([
        ask('AcceptHandshake', { HandshakeId }, own.trusting.admin),
        ask('CreateOrganization', {}, own.trusting.admin),
      ])
      expect([accepted, created].filter(outcome => 'ok' in outcome)).toHaveLength(1)
      const { Accounts } = answered(await ask('ListAccounts'))
      const isMember = Accounts.some(({ Id }: { Id: string }) => Id === own.trusting.id)
      expect(isMember).toBe('ok' in accepted)
    } finally {
      await own.close()
    }
  })

  it('is nobody’s whom it is not about', async () => {
    const { account } = await organize(server)
    const HandshakeId = await invited()
    const other = await account()
    for (const operation of ['DescribeHandshake', 'AcceptHandshake', 'DeclineHandshake', 'CancelHandshake']) {
      expect(await call(operation, { HandshakeId }, other.admin)).toEqual(
        refused(
          'HandshakeNotFoundException',
          "We can't find a handshake with the HandshakeId that you specified.",
        ),
      )
    }
    answered(await call('RemoveAccountFromOrganization', { AccountId: other.id }))
  })

  it('is not accepted by an account that is in an organization', async () => {
    await organize(server)
    const HandshakeId = await invited()
    answered(await call('CreateOrganization', {}, invitee()))
    expect(await call('AcceptHandshake', { HandshakeId }, invitee())).toMatchObject(
      reason('HandshakeConstraintViolationException'),
    )
    answered(await call('DeleteOrganization', {}, invitee()))
    expect(await call('AcceptHandshake', { HandshakeId }, invitee())).toHaveProperty('ok')
  })

  it('needs the permission, on either side', async () => {
    const { id } = await organize(server)
    const HandshakeId = await invited()
    const on = `arn:aws:organizations::${server.trusted.id}:handshake/${id}/invite/*`
    const accept = allow('organizations:AcceptHandshake', on)
    const withoutRole = await makeUser(server, server.trusting, accept)
    const may = await makeUser(server, server.trusting, accept, allow('iam:CreateServiceLinkedRole', '*'))
    const mayNot = await makeUser(server, server.trusting, allow('organizations:DescribeHandshake', on))
    expect(await call('AcceptHandshake', { HandshakeId }, mayNot.keys)).toMatchObject(
      reason('AccessDeniedException'),
    )
    expect(await call('AcceptHandshake', { HandshakeId }, withoutRole.keys)).toMatchObject({
      refused: { message: expect.stringContaining('iam:CreateServiceLinkedRole') },
    })
    expect(await call('AcceptHandshake', { HandshakeId }, may.keys)).toHaveProperty('ok')
  })

  it.each([
    [{ Target: { Type: 'ORGANIZATION', Id: 'o-abcdefghij' } }],
    [{ Target: { Type: 'ACCOUNT', Id: 'someone@example.com' } }],
    [{ Target: { Type: 'EMAIL', Id: '222222222222' } }],
  ])('is refused: %o', async input => {
    await organize(server)
    expect(await call('InviteAccountToOrganization', input)).toMatchObject(reason('InvalidInputException'))
  })
})

describe('all features', () => {
  eachDoorway(
    'are enabled when every invited account agreed and the management account said the last word',
    async call => {
      const { join, rootId } = await organize(server, { FeatureSet: 'CONSOLIDATED_BILLING' })
      await join()
      const type = { RootId: rootId, PolicyType: 'SERVICE_CONTROL_POLICY' }
      const direct = organizationsCallsTo(() => server)
      expect(await direct('EnablePolicyType', type)).toMatchObject(
        reason('PolicyTypeNotAvailableForOrganizationException'),
      )
      const { Handshake } = answered(await call('EnableAllFeatures'))
      expect(Handshake).toMatchObject({ Action: 'ENABLE_ALL_FEATURES', State: 'REQUESTED' })
      expect(await call('EnableAllFeatures')).toMatchObject(reason('HandshakeConstraintViolationException'))
      expect(await call('AcceptHandshake', { HandshakeId: Handshake.Id })).toMatchObject(
        reason('InvalidHandshakeTransitionException'),
      )
      const Filter = { ActionType: 'APPROVE_ALL_FEATURES', ParentHandshakeId: Handshake.Id }
      const [approval] = answered(await direct('ListHandshakesForAccount', { Filter }, invitee())).Handshakes
      expect(await call('AcceptHandshake', { HandshakeId: approval.Id }, invitee())).toHaveProperty('ok')
      expect(await call('AcceptHandshake', { HandshakeId: Handshake.Id })).toHaveProperty(
        'ok.Handshake.State',
        'ACCEPTED',
      )
      expect(await direct('DescribeOrganization')).toHaveProperty('ok.Organization.FeatureSet', 'ALL')
      expect(await direct('EnablePolicyType', type)).toHaveProperty('ok')
      expect(await call('EnableAllFeatures')).toMatchObject(reason('HandshakeConstraintViolationException'))
    },
  )

  it('are not enabled before everybody who was to be asked has been', async () => {
    const { join, id } = await organize(server, { FeatureSet: 'CONSOLIDATED_BILLING' })
    await join()
    const Filter = { ActionType: 'ENABLE_ALL_FEATURES' }
    const tried: unknown[] = []
    const enable = () => call('EnableAllFeatures')
    await between.during(id as Partition, enable, async () => {
      const { Handshakes } = answered(await call('ListHandshakesForOrganization', { Filter }))
      for (const { Id } of Handshakes) tried.push(await call('AcceptHandshake', { HandshakeId: Id }))
    })
    const { Handshakes } = answered(await call('ListHandshakesForOrganization', { Filter }))
    expect(Handshakes).toMatchObject([{ State: 'REQUESTED' }])
    for (const outcome of tried) expect(outcome).toMatchObject(reason('InvalidHandshakeTransitionException'))
    expect(await call('DescribeOrganization')).toHaveProperty(
      'ok.Organization.FeatureSet',
      'CONSOLIDATED_BILLING',
    )
  })

  it('are asked of who joined meanwhile as well: it is begun again', async () => {
    const { id } = await organize(server, { FeatureSet: 'CONSOLIDATED_BILLING' })
    const HandshakeId = await invited()
    const enable = () => call('EnableAllFeatures')
    const joinBefore = (last: number) =>
      between.during(id as Partition, enable, async place => {
        if (place === last) answered(await call('AcceptHandshake', { HandshakeId }, invitee()))
      })
    // The last transaction but one makes the handshakes be there, the last one shows them.
    let transactions = 0
    const { Handshake } = answered(
      await between.during(id as Partition, enable, async place => {
        transactions = place
      }),
    )
    answered(await call('CancelHandshake', { HandshakeId: Handshake.Id }))
    expect(await joinBefore(transactions - 1)).toMatchObject(reason('ConcurrentModificationException'))
    const again = answered(await enable()).Handshake
    expect(await call('AcceptHandshake', { HandshakeId: again.Id })).toMatchObject(
      reason('InvalidHandshakeTransitionException'),
    )
    const list = { Filter: { ActionType: 'APPROVE_ALL_FEATURES', ParentHandshakeId: again.Id } }
    const [approval] = answered(await call('ListHandshakesForAccount', list, invitee())).Handshakes
    answered(await call('AcceptHandshake', { HandshakeId: approval.Id }, invitee()))
    expect(await call('AcceptHandshake', { HandshakeId: again.Id })).toHaveProperty('ok')
  })

  it('keep out who was invited before, and wait for nobody who left', async () => {
    const { call: ask } = await organize(server, { FeatureSet: 'CONSOLIDATED_BILLING' })
    const HandshakeId = await invited()
    const { Handshake } = answered(await ask('EnableAllFeatures'))
    expect(await call('AcceptHandshake', { HandshakeId }, invitee())).toMatchObject(
      reason('HandshakeConstraintViolationException'),
    )
    answered(await call('CancelHandshake', { HandshakeId: Handshake.Id }))
    answered(await call('AcceptHandshake', { HandshakeId }, invitee()))
    const again = answered(await call('EnableAllFeatures')).Handshake
    expect(await call('AcceptHandshake', { HandshakeId: again.Id })).toMatchObject(
      reason('InvalidHandshakeTransitionException'),
    )
    answered(await call('LeaveOrganization', {}, invitee()))
    expect(await call('AcceptHandshake', { HandshakeId: again.Id })).toHaveProperty('ok')
  })

  it('are not joined by who was asked to join for the bill alone', async () => {
    const { id } = await organize(server, { FeatureSet: 'CONSOLIDATED_BILLING' })
    const HandshakeId = await invited()
    const accept = () => call('AcceptHandshake', { HandshakeId }, invitee())
    let transactions = 0
    await between.during(id as Partition, accept, async place => {
      transactions = place
    })
    answered(await call('LeaveOrganization', {}, invitee()))
    const again = await invited()
    const outcome = await between.during(
      id as Partition,
      () => call('AcceptHandshake', { HandshakeId: again }, invitee()),
      async place => {
        if (place !== transactions - 2) return
        const { Handshake } = answered(await call('EnableAllFeatures'))
        answered(await call('AcceptHandshake', { HandshakeId: Handshake.Id }))
      },
    )
    expect(outcome).toMatchObject(reason('ConcurrentModificationException'))
    expect(await call('DescribeOrganization', {}, invitee())).toMatchObject(
      reason('AWSOrganizationsNotInUseException'),
    )
    expect(await call('AcceptHandshake', { HandshakeId: again }, invitee())).toHaveProperty('ok')
  })

  it('let nobody be invited until they are there, or given up', async () => {
    await organize(server, { FeatureSet: 'CONSOLIDATED_BILLING' })
    const { Handshake } = answered(await call('EnableAllFeatures'))
    expect(await call('InviteAccountToOrganization', { Target: target() })).toMatchObject(
      reason('HandshakeConstraintViolationException'),
    )
    answered(await call('CancelHandshake', { HandshakeId: Handshake.Id }))
    expect(await call('InviteAccountToOrganization', { Target: target() })).toHaveProperty('ok')
  })
})
