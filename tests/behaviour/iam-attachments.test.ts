import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, type IamCall, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { allow, fresh, makeUser, policy, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-attachments', () => server)
const done = { ok: {} }
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
const own = (pathAndName: string) => `arn:aws:iam::${server.trusted.id}:policy/${pathAndName}`

async function newPolicy(Path = '/'): Promise<string> {
  const input = { PolicyName: fresh('Policy'), Path, PolicyDocument: policy(allow('s3:*', '*')) }
  return answered(await call('CreatePolicy', input)).Policy.Arn
}

const AssumeRolePolicyDocument = policy(trust({ AWS: '*' }))

/** The three types of entity, which answer alike. */
const types = [
  { type: 'User', quota: 'PoliciesPerUser', extra: {} },
  { type: 'Group', quota: 'PoliciesPerGroup', extra: {} },
  { type: 'Role', quota: 'PoliciesPerRole', extra: { AssumeRolePolicyDocument } },
] as const

async function newEntity({ type, extra }: (typeof types)[number], input: object = {}) {
  const name = fresh(type)
  const made = answered(await call(`Create${type}`, { [`${type}Name`]: name, ...extra, ...input }))
  return {
    name,
    id: made[type][`${type}Id`] as string,
    named: { [`${type}Name`]: name },
    summary: { [`${type}Name`]: name, [`${type}Id`]: made[type][`${type}Id`] },
  }
}

describe.each(types)('policies attached to a $type', kind => {
  const { type, quota } = kind
  const through = (call: IamCall) => ({
    attach: (input: object) => call(`Attach${type}Policy`, input),
    detach: (input: object) => call(`Detach${type}Policy`, input),
  })
  const { attach, detach } = through(call)
  const listed = `ListAttached${type}Policies`

  eachDoorway('are attached, listed, counted and detached', async call => {
    const { attach, detach } = through(call)
    const { name, named } = await newEntity(kind)
    const PolicyArn = await newPolicy()
    const PolicyName = PolicyArn.replace(/.*\//, '')
    expect(await call(listed, named)).toEqual({ ok: { AttachedPolicies: [], IsTruncated: false } })
    expect(await attach({ [`${type}Name`]: name.toUpperCase(), PolicyArn })).toEqual(done)
    expect(await attach({ ...named, PolicyArn: readOnly })).toEqual(done)
    expect(await attach({ ...named, PolicyArn })).toEqual(done)
    expect(await call(listed, named)).toEqual({
      ok: {
        AttachedPolicies: [
          { PolicyName, PolicyArn },
          { PolicyName: 'ReadOnlyAccess', PolicyArn: readOnly },
        ],
        IsTruncated: false,
      },
    })
    expect(answered(await call('GetPolicy', { PolicyArn })).Policy.AttachmentCount).toBe(1)
    expect(await detach({ ...named, PolicyArn })).toEqual(done)
    expect(answered(await call('GetPolicy', { PolicyArn })).Policy.AttachmentCount).toBe(0)
    expect(await detach({ ...named, PolicyArn })).toEqual(
      refused('NoSuchEntity', `Policy ${PolicyArn} was not found.`),
    )
  })

  it('are there, and can be attached', async () => {
    const { named } = await newEntity(kind)
    const noArn = refused('ValidationError', 'Invalid ARN:  Could not be parsed!')
    expect(await attach({ ...named, PolicyArn: 'longpolicynamebutnoarn' })).toEqual(noArn)
    expect(await detach({ ...named, PolicyArn: 'longpolicynamebutnoarn' })).toEqual(noArn)
    expect(await attach({ ...named, PolicyArn: readOnly.replace('aws:', 'aws-cn:') })).toEqual(
      refused('ValidationError', 'Invalid ARN partition'),
    )
    const foreign = (await newPolicy()).replace(server.trusted.id, server.trusting.id)
    for (const PolicyArn of [own('missing'), 'arn:aws:iam::aws:policy/missing', foreign]) {
      expect(await attach({ ...named, PolicyArn })).toEqual(
        refused('NoSuchEntity', `Policy ${PolicyArn} does not exist or is not attachable.`),
      )
    }
    const PolicyArn = 'arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy'
    expect(await attach({ ...named, PolicyArn })).toEqual(
      refused('PolicyNotAttachable', `Cannot attach a Service Role Policy to a Customer ${type}.`),
    )
  })

  it('hang on somebody who is there', async () => {
    const nobody = { [`${type}Name`]: 'nobody' }
    const missing = refused('NoSuchEntity', `The ${type.toLowerCase()} with name nobody cannot be found.`)
    expect(await attach({ ...nobody, PolicyArn: readOnly })).toEqual(missing)
    expect(await detach({ ...nobody, PolicyArn: readOnly })).toEqual(missing)
    expect(await call(listed, nobody)).toEqual(missing)
  })

  it('are ten at most', async () => {
    const { named } = await newEntity(kind)
    const arns = []
    for (let count = 0; count < 11; count += 1) arns.push(await newPolicy())
    for (const PolicyArn of arns.slice(0, 10)) expect(await attach({ ...named, PolicyArn })).toEqual(done)
    expect(await attach({ ...named, PolicyArn: arns[10] })).toEqual(
      refused('LimitExceeded', `Cannot exceed quota for ${quota}: 10`),
    )
    expect(await attach({ ...named, PolicyArn: arns[0] })).toEqual(done)
  })

  it('are listed page by page, under a path too', async () => {
    const { named } = await newEntity(kind)
    const role = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'
    const emr = 'arn:aws:iam::aws:policy/service-role/AmazonElasticMapReduceRole'
    // AWS's in the order in which it made them, whatever their names.
    const arns = [...[await newPolicy(), await newPolicy('/service-role/')].sort(), readOnly, emr, role]
    for (const PolicyArn of arns.toReversed()) answered(await attach({ ...named, PolicyArn }))
    const found = async (input: object) =>
      (await pages(call, listed, { ...named, ...input }, 'AttachedPolicies')).map(page =>
        page.map((policy: { PolicyArn: string }) => policy.PolicyArn),
      )
    expect(await found({ MaxItems: 1 })).toEqual(arns.map(arn => [arn]))
    expect((await found({ PathPrefix: '/service-role/' })).flat()).toEqual(
      arns.filter(arn => arn.includes('/service-role/')),
    )
    expect(await found({ PathPrefix: '/nowhere/' })).toEqual([[]])
  })

  it('may be limited to certain ones by condition', async () => {
    const { named } = await newEntity(kind)
    const only = allow(`iam:Attach${type}Policy`, '*', { ArnEquals: { 'iam:PolicyARN': readOnly } })
    const user = await makeUser(server, server.trusted, only)
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
    const as = (input: object) => call(`Attach${type}Policy`, { ...named, ...input }, user.keys)
    expect(await as({ PolicyArn: readOnly })).toEqual(done)
    expect(await as({ PolicyArn })).toMatchObject({ refused: { code: 'AccessDenied' } })
  })

  it('bring the policy to know on whom it hangs', async () => {
    const { named, summary } = await newEntity(kind)
    const PolicyArn = await newPolicy()
    answered(await attach({ ...named, PolicyArn }))
    const nobody = { PolicyGroups: [], PolicyUsers: [], PolicyRoles: [], IsTruncated: false }
    const somebody = { ok: { ...nobody, [`Policy${type}s`]: [summary] } }
    expect(await call('ListEntitiesForPolicy', { PolicyArn })).toEqual(somebody)
    expect(await call('ListEntitiesForPolicy', { PolicyArn, EntityFilter: type })).toEqual(somebody)
    for (const other of ['User', 'Group', 'Role', 'LocalManagedPolicy'].filter(name => name !== type)) {
      expect(await call('ListEntitiesForPolicy', { PolicyArn, EntityFilter: other })).toEqual({ ok: nobody })
    }
  })
})

const [user, group, role] = types

describe('the entities of a policy', () => {
  it('are gone through page by page, those with it as boundary last, and named once', async () => {
    const PolicyArn = await newPolicy()
    const bounded = { PermissionsBoundary: PolicyArn }
    const attached = [await newEntity(group), await newEntity(role), await newEntity(user, bounded)]
    for (const [place, type] of ['Group', 'Role', 'User'].entries()) {
      answered(await call(`Attach${type}Policy`, { ...attached[place]?.named, PolicyArn }))
    }
    const boundaries = [await newEntity(role, bounded), await newEntity(user, bounded)]
    const list = async (input: object) => {
      const found: string[][] = []
      let Marker: string | undefined
      do {
        const page = answered(
          await call('ListEntitiesForPolicy', { PolicyArn, ...input, ...(Marker && { Marker }) }),
        )
        found.push(
          [page.PolicyGroups, page.PolicyRoles, page.PolicyUsers]
            .flat()
            .map(entity => entity.GroupId ?? entity.RoleId ?? entity.UserId),
        )
        Marker = page.Marker
      } while (Marker !== undefined)
      return found
    }
    const ids = [...attached, ...boundaries].map(entity => entity.id)
    expect(await list({ MaxItems: 1 })).toEqual(ids.map(id => [id]))
    expect((await list({})).flat().sort()).toEqual([...ids].sort())
    expect((await list({ PolicyUsageFilter: 'PermissionsPolicy' })).flat().sort()).toEqual(
      attached.map(entity => entity.id).sort(),
    )
    expect((await list({ PolicyUsageFilter: 'PermissionsBoundary', MaxItems: 1 })).flat().sort()).toEqual(
      [ids[2], ids[3], ids[4]].sort(),
    )
  })

  eachDoorway('are narrowed to a path', async call => {
    const PolicyArn = await newPolicy()
    const PathPrefix = `/${fresh('here')}/`
    const [here, there] = [await newEntity(user, { Path: PathPrefix }), await newEntity(user)]
    for (const { named } of [here, there]) answered(await call('AttachUserPolicy', { ...named, PolicyArn }))
    expect(await call('ListEntitiesForPolicy', { PolicyArn, PathPrefix })).toMatchObject({
      ok: { PolicyUsers: [here.summary] },
    })
  })

  eachDoorway('are those of a policy that is there', async call => {
    const PolicyArn = own('missing')
    expect(await call('ListEntitiesForPolicy', { PolicyArn })).toEqual(
      refused('NoSuchEntity', `Policy ${PolicyArn} does not exist or is not attachable.`),
    )
  })
})

describe('attaching', () => {
  it('gives the permissions of the policy, and detaching takes them', async () => {
    const user = await makeUser(server, server.trusted)
    const attachment = { UserName: user.name, PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' }
    const list = () => call('ListUsers', {}, user.keys)
    expect(await list()).toMatchObject({ refused: { code: 'AccessDenied' } })
    answered(await call('AttachUserPolicy', attachment))
    expect(await list()).toHaveProperty('ok')
    answered(await call('DetachUserPolicy', attachment))
    expect(await list()).toMatchObject({ refused: { code: 'AccessDenied' } })
  })

  eachDoorway(
    'is refused for what is no policy, and for a policy that is not for roles of the account',
    async call => {
      const { named } = await newEntity(role)
      const attach = (PolicyArn: string) => call('AttachRolePolicy', { ...named, PolicyArn })
      expect(await attach('longpolicynamebutnoarn')).toEqual(
        refused('ValidationError', 'Invalid ARN:  Could not be parsed!'),
      )
      expect(await attach(own('missing'))).toEqual(
        refused('NoSuchEntity', `Policy ${own('missing')} does not exist or is not attachable.`),
      )
      expect(await attach('arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy')).toEqual(
        refused('PolicyNotAttachable', 'Cannot attach a Service Role Policy to a Customer Role.'),
      )
    },
  )

  it('while the policy is deleted leaves no attachment without policy', async () => {
    const user = await makeUser(server, server.trusted)
    for (let round = 0; round < 5; round += 1) {
      const PolicyArn = await newPolicy()
      const [attached, deleted] = await Promise.all([
        call('AttachUserPolicy', { UserName: user.name, PolicyArn }),
        call('DeletePolicy', { PolicyArn }),
      ])
      expect(['ok' in attached, 'ok' in deleted].filter(Boolean)).toHaveLength(1)
    }
  })
})
