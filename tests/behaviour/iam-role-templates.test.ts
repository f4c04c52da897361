import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, iamCallsTo, refused } from './support/iam-calls.ts'
import { allow, fresh, makeUser, policy } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** Roles made from AWS's templates, as recorded from AWS: answers, refusals and what is asked of policies. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-role-templates', () => server)

const templateArn = (name: string, version = 1) => `arn:aws:iam::aws:role-template/${name}:${version}`
const power = templateArn('iam.amazonaws.com/PowerUserRoleTemplate')
const rotation = templateArn('secretsmanager.amazonaws.com/AWSSecretsManagerRotationRoleTemplate')
const lambda = 'lambda.amazonaws.com'

type Values = Readonly<Record<string, readonly string[]>>
const valuesOf = (values: Values) =>
  Object.fromEntries(Object.entries(values).map(([name, Values]) => [name, { Values }]))
const acquire = (TemplateArn: string, values: Values, keys?: Parameters<typeof call>[2]) =>
  call('AcquireRole', { TemplateArn, ReplacementValues: valuesOf(values) }, keys)
const powerNamed = (RoleName: string, keys?: Parameters<typeof call>[2]) =>
  acquire(power, { RoleName: [RoleName], AWSServiceName: [lambda] }, keys)
const document = (shown: string) => JSON.parse(decodeURIComponent(shown))
const arnOf = (name: string) => `arn:aws:iam::${server.trusted.id}:role/${name}`

const conflict = (message: string) => refused('NameConflict', message)
const otherParameters = conflict(
  'A role with this name exists but was created with different parameters. Pass a unique roleName to create a new role.',
)
const otherOrigin = conflict(
  'A role with this name already exists in the account but was not created from this template. Choose a different role name, or remove the existing role if it is no longer needed.',
)
const modified = (name: string) =>
  refused('RoleModified', `Role ${name} has been modified since it was created and is no longer managed.`)
const notThere = (arn: string) => refused('NoSuchEntity', `Role template not found in repository: ${arn}`)

describe('AcquireRole', () => {
  eachDoorway('makes a role from a template, once', async call => {
    const { RoleTemplateVersion: template } = answered(
      await call('GetRoleTemplateVersion', { TemplateArn: power }),
    )
    expect(template).toMatchObject({
      TemplateName: 'PowerUserRoleTemplate',
      ManagedByValue: 'iam.amazonaws.com',
      DefaultMinorVersion: 0,
      RoleNamePattern: '@{RoleName}',
      CreateTimestamp: expect.any(Date),
    })
    expect(document(template.AssumeRolePolicyDocumentTemplate).Statement[0].Principal).toEqual({
      Service: '@{AWSServiceName}',
    })
    const RoleName = fresh('Power')
    const input = {
      TemplateArn: power,
      ReplacementValues: valuesOf({ RoleName: [RoleName], AWSServiceName: [lambda] }),
    }
    const { Role } = answered(await call('AcquireRole', input))
    expect(Role).toEqual({
      Path: '/',
      RoleName,
      RoleId: expect.stringMatching(/^AROA/),
      Arn: arnOf(RoleName),
      CreateDate: expect.any(Date),
      AssumeRolePolicyDocument: expect.any(String),
    })
    expect(document(Role.AssumeRolePolicyDocument).Statement).toEqual([
      { Effect: 'Allow', Principal: { Service: lambda }, Action: 'sts:AssumeRole' },
    ])
    expect(await call('AcquireRole', input)).toEqual({ ok: { Role } })
    expect(await call('GetRole', { RoleName })).toMatchObject({
      ok: {
        Role: {
          Description: `Power user role for ${lambda}`,
          MaxSessionDuration: 3600,
          SourceRoleTemplate: { TemplateArn: power, TemplateMinorVersion: 0 },
        },
      },
    })
    expect(await call('ListAttachedRolePolicies', { RoleName })).toMatchObject({
      ok: { AttachedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' }] },
    })
  })

  it('takes defaults where a template has them, and its path', async () => {
    const backup = templateArn('backup.amazonaws.com/AWSBackupDefaultServiceRoleTemplate')
    expect(await acquire(backup, { accountId: [server.trusted.id] })).toMatchObject({
      ok: { Role: { Path: '/service-role/', RoleName: 'AWSBackupDefaultServiceRole' } },
    })
  })

  it('leaves out statements that are not enabled, and needs no values for them', async () => {
    const common = { accountId: [server.trusted.id], region: ['us-east-1'], resourceType: ['probe'] }
    const statementsOf = async (RoleName: string) => {
      const PolicyName = 'SecretRotationPermissionPolicy'
      const { PolicyDocument } = answered(await call('GetRolePolicy', { RoleName, PolicyName }))
      return document(PolicyDocument).Statement
    }
    const without = fresh('Rotation')
    answered(await acquire(rotation, { ...common, RoleName: [without] }))
    expect(await statementsOf(without)).toHaveLength(2)
    const whole = fresh('Rotation')
    const kmsKeyArn = ['1', '2'].map(key => `arn:aws:kms:us-east-1:${server.trusted.id}:key/${key}`)
    const enabled = {
      CMK_ENABLED: ['True'],
      ADMIN_RESOURCE_ENABLED: ['True'],
      adminType: ['admin'],
      kmsKeyArn,
    }
    answered(await acquire(rotation, { ...common, ...enabled, RoleName: [whole] }))
    const statements = await statementsOf(whole)
    expect(statements).toHaveLength(4)
    expect(statements[3]).toEqual({
      Sid: 'KMSAccessForCustomerSecret',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
      Resource: kmsKeyArn,
      Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' } },
    })
    const missing = await acquire(rotation, {
      ...common,
      CMK_ENABLED: ['True'],
      RoleName: [fresh('Rotation')],
    })
    expect(missing).toEqual(
      refused('InvalidInput', "Failed to render template: Parameter 'kmsKeyArn' not found."),
    )
  })

  it.each<[string, Values, ReturnType<typeof refused>]>([
    [
      'a value that is missing',
      {},
      refused('InvalidInput', "Failed to render template: Parameter 'AWSServiceName' not found."),
    ],
    [
      'two values where one is wanted',
      { AWSServiceName: [lambda, 'ec2.amazonaws.com'] },
      refused('ValidationError', 'AWSServiceName replacement value must contain exactly one value, got 2'),
    ],
    [
      'a parameter that the template does not know',
      { AWSServiceName: [lambda], Unused: ['ignored'] },
      refused('InvalidInput', 'Failed to render template: Unrecognized parameter: Unused'),
    ],
    [
      'a service that is none',
      { AWSServiceName: ['not-a-service'] },
      refused('MalformedPolicyDocument', 'Invalid principal in policy: "SERVICE":"not-a-service"'),
    ],
  ])('refuses %s, and makes nothing', async (_, values, refusal) => {
    const RoleName = fresh('None')
    expect(await acquire(power, { RoleName: [RoleName], ...values })).toEqual(refusal)
    expect(await call('GetRole', { RoleName })).toHaveProperty('refused.code', 'NoSuchEntity')
  })

  it('lets no value write the policy', async () => {
    const hostile = 'x.amazonaws.com"},"Action":"sts:AssumeRole"},{"Effect":"Allow","Principal":{"AWS":"*'
    const RoleName = fresh('None')
    const outcome = await acquire(power, { RoleName: [RoleName], AWSServiceName: [hostile] })
    expect(outcome).toHaveProperty('refused')
    expect(await call('GetRole', { RoleName })).toHaveProperty('refused.code', 'NoSuchEntity')
  })

  it('refuses a name that is none, templates and versions that are not there', async () => {
    expect(await powerNamed('not a name')).toHaveProperty('refused.code', 'ValidationError')
    const later = templateArn('iam.amazonaws.com/PowerUserRoleTemplate', 99)
    expect(await acquire(later, {})).toEqual(notThere(later))
    expect(await call('GetRoleTemplateVersion', { TemplateArn: later })).toEqual(notThere(later))
    for (const minor of [-1, 999]) {
      expect(await call('AcquireRole', { TemplateArn: power, TemplateMinorVersion: minor })).toEqual(
        notThere(power),
      )
      expect(await call('GetRoleTemplateVersion', { TemplateArn: power, MinorVersion: minor })).toEqual(
        notThere(power),
      )
    }
  })

  it('is asked with an ARN, and with thirty parameters at most', async () => {
    const short =
      "Value at 'templateArn' failed to satisfy constraint: Member must have length greater than or equal to 20"
    const many =
      "Value at 'replacementValues' failed to satisfy constraint: Member must have length less than or equal to 30"
    const values = Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`p${i}`, ['x']]))
    expect(await acquire('too-short', values)).toEqual(
      refused('ValidationError', `2 validation errors detected: ${many}; ${short}`),
    )
    const long = { TemplateArn: `arn:aws:iam::aws:${'x'.repeat(2048)}` }
    for (const operation of ['AcquireRole', 'GetRoleTemplateVersion']) {
      expect(await call(operation, long)).toMatchObject({
        refused: { code: 'ValidationError', message: expect.stringContaining('less than or equal to 2048') },
      })
    }
  })

  it('finds only a role that is as it was made', async () => {
    const RoleName = fresh('Power')
    const { Role } = answered(await powerNamed(RoleName))
    const again = () => powerNamed(RoleName)
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'
    const Tags = [{ Key: 'Owner', Value: 'probe' }]
    answered(await call('UpdateRole', { RoleName, MaxSessionDuration: 7200, Description: 'our own' }))
    expect(await again()).toEqual({ ok: { Role } })
    const changes: [string, object, string, object][] = [
      ['TagRole', { Tags }, 'UntagRole', { TagKeys: ['Owner'] }],
      ['AttachRolePolicy', { PolicyArn }, 'DetachRolePolicy', { PolicyArn }],
      [
        'PutRolePolicy',
        { PolicyName: 'more', PolicyDocument: policy(allow('s3:*', '*')) },
        'DeleteRolePolicy',
        { PolicyName: 'more' },
      ],
      ['PutRolePermissionsBoundary', { PermissionsBoundary: PolicyArn }, 'DeleteRolePermissionsBoundary', {}],
    ]
    for (const [change, changed, restore, restored] of changes) {
      answered(await call(change, { RoleName, ...changed }))
      expect(await again(), change).toEqual(modified(RoleName))
      answered(await call(restore, { RoleName, ...restored }))
      expect(await again(), restore).toEqual({ ok: { Role } })
    }
    const sameTrust = {
      Statement: { Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [lambda] } },
      Version: '2012-10-17',
    }
    const PolicyDocument = JSON.stringify(sameTrust, null, 4)
    answered(await call('UpdateAssumeRolePolicy', { RoleName, PolicyDocument }))
    expect(await again()).toHaveProperty('ok')
    const otherTrust = PolicyDocument.replace(lambda, 'ec2.amazonaws.com')
    answered(await call('UpdateAssumeRolePolicy', { RoleName, PolicyDocument: otherTrust }))
    expect(await again()).toEqual(modified(RoleName))
  })

  it('does not take over what was made otherwise', async () => {
    const RoleName = fresh('power')
    answered(await powerNamed(RoleName))
    const ec2 = { RoleName: [RoleName], AWSServiceName: ['ec2.amazonaws.com'] }
    expect(await acquire(power, ec2)).toEqual(otherParameters)
    expect(await powerNamed(RoleName.toUpperCase())).toEqual(otherParameters)
    const plain = fresh('Plain')
    const AssumeRolePolicyDocument = policy({
      Effect: 'Allow',
      Principal: { Service: lambda },
      Action: 'sts:AssumeRole',
    })
    answered(await call('CreateRole', { RoleName: plain, AssumeRolePolicyDocument }))
    const PolicyArn = 'arn:aws:iam::aws:policy/PowerUserAccess'
    answered(await call('AttachRolePolicy', { RoleName: plain, PolicyArn }))
    expect(await powerNamed(plain)).toEqual(otherOrigin)
  })

  it('is made once, however many ask at once', async () => {
    const RoleName = fresh('Race')
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => powerNamed(RoleName)))
    const ids = new Set(outcomes.flatMap(outcome => ('ok' in outcome ? [outcome.ok.Role.RoleId] : [])))
    expect(ids.size).toBe(1)
    for (const outcome of outcomes) {
      if ('refused' in outcome) expect(outcome.refused.code).toBe('ConcurrentModification')
    }
  })
})

describe('what AcquireRole asks of policies', () => {
  const denied = (arn: string, action: string, resource: string) =>
    refused(
      'AccessDenied',
      `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    )
  const fromTemplate = { ArnEquals: { 'iam:RoleTemplateARN': power } }

  it('is the reading of the template, then each step of making the role', async () => {
    const RoleName = fresh('Asked')
    const nobody = await makeUser(server, server.trusted)
    expect(await powerNamed(RoleName, nobody.keys)).toEqual(
      denied(nobody.arn, 'iam:GetRoleTemplateVersion', `role template ${power}`),
    )
    expect(await call('GetRoleTemplateVersion', { TemplateArn: power }, nobody.keys)).toEqual(
      denied(nobody.arn, 'iam:GetRoleTemplateVersion', `role-template ${power}`),
    )
    const reader = await makeUser(server, server.trusted, allow('iam:GetRoleTemplateVersion', power))
    expect(await powerNamed(RoleName, reader.keys)).toEqual(
      denied(reader.arn, 'iam:CreateRole', `role/${RoleName}`),
    )
    const half = await makeUser(
      server,
      server.trusted,
      allow('iam:GetRoleTemplateVersion', power),
      allow('iam:CreateRole', arnOf(RoleName), fromTemplate),
    )
    expect(await powerNamed(RoleName, half.keys)).toEqual(
      denied(half.arn, 'iam:AttachRolePolicy', `role/${RoleName}`),
    )
    expect(await call('GetRole', { RoleName })).toHaveProperty('refused.code', 'NoSuchEntity')
    const attach = {
      ArnEquals: { ...fromTemplate.ArnEquals, 'iam:PolicyARN': 'arn:aws:iam::aws:policy/PowerUserAccess' },
    }
    const maker = await makeUser(
      server,
      server.trusted,
      allow('iam:GetRoleTemplateVersion', power),
      allow('iam:CreateRole', arnOf(RoleName), fromTemplate),
      allow('iam:AttachRolePolicy', arnOf(RoleName), attach),
    )
    expect(await powerNamed(RoleName, maker.keys)).toHaveProperty('ok')
    // It is there now: to have it is to read it.
    expect(await powerNamed(RoleName, maker.keys)).toEqual(
      denied(maker.arn, 'iam:GetRole', `role ${RoleName}`),
    )
    const AssumeRolePolicyDocument = policy({
      Effect: 'Allow',
      Principal: { Service: lambda },
      Action: 'sts:AssumeRole',
    })
    const other = { RoleName: `${RoleName}x`, AssumeRolePolicyDocument }
    expect(await call('CreateRole', other, maker.keys)).toHaveProperty('refused.code', 'AccessDenied')
  })

  it('is the reading of the role where it is there', async () => {
    const RoleName = fresh('Asked')
    answered(await powerNamed(RoleName))
    const finder = await makeUser(
      server,
      server.trusted,
      allow('iam:GetRoleTemplateVersion', power),
      allow('iam:GetRole', arnOf(RoleName), fromTemplate),
    )
    expect(await powerNamed(RoleName, finder.keys)).toHaveProperty('ok')
    expect(await call('GetRole', { RoleName }, finder.keys)).toHaveProperty('refused.code', 'AccessDenied')
  })

  it('does not know the caller as owner of the template, nor its ARN as that of a role', async () => {
    const owned = { StringEquals: { 'aws:ResourceAccount': server.trusted.id } }
    const named = await makeUser(server, server.trusted, allow('iam:GetRoleTemplateVersion', '*', owned))
    const from = await makeUser(
      server,
      server.trusted,
      allow('iam:GetRoleTemplateVersion', '*', fromTemplate),
    )
    for (const { keys } of [named, from]) {
      expect(await call('GetRoleTemplateVersion', { TemplateArn: power }, keys)).toHaveProperty(
        'refused.code',
        'AccessDenied',
      )
    }
  })

  it('tells of faults only who may read the template', async () => {
    const nobody = await makeUser(server, server.trusted)
    expect(await acquire(power, {}, nobody.keys)).toHaveProperty('refused.code', 'AccessDenied')
    const later = templateArn('iam.amazonaws.com/PowerUserRoleTemplate', 99)
    expect(await acquire(later, {}, nobody.keys)).toHaveProperty('refused.code', 'AccessDenied')
  })
})
