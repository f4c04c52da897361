import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { type Answer, answered, iamCallsTo, refused } from './support/iam-calls.ts'
import { allow, assume, makeRole, makeUser, policy, rootOf, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** The tests of this file look at one account as a whole: each has a server of its own. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await furnish()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-authorization-details', () => server)
const document = policy(allow('s3:ListBucket', '*'))
const trustPolicy = policy(trust({ AWS: '*' }))
const encoded = (text: string) => encodeURIComponent(text).replaceAll('*', '%2A')
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
const viewOnly = 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess'
const ownArn = () => `arn:aws:iam::${server.trusted.id}:policy/Own`
const boundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: viewOnly }
const Tags = [{ Key: 'Team', Value: 'blue' }]
const date = expect.any(Date)

async function furnish() {
  const steps: readonly [string, object][] = [
    ['CreatePolicy', { PolicyName: 'Own', PolicyDocument: document, Description: 'Lists' }],
    [
      'CreatePolicyVersion',
      { PolicyArn: ownArn(), PolicyDocument: policy(allow('s3:*', '*')), SetAsDefault: true },
    ],
    ['CreateGroup', { GroupName: 'Group' }],
    ['PutGroupPolicy', { GroupName: 'Group', PolicyName: 'inline', PolicyDocument: document }],
    ['CreateUser', { UserName: 'Full', Path: '/x/', Tags, PermissionsBoundary: viewOnly }],
    ['PutUserPolicy', { UserName: 'Full', PolicyName: 'inline', PolicyDocument: document }],
    ['AttachUserPolicy', { UserName: 'Full', PolicyArn: ownArn() }],
    ['AddUserToGroup', { UserName: 'Full', GroupName: 'Group' }],
    ['CreateUser', { UserName: 'Bare' }],
    ['CreateRole', { RoleName: 'Bare', AssumeRolePolicyDocument: trustPolicy }],
    ['CreateRole', { RoleName: 'Full', AssumeRolePolicyDocument: trustPolicy, Path: '/x/', Tags }],
    ['PutRolePermissionsBoundary', { RoleName: 'Full', PermissionsBoundary: viewOnly }],
    ['PutRolePolicy', { RoleName: 'Full', PolicyName: 'inline', PolicyDocument: document }],
    ['AttachRolePolicy', { RoleName: 'Full', PolicyArn: readOnly }],
    ['UpdateRole', { RoleName: 'Full', Description: 'shown elsewhere', MaxSessionDuration: 7200 }],
  ]
  for (const [operation, input] of steps) answered(await call(operation, input))
}

const lists = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'] as const
const details = async (input: object = {}, through = call): Promise<Answer> =>
  answered(await through('GetAccountAuthorizationDetails', input))
const nameOf = (item: Answer) => item.UserName ?? item.GroupName ?? item.RoleName ?? item.PolicyName
const inline = { PolicyName: 'inline', PolicyDocument: encoded(document) }

function named(list: Answer[], name: string): Answer {
  return list.find(item => nameOf(item) === name)
}

describe('the authorization details of an account', () => {
  eachDoorway('show users with all that hangs on them', async call => {
    const { UserDetailList } = await details({}, call)
    expect(named(UserDetailList, 'Full')).toEqual({
      Path: '/x/',
      UserName: 'Full',
      UserId: expect.stringMatching(/^AIDA/),
      Arn: `arn:aws:iam::${server.trusted.id}:user/x/Full`,
      CreateDate: date,
      UserPolicyList: [inline],
      GroupList: ['Group'],
      AttachedManagedPolicies: [{ PolicyName: 'Own', PolicyArn: ownArn() }],
      PermissionsBoundary: boundary,
      Tags,
    })
    expect(named(UserDetailList, 'Bare')).toEqual({
      Path: '/',
      UserName: 'Bare',
      UserId: expect.any(String),
      Arn: `arn:aws:iam::${server.trusted.id}:user/Bare`,
      CreateDate: date,
      GroupList: [],
      AttachedManagedPolicies: [],
      Tags: [],
    })
  })

  eachDoorway('show groups with their policies', async call => {
    const { GroupDetailList } = await details({}, call)
    expect(GroupDetailList).toEqual([
      {
        Path: '/',
        GroupName: 'Group',
        GroupId: expect.stringMatching(/^AGPA/),
        Arn: `arn:aws:iam::${server.trusted.id}:group/Group`,
        CreateDate: date,
        GroupPolicyList: [inline],
        AttachedManagedPolicies: [],
      },
    ])
  })

  eachDoorway('show roles with their trust policies', async call => {
    const { RoleDetailList } = await details({}, call)
    const role = {
      RoleId: expect.stringMatching(/^AROA/),
      CreateDate: date,
      AssumeRolePolicyDocument: encoded(trustPolicy),
      InstanceProfileList: [],
      RoleLastUsed: {},
    }
    expect(named(RoleDetailList, 'Full')).toEqual({
      ...role,
      Path: '/x/',
      RoleName: 'Full',
      Arn: `arn:aws:iam::${server.trusted.id}:role/x/Full`,
      RolePolicyList: [inline],
      AttachedManagedPolicies: [{ PolicyName: 'ReadOnlyAccess', PolicyArn: readOnly }],
      PermissionsBoundary: boundary,
      Tags,
    })
    expect(named(RoleDetailList, 'Bare')).toEqual({
      ...role,
      Path: '/',
      RoleName: 'Bare',
      Arn: `arn:aws:iam::${server.trusted.id}:role/Bare`,
      RolePolicyList: [],
      AttachedManagedPolicies: [],
      Tags: [],
    })
  })

  eachDoorway(
    "show the account's policies with all their versions, and AWS's that are in use",
    async call => {
      const { Policies } = await details({}, call)
      expect(named(Policies, 'Own')).toEqual({
        PolicyName: 'Own',
        PolicyId: expect.stringMatching(/^ANPA/),
        Arn: ownArn(),
        Path: '/',
        DefaultVersionId: 'v2',
        AttachmentCount: 1,
        PermissionsBoundaryUsageCount: 0,
        IsAttachable: true,
        Description: 'Lists',
        CreateDate: date,
        UpdateDate: date,
        PolicyVersionList: [
          {
            Document: encoded(policy(allow('s3:*', '*'))),
            VersionId: 'v2',
            IsDefaultVersion: true,
            CreateDate: date,
          },
          { Document: encoded(document), VersionId: 'v1', IsDefaultVersion: false, CreateDate: date },
        ],
      })
      expect(named(Policies, 'ReadOnlyAccess')).toMatchObject({ Arn: readOnly, AttachmentCount: 1 })
      expect(named(Policies, 'ViewOnlyAccess')).toMatchObject({
        AttachmentCount: 0,
        PermissionsBoundaryUsageCount: 2,
      })
      expect(named(Policies, 'PowerUserAccess')).toBeUndefined()
    },
  )

  it.each([
    [['User'], ['UserDetailList']],
    [['Group'], ['GroupDetailList']],
    [['Role'], ['RoleDetailList']],
    [['LocalManagedPolicy'], ['Policies']],
    [['AWSManagedPolicy'], ['Policies']],
    [
      ['User', 'Role'],
      ['UserDetailList', 'RoleDetailList'],
    ],
  ])('are narrowed to %s', async (Filter, filled) => {
    const found = await details({ Filter })
    expect(Object.keys(found).sort()).toEqual([...lists, 'IsTruncated'].sort())
    for (const list of lists) expect(found[list].length > 0, list).toBe(filled.includes(list))
    const arns: string[] = found.Policies.map((shown: Answer) => shown.Arn)
    if (Filter[0] === 'AWSManagedPolicy') expect(arns).toContain(readOnly)
    expect(arns.every(arn => arn.includes('::aws:') === (Filter[0] === 'AWSManagedPolicy'))).toBe(true)
  })

  it('are gone through page by page, over all kinds, each item once', async () => {
    const whole = await details({ MaxItems: 1000 })
    const flat = (found: Answer) => lists.flatMap(list => found[list].map((item: Answer) => item.Arn))
    const collected: string[] = []
    let Marker: string | undefined
    do {
      const page = await details({ MaxItems: 2, ...(Marker && { Marker }) })
      expect(flat(page).length).toBeLessThanOrEqual(2)
      expect(page.IsTruncated).toBe(page.Marker !== undefined)
      collected.push(...flat(page))
      Marker = page.Marker
    } while (Marker !== undefined)
    expect(collected).toEqual(flat(whole))
    expect(whole.IsTruncated).toBe(false)
  })

  eachDoorway('refuse a marker of another question', async call => {
    const { Marker } = await details({ MaxItems: 1 }, call)
    expect(await call('GetAccountAuthorizationDetails', { Filter: ['Role'], Marker })).toEqual(
      refused('ValidationError', 'Invalid Marker.'),
    )
  })

  it('tell the last use of a role', async () => {
    const role = await makeRole(server, server.trusted, { trust: [trust(rootOf(server.trusted))] })
    const keys = await assume(server, server.trusted.admin, role)
    await call('ListUsers', {}, keys)
    const { RoleDetailList } = await details({ Filter: ['Role'] })
    expect(named(RoleDetailList, role.name).RoleLastUsed).toEqual({ LastUsedDate: date, Region: 'us-east-1' })
  })

  eachDoorway('are for those who may see them', async call => {
    const user = await makeUser(server, server.trusted)
    expect(await call('GetAccountAuthorizationDetails', {}, user.keys)).toEqual(
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:GetAccountAuthorizationDetails on resource: * because no identity-based policy allows the iam:GetAccountAuthorizationDetails action`,
      ),
    )
  })
})
