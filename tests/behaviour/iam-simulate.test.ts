import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { type Answer, answered, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { allow, fresh, makeRole, makeUser, policy, rootOf, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** What the simulator answers, and who may ask it. That it decides as the server does: iam-simulate-agreement. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-simulate', () => server)

const deny = (action: string, resource: string) => ({ ...allow(action, resource), Effect: 'Deny' })
const bucket = 'arn:aws:s3:::reports'
const object = `${bucket}/2026.csv`

async function results(operation: string, input: object) {
  return answered(await call(operation, input)).EvaluationResults
}
const custom = (input: object) => results('SimulateCustomPolicy', input)
const principal = (input: object) => results('SimulatePrincipalPolicy', input)

async function decisionOf(input: object) {
  return (await custom({ ActionNames: ['s3:GetObject'], ...input }))[0].EvalDecision
}

describe('a simulation', () => {
  eachDoorway('answers for each action and each resource', async call => {
    const granting = policy(allow('s3:GetObject', `${bucket}/*`))
    const PolicyInputList = [granting]
    const asked = { PolicyInputList, ActionNames: ['s3:GetObject', 's3:PutObject'], ResourceArns: [object] }
    const statement = {
      SourcePolicyId: 'PolicyInputList.1',
      SourcePolicyType: 'IAM Policy',
      StartPosition: { Line: 1, Column: 38 },
      EndPosition: { Line: 1, Column: granting.length - 1 },
    }
    const shared = { EvalResourceName: object, MissingContextValues: [], EvalDecisionDetails: {} }
    const ofObject = { EvalResourceName: object, MissingContextValues: [] }
    expect(await call('SimulateCustomPolicy', asked)).toEqual({
      ok: {
        EvaluationResults: [
          {
            ...shared,
            EvalActionName: 's3:GetObject',
            EvalDecision: 'allowed',
            MatchedStatements: [statement],
            ResourceSpecificResults: [
              { ...ofObject, EvalResourceDecision: 'allowed', MatchedStatements: [statement] },
            ],
          },
          {
            ...shared,
            EvalActionName: 's3:PutObject',
            EvalDecision: 'implicitDeny',
            MatchedStatements: [],
            ResourceSpecificResults: [
              { ...ofObject, EvalResourceDecision: 'implicitDeny', MatchedStatements: [] },
            ],
          },
        ],
        IsTruncated: false,
      },
    })
  })

  it('is of all resources where none is named', async () => {
    const PolicyInputList = [policy(allow('s3:ListAllMyBuckets', '*'))]
    expect(await custom({ PolicyInputList, ActionNames: ['s3:ListAllMyBuckets'] })).toEqual([
      {
        EvalActionName: 's3:ListAllMyBuckets',
        EvalResourceName: '*',
        EvalDecision: 'allowed',
        MatchedStatements: [expect.objectContaining({ SourcePolicyId: 'PolicyInputList.1' })],
        MissingContextValues: [],
      },
    ])
  })

  it('is of all buckets by either name of them, where none is named', async () => {
    const decided = async (resource: string) => {
      const PolicyInputList = [policy(allow('s3:ListAllMyBuckets', resource))]
      const [result] = await custom({ PolicyInputList, ActionNames: ['s3:ListAllMyBuckets'] })
      return [result.EvalResourceName, result.EvalDecision]
    }
    expect(await decided('arn:aws:s3:::*')).toEqual(['*', 'allowed'])
    expect(await decided('arn:aws:s3:::a-bucket')).toEqual(['*', 'implicitDeny'])
  })

  it('reports the most restrictive decision over the resources, and its statements', async () => {
    const PolicyInputList = [policy(allow('s3:*', '*')), policy(deny('s3:GetObject', object))]
    const [result] = await custom({
      PolicyInputList,
      ActionNames: ['s3:GetObject'],
      ResourceArns: [`${bucket}/other`, object],
    })
    expect(result.EvalDecision).toBe('explicitDeny')
    expect(result.MatchedStatements).toEqual([
      expect.objectContaining({ SourcePolicyId: 'PolicyInputList.2' }),
    ])
    // biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's templates of ARNs
    expect(result.EvalResourceName).toBe('arn:${Partition}:s3:::${BucketName}/${ObjectName}')
    expect(result.ResourceSpecificResults.map((one: Answer) => one.EvalResourceDecision)).toEqual([
      'allowed',
      'explicitDeny',
    ])
  })

  it('shows where statements stand in a policy of several lines', async () => {
    const text = JSON.stringify({ Version: '2012-10-17', Statement: [allow('s3:*', '*')] }, null, 2)
    const [result] = await custom({ PolicyInputList: [text], ActionNames: ['s3:GetObject'] })
    expect(result.MatchedStatements).toEqual([
      expect.objectContaining({
        StartPosition: { Line: 3, Column: 17 },
        EndPosition: { Line: 8, Column: 6 },
      }),
    ])
  })

  it('shows a statement that stands alone behind its brace, and one that follows behind the one before', async () => {
    const alone =
      '{"Version": "2012-10-17", "Statement": {"Sid": "", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}}'
    const following = policy(allow('ec2:*', '*'), allow('s3:*', '*'))
    const PolicyInputList = [alone, following]
    const [result] = await custom({ PolicyInputList, ActionNames: ['s3:GetObject'] })
    expect(result.MatchedStatements).toMatchObject([
      { StartPosition: { Line: 1, Column: 41 }, EndPosition: { Line: 1, Column: alone.length } },
      { StartPosition: { Line: 1, Column: policy(allow('ec2:*', '*')).length - 1 } },
    ])
  })

  it('tells the keys that policies ask for and nobody gave, on this action only', async () => {
    const PolicyInputList = [
      policy(
        allow('s3:GetObject', '*', { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }),
        allow('s3:PutObject', '*', { Bool: { 'aws:SecureTransport': 'true' } }),
      ),
    ]
    const ask = async (ContextEntries: object[]) =>
      (await custom({ PolicyInputList, ActionNames: ['s3:GetObject'], ContextEntries }))[0]
    expect(await ask([])).toMatchObject({
      EvalDecision: 'implicitDeny',
      MissingContextValues: ['aws:SourceVpc'],
    })
    const entry = { ContextKeyName: 'AWS:SourceVPC', ContextKeyType: 'string' }
    const given = (value: string) => [{ ...entry, ContextKeyValues: [value] }]
    expect(await ask(given('vpc-1'))).toMatchObject({ EvalDecision: 'allowed', MissingContextValues: [] })
    expect(await ask(given('vpc-2'))).toMatchObject({
      EvalDecision: 'implicitDeny',
      MissingContextValues: [],
    })
  })

  it('misses the keys of variables in resources, where the resource might fit', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    const PolicyInputList = [policy(allow('s3:GetObject', 'arn:aws:s3:::home/${aws:username}/*'))]
    const asked = { PolicyInputList, ActionNames: ['s3:GetObject', 's3:PutObject'] }
    const ask = (input: object) => custom({ ...asked, ResourceArns: ['arn:aws:s3:::home/Alice/x'], ...input })
    const [get, put] = await ask({})
    expect(get).toMatchObject({ EvalDecision: 'implicitDeny', MissingContextValues: ['aws:username'] })
    expect(put).toMatchObject({ EvalDecision: 'implicitDeny', MissingContextValues: [] })
    const [named] = await ask({ CallerArn: `arn:aws:iam::${server.trusted.id}:user/Alice` })
    expect(named).toMatchObject({ MissingContextValues: [] })
    const ContextEntries = [{ ContextKeyName: 'aws:username', ContextKeyValues: ['Alice'] }]
    const [given] = await ask({ ContextEntries })
    expect(given).toMatchObject({ EvalDecision: 'allowed', MissingContextValues: [] })
  })

  it('reads context entries by their type', async () => {
    const condition = { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }
    const PolicyInputList = [policy(allow('s3:GetObject', '*', condition))]
    const entry = { ContextKeyName: 'aws:TagKeys', ContextKeyType: 'stringList' }
    const tagged = (...ContextKeyValues: string[]) => ({
      PolicyInputList,
      ContextEntries: [{ ...entry, ContextKeyValues }],
    })
    expect(await decisionOf(tagged('a', 'b'))).toBe('allowed')
    expect(await decisionOf(tagged('a', 'c'))).toBe('implicitDeny')
  })

  it('goes by pages of actions', async () => {
    const ActionNames = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']
    const asked = { PolicyInputList: [policy(allow('s3:*', '*'))], ActionNames, MaxItems: 2 }
    const found = await pages(call, 'SimulateCustomPolicy', asked, 'EvaluationResults')
    expect(found.map(page => page.map((result: Answer) => result.EvalActionName))).toEqual([
      ['s3:GetObject', 's3:PutObject'],
      ['s3:DeleteObject'],
    ])
  })

  it('shows fewer results a page where there are many resources, and takes no more than a thousand', async () => {
    const ResourceArns = (count: number) => Array.from({ length: count }, (_, place) => `${bucket}/${place}`)
    const ActionNames = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']
    const asked = { PolicyInputList: [policy(allow('s3:Get*', '*'))], ActionNames }
    const input = { ...asked, ResourceArns: ResourceArns(1000) }
    const found = await pages(call, 'SimulateCustomPolicy', input, 'EvaluationResults')
    expect(found.map(page => page.length)).toEqual([2, 1])
    expect(found.flat().map(result => result.EvalDecision)).toEqual([
      'allowed',
      'implicitDeny',
      'implicitDeny',
    ])
    const tooMany = { ...asked, ResourceArns: ResourceArns(1001) }
    expect(await call('SimulateCustomPolicy', tooMany)).toHaveProperty('refused.code', 'InvalidInput')
  })

  it.each([
    ['a wildcard in an action', { ActionNames: ['s3:Get*'] }],
    ['an action without a service', { ActionNames: ['GetObject'] }],
    ['a resource that is no ARN', { ResourceArns: ['reports'] }],
    ['a policy that is none', { PolicyInputList: ['{"Version":"2012-10-17"}'] }],
    [
      'a resource policy without a caller',
      { ResourcePolicy: policy({ ...allow('s3:*', bucket), Principal: '*' }) },
    ],
    ['a caller that is a session', { CallerArn: 'arn:aws:sts::111122223333:assumed-role/Some/session' }],
    [
      'two boundaries',
      { PermissionsBoundaryPolicyInputList: [policy(allow('*', '*')), policy(allow('*', '*'))] },
    ],
    ['an owner that is no account', { ResourceOwner: 'arn:aws:iam::111122223333:user/Some' }],
    [
      'two values of one',
      {
        ContextEntries: [{ ContextKeyName: 'aws:x', ContextKeyValues: ['1', '2'], ContextKeyType: 'string' }],
      },
    ],
    [
      'a number that is none',
      { ContextEntries: [{ ContextKeyName: 'aws:x', ContextKeyValues: ['x'], ContextKeyType: 'numeric' }] },
    ],
    [
      'a key given twice',
      {
        ContextEntries: ['aws:x', 'AWS:x'].map(ContextKeyName => ({
          ContextKeyName,
          ContextKeyValues: ['1'],
        })),
      },
    ],
    ['an unknown scenario', { ResourceHandlingOption: 'EC2-Classic-EBS' }],
    ['a scenario without its resources', { ResourceHandlingOption: 'EC2-VPC-InstanceStore' }],
  ])('refuses %s', async (_, wrong) => {
    const right = { PolicyInputList: [policy(allow('*', '*'))], ActionNames: ['s3:GetObject'] }
    expect(await call('SimulateCustomPolicy', right)).toHaveProperty('ok')
    expect(await call('SimulateCustomPolicy', { ...right, ...wrong })).toHaveProperty(
      'refused.code',
      'InvalidInput',
    )
  })

  it('takes a scenario with all its resources', async () => {
    const ec2 = (resource: string) => `arn:aws:ec2:us-east-1:111122223333:${resource}`
    const ResourceArns = ['instance/*', 'image/ami-1', 'security-group/sg-1', 'network-interface/*'].map(ec2)
    const PolicyInputList = [policy(allow('ec2:RunInstances', '*'))]
    const ResourceHandlingOption = 'EC2-VPC-InstanceStore'
    expect(
      await decisionOf({
        PolicyInputList,
        ResourceArns,
        ResourceHandlingOption,
        ActionNames: ['ec2:RunInstances'],
      }),
    ).toBe('allowed')
  })
})

describe('the layers of a simulation', () => {
  const PolicyInputList = [policy(allow('s3:*', '*'))]

  it('have a permissions boundary that limits', async () => {
    const bounded = async (...statements: object[]) =>
      (
        await custom({
          PolicyInputList,
          ActionNames: ['s3:GetObject'],
          PermissionsBoundaryPolicyInputList: [policy(...statements)],
        })
      )[0]
    const detail = (AllowedByPermissionsBoundary: boolean) => ({
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary },
    })
    expect(await bounded(allow('s3:Get*', '*'))).toMatchObject({ EvalDecision: 'allowed', ...detail(true) })
    expect(await bounded(allow('s3:Put*', '*'))).toMatchObject({
      EvalDecision: 'implicitDeny',
      ...detail(false),
    })
    expect(await bounded(deny('s3:*', '*'))).toMatchObject({ EvalDecision: 'explicitDeny', ...detail(false) })
  })

  it('have the levels of an organization, each of which must allow', async () => {
    const organized = async (...levels: object[][]) =>
      (
        await custom({
          PolicyInputList,
          ActionNames: ['s3:GetObject'],
          OrderedOrganizationPolicyInputList: levels.map(statements => ({
            ServiceControlPolicyInputList: [policy(...statements)],
          })),
        })
      )[0]
    const detail = (AllowedByOrganizations: boolean) => ({
      OrganizationsDecisionDetail: { AllowedByOrganizations },
    })
    const all = [allow('*', '*')]
    expect(await organized(all, all)).toMatchObject({ EvalDecision: 'allowed', ...detail(true) })
    expect(await organized(all, [allow('s3:Put*', '*')])).toMatchObject({
      EvalDecision: 'implicitDeny',
      ...detail(false),
    })
    const denied = await organized(all, [...all, deny('s3:*', '*')])
    expect(denied).toMatchObject({ EvalDecision: 'explicitDeny', MatchedStatements: [], ...detail(false) })
  })

  it('have a resource policy, which in one account may allow alone', async () => {
    const CallerArn = `arn:aws:iam::${server.trusted.id}:user/Some`
    const granting = (AWS: string) => policy({ ...allow('s3:*', `${bucket}/*`), Principal: { AWS } })
    const asked = { PolicyInputList: [policy(allow('s3:Put*', '*'))], ResourceArns: [object], CallerArn }
    expect(await decisionOf({ ...asked, ResourcePolicy: granting(CallerArn) })).toBe('allowed')
    expect(await decisionOf({ ...asked, ResourcePolicy: granting(`${CallerArn}Other`) })).toBe('implicitDeny')
  })

  it('need both sides where another account owns the resource', async () => {
    const CallerArn = `arn:aws:iam::${server.trusted.id}:user/Some`
    const ResourcePolicy = policy({ ...allow('s3:Get*', `${bucket}/*`), Principal: { AWS: CallerArn } })
    const ResourceOwner = `arn:aws:iam::${server.trusting.id}:root`
    const ask = async (action: string, identity: string) =>
      (
        await custom({
          PolicyInputList: [policy(allow(identity, '*'))],
          ActionNames: [action],
          ResourceArns: [object],
          CallerArn,
          ResourcePolicy,
          ResourceOwner,
        })
      )[0]
    const details = (identity: string, resource: string) => ({
      EvalDecisionDetails: { 'IAM Policy': identity, 'Resource Policy': resource },
    })
    expect(await ask('s3:GetObject', 's3:*')).toMatchObject({
      EvalDecision: 'allowed',
      ...details('allowed', 'allowed'),
    })
    expect(await ask('s3:PutObject', 's3:*')).toMatchObject({
      EvalDecision: 'implicitDeny',
      ...details('allowed', 'implicitDeny'),
    })
    expect(await ask('s3:GetObject', 'iam:*')).toMatchObject({
      EvalDecision: 'implicitDeny',
      ...details('implicitDeny', 'allowed'),
    })
  })
})

describe('SimulatePrincipalPolicy', () => {
  eachDoorway('simulates all policies of a user, its groups and its boundary', async call => {
    const user = await makeUser(server, server.trusted, allow('s3:GetObject', '*'))
    const GroupName = fresh('group')
    answered(await call('CreateGroup', { GroupName }))
    const PolicyDocument = policy(allow('s3:PutObject', '*'))
    answered(await call('PutGroupPolicy', { GroupName, PolicyName: 'test', PolicyDocument }))
    answered(await call('AddUserToGroup', { GroupName, UserName: user.name }))
    const asked = {
      PolicySourceArn: user.arn,
      ActionNames: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
    }
    const answer = async (input: object = asked) =>
      answered(await call('SimulatePrincipalPolicy', input)).EvaluationResults.map((result: Answer) => [
        result.EvalDecision,
        (result.MatchedStatements as { SourcePolicyId: string }[]).map(
          ({ SourcePolicyId }) => SourcePolicyId,
        ),
      ])
    expect(await answer()).toEqual([
      ['allowed', [`user_${user.name}_test`]],
      ['allowed', [`group_${GroupName}_test`]],
      ['implicitDeny', []],
    ])
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'
    answered(await call('PutUserPermissionsBoundary', { UserName: user.name, PermissionsBoundary }))
    expect((await answer()).map(([decision]: [string]) => decision)).toEqual([
      'allowed',
      'implicitDeny',
      'implicitDeny',
    ])
  })

  it('simulates given policies beside those that are there, and another boundary in place of the present one', async () => {
    const user = await makeUser(server, server.trusted)
    const asked = { PolicySourceArn: user.arn, ActionNames: ['s3:GetObject'] }
    const PolicyInputList = [policy(allow('s3:*', '*'))]
    const verdict = async (input: object) => (await principal({ ...asked, ...input }))[0].EvalDecision
    expect(await verdict({})).toBe('implicitDeny')
    expect(await verdict({ PolicyInputList })).toBe('allowed')
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess'
    answered(await call('PutUserPermissionsBoundary', { UserName: user.name, PermissionsBoundary }))
    expect(await verdict({ PolicyInputList })).toBe('implicitDeny')
    const PermissionsBoundaryPolicyInputList = [policy(allow('s3:*', '*'))]
    expect(await verdict({ PolicyInputList, PermissionsBoundaryPolicyInputList })).toBe('allowed')
  })

  it('leaves out what is excluded, and nothing else', async () => {
    const user = await makeUser(server, server.trusted, deny('s3:GetObject', '*'))
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'
    answered(await call('AttachUserPolicy', { UserName: user.name, PolicyArn }))
    const asked = { PolicySourceArn: user.arn, ActionNames: ['s3:GetObject'] }
    const without = async (...PolicyExclusionList: object[]) =>
      (await principal({ ...asked, PolicyExclusionList }))[0].EvalDecision
    const inline = (AttachmentName: string) => ({
      InlinePolicyIdentifier: { PolicyName: 'test', AttachmentType: 'user', AttachmentName },
    })
    expect(await without()).toBe('explicitDeny')
    expect(await without(inline(user.name))).toBe('allowed')
    expect(await without(inline('user-*'))).toBe('allowed')
    expect(await without(inline('other-*'))).toBe('explicitDeny')
    expect(await without({ PolicyType: 'inline' })).toBe('allowed')
    expect(await without({ PolicyType: 'inline' }, { PolicyType: 'aws-managed' })).toBe('implicitDeny')
    expect(await without({ PolicyType: 'inline' }, { PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3*' })).toBe(
      'implicitDeny',
    )
    expect(await without({ PolicyType: 'inline' }, { PolicyArn: 'arn:aws:iam::aws:policy/AmazonEC2*' })).toBe(
      'allowed',
    )
    const twoStars = { ...asked, PolicyExclusionList: [inline('*x*')] }
    expect(await call('SimulatePrincipalPolicy', twoStars)).toHaveProperty('refused.code', 'InvalidInput')
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess'
    answered(await call('PutUserPermissionsBoundary', { UserName: user.name, PermissionsBoundary }))
    expect(await without({ PolicyType: 'inline' })).toBe('implicitDeny')
    expect(await without({ PolicyType: 'inline' }, { PolicyType: 'permission-boundary' })).toBe('allowed')
  })

  it('simulates another caller with these policies', async () => {
    const [one, other] = [
      await makeUser(server, server.trusted, allow('s3:*', '*')),
      await makeUser(server, server.trusted),
    ]
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    const PolicyInputList = [policy(deny('s3:*', 'arn:aws:s3:::${aws:username}/*'))]
    const ask = async (CallerArn?: string) =>
      (
        await principal({
          PolicySourceArn: one.arn,
          CallerArn,
          PolicyInputList,
          ActionNames: ['s3:GetObject'],
          ResourceArns: [`arn:aws:s3:::${other.name}/x`],
        })
      )[0].EvalDecision
    expect(await ask()).toBe('allowed')
    expect(await ask(other.arn)).toBe('explicitDeny')
  })

  it('needs its permission on the very entity, and knows none of other accounts', async () => {
    const other = await makeUser(server, server.trusted)
    const user = await makeUser(server, server.trusted, allow('iam:SimulatePrincipalPolicy', other.arn))
    const ask = (PolicySourceArn: string, keys = user.keys) =>
      call('SimulatePrincipalPolicy', { PolicySourceArn, ActionNames: ['s3:GetObject'] }, keys)
    expect(await ask(other.arn)).toHaveProperty('ok')
    expect(await ask(user.arn)).toHaveProperty('refused.code', 'AccessDenied')
    expect(await ask(other.arn, server.trusting.admin)).toHaveProperty('refused.code', 'AccessDenied')
    const nobody = `arn:aws:iam::${server.trusted.id}:user/nobody`
    expect(await ask(nobody, server.trusted.admin)).toEqual(
      refused('NoSuchEntity', 'The user with name nobody cannot be found.'),
    )
  })
})

describe('the trust policy of another account’s role', () => {
  const assumed = (PolicySourceArn: string, RoleArn: string, ContextEntries: object[] = []) =>
    principal({ PolicySourceArn, ActionNames: ['sts:AssumeRole'], ResourceArns: [RoleArn], ContextEntries })

  it('decides, and is not shown', async () => {
    const user = await makeUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const condition = { StringEquals: { 'sts:ExternalId': 'secret', 'aws:ResourceTag/team': 'blue' } }
    const role = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusted), condition)],
      tags: { team: 'blue' },
    })
    const nowhere = `arn:aws:iam::${server.trusting.id}:role/Nowhere`
    const hidden = { EvalDecision: 'implicitDeny', MatchedStatements: [], MissingContextValues: [] }
    const [denied] = await assumed(user.arn, role.arn)
    expect(denied).toMatchObject({
      ...hidden,
      EvalDecisionDetails: { 'IAM Policy': 'allowed', 'Resource Policy': 'implicitDeny' },
    })
    const [missing] = await assumed(user.arn, nowhere)
    const told = JSON.stringify(denied).replaceAll(role.arn, '')
    expect(JSON.stringify(missing).replaceAll(nowhere, '')).toBe(told)
    const [allowed] = await assumed(user.arn, role.arn, [
      { ContextKeyName: 'sts:ExternalId', ContextKeyValues: ['secret'] },
    ])
    expect(allowed.EvalDecision).toBe('allowed')
    expect(allowed.MatchedStatements.map((one: Answer) => one.SourcePolicyId)).toEqual([
      `user_${user.name}_test`,
    ])
  })

  it('is not told whether it denies, nor anything where the own account refuses', async () => {
    const denying = { ...trust(rootOf(server.trusted)), Effect: 'Deny' }
    const role = await makeRole(server, server.trusting, { trust: [denying] })
    const user = await makeUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    expect((await assumed(user.arn, role.arn))[0]).toMatchObject({ EvalDecision: 'implicitDeny' })
    const powerless = await makeUser(server, server.trusted)
    expect((await assumed(powerless.arn, role.arn))[0]).toMatchObject({
      EvalDecision: 'implicitDeny',
      EvalDecisionDetails: { 'IAM Policy': 'implicitDeny' },
    })
  })

  it('is not felt out by its tags before it trusts the caller', async () => {
    const user = await makeUser(server, server.trusted)
    const onTag = allow('sts:AssumeRole', '*', { StringEquals: { 'aws:ResourceTag/team': 'blue' } })
    const own = async (RoleArn: string) => {
      const input = { PolicySourceArn: user.arn, PolicyInputList: [policy(onTag)] }
      const [result] = await principal({ ...input, ActionNames: ['sts:AssumeRole'], ResourceArns: [RoleArn] })
      return [result.EvalDecision, result.EvalDecisionDetails['IAM Policy']]
    }
    const made = (whom: object) =>
      makeRole(server, server.trusting, { trust: [trust(whom)], tags: { team: 'blue' } })
    const [trusting, other] = [await made({ AWS: user.arn }), await made(rootOf(server.trusting))]
    expect(await own(trusting.arn)).toEqual(['allowed', 'allowed'])
    expect(await own(other.arn)).toEqual(['implicitDeny', 'implicitDeny'])
    expect(await own(`${other.arn}-nowhere`)).toEqual(['implicitDeny', 'implicitDeny'])
  })

  it('does not decide for callers of yet another account', async () => {
    const stranger = 'arn:aws:iam::999988887777:user/Stranger'
    const role = await makeRole(server, server.trusting, { trust: [trust({ AWS: '*' })] })
    const asked = {
      PolicyInputList: [policy(allow('sts:*', '*'))],
      ActionNames: ['sts:AssumeRole'],
      ResourceArns: [role.arn],
    }
    const CallerArn = (await makeUser(server, server.trusted)).arn
    expect(await decisionOf({ ...asked, CallerArn })).toBe('allowed')
    expect(await decisionOf({ ...asked, CallerArn: stranger })).toBe('implicitDeny')
  })

  it('gives way to one that is given', async () => {
    const user = await makeUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusting))] })
    const asked = { PolicySourceArn: user.arn, ActionNames: ['sts:AssumeRole'], ResourceArns: [role.arn] }
    expect((await principal(asked))[0].EvalDecision).toBe('implicitDeny')
    const [given] = await principal({ ...asked, ResourcePolicy: policy(trust(rootOf(server.trusted))) })
    expect(given.EvalDecision).toBe('allowed')
    expect(given.MatchedStatements).toContainEqual(
      expect.objectContaining({ SourcePolicyId: 'ResourcePolicy', SourcePolicyType: 'Resource Policy' }),
    )
  })
})
