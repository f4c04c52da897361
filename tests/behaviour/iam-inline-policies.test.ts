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
const eachDoorway = casesThroughEachDoorway('iam-inline-policies', () => server)
const done = { ok: {} }
const AssumeRolePolicyDocument = policy(trust({ AWS: '*' }))

/** The three types of entity, which answer alike. */
const types = [
  { type: 'User', limit: 2048, extra: {} },
  { type: 'Group', limit: 5120, extra: {} },
  { type: 'Role', limit: 10240, extra: { AssumeRolePolicyDocument } },
] as const

function sized(size: number): string {
  const text = (resource: string) => policy(allow('s3:*', `arn:aws:s3:::${resource}`))
  return text('b'.repeat(size - text('').length))
}

describe.each(types)('inline policies of a $type', ({ type, limit, extra }) => {
  const kind = type.toLowerCase()
  const through = (call: IamCall) => ({
    put: (input: object) => call(`Put${type}Policy`, input),
    get: (input: object) => call(`Get${type}Policy`, input),
    remove: (input: object) => call(`Delete${type}Policy`, input),
  })
  const { put, get, remove } = through(call)
  const list = `List${type}Policies`

  async function newEntity() {
    const named = { [`${type}Name`]: fresh(type) }
    answered(await call(`Create${type}`, { ...named, ...extra }))
    return named
  }

  it('are put, shown as they were sent, replaced, listed and deleted', async () => {
    const named = await newEntity()
    // A service that does not exist, and no version: of inline policies IAM takes both.
    const PolicyDocument = `{ "Statement": {"Effect": "Allow",\n "Action": "apigatway:PUT", "Resource": "arn:aws:s3:::a%3A(b)!*'"} }`
    expect(await put({ ...named, PolicyName: 'First', PolicyDocument })).toEqual(done)
    const shown = answered(await get({ ...named, PolicyName: 'First' }))
    expect(shown).toEqual({ ...named, PolicyName: 'First', PolicyDocument: expect.any(String) })
    expect(shown.PolicyDocument).toMatch(/^[\w.~%-]+$/)
    expect(decodeURIComponent(shown.PolicyDocument)).toBe(PolicyDocument)

    const other = policy(allow('s3:GetObject', '*'))
    answered(await put({ ...named, PolicyName: 'First', PolicyDocument: other }))
    const replaced = answered(await get({ ...named, PolicyName: 'First' }))
    expect(decodeURIComponent(replaced.PolicyDocument)).toBe(other)
    answered(await put({ ...named, PolicyName: 'Second', PolicyDocument: other }))
    expect(await pages(call, list, { ...named, MaxItems: 1 }, 'PolicyNames')).toEqual([['First'], ['Second']])
    expect(await remove({ ...named, PolicyName: 'First' })).toEqual(done)
    expect(await call(list, named)).toEqual({ ok: { PolicyNames: ['Second'], IsTruncated: false } })
  })

  eachDoorway('are not found under a name that none has', async call => {
    const { get, remove } = through(call)
    const missing = refused('NoSuchEntity', `The ${kind} policy with name none cannot be found.`)
    const named = { ...(await newEntity()), PolicyName: 'none' }
    expect(await get(named)).toEqual(missing)
    expect(await remove(named)).toEqual(missing)
  })

  eachDoorway('belong to somebody who is there', async call => {
    const { put, get, remove } = through(call)
    const missing = refused('NoSuchEntity', `The ${kind} with name nobody cannot be found.`)
    const named = { [`${type}Name`]: 'nobody', PolicyName: 'own' }
    expect(await put({ ...named, PolicyDocument: policy(allow('s3:*', '*')) })).toEqual(missing)
    expect(await get(named)).toEqual(missing)
    expect(await remove(named)).toEqual(missing)
    expect(await call(list, { [`${type}Name`]: 'nobody' })).toEqual(missing)
  })

  it.each([
    ['{"Version":"2012-10-17",}', 'Syntax errors in policy.'],
    [policy({ Effect: 'Allow', Action: 's3:*' }), 'Policy statement must contain resources.'],
    [AssumeRolePolicyDocument, 'Policy document should not specify a principal.'],
  ])('are policies: %s is none', async (PolicyDocument, message) => {
    const input = { ...(await newEntity()), PolicyName: 'own', PolicyDocument }
    expect(await put(input)).toEqual(refused('MalformedPolicyDocument', message))
  })

  it(`have at most ${limit} characters together, white space not counted`, async () => {
    const named = await newEntity()
    const name = Object.values(named)[0]
    const half = limit / 2
    const exceeded = refused(
      'LimitExceeded',
      `Maximum policy size of ${limit} bytes exceeded for ${kind} ${name}`,
    )
    expect(await put({ ...named, PolicyName: 'whole', PolicyDocument: sized(limit + 1) })).toEqual(exceeded)
    expect(await put({ ...named, PolicyName: 'one', PolicyDocument: sized(half) })).toEqual(done)
    const spaced = `${sized(half)}\n   \n`
    expect(await put({ ...named, PolicyName: 'other', PolicyDocument: spaced })).toEqual(done)
    expect(await put({ ...named, PolicyName: 'third', PolicyDocument: sized(100) })).toEqual(exceeded)
    expect(await put({ ...named, PolicyName: 'one', PolicyDocument: sized(half + 1) })).toEqual(exceeded)
    expect(await put({ ...named, PolicyName: 'one', PolicyDocument: sized(half) })).toEqual(done)
  })

  it('are put by who may, on whom they may', async () => {
    const [named, other] = [await newEntity(), await newEntity()]
    const resource = `arn:aws:iam::${server.trusted.id}:${kind}/${Object.values(named)[0]}`
    const user = await makeUser(server, server.trusted, allow(`iam:Put${type}Policy`, resource))
    const input = { PolicyName: 'own', PolicyDocument: policy(allow('s3:*', '*')) }
    expect(await call(`Put${type}Policy`, { ...named, ...input }, user.keys)).toEqual(done)
    expect(await call(`Put${type}Policy`, { ...other, ...input }, user.keys)).toEqual(
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:Put${type}Policy on resource: ${kind} ${Object.values(other)[0]} because no identity-based policy allows the iam:Put${type}Policy action`,
      ),
    )
  })
})

describe('the limit of inline policies', () => {
  it('holds for those who put at once', async () => {
    const UserName = fresh('User')
    answered(await call('CreateUser', { UserName }))
    const PolicyDocument = sized(1024)
    const outcomes = await Promise.all(
      ['a', 'b', 'c', 'd'].map(PolicyName => call('PutUserPolicy', { UserName, PolicyName, PolicyDocument })),
    )
    expect(outcomes.filter(outcome => 'ok' in outcome)).toHaveLength(2)
    expect(answered(await call('ListUserPolicies', { UserName })).PolicyNames).toHaveLength(2)
  })
})
