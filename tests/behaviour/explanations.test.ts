import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RecordedDecision } from '../../src/authorize/recorded.ts'
import { allow, makeRole, makeUser, type TestUser, trust } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

/**
 * Why a request was decided as it was, for each of the accounts it concerned.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
 */
let server: TestServer
let permitted: TestUser
let unpermitted: TestUser
beforeAll(async () => {
  server = await startTestServer()
  permitted = await makeUser(server, server.trusted, allow('sts:AssumeRole', '*'))
  unpermitted = await makeUser(server, server.trusted)
})
afterAll(() => server.close())

async function requestIdOf(user: TestUser, RoleArn: string): Promise<string> {
  const call = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'why' })
  const answer = await server
    .sts(user.keys)
    .send(call)
    .catch(error => error)
  return answer.$metadata.requestId
}

async function decisionsSeenBy(admin: Keys, EncodedMessage: string): Promise<RecordedDecision[]> {
  const { DecodedMessage = '' } = await server
    .sts(admin)
    .send(new DecodeAuthorizationMessageCommand({ EncodedMessage }))
  return JSON.parse(DecodedMessage).decisions
}

const roleTrusting = (principal: string) =>
  makeRole(server, server.trusting, { trust: [trust({ AWS: principal })] })

describe('what was missing', () => {
  it('is told to the side on which it was: the trust policy', async () => {
    const role = await roleTrusting(`arn:aws:iam::${server.trusting.id}:root`)
    const id = await requestIdOf(permitted, role.arn)
    const [theirs] = await decisionsSeenBy(server.trusting.admin, id)
    expect(theirs?.additions).toEqual([
      {
        layer: 'resource',
        side: 'trusting',
        policy: expect.objectContaining({ attachedTo: role.arn }),
        statement: { Effect: 'Allow', Principal: { AWS: permitted.arn }, Action: 'sts:AssumeRole' },
      },
    ])
    const [ours] = await decisionsSeenBy(server.trusted.admin, id)
    expect(ours).not.toHaveProperty('additions')
  })

  it('is told to the side on which it was: the identity', async () => {
    const role = await roleTrusting(unpermitted.arn)
    const id = await requestIdOf(unpermitted, role.arn)
    const [ours] = await decisionsSeenBy(server.trusted.admin, id)
    expect(ours?.additions).toEqual([
      {
        layer: 'identity',
        side: 'trusted',
        statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role.arn },
      },
    ])
    // What its own account refused never came to the other one.
    await expect(decisionsSeenBy(server.trusting.admin, id)).rejects.toThrow('Message is invalid')
  })

  it('tells the caller nothing of the other side: a Deny there looks like a role that is not', async () => {
    const denying = await makeRole(server, server.trusting, {
      trust: [{ ...trust({ AWS: unpermitted.arn }), Effect: 'Deny' }],
    })
    const absent = `arn:aws:iam::${server.trusting.id}:role/Absent`
    const seen = await Promise.all(
      [denying.arn, absent].map(async arn => {
        const [ours] = await decisionsSeenBy(server.trusted.admin, await requestIdOf(unpermitted, arn))
        return JSON.stringify(ours?.additions).replaceAll(arn, 'ROLE')
      }),
    )
    expect(seen[0]).toContain('"Resource":"ROLE"')
    expect(seen[0]).toBe(seen[1])
  })

  it('is nothing for a request that was allowed', async () => {
    const role = await roleTrusting(permitted.arn)
    const [ours] = await decisionsSeenBy(server.trusted.admin, await requestIdOf(permitted, role.arn))
    expect(ours?.decision.outcome).toBe('Allowed')
    expect(ours).not.toHaveProperty('additions')
  })
})

describe('a simulation', () => {
  const simulate = async (keys: Keys) => {
    const { $metadata } = await server.iam(keys).send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: permitted.arn,
        ActionNames: ['iam:GetUser', 'sts:AssumeRole'],
        ResourceArns: ['*'],
      }),
    )
    return $metadata.requestId ?? ''
  }
  const decoded = async (keys: Keys, EncodedMessage: string) => {
    const answer = await server.sts(keys).send(new DecodeAuthorizationMessageCommand({ EncodedMessage }))
    return JSON.parse(answer.DecodedMessage ?? '')
  }

  it('is explained by its request, apart from how that request itself was decided', async () => {
    const { decisions, simulated, context } = await decoded(
      server.trusted.admin,
      await simulate(server.trusted.admin),
    )
    expect(decisions).toEqual([expect.objectContaining({ action: 'iam:SimulatePrincipalPolicy' })])
    expect(context.action).toBe('iam:SimulatePrincipalPolicy')
    const [getUser, assumeRole] = simulated
    expect(getUser).toMatchObject({
      action: 'iam:GetUser',
      principal: { arn: permitted.arn },
      decision: { outcome: 'ImplicitlyDenied' },
    })
    const [identity] = getUser.decision.layers.filter(({ layer }: { layer: string }) => layer === 'identity')
    expect(identity.statements[0].outcome).toMatchObject({ applies: false, element: 'Action' })
    expect(assumeRole).toMatchObject({ action: 'sts:AssumeRole', decision: { outcome: 'Allowed' } })
  })

  it('is explained to its own account only', async () => {
    const id = await simulate(server.trusted.admin)
    await expect(decoded(server.trusting.admin, id)).rejects.toThrow('Message is invalid')
  })

  it('keeps the reasons of a hundred decisions', async () => {
    const { $metadata } = await server.iam(server.trusted.admin).send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: permitted.arn,
        ActionNames: ['iam:GetUser'],
        ResourceArns: Array.from({ length: 120 }, (_, index) => `arn:aws:iam::111111111111:user/u${index}`),
      }),
    )
    const { simulated } = await decoded(server.trusted.admin, $metadata.requestId ?? '')
    expect(simulated).toHaveLength(100)
  })
})
