import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, iamCallsTo, refused } from './support/iam-calls.ts'
import { allow, fresh, makeRole, makeUser, policy, rootOf, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** Which condition keys policies ask for. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-context-keys', () => server)

const keys = (...ContextKeyNames: string[]) => ({ ok: { ContextKeyNames } })
const where = (key: string) => allow('s3:GetObject', '*', { StringEquals: { [key]: 'x' } })
// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
const ownFolder = 'arn:aws:s3:::home/${aws:username}/*'

describe('GetContextKeysForCustomPolicy', () => {
  eachDoorway('finds the keys of conditions and of variables', async call => {
    const PolicyInputList = [
      policy(where('aws:SourceIp'), allow('s3:*', ownFolder)),
      policy(where('sts:ExternalId')),
    ]
    expect(await call('GetContextKeysForCustomPolicy', { PolicyInputList })).toEqual(
      keys('aws:SourceIp', 'aws:username', 'sts:ExternalId'),
    )
  })

  it('names a key once, however often and in whatever case it is written', async () => {
    const PolicyInputList = [
      policy(where('aws:sourceip'), where('aws:SourceIP')),
      policy(where('AWS:SourceIp')),
    ]
    expect(await call('GetContextKeysForCustomPolicy', { PolicyInputList })).toEqual(keys('aws:sourceip'))
  })

  it('finds variables in values, with defaults, and no escapes', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    const value = "${aws:PrincipalTag/team, 'none'}-${*}"
    const PolicyInputList = [policy(allow('s3:*', '*', { StringLike: { 's3:prefix': value } }))]
    expect(await call('GetContextKeysForCustomPolicy', { PolicyInputList })).toEqual(
      keys('s3:prefix', 'aws:PrincipalTag/team'),
    )
  })

  it('finds no variables in a policy of before there were any', async () => {
    const Statement = [allow('s3:*', ownFolder)]
    const PolicyInputList = [JSON.stringify({ Version: '2008-10-17', Statement })]
    expect(await call('GetContextKeysForCustomPolicy', { PolicyInputList })).toEqual(keys())
  })

  it('takes resource policies and trust policies too', async () => {
    const resourcePolicy = policy({ ...where('aws:SourceVpc'), Principal: '*' })
    const trustPolicy = policy(trust({ AWS: '*' }, { StringEquals: { 'sts:ExternalId': 'x' } }))
    const PolicyInputList = [resourcePolicy, trustPolicy]
    expect(await call('GetContextKeysForCustomPolicy', { PolicyInputList })).toEqual(
      keys('aws:SourceVpc', 'sts:ExternalId'),
    )
  })

  it('refuses what is no policy', async () => {
    expect(await call('GetContextKeysForCustomPolicy', { PolicyInputList: ['{"Version"'] })).toHaveProperty(
      'refused.code',
      'InvalidInput',
    )
  })
})

describe('GetContextKeysForPrincipalPolicy', () => {
  eachDoorway(
    'looks through the policies of a user and of its groups, and those that are given',
    async call => {
      const user = await makeUser(server, server.trusted, where('aws:SourceIp'))
      const GroupName = fresh('group')
      answered(await call('CreateGroup', { GroupName }))
      answered(
        await call('PutGroupPolicy', {
          GroupName,
          PolicyName: 'test',
          PolicyDocument: policy(where('aws:UserAgent')),
        }),
      )
      const asked = { PolicySourceArn: user.arn, PolicyInputList: [policy(where('sts:ExternalId'))] }
      expect(await call('GetContextKeysForPrincipalPolicy', asked)).toEqual(
        keys('aws:SourceIp', 'sts:ExternalId'),
      )
      answered(await call('AddUserToGroup', { GroupName, UserName: user.name }))
      expect(await call('GetContextKeysForPrincipalPolicy', asked)).toEqual(
        keys('aws:SourceIp', 'aws:UserAgent', 'sts:ExternalId'),
      )
      const group = answered(await call('GetGroup', { GroupName })).Group
      expect(await call('GetContextKeysForPrincipalPolicy', { PolicySourceArn: group.Arn })).toEqual(
        keys('aws:UserAgent'),
      )
    },
  )

  it('looks through the attached policies of a role, and not through its trust policy', async () => {
    const created = answered(
      await call('CreatePolicy', {
        PolicyName: fresh('policy'),
        PolicyDocument: policy(where('aws:SourceVpc')),
      }),
    )
    const role = await makeRole(server, server.trusted, {
      trust: [trust(rootOf(server.trusted), { StringEquals: { 'sts:ExternalId': 'x' } })],
      managed: [created.Policy.Arn],
    })
    expect(await call('GetContextKeysForPrincipalPolicy', { PolicySourceArn: role.arn })).toEqual(
      keys('aws:SourceVpc'),
    )
  })

  it('knows users, groups and roles that are there, and nothing else', async () => {
    const session = `arn:aws:sts::${server.trusted.id}:assumed-role/Some/session`
    expect(await call('GetContextKeysForPrincipalPolicy', { PolicySourceArn: session })).toEqual(
      refused('InvalidInput', `Invalid Entity Arn: ${session} does not clearly define entity type and name.`),
    )
    const nobody = `arn:aws:iam::${server.trusted.id}:user/nobody`
    expect(await call('GetContextKeysForPrincipalPolicy', { PolicySourceArn: nobody })).toEqual(
      refused('NoSuchEntity', 'The user with name nobody cannot be found.'),
    )
    const user = await makeUser(server, server.trusted)
    const elsewhere = user.arn.replace('user/', 'user/elsewhere/')
    expect(await call('GetContextKeysForPrincipalPolicy', { PolicySourceArn: elsewhere })).toHaveProperty(
      'refused.code',
      'NoSuchEntity',
    )
  })

  it('needs its permission on the very entity, and has none in other accounts', async () => {
    const other = await makeUser(server, server.trusted, where('aws:SourceIp'))
    const user = await makeUser(
      server,
      server.trusted,
      allow('iam:GetContextKeysForPrincipalPolicy', other.arn),
    )
    const ask = (PolicySourceArn: string, by = user.keys) =>
      call('GetContextKeysForPrincipalPolicy', { PolicySourceArn }, by)
    expect(await ask(other.arn)).toEqual(keys('aws:SourceIp'))
    expect(await ask(user.arn)).toHaveProperty('refused.code', 'AccessDenied')
    expect(await ask(other.arn, server.trusting.admin)).toHaveProperty('refused.code', 'AccessDenied')
  })
})
