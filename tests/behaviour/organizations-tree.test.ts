import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, organizationsCallsTo, refused } from './support/iam-calls.ts'
import { allow, fresh, makeUser } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** An organization and its units: made, named, tagged, deleted. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
afterEach(async () => {
  await call('DeleteOrganization')
})

const call = organizationsCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('organizations-tree', () => server, organizationsCallsTo)
const reason = (code: string) => ({ refused: { code, message: expect.any(String) } })
const notInUse = refused(
  'AWSOrganizationsNotInUseException',
  'Your account is not a member of an organization.',
)

async function made(): Promise<{ id: string; rootId: string }> {
  const { Organization } = answered(await call('CreateOrganization'))
  return { id: Organization.Id, rootId: answered(await call('ListRoots')).Roots[0].Id }
}
const unit = async (ParentId: string, Name = fresh('unit')): Promise<string> =>
  answered(await call('CreateOrganizationalUnit', { ParentId, Name })).OrganizationalUnit.Id

describe('an organization', () => {
  eachDoorway('is made, described and deleted', async call => {
    const account = server.trusted.id
    const { Organization } = answered(await call('CreateOrganization', { FeatureSet: 'ALL' }))
    expect(Organization).toEqual({
      Id: expect.stringMatching(/^o-[a-z0-9]{10}$/),
      Arn: `arn:aws:organizations::${account}:organization/${Organization.Id}`,
      FeatureSet: 'ALL',
      MasterAccountId: account,
      MasterAccountArn: `arn:aws:organizations::${account}:account/${Organization.Id}/${account}`,
      AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
    })
    expect(await call('DescribeOrganization')).toEqual({ ok: { Organization } })
    const { Roots } = answered(await call('ListRoots'))
    expect(Roots).toEqual([
      {
        Id: expect.stringMatching(/^r-[a-z0-9]{4}$/),
        Arn: `arn:aws:organizations::${account}:root/${Organization.Id}/${Roots[0].Id}`,
        Name: 'Root',
        PolicyTypes: [],
      },
    ])
    expect(await call('CreateOrganization')).toEqual(
      refused('AlreadyInOrganizationException', 'The AWS account is already a member of an organization.'),
    )
    expect(await call('DeleteOrganization')).toEqual({ ok: {} })
    expect(await call('DescribeOrganization')).toEqual(notInUse)
  })

  it('is nothing that an account outside of it could ask about', async () => {
    await made()
    for (const operation of ['DescribeOrganization', 'ListRoots', 'ListAccounts', 'DeleteOrganization']) {
      expect(await call(operation, {}, server.trusting.admin)).toEqual(notInUse)
    }
  })

  it('needs the permission to make it, and to make its role', async () => {
    const user = await makeUser(server, server.trusted, allow('organizations:CreateOrganization', '*'))
    expect(await call('CreateOrganization', {}, user.keys)).toMatchObject({
      refused: {
        code: 'AccessDeniedException',
        message: expect.stringContaining('iam:CreateServiceLinkedRole'),
      },
    })
    expect(
      await call('CreateOrganization', { FeatureSet: 'CONSOLIDATED_BILLING' }, user.keys),
    ).toHaveProperty('ok.Organization.FeatureSet', 'CONSOLIDATED_BILLING')
    expect(await call('DeleteOrganization', {}, user.keys)).toMatchObject({
      refused: {
        code: 'AccessDeniedException',
        message: expect.stringMatching(
          /^User: .* is not authorized to perform: organizations:DeleteOrganization on resource: \* because no identity-based policy allows/,
        ),
      },
    })
  })
})

describe('organizational units', () => {
  eachDoorway('are made below the root and each other, renamed, listed and deleted', async call => {
    const { id, rootId } = await made()
    const { OrganizationalUnit: upper } = answered(
      await call('CreateOrganizationalUnit', { ParentId: rootId, Name: 'Upper' }),
    )
    expect(upper).toEqual({
      Id: expect.stringMatching(/^ou-[a-z0-9]{4}-[a-z0-9]{8}$/),
      Arn: `arn:aws:organizations::${server.trusted.id}:ou/${id}/${upper.Id}`,
      Name: 'Upper',
      Path: `${id}/${rootId}/${upper.Id}/`,
    })
    const { OrganizationalUnit: lower } = answered(
      await call('CreateOrganizationalUnit', { ParentId: upper.Id, Name: 'Lower' }),
    )
    expect(lower.Path).toBe(`${id}/${rootId}/${upper.Id}/${lower.Id}/`)
    const OrganizationalUnitId = lower.Id
    expect(await call('UpdateOrganizationalUnit', { OrganizationalUnitId, Name: 'Renamed' })).toEqual({
      ok: { OrganizationalUnit: { ...lower, Name: 'Renamed' } },
    })
    expect(await call('DescribeOrganizationalUnit', { OrganizationalUnitId })).toHaveProperty(
      'ok.OrganizationalUnit.Name',
      'Renamed',
    )
    expect(await call('ListOrganizationalUnitsForParent', { ParentId: rootId })).toEqual({
      ok: { OrganizationalUnits: [upper] },
    })
    expect(await call('ListParents', { ChildId: lower.Id })).toEqual({
      ok: { Parents: [{ Id: upper.Id, Type: 'ORGANIZATIONAL_UNIT' }] },
    })
    expect(await call('ListParents', { ChildId: upper.Id })).toEqual({
      ok: { Parents: [{ Id: rootId, Type: 'ROOT' }] },
    })
    const ChildType = 'ORGANIZATIONAL_UNIT'
    expect(await call('ListChildren', { ParentId: upper.Id, ChildType })).toEqual({
      ok: { Children: [{ Id: lower.Id, Type: ChildType }] },
    })
    expect(await call('ListChildren', { ParentId: rootId, ChildType: 'ACCOUNT' })).toEqual({
      ok: { Children: [{ Id: server.trusted.id, Type: 'ACCOUNT' }] },
    })
    expect(await call('DeleteOrganizationalUnit', { OrganizationalUnitId: upper.Id })).toEqual(
      reason('OrganizationalUnitNotEmptyException'),
    )
    for (const each of [lower, upper]) {
      expect(await call('DeleteOrganizationalUnit', { OrganizationalUnitId: each.Id })).toEqual({ ok: {} })
    }
    expect(await call('DescribeOrganizationalUnit', { OrganizationalUnitId })).toEqual(
      refused(
        'OrganizationalUnitNotFoundException',
        "You specified an organizational unit that doesn't exist.",
      ),
    )
  })

  it('are called differently below one parent, and alike below two', async () => {
    const { rootId } = await made()
    const [one, two] = [await unit(rootId, 'One'), await unit(rootId, 'Two')]
    const duplicate = refused(
      'DuplicateOrganizationalUnitException',
      'An OU with the same name already exists.',
    )
    expect(await call('CreateOrganizationalUnit', { ParentId: rootId, Name: 'One' })).toEqual(duplicate)
    expect(await call('UpdateOrganizationalUnit', { OrganizationalUnitId: two, Name: 'One' })).toEqual(
      duplicate,
    )
    expect(await call('UpdateOrganizationalUnit', { OrganizationalUnitId: two, Name: 'Two' })).toHaveProperty(
      'ok',
    )
    expect(await call('CreateOrganizationalUnit', { ParentId: one, Name: 'One' })).toHaveProperty('ok')
  })

  it('nest five levels deep and no deeper', async () => {
    const { rootId } = await made()
    let parent = rootId
    for (let depth = 1; depth <= 5; depth++) parent = await unit(parent)
    expect(await call('CreateOrganizationalUnit', { ParentId: parent, Name: 'Deeper' })).toEqual(
      refused(
        'ConstraintViolationException',
        'You cannot add an organizational unit to the specified parent because it would exceed the max depth allowed.',
      ),
    )
  })

  it('come in pages', async () => {
    const { rootId } = await made()
    const names = ['a', 'b', 'c', 'd', 'e']
    for (const name of names) await unit(rootId, name)
    const found: string[] = []
    let NextToken: string | undefined
    do {
      const input = { ParentId: rootId, MaxResults: 2, ...(NextToken && { NextToken }) }
      const answer = answered(await call('ListOrganizationalUnitsForParent', input))
      found.push(...answer.OrganizationalUnits.map(({ Name }: { Name: string }) => Name))
      NextToken = answer.NextToken
    } while (NextToken)
    expect(found).toEqual(names)
    expect(await call('ListAccounts', { NextToken: 'bm90IG91cnM' })).toMatchObject(
      reason('InvalidInputException'),
    )
  })

  it.each([
    ['CreateOrganizationalUnit', { ParentId: 'ou-abcd-abcdefgh', Name: 'x' }, 'ParentNotFoundException'],
    ['ListChildren', { ParentId: 'ou-abcd-abcdefgh', ChildType: 'ACCOUNT' }, 'ParentNotFoundException'],
    ['ListOrganizationalUnitsForParent', { ParentId: 'r-none' }, 'ParentNotFoundException'],
    ['ListParents', { ChildId: '999999999999' }, 'ChildNotFoundException'],
    [
      'DeleteOrganizationalUnit',
      { OrganizationalUnitId: 'ou-abcd-abcdefgh' },
      'OrganizationalUnitNotFoundException',
    ],
    ['ListTagsForResource', { ResourceId: 'ou-abcd-abcdefgh' }, 'TargetNotFoundException'],
  ])('%s says so of what is not there', async (operation, input, code) => {
    await made()
    expect(await call(operation, input)).toMatchObject(reason(code))
  })
})

describe('tags', () => {
  eachDoorway('are set on the root and on units, listed, and taken away', async call => {
    const { rootId } = await made()
    const { OrganizationalUnit } = answered(
      await call('CreateOrganizationalUnit', {
        ParentId: rootId,
        Name: 'Tagged',
        Tags: [{ Key: 'team', Value: 'a' }],
      }),
    )
    for (const ResourceId of [rootId, OrganizationalUnit.Id]) {
      const Tags = [
        { Key: 'team', Value: 'b' },
        { Key: 'cost', Value: '' },
      ]
      expect(await call('TagResource', { ResourceId, Tags })).toEqual({ ok: {} })
      expect(await call('ListTagsForResource', { ResourceId })).toEqual({ ok: { Tags } })
      expect(await call('UntagResource', { ResourceId, TagKeys: ['team'] })).toEqual({ ok: {} })
      expect(await call('ListTagsForResource', { ResourceId })).toEqual({
        ok: { Tags: [{ Key: 'cost', Value: '' }] },
      })
    }
  })

  it('are what policies can be about', async () => {
    const { rootId } = await made()
    const [mine, other] = [await unit(rootId), await unit(rootId)]
    answered(await call('TagResource', { ResourceId: mine, Tags: [{ Key: 'team', Value: 'a' }] }))
    const condition = { StringEquals: { 'aws:ResourceTag/team': 'a' } }
    const user = await makeUser(
      server,
      server.trusted,
      allow('organizations:DescribeOrganizationalUnit', '*', condition),
    )
    const described = (OrganizationalUnitId: string) =>
      call('DescribeOrganizationalUnit', { OrganizationalUnitId }, user.keys)
    expect(await described(mine)).toHaveProperty('ok')
    expect(await described(other)).toMatchObject(reason('AccessDeniedException'))
  })

  it.each([
    [
      [
        { Key: 'a', Value: '1' },
        { Key: 'a', Value: '2' },
      ],
      'InvalidInputException',
    ],
    [[{ Key: 'aws:a', Value: '1' }], 'InvalidInputException'],
    [Array.from({ length: 51 }, (_, n) => ({ Key: `k${n}`, Value: '' })), 'ConstraintViolationException'],
  ])('are refused: %j', async (Tags, code) => {
    const { rootId } = await made()
    expect(await call('TagResource', { ResourceId: rootId, Tags })).toMatchObject(reason(code))
  })
})
