import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, type IamCall, iamCallsTo, refused } from './support/iam-calls.ts'
import { allow, assume, fresh, makeRole, makeUser, policy, rootOf, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** As the admin of the trusting account, where the roles of these tests are. */
const asTrusting =
  (call: IamCall): IamCall =>
  (operation, input, keys = server.trusting.admin) =>
    call(operation, input, keys)
const call = asTrusting(iamCallsTo(() => server))
const eachDoorway = casesThroughEachDoorway('iam-trust-policies', () => server)

const creatingThrough =
  (call: IamCall) =>
  (AssumeRolePolicyDocument: string, RoleName = fresh('Role')) =>
    call('CreateRole', { RoleName, AssumeRolePolicyDocument })
const create = creatingThrough(call)

const mayAssume = allow('sts:AssumeRole', '*')
const trusting = (principal: string | string[]) => policy(trust({ AWS: principal }))
const invalid = (principal: string) =>
  refused('MalformedPolicyDocument', `Invalid principal in policy: "AWS":"${principal}"`)

async function shownTrust(RoleName: string): Promise<string> {
  const { Role } = answered(await call('GetRole', { RoleName }))
  return decodeURIComponent(Role.AssumeRolePolicyDocument)
}

describe('a trust policy', () => {
  it('is shown as it was sent, white space, single strings and percent signs included', async () => {
    const text = `{ "Version": "2012-10-17",\n  "Statement": {"Effect":"Allow","Principal":{"AWS":"${server.trusted.id}"},
      "Action":"sts:AssumeRole","Condition":{"StringLike":{"aws:PrincipalArn":"arn%3Aaws%3Aiam::*:user/(a)'!*"}}} }`
    const RoleName = fresh('Role')
    const { Role } = answered(await create(text, RoleName))
    expect(Role.AssumeRolePolicyDocument).toMatch(/^[\w.~%-]+$/)
    expect(decodeURIComponent(Role.AssumeRolePolicyDocument)).toBe(text)
    expect(await shownTrust(RoleName)).toBe(text)
    const { Roles } = answered(await call('ListRoles'))
    const listed = Roles.find((role: { RoleName: string }) => role.RoleName === RoleName)
    expect(decodeURIComponent(listed.AssumeRolePolicyDocument)).toBe(text)
  })

  it.each([
    ['{"Version":"2012-10-17",}', 'This policy contains invalid Json'],
    [
      policy({ ...trust({ AWS: '*' }), Action: 's3:GetObject' }),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    [policy({ ...trust({ AWS: '*' }), Resource: '*' }), 'Has prohibited field Resource'],
    [policy(trust('*' as never)), 'AssumeRolepolicy contained an invalid principal: "STAR":"*".'],
    [
      policy(trust({ Federated: 'cognito-identity.amazonaws.com' })),
      'A condition block must be present for the Cognito provider',
    ],
  ])('is refused when it is none: %s', async (text, message) => {
    const malformed = refused('MalformedPolicyDocument', message)
    expect(await create(text)).toEqual(malformed)
    const RoleName = fresh('Role')
    answered(await create(trusting('*'), RoleName))
    expect(await call('UpdateAssumeRolePolicy', { RoleName, PolicyDocument: text })).toEqual(malformed)
    expect(await shownTrust(RoleName)).toBe(trusting('*'))
  })

  it('trusts Cognito under a condition', async () => {
    const ofPool = { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'us-east-1:pool' } }
    const text = policy(trust({ Federated: 'cognito-identity.amazonaws.com' }, ofPool))
    expect(await create(text)).toHaveProperty('ok')
  })

  it('has at most 2048 characters, white space not counted', async () => {
    const sized = (size: number, filler = '') => {
      const text = (sid: string) => policy({ Sid: sid, ...trust({ AWS: '*' }) })
      return text('S'.repeat(size - text('').length)) + filler
    }
    expect(await create(sized(2048, ' '.repeat(500)))).toHaveProperty('ok')
    expect(await create(sized(2049))).toEqual(
      refused('LimitExceeded', 'Cannot exceed quota for ACLSizePerRole: 2048'),
    )
  })

  it('names users and roles that are there, by their whole path and in their letters', async () => {
    const user = await makeUser(server, server.trusted)
    const role = await makeRole(server, server.trusted, {
      trust: [trust(rootOf(server.trusted))],
      path: '/deep/',
    })
    expect(await create(trusting([user.arn, role.arn]))).toHaveProperty('ok')
    for (const wrong of [
      `${user.arn}x`,
      user.arn.replace(':user/user', ':user/USER'),
      user.arn.replace(':user/', ':user/path/'),
      user.arn.replace(':user/', ':role/'),
      role.arn.replace('/deep/', '/'),
      user.arn.replace(server.trusted.id, server.trusting.id),
      user.arn.replace('arn:aws:', 'arn:aws-cn:'),
    ]) {
      expect(await create(trusting([user.arn, wrong])), wrong).toEqual(invalid(wrong))
    }
  })

  it('names accounts that are there, and sessions in them', async () => {
    const { id } = server.trusted
    const session = `arn:aws:sts::${id}:assumed-role/Any/session`
    expect(await create(trusting([id, `arn:aws:iam::${id}:root`, session]))).toHaveProperty('ok')
    for (const wrong of [
      '999999999999',
      'arn:aws:iam::999999999999:root',
      session.replace(id, '999999999999'),
      `arn:aws-cn:iam::${id}:root`,
      `arn:aws:iam::${id}:group/people`,
      'somebody',
    ]) {
      expect(await create(trusting(wrong)), wrong).toEqual(invalid(wrong))
    }
  })

  it('names unique ids of users and roles that are there', async () => {
    const user = await makeUser(server, server.trusted)
    expect(await create(trusting(user.id))).toHaveProperty('ok')
    const gone = 'AIDAAAAAAAAAAAAAAAAAA'
    expect(await create(trusting(gone))).toEqual(invalid(gone))
    const ofUser = user.id.replace('AIDA', 'AROA')
    expect(await create(trusting(ofUser))).toEqual(invalid(ofUser))
    const foreign = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
    expect(await create(trusting([user.id, foreign.id]))).toHaveProperty('ok')
    answered(await call('DeleteRole', { RoleName: foreign.name }))
    expect(await create(trusting([user.id, foreign.id]))).toEqual(invalid(foreign.id))
  })

  eachDoorway('cannot name the role it is made with, but may be changed to', async through => {
    const call = asTrusting(through)
    const create = creatingThrough(call)
    const RoleName = fresh('Selfish')
    const arn = `arn:aws:iam::${server.trusting.id}:role/${RoleName}`
    expect(await create(trusting(arn), RoleName)).toEqual(invalid(arn))
    answered(await create(trusting('*'), RoleName))
    const update = { RoleName, PolicyDocument: trusting(arn) }
    expect(await call('UpdateAssumeRolePolicy', update)).toEqual({ ok: {} })
    expect(await shownTrust(RoleName)).toBe(trusting(arn))
  })
})

describe('a user that a trust policy names', () => {
  it('is shown by its new ARN once it is renamed, and stays trusted', async () => {
    const user = await makeUser(server, server.trusted, mayAssume)
    const role = await makeRole(server, server.trusting, { trust: [trust({ AWS: user.arn })] })
    await assume(server, user.keys, role)
    const NewUserName = fresh('Renamed')
    answered(
      await call('UpdateUser', { UserName: user.name, NewUserName, NewPath: '/new/' }, server.trusted.admin),
    )
    expect(await shownTrust(role.name)).toBe(
      trusting(`arn:aws:iam::${server.trusted.id}:user/new/${NewUserName}`),
    )
    await assume(server, user.keys, role)
  })

  it('is shown by its id once it is deleted, and a namesake is not trusted', async () => {
    const admin = server.trusted.admin
    const user = await makeUser(server, server.trusted, mayAssume)
    const role = await makeRole(server, server.trusting, { trust: [trust({ AWS: user.arn })] })
    await assume(server, user.keys, role)
    const AccessKeyId = user.keys.accessKeyId
    const own = { UserName: user.name, PolicyName: 'test' }
    answered(await call('DeleteUserPolicy', own, admin))
    answered(await call('DeleteAccessKey', { UserName: user.name, AccessKeyId }, admin))
    answered(await call('DeleteUser', { UserName: user.name }, admin))
    answered(await call('CreateUser', { UserName: user.name }, admin))
    answered(await call('PutUserPolicy', { ...own, PolicyDocument: policy(mayAssume) }, admin))
    const { AccessKey } = answered(await call('CreateAccessKey', { UserName: user.name }, admin))
    const namesake = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey }

    expect(await shownTrust(role.name)).toBe(trusting(user.id))
    await expect(assume(server, namesake, role)).rejects.toMatchObject({ name: 'AccessDenied' })

    const PolicyDocument = await shownTrust(role.name)
    const update = { RoleName: role.name, PolicyDocument }
    expect(await call('UpdateAssumeRolePolicy', update)).toEqual(invalid(user.id))
    answered(await call('UpdateAssumeRolePolicy', { ...update, PolicyDocument: trusting(user.arn) }))
    await assume(server, namesake, role)
  })

  it('is one of several, each shown for itself, in every answer', async () => {
    const [kept, gone] = [
      await makeRole(server, server.trusted, { trust: [trust(rootOf(server.trusted))] }),
      await makeRole(server, server.trusted, { trust: [trust(rootOf(server.trusted))] }),
    ]
    const text = trusting([gone.arn, kept.arn, gone.arn])
    const RoleName = fresh('Role')
    answered(await create(text, RoleName))
    answered(await call('DeleteRole', { RoleName: gone.name }, server.trusted.admin))
    const now = trusting([gone.id, kept.arn, gone.id])
    expect(await shownTrust(RoleName)).toBe(now)
    const { Role } = answered(await call('UpdateRoleDescription', { RoleName, Description: 'x' }))
    expect(decodeURIComponent(Role.AssumeRolePolicyDocument)).toBe(now)
    const { RoleDetailList } = answered(
      await call('GetAccountAuthorizationDetails', { Filter: ['Role'], MaxItems: 1000 }),
    )
    const detail = RoleDetailList.find((found: { RoleName: string }) => found.RoleName === RoleName)
    expect(decodeURIComponent(detail.AssumeRolePolicyDocument)).toBe(now)
  })
})

describe('changing a trust policy', () => {
  eachDoorway('needs the permission on that role', async call => {
    const [own, foreign] = [fresh('Role'), fresh('Role')]
    for (const name of [own, foreign]) answered(await create(trusting('*'), name))
    const arn = `arn:aws:iam::${server.trusting.id}:role/${own}`
    const user = await makeUser(server, server.trusting, allow('iam:UpdateAssumeRolePolicy', arn))
    const update = (RoleName: string) =>
      call('UpdateAssumeRolePolicy', { RoleName, PolicyDocument: trusting('*') }, user.keys)
    expect(await update(own)).toEqual({ ok: {} })
    expect(await update(foreign)).toEqual(
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:UpdateAssumeRolePolicy on resource: role ${foreign} because no identity-based policy allows the iam:UpdateAssumeRolePolicy action`,
      ),
    )
  })

  it('counts for the next who would take the role', async () => {
    const user = await makeUser(server, server.trusted, mayAssume)
    const role = await makeRole(server, server.trusting, { trust: [trust({ AWS: user.arn })] })
    await assume(server, user.keys, role)
    const PolicyDocument = policy(trust(rootOf(server.trusting)))
    answered(await call('UpdateAssumeRolePolicy', { RoleName: role.name, PolicyDocument }))
    await expect(assume(server, user.keys, role)).rejects.toMatchObject({ name: 'AccessDenied' })
  })
})
