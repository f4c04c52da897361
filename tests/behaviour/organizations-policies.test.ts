import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, organizationsCallsTo, refused } from './support/iam-calls.ts'
import { type OrganizationScene, organize } from './support/organizations-scene.ts'
import { allow, fresh, makeUser } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** Policies of an organization: their types, their texts, where they hang, and what they amount to. */
let server: TestServer
let scene: OrganizationScene
beforeAll(async () => {
  server = await startTestServer()
  scene = await organize(server, { types: ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] })
  answered(await call('EnablePolicyType', { RootId: scene.rootId, PolicyType: 'TAG_POLICY' }))
})
afterAll(() => server.close())

const call = organizationsCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('organizations-policies', () => server, organizationsCallsTo)
const reason = (code: string) => ({ refused: { code, message: expect.any(String) } })
const attachedAlready = {
  code: 'DuplicatePolicyAttachmentException',
  message: 'A policy with the specified name and type already exists.',
}

const serviceControl = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const everybody = { Effect: 'Deny', Principal: '*', Resource: '*' }
const denyUsers = serviceControl({ Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' })

const policyOf = async (Type: string, Content: string): Promise<string> => {
  const input = { Type, Name: fresh('policy'), Description: '', Content }
  return answered(await call('CreatePolicy', input)).Policy.PolicySummary.Id
}

describe('a policy', () => {
  eachDoorway('is created, described, changed, listed and deleted', async call => {
    const Name = fresh('policy')
    const input = { Type: 'SERVICE_CONTROL_POLICY', Name, Description: 'no users', Content: denyUsers }
    const { Policy } = answered(await call('CreatePolicy', input))
    const { Id: PolicyId } = Policy.PolicySummary
    expect(Policy).toEqual({
      PolicySummary: {
        Id: expect.stringMatching(/^p-[a-z0-9]{8}$/),
        Arn: `arn:aws:organizations::${server.trusted.id}:policy/${scene.id}/service_control_policy/${PolicyId}`,
        Name,
        Description: 'no users',
        Type: 'SERVICE_CONTROL_POLICY',
        AwsManaged: false,
      },
      Content: denyUsers,
    })
    expect(await call('DescribePolicy', { PolicyId })).toEqual({ ok: { Policy } })
    const changed = answered(await call('UpdatePolicy', { PolicyId, Description: 'still none' })).Policy
    expect(changed.PolicySummary).toEqual({ ...Policy.PolicySummary, Description: 'still none' })
    const { Policies } = answered(await call('ListPolicies', { Filter: 'SERVICE_CONTROL_POLICY' }))
    expect(Policies).toContainEqual(changed.PolicySummary)
    expect(Policies[0]).toEqual({
      Id: 'p-FullAWSAccess',
      Arn: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
      Name: 'FullAWSAccess',
      Description: 'Allows access to every operation',
      Type: 'SERVICE_CONTROL_POLICY',
      AwsManaged: true,
    })
    expect(await call('CreatePolicy', input)).toEqual(
      refused('DuplicatePolicyException', 'A policy with the specified name and type already exists.'),
    )
    expect(await call('DeletePolicy', { PolicyId })).toEqual({ ok: {} })
    expect(await call('DescribePolicy', { PolicyId })).toEqual(
      refused('PolicyNotFoundException', "You specified a policy that doesn't exist."),
    )
  })

  it.each([
    ['SERVICE_CONTROL_POLICY', 'not JSON'],
    [
      'SERVICE_CONTROL_POLICY',
      serviceControl({ Effect: 'Deny', Action: 'iam:*', Resource: '*', Principal: '*' }),
    ],
    ['SERVICE_CONTROL_POLICY', serviceControl({ Effect: 'Deny', Resource: '*' })],
    ['RESOURCE_CONTROL_POLICY', denyUsers],
    [
      'RESOURCE_CONTROL_POLICY',
      serviceControl({ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }),
    ],
    ['RESOURCE_CONTROL_POLICY', serviceControl({ ...everybody, Action: '*' })],
    ['RESOURCE_CONTROL_POLICY', serviceControl({ ...everybody, Action: ['s3:*', 'iam:*'] })],
    ['TAG_POLICY', '{"plans":{}}'],
    ['TAG_POLICY', '{"tags":{"team":{"tag_key":"Team"}}}'],
    ['TAG_POLICY', '{"tags":{"team":{"tag_key":{"@@invent":"Team"}}}}'],
    ['BACKUP_POLICY', '[]'],
  ])('of type %s does not say %s', async (Type, Content) => {
    const input = { Type, Name: fresh('policy'), Description: '', Content }
    expect(await call('CreatePolicy', input)).toEqual(
      refused(
        'MalformedPolicyDocumentException',
        'The provided policy document does not meet the requirements of the specified policy type.',
      ),
    )
    const PolicyId = await policyOf('TAG_POLICY', '{"tags":{}}')
    if (Type === 'TAG_POLICY')
      expect(await call('UpdatePolicy', { PolicyId, Content })).toMatchObject(
        reason('MalformedPolicyDocumentException'),
      )
  })

  it('is not longer than its type allows', async () => {
    const long = (length: number) =>
      serviceControl({ Sid: 'x'.repeat(length), Effect: 'Deny', Action: 'iam:*', Resource: '*' })
    const fixed = long(0).length
    const input = { Type: 'SERVICE_CONTROL_POLICY', Name: fresh('long'), Description: '' }
    expect(await call('CreatePolicy', { ...input, Content: long(10_241 - fixed) })).toEqual(
      refused('ConstraintViolationException', 'You have exceeded the maximum policy size.'),
    )
    expect(await call('CreatePolicy', { ...input, Content: long(10_240 - fixed) })).toHaveProperty('ok')
  })

  it('of AWS is not changed, deleted, or renamed to', async () => {
    for (const [operation, input] of [
      ['UpdatePolicy', { PolicyId: 'p-FullAWSAccess', Name: 'x' }],
      ['DeletePolicy', { PolicyId: 'p-RCPFullAWSAccess' }],
    ] as const) {
      expect(await call(operation, input)).toMatchObject(reason('InvalidInputException'))
    }
    const PolicyId = await policyOf('SERVICE_CONTROL_POLICY', denyUsers)
    expect(await call('UpdatePolicy', { PolicyId, Name: 'FullAWSAccess' })).toMatchObject(
      reason('DuplicatePolicyException'),
    )
  })
})

describe('attaching', () => {
  eachDoorway('is told from the policy and from the target, and undone', async call => {
    const PolicyId = await policyOf('SERVICE_CONTROL_POLICY', denyUsers)
    const unit = await scene.unit(scene.rootId, fresh('Unit'))
    const { id } = await scene.account()
    for (const TargetId of [unit, id]) {
      expect(await call('AttachPolicy', { PolicyId, TargetId })).toEqual({ ok: {} })
      expect(await call('AttachPolicy', { PolicyId, TargetId })).toEqual({ refused: attachedAlready })
      const Filter = 'SERVICE_CONTROL_POLICY'
      const { Policies } = answered(await call('ListPoliciesForTarget', { TargetId, Filter }))
      expect(Policies.map(({ Id }: { Id: string }) => Id).sort()).toEqual(
        ['p-FullAWSAccess', PolicyId].sort(),
      )
    }
    const { Targets } = answered(await call('ListTargetsForPolicy', { PolicyId }))
    expect(Targets).toHaveLength(2)
    expect(Targets).toContainEqual({
      TargetId: unit,
      Arn: `arn:aws:organizations::${server.trusted.id}:ou/${scene.id}/${unit}`,
      Name: expect.any(String),
      Type: 'ORGANIZATIONAL_UNIT',
    })
    expect(await call('DeletePolicy', { PolicyId })).toMatchObject(reason('PolicyInUseException'))
    expect(await call('DetachPolicy', { PolicyId, TargetId: unit })).toEqual({ ok: {} })
    expect(await call('DetachPolicy', { PolicyId, TargetId: unit })).toMatchObject(
      reason('PolicyNotAttachedException'),
    )
  })

  it('leaves one service control policy everywhere, and full access by resource control policies', async () => {
    const TargetId = await scene.unit(scene.rootId)
    expect(await call('DetachPolicy', { PolicyId: 'p-FullAWSAccess', TargetId })).toEqual(
      refused(
        'ConstraintViolationException',
        'You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.',
      ),
    )
    const PolicyId = await policyOf('SERVICE_CONTROL_POLICY', denyUsers)
    await scene.attach(PolicyId, TargetId)
    expect(await call('DetachPolicy', { PolicyId: 'p-FullAWSAccess', TargetId })).toEqual({ ok: {} })
    expect(await call('DetachPolicy', { PolicyId: 'p-RCPFullAWSAccess', TargetId })).toMatchObject(
      reason('InvalidInputException'),
    )
  })

  it('needs the permission on the policy and on the target', async () => {
    const [mine, other] = [await scene.unit(scene.rootId), await scene.unit(scene.rootId)]
    const PolicyId = await policyOf('SERVICE_CONTROL_POLICY', denyUsers)
    const unit = `arn:aws:organizations::${server.trusted.id}:ou/${scene.id}/${mine}`
    const policies = `arn:aws:organizations::${server.trusted.id}:policy/${scene.id}/*`
    const action = 'organizations:AttachPolicy'
    const user = await makeUser(server, server.trusted, allow(action, unit), allow(action, policies))
    expect(await call('AttachPolicy', { PolicyId, TargetId: other }, user.keys)).toMatchObject({
      refused: { code: 'AccessDeniedException', message: expect.stringContaining(other) },
    })
    expect(await call('AttachPolicy', { PolicyId, TargetId: mine }, user.keys)).toEqual({ ok: {} })
    const onlyUnit = await makeUser(server, server.trusted, allow(action, unit))
    const another = await policyOf('SERVICE_CONTROL_POLICY', denyUsers)
    expect(await call('AttachPolicy', { PolicyId: another, TargetId: mine }, onlyUnit.keys)).toMatchObject(
      reason('AccessDeniedException'),
    )
  })

  it.each([
    ['SERVICE_CONTROL_POLICY', 10, denyUsers],
    ['RESOURCE_CONTROL_POLICY', 5, serviceControl({ ...everybody, Action: 's3:*' })],
  ])('takes so many of the %s to one target: %i', async (type, most, content) => {
    const TargetId = await scene.unit(scene.rootId)
    // Full access is there from the beginning.
    for (let more = 1; more < most; more++) await scene.attach(await policyOf(type, content), TargetId)
    const PolicyId = await policyOf(type, content)
    expect(await call('AttachPolicy', { PolicyId, TargetId })).toMatchObject(
      reason('ConstraintViolationException'),
    )
  })

  it.each([
    [{ TargetId: 'ou-none-abcdefgh' }, 'TargetNotFoundException'],
    [{ TargetId: '999999999999' }, 'TargetNotFoundException'],
    [{ PolicyId: 'p-nosuchone' }, 'PolicyNotFoundException'],
  ])('asks for what is there: %o', async (change, code) => {
    const PolicyId = await policyOf('SERVICE_CONTROL_POLICY', denyUsers)
    expect(await call('AttachPolicy', { PolicyId, TargetId: scene.rootId, ...change })).toMatchObject(
      reason(code),
    )
  })
})

describe('a policy type', () => {
  eachDoorway('is enabled and disabled on the root', async call => {
    const type = { RootId: scene.rootId, PolicyType: 'BACKUP_POLICY' }
    const PolicyId = await policyOf('BACKUP_POLICY', '{"plans":{}}')
    expect(await call('AttachPolicy', { PolicyId, TargetId: scene.rootId })).toEqual(
      refused(
        'PolicyTypeNotEnabledException',
        'This operation can be performed only for enabled policy types.',
      ),
    )
    const enabled = answered(await call('EnablePolicyType', type)).Root
    expect(enabled.PolicyTypes).toContainEqual({ Type: 'BACKUP_POLICY', Status: 'ENABLED' })
    expect(await call('EnablePolicyType', type)).toMatchObject(reason('PolicyTypeAlreadyEnabledException'))
    expect(await call('AttachPolicy', { PolicyId, TargetId: scene.rootId })).toEqual({ ok: {} })
    const disabled = answered(await call('DisablePolicyType', type)).Root
    expect(disabled.PolicyTypes).not.toContainEqual({ Type: 'BACKUP_POLICY', Status: 'ENABLED' })
    expect(await call('DisablePolicyType', type)).toMatchObject(reason('PolicyTypeNotEnabledException'))
    expect(await call('ListTargetsForPolicy', { PolicyId })).toEqual({ ok: { Targets: [] } })
    expect(await call('EnablePolicyType', { ...type, RootId: 'r-none' })).toMatchObject(
      reason('RootNotFoundException'),
    )
  })
})

describe('an effective policy', () => {
  const tags = (team: object) => JSON.stringify({ tags: { team } })

  eachDoorway('is what the levels above an account amount to', async call => {
    const unit = await scene.unit(scene.rootId)
    const { id: TargetId } = await scene.account(unit)
    const upper = tags({ tag_key: { '@@assign': 'Team' }, tag_value: { '@@assign': ['a', 'b'] } })
    const lower = tags({ tag_value: { '@@append': ['c'], '@@remove': ['a'] } })
    await scene.attach(await policyOf('TAG_POLICY', upper), unit)
    await scene.attach(await policyOf('TAG_POLICY', lower), TargetId)
    const asked = { PolicyType: 'TAG_POLICY', TargetId }
    const { EffectivePolicy } = answered(await call('DescribeEffectivePolicy', asked))
    expect(EffectivePolicy).toEqual({
      PolicyContent: expect.any(String),
      LastUpdatedTimestamp: expect.any(Date),
      TargetId,
      PolicyType: 'TAG_POLICY',
    })
    expect(JSON.parse(EffectivePolicy.PolicyContent)).toEqual({
      tags: { team: { tag_key: 'Team', tag_value: ['b', 'c'] } },
    })
    const errors = { AccountId: TargetId, PolicyType: 'TAG_POLICY' }
    expect(await call('ListEffectivePolicyValidationErrors', errors)).toMatchObject({
      ok: { AccountId: TargetId, EffectivePolicyValidationErrors: [] },
    })
    expect(await call('ListAccountsWithInvalidEffectivePolicy', { PolicyType: 'TAG_POLICY' })).toEqual({
      ok: { Accounts: [], PolicyType: 'TAG_POLICY' },
    })
  })

  it('is not what a level above forbade those below to change', async () => {
    const unit = await scene.unit(scene.rootId)
    const { id: TargetId } = await scene.account(unit)
    const locked = {
      tag_key: { '@@assign': 'Team', '@@operators_allowed_for_child_policies': ['@@none'] },
      tag_value: { '@@assign': ['a'], '@@operators_allowed_for_child_policies': ['@@append'] },
    }
    const below = { tag_key: { '@@assign': 'TEAM' }, tag_value: { '@@remove': ['a'], '@@append': ['b'] } }
    await scene.attach(await policyOf('TAG_POLICY', tags(locked)), unit)
    await scene.attach(await policyOf('TAG_POLICY', tags(below)), TargetId)
    const { EffectivePolicy } = answered(
      await call('DescribeEffectivePolicy', { PolicyType: 'TAG_POLICY', TargetId }),
    )
    expect(JSON.parse(EffectivePolicy.PolicyContent)).toEqual({
      tags: { team: { tag_key: 'Team', tag_value: ['a', 'b'] } },
    })
  })

  it('is none where none hangs, and a member sees its own alone', async () => {
    const { id: TargetId, admin } = await scene.account()
    const asked = { PolicyType: 'TAG_POLICY' }
    expect(await call('DescribeEffectivePolicy', { ...asked, TargetId })).toMatchObject(
      reason('EffectivePolicyNotFoundException'),
    )
    await scene.attach(await policyOf('TAG_POLICY', tags({ tag_key: { '@@assign': 'Team' } })), TargetId)
    expect(await call('DescribeEffectivePolicy', asked, admin)).toHaveProperty('ok')
    const other = { ...asked, TargetId: server.trusted.id }
    expect(await call('DescribeEffectivePolicy', other, admin)).toMatchObject(reason('AccessDeniedException'))
    expect(await call('DescribeEffectivePolicy', { ...asked, TargetId: '999999999999' })).toMatchObject(
      reason('TargetNotFoundException'),
    )
  })
})
