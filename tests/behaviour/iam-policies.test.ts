import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { allow, fresh, makeUser, policy, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-policies', () => server)
const done = { ok: {} }
const document = policy(allow('s3:ListBucket', '*'))
const aws = (pathAndName: string) => `arn:aws:iam::aws:policy/${pathAndName}`
const own = (pathAndName: string) => `arn:aws:iam::${server.trusted.id}:policy/${pathAndName}`
const notFound = (arn: string) => refused('NoSuchEntity', `Policy ${arn} was not found.`)
const outside = refused('AccessDenied', 'Policy is outside your own account.')

async function newPolicy(input: object = {}): Promise<string> {
  const PolicyName = fresh('Policy')
  const { Policy } = answered(await call('CreatePolicy', { PolicyName, PolicyDocument: document, ...input }))
  return Policy.Arn
}

async function newUser(input: object = {}): Promise<string> {
  const UserName = fresh('User')
  answered(await call('CreateUser', { UserName, ...input }))
  return UserName
}

describe('a policy of the account', () => {
  eachDoorway('is made and shown exactly as by AWS: each answer with its own members', async call => {
    const path = `/${fresh('shown')}/`
    const PolicyName = fresh('Policy')
    const Tags = [{ Key: 'Team', Value: 'blue' }]
    const listed = {
      PolicyName,
      PolicyId: expect.stringMatching(/^ANPA[A-Z2-7]{17}$/),
      Arn: own(`${path.slice(1)}${PolicyName}`),
      Path: path,
      DefaultVersionId: 'v1',
      AttachmentCount: 0,
      PermissionsBoundaryUsageCount: 0,
      IsAttachable: true,
      CreateDate: expect.any(Date),
      UpdateDate: expect.any(Date),
    }
    const input = { PolicyName, Path: path, Description: 'Lists', PolicyDocument: document, Tags }
    expect(await call('CreatePolicy', input)).toEqual({ ok: { Policy: { ...listed, Tags } } })
    expect(await call('GetPolicy', { PolicyArn: listed.Arn })).toEqual({
      ok: { Policy: { ...listed, Description: 'Lists', Tags } },
    })
    expect(await call('ListPolicies', { PathPrefix: path })).toEqual({
      ok: { Policies: [listed], IsTruncated: false },
    })
  })

  eachDoorway('is shown with its tags, though there are none, but made without', async call => {
    const { Policy } = answered(
      await call('CreatePolicy', { PolicyName: fresh('Policy'), PolicyDocument: document }),
    )
    expect(Policy).not.toHaveProperty('Tags')
    expect(Policy).not.toHaveProperty('Description')
    expect(answered(await call('GetPolicy', { PolicyArn: Policy.Arn })).Policy).toMatchObject({ Tags: [] })
  })

  eachDoorway('has a name of its own, whatever the case and the path', async call => {
    const PolicyName = (await newPolicy()).replace(/.*\//, '').toUpperCase()
    expect(await call('CreatePolicy', { PolicyName, Path: '/x/', PolicyDocument: document })).toEqual(
      refused(
        'EntityAlreadyExists',
        `A policy called ${PolicyName} already exists. Duplicate names are not allowed.`,
      ),
    )
  })

  it('is found by its ARN in its letters only, and in no other account', async () => {
    const arn = await newPolicy()
    for (const PolicyArn of [arn.replace('policy/P', 'policy/p'), own('missing')]) {
      expect(await call('GetPolicy', { PolicyArn })).toEqual(notFound(PolicyArn))
      expect(await call('DeletePolicy', { PolicyArn })).toEqual(notFound(PolicyArn))
      expect(await call('ListPolicyVersions', { PolicyArn })).toEqual(notFound(PolicyArn))
      expect(await call('TagPolicy', { PolicyArn, Tags: [{ Key: 'a', Value: 'b' }] })).toEqual(
        notFound(PolicyArn),
      )
      expect(await call('UntagPolicy', { PolicyArn, TagKeys: ['a'] })).toEqual(notFound(PolicyArn))
      expect(await call('ListPolicyTags', { PolicyArn })).toEqual(notFound(PolicyArn))
    }
    const foreign = await call('GetPolicy', { PolicyArn: arn }, server.trusting.admin)
    expect(foreign).toMatchObject({ refused: { code: 'AccessDenied' } })
  })

  eachDoorway('is named by an ARN', async call => {
    const noArn = refused('ValidationError', 'Invalid ARN:  Could not be parsed!')
    const PolicyArn = 'longpolicynamebutnoarn'
    expect(await call('GetPolicy', { PolicyArn })).toEqual(noArn)
    expect(await call('DeletePolicy', { PolicyArn })).toEqual(noArn)
    expect(await call('GetPolicyVersion', { PolicyArn, VersionId: 'v1' })).toEqual(noArn)
  })

  it.each([
    ['{"Statement":[]}', 'Syntax errors in policy.'],
    [
      JSON.stringify({ Version: '2008-10-17', Statement: [allow('s3:*', '*')] }),
      'Policy document must be version 2012-10-17 or greater.',
    ],
    [
      JSON.stringify({ Statement: [allow('s3:*', '*')] }),
      'Policy document must be version 2012-10-17 or greater.',
    ],
    [policy(trust({ AWS: '*' })), 'Policy document should not specify a principal.'],
  ])('is a policy: %s is none', async (PolicyDocument, message) => {
    const malformed = refused('MalformedPolicyDocument', message)
    expect(await call('CreatePolicy', { PolicyName: fresh('Policy'), PolicyDocument })).toEqual(malformed)
    const PolicyArn = await newPolicy()
    expect(await call('CreatePolicyVersion', { PolicyArn, PolicyDocument })).toEqual(malformed)
  })

  it('has at most 6144 characters, white space not counted', async () => {
    const sized = (size: number) => {
      const text = (resource: string) => policy(allow('s3:*', `arn:aws:s3:::${resource}`))
      return text('b'.repeat(size - text('').length))
    }
    const create = (PolicyDocument: string) =>
      call('CreatePolicy', { PolicyName: fresh('Policy'), PolicyDocument })
    expect(await create(`${sized(6144)}\n\n   `)).toHaveProperty('ok')
    expect(await create(sized(6145))).toEqual(
      refused('LimitExceeded', 'Cannot exceed quota for PolicySize: 6144'),
    )
  })
})

describe('deleting a policy', () => {
  it('needs it to hang on nobody', async () => {
    const PolicyArn = await newPolicy()
    const attached = refused('DeleteConflict', 'Cannot delete a policy attached to entities.')
    const UserName = await newUser({ PermissionsBoundary: PolicyArn })
    expect(await call('DeletePolicy', { PolicyArn })).toEqual(attached)
    answered(await call('DeleteUserPermissionsBoundary', { UserName }))
    answered(await call('AttachUserPolicy', { UserName, PolicyArn }))
    expect(await call('DeletePolicy', { PolicyArn })).toEqual(attached)
    answered(await call('DetachUserPolicy', { UserName, PolicyArn }))
    expect(await call('DeletePolicy', { PolicyArn })).toEqual(done)
    expect(await call('GetPolicy', { PolicyArn })).toEqual(notFound(PolicyArn))
  })

  eachDoorway('needs its versions deleted, all but the default', async call => {
    const PolicyArn = await newPolicy()
    answered(await call('CreatePolicyVersion', { PolicyArn, PolicyDocument: document, SetAsDefault: true }))
    expect(await call('DeletePolicy', { PolicyArn })).toEqual(
      refused(
        'DeleteConflict',
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      ),
    )
    answered(await call('DeletePolicyVersion', { PolicyArn, VersionId: 'v1' }))
    expect(await call('DeletePolicy', { PolicyArn })).toEqual(done)
  })

  it('leaves nothing to a namesake', async () => {
    const PolicyName = fresh('Policy')
    const create = () => call('CreatePolicy', { PolicyName, PolicyDocument: document })
    const first = answered(await create()).Policy
    answered(await call('DeletePolicy', { PolicyArn: first.Arn }))
    const second = answered(await create()).Policy
    expect(second.Arn).toBe(first.Arn)
    expect(second.PolicyId).not.toBe(first.PolicyId)
    const { Versions } = answered(await call('ListPolicyVersions', { PolicyArn: second.Arn }))
    expect(Versions).toHaveLength(1)
  })
})

describe('tags of a policy', () => {
  eachDoorway('have keys of which the case counts, unlike those of users and roles', async call => {
    const Tags = [
      { Key: 'a', Value: 'lower' },
      { Key: 'A', Value: 'upper' },
    ]
    const PolicyArn = await newPolicy({ Tags })
    expect(answered(await call('ListPolicyTags', { PolicyArn })).Tags).toHaveLength(2)
    expect(await call('TagPolicy', { PolicyArn, Tags: [{ Key: 'A', Value: '' }] })).toEqual(done)
    const found = await pages(call, 'ListPolicyTags', { PolicyArn, MaxItems: 1 }, 'Tags')
    expect(found).toEqual([[{ Key: 'A', Value: '' }], [{ Key: 'a', Value: 'lower' }]])
    expect(await call('UntagPolicy', { PolicyArn, TagKeys: ['a'] })).toEqual(done)
    expect(await call('ListPolicyTags', { PolicyArn })).toEqual({
      ok: { Tags: [{ Key: 'A', Value: '' }], IsTruncated: false },
    })
  })

  eachDoorway('are listed with short keys first, also page by page', async call => {
    const Tags = ['abc', 'b', 'z', 'a'].map(Key => ({ Key, Value: '' }))
    const PolicyArn = await newPolicy({ Tags })
    const found = await pages(call, 'ListPolicyTags', { PolicyArn, MaxItems: 3 }, 'Tags')
    expect(found.map(page => page.map(({ Key }) => Key))).toEqual([['a', 'b', 'z'], ['abc']])
  })

  eachDoorway('have no key twice', async call => {
    const Tags = [
      { Key: 'a', Value: '1' },
      { Key: 'a', Value: '2' },
    ]
    expect(await call('TagPolicy', { PolicyArn: await newPolicy(), Tags })).toEqual(
      refused('InvalidInput', 'Duplicate tag keys found.'),
    )
  })

  it('may decide who may delete it', async () => {
    const owner = allow('iam:DeletePolicy', '*', { StringEquals: { 'aws:ResourceTag/Team': 'blue' } })
    const user = await makeUser(server, server.trusted, owner)
    const plain = await newPolicy()
    expect(await call('DeletePolicy', { PolicyArn: plain }, user.keys)).toEqual(
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:DeletePolicy on resource: policy ${plain} because no identity-based policy allows the iam:DeletePolicy action`,
      ),
    )
    const PolicyArn = await newPolicy({ Tags: [{ Key: 'Team', Value: 'blue' }] })
    expect(await call('DeletePolicy', { PolicyArn }, user.keys)).toEqual(done)
  })
})

describe("AWS's own policies", () => {
  it('are in every account', async () => {
    const PolicyArn = aws('job-function/ViewOnlyAccess')
    const { Policy } = answered(await call('GetPolicy', { PolicyArn }))
    expect(Policy).toMatchObject({
      PolicyName: 'ViewOnlyAccess',
      PolicyId: expect.stringMatching(/^ANPA[A-Z2-7]{17}$/),
      Arn: PolicyArn,
      Path: '/job-function/',
      DefaultVersionId: expect.stringMatching(/^v\d+$/),
      IsAttachable: true,
      Description:
        'This policy grants permissions to view resources and basic metadata across all AWS services.',
      Tags: [],
    })
    const { Policies } = answered(await call('ListPolicies', { Scope: 'AWS', PathPrefix: '/job-function/' }))
    const listed = Policies.find(({ Arn }: { Arn: string }) => Arn === PolicyArn)
    expect(listed).toMatchObject({ PolicyId: Policy.PolicyId })
    expect(listed).not.toHaveProperty('Description')
    const other = answered(await call('GetPolicy', { PolicyArn }, server.trusting.admin))
    expect(other.Policy.PolicyId).toBe(Policy.PolicyId)
    const VersionId = Policy.DefaultVersionId
    const { PolicyVersion } = answered(await call('GetPolicyVersion', { PolicyArn, VersionId }))
    expect(decodeURIComponent(PolicyVersion.Document)).toMatch(/^\{\s*"Version": "2012-10-17",/)
    const versions = answered(await call('ListPolicyVersions', { PolicyArn })).Versions
    expect(versions).toEqual([{ VersionId, IsDefaultVersion: true, CreateDate: Policy.UpdateDate }])
  })

  eachDoorway('cannot be changed by anybody', async call => {
    const PolicyArn = aws('AdministratorAccess')
    const version = { PolicyArn, VersionId: 'v1' }
    expect(await call('DeletePolicy', { PolicyArn })).toEqual(outside)
    expect(await call('CreatePolicyVersion', { PolicyArn, PolicyDocument: document })).toEqual(outside)
    expect(await call('SetDefaultPolicyVersion', version)).toEqual(outside)
    expect(await call('DeletePolicyVersion', version)).toEqual(outside)
    expect(await call('TagPolicy', { PolicyArn, Tags: [{ Key: 'a', Value: 'b' }] })).toEqual(outside)
    expect(await call('UntagPolicy', { PolicyArn, TagKeys: ['a'] })).toEqual(outside)
    expect(await call('ListPolicyTags', { PolicyArn })).toEqual({ ok: { Tags: [], IsTruncated: false } })
  })

  it('have as many attachments as this account made', async () => {
    const PolicyArn = aws('ReadOnlyAccess')
    const UserName = await newUser({ PermissionsBoundary: PolicyArn })
    answered(await call('AttachUserPolicy', { UserName, PolicyArn }))
    const counts = { AttachmentCount: 1, PermissionsBoundaryUsageCount: 1 }
    expect(await call('GetPolicy', { PolicyArn })).toMatchObject({ ok: { Policy: counts } })
    expect(await call('GetPolicy', { PolicyArn }, server.trusting.admin)).toMatchObject({
      ok: { Policy: { AttachmentCount: 0, PermissionsBoundaryUsageCount: 0 } },
    })
    const { Policies } = answered(await call('ListPolicies', { Scope: 'AWS', OnlyAttached: true }))
    expect(Policies).toContainEqual(expect.objectContaining({ Arn: PolicyArn, ...counts }))
  })
})

describe('the list of policies', () => {
  // The bootstrap attaches AdministratorAccess to the admin.
  const arnsOf = async (input: object) =>
    (await pages(call, 'ListPolicies', input, 'Policies')).map(page =>
      page.map((found: { Arn: string }) => found.Arn),
    )

  it("goes on from the account's own policies to AWS's, page by page, and names each once", async () => {
    for (let count = 0; count < 3; count += 1) await newPolicy()
    const local = (await arnsOf({ Scope: 'Local', MaxItems: 1000 })).flat()
    expect(local.every(arn => arn.startsWith(own('')))).toBe(true)
    const all = await arnsOf({ MaxItems: 200 })
    expect(all.slice(0, -1).every(page => page.length === 200)).toBe(true)
    expect(new Set(all.flat()).size).toBe(all.flat().length)
    expect(all.flat()).toHaveLength(local.length + 1485)
    expect(all.flat().slice(0, local.length)).toEqual(local)
    const seam = await arnsOf({ MaxItems: local.length })
    expect(seam[0]).toEqual(local)
    expect(seam.flat()).toEqual(all.flat())
  })

  it("has AWS's policies in the order in which AWS made them, also those in use alone", async () => {
    const [first] = await arnsOf({ Scope: 'AWS', MaxItems: 4 })
    const names = [
      'AdministratorAccess',
      'PowerUserAccess',
      'ReadOnlyAccess',
      'AWSCloudFormationReadOnlyAccess',
    ]
    const made = names.map(name => `arn:aws:iam::aws:policy/${name}`)
    expect(first).toEqual(made)
    const UserName = await newUser()
    for (const PolicyArn of made.toReversed())
      answered(await call('AttachUserPolicy', { UserName, PolicyArn }))
    const used = (await arnsOf({ Scope: 'AWS', OnlyAttached: true, MaxItems: 1 })).flat()
    expect(used.filter(arn => made.includes(arn))).toEqual(made)
  })

  it('is narrowed to a path, of both', async () => {
    const arn = await newPolicy({ Path: '/service-role/' })
    const found = (await arnsOf({ PathPrefix: '/service-role/', MaxItems: 100 })).flat()
    expect(found[0]).toBe(arn)
    expect(found).toHaveLength(219)
    expect(await arnsOf({ PathPrefix: '/service-role/', Scope: 'Local' })).toEqual([[arn]])
    expect(await arnsOf({ PathPrefix: '/nowhere/' })).toEqual([[]])
  })

  it('is narrowed to policies in use, as permissions or as boundary', async () => {
    const [idle, attached, boundary, both] = [
      await newPolicy({ Path: '/use/' }),
      await newPolicy({ Path: '/use/' }),
      await newPolicy({ Path: '/use/' }),
      await newPolicy({ Path: '/use/' }),
    ]
    const [UserName, other] = [await newUser({ PermissionsBoundary: both }), await newUser()]
    for (const PolicyArn of [attached, both]) {
      answered(await call('AttachUserPolicy', { UserName, PolicyArn }))
      answered(await call('AttachUserPolicy', { UserName: other, PolicyArn }))
    }
    const role = { RoleName: fresh('Role'), AssumeRolePolicyDocument: policy(trust({ AWS: '*' })) }
    answered(await call('CreateRole', { ...role, PermissionsBoundary: boundary }))
    const list = (input: object) => arnsOf({ PathPrefix: '/use/', ...input })
    expect((await list({})).flat().sort()).toEqual([idle, attached, boundary, both].sort())
    expect(await list({ OnlyAttached: true, MaxItems: 1 })).toEqual([attached, both].sort().map(arn => [arn]))
    expect((await list({ PolicyUsageFilter: 'PermissionsPolicy' })).flat().sort()).toEqual(
      [attached, both].sort(),
    )
    expect(await list({ PolicyUsageFilter: 'PermissionsBoundary', MaxItems: 1 })).toEqual(
      [boundary, both].sort().map(arn => [arn]),
    )
    const { Policies } = answered(await call('ListPolicies', { PathPrefix: '/use/' }))
    const usage = Object.fromEntries(
      Policies.map(
        (found: { Arn: string; AttachmentCount: number; PermissionsBoundaryUsageCount: number }) => [
          found.Arn,
          [found.AttachmentCount, found.PermissionsBoundaryUsageCount],
        ],
      ),
    )
    expect(usage).toEqual({ [idle]: [0, 0], [attached]: [2, 0], [boundary]: [0, 1], [both]: [2, 1] })
  })

  it('is refused in words that name the path', async () => {
    const user = await makeUser(server, server.trusted)
    const words = (path: string) =>
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:ListPolicies on resource: policy path ${path} because no identity-based policy allows the iam:ListPolicies action`,
      )
    expect(await call('ListPolicies', {}, user.keys)).toEqual(words('/'))
    expect(await call('ListPolicies', { PathPrefix: '/x/' }, user.keys)).toEqual(words('/x/'))
  })
})
