import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, organizationsCallsTo } from './support/iam-calls.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** One organization's billing taken over by another’s management account: who agreed to what, from both sides. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  answered(await call('CreateOrganization'))
  answered(await call('CreateOrganization', {}, source()))
})
afterEach(async () => {
  for (const keys of [server.trusted.admin, source()]) answered(await call('DeleteOrganization', {}, keys))
})

const call = organizationsCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('organizations-transfers', () => server, organizationsCallsTo)
const reason = (code: string) => ({ refused: { code, message: expect.any(String) } })
const source = () => server.trusting.admin
const nextYear = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 0, 1))
const request = () => ({
  Type: 'BILLING',
  Target: { Type: 'ACCOUNT', Id: server.trusting.id },
  StartTimestamp: nextYear,
  SourceName: 'Theirs',
})
const all = { Type: 'BILLING' }

describe('a transfer of responsibility', () => {
  eachDoorway('is asked for, accepted, renamed and ended', async call => {
    const { Handshake } = answered(await call('InviteOrganizationToTransferResponsibility', request()))
    expect(Handshake).toMatchObject({ Action: 'TRANSFER_RESPONSIBILITY', State: 'OPEN' })
    const [transfer] = answered(await call('ListInboundResponsibilityTransfers', all)).ResponsibilityTransfers
    const { Id } = transfer
    expect(transfer).toEqual({
      Arn: expect.stringMatching(/:transfer\/o-[a-z0-9]{10}\/billing\/inbound\/rt-[a-z0-9]{8}$/),
      Name: 'Theirs',
      Id,
      Type: 'BILLING',
      Status: 'REQUESTED',
      Source: { ManagementAccountId: server.trusting.id },
      Target: { ManagementAccountId: server.trusted.id },
      StartTimestamp: nextYear,
      ActiveHandshakeId: Handshake.Id,
    })
    const theirs = answered(await call('ListOutboundResponsibilityTransfers', all, source()))
    expect(theirs.ResponsibilityTransfers).toMatchObject([{ Id, Status: 'REQUESTED' }])
    expect(await call('TerminateResponsibilityTransfer', { Id })).toMatchObject(
      reason('InvalidResponsibilityTransferTransitionException'),
    )
    const accept = organizationsCallsTo(() => server)
    answered(await accept('AcceptHandshake', { HandshakeId: Handshake.Id }, source()))
    for (const keys of [server.trusted.admin, source()]) {
      expect(await call('DescribeResponsibilityTransfer', { Id }, keys)).toHaveProperty(
        'ok.ResponsibilityTransfer.Status',
        'ACCEPTED',
      )
    }
    expect(await call('UpdateResponsibilityTransfer', { Id, Name: 'Renamed' })).toHaveProperty(
      'ok.ResponsibilityTransfer.Name',
      'Renamed',
    )
    expect(await accept('DeleteOrganization')).toMatchObject(reason('ConstraintViolationException'))
    expect(await call('TerminateResponsibilityTransfer', { Id }, source())).toHaveProperty(
      'ok.ResponsibilityTransfer.Status',
      'WITHDRAWN',
    )
    expect(await call('TerminateResponsibilityTransfer', { Id })).toMatchObject(
      reason('ResponsibilityTransferAlreadyInStatusException'),
    )
  })

  it('is declined or canceled with its handshake', async () => {
    for (const [operation, keys, Status] of [
      ['DeclineHandshake', source(), 'DECLINED'],
      ['CancelHandshake', server.trusted.admin, 'CANCELED'],
    ] as const) {
      const { Handshake } = answered(await call('InviteOrganizationToTransferResponsibility', request()))
      answered(await call(operation, { HandshakeId: Handshake.Id }, keys))
      const { ResponsibilityTransfers } = answered(await call('ListInboundResponsibilityTransfers', all))
      expect(ResponsibilityTransfers.at(-1)).toMatchObject({ Status })
    }
  })

  it.each([
    [{ StartTimestamp: new Date(Date.UTC(2020, 0, 1)) }, 'InvalidInputException'],
    [{ StartTimestamp: new Date(nextYear.getTime() + 1000) }, 'InvalidInputException'],
    [{ Target: { Type: 'ACCOUNT', Id: '111111111111' } }, 'HandshakeConstraintViolationException'],
  ])('is refused: %o', async (change, code) => {
    const input = { ...request(), ...change }
    expect(await call('InviteOrganizationToTransferResponsibility', input)).toMatchObject(reason(code))
  })

  it('is not there for others', async () => {
    const Id = 'rt-abcdefgh'
    for (const [operation, input] of [
      ['DescribeResponsibilityTransfer', { Id }],
      ['TerminateResponsibilityTransfer', { Id }],
      ['UpdateResponsibilityTransfer', { Id, Name: 'x' }],
      ['ListInboundResponsibilityTransfers', { ...all, Id }],
    ] as const) {
      expect(await call(operation, input)).toMatchObject(reason('ResponsibilityTransferNotFoundException'))
    }
  })
})
