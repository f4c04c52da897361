import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { type Answer, answered, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { allow, fresh, makeUser } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-service-credentials', () => server)
const done = { ok: {} }
const noUser = refused('NoSuchEntity', 'The user with name nobody cannot be found.')
const unknownId = 'ACCAXXXXXXXXXXXXXXXXX'
const missing = (id: string) => refused('NoSuchEntity', `No such credential ${id} exists`)
const unsupported = (service: string) =>
  refused('NoSuchEntity', `No such service ${service} is supported for Service Specific Credentials`)
const [git, cassandra] = ['codecommit.amazonaws.com', 'cassandra.amazonaws.com']
const [bedrock, logs] = ['bedrock.amazonaws.com', 'logs.amazonaws.com']

async function newUser(): Promise<string> {
  const UserName = fresh('User')
  answered(await call('CreateUser', { UserName }))
  return UserName
}

async function create(UserName: string, ServiceName = git, input: object = {}): Promise<Answer> {
  const outcome = await call('CreateServiceSpecificCredential', { UserName, ServiceName, ...input })
  return answered(outcome).ServiceSpecificCredential
}

async function list(input: object): Promise<Answer[]> {
  return answered(await call('ListServiceSpecificCredentials', input)).ServiceSpecificCredentials
}

const idsOf = (credentials: Answer[]) => credentials.map(item => item.ServiceSpecificCredentialId)

describe('a service-specific credential', () => {
  eachDoorway('tells its password when it is made and when it is reset, and never else', async call => {
    const UserName = await newUser()
    const input = { UserName, ServiceName: git }
    const made = answered(await call('CreateServiceSpecificCredential', input)).ServiceSpecificCredential
    const listed = {
      UserName,
      Status: 'Active',
      ServiceUserName: `${UserName}-at-${server.trusted.id}`,
      CreateDate: expect.any(Date),
      ServiceSpecificCredentialId: expect.stringMatching(/^ACCA[A-Z2-7]{17}$/),
      ServiceName: git,
    }
    expect(made).toEqual({ ...listed, ServicePassword: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/) })
    const { ServiceSpecificCredentialId, ServicePassword } = made
    const named = { UserName, ServiceSpecificCredentialId }
    expect(await call('UpdateServiceSpecificCredential', { ...named, Status: 'Inactive' })).toEqual(done)
    expect(await call('ListServiceSpecificCredentials', { UserName })).toEqual({
      ok: { ServiceSpecificCredentials: [{ ...listed, Status: 'Inactive' }], IsTruncated: false },
    })
    const reset = answered(await call('ResetServiceSpecificCredential', named)).ServiceSpecificCredential
    expect(reset).toEqual({ ...made, Status: 'Inactive', ServicePassword: expect.any(String) })
    expect(reset.ServicePassword).not.toBe(ServicePassword)
    expect(await call('DeleteServiceSpecificCredential', named)).toEqual(done)
    expect(await call('DeleteServiceSpecificCredential', named)).toEqual(missing(ServiceSpecificCredentialId))
  })

  it('is one of two for each service', async () => {
    const UserName = await newUser()
    const name = (suffix: string) => `${UserName}${suffix}-at-${server.trusted.id}`
    const first = await create(UserName)
    expect(first.ServiceUserName).toBe(name(''))
    expect((await create(UserName)).ServiceUserName).toBe(name('+1'))
    expect(await call('CreateServiceSpecificCredential', { UserName, ServiceName: git })).toEqual(
      refused('LimitExceeded', 'Cannot exceed quota for ServiceSpecificCredentialsPerUser: 2'),
    )
    expect((await create(UserName, cassandra)).ServiceUserName).toBe(name(''))
    const { ServiceSpecificCredentialId } = first
    answered(await call('DeleteServiceSpecificCredential', { UserName, ServiceSpecificCredentialId }))
    expect((await create(UserName)).ServiceUserName).toBe(name(''))
  })

  it.each([['nothing.amazonaws.com'], ['CodeCommit.amazonaws.com'], ['']])(
    'is for a service that has them, not for "%s"',
    async ServiceName => {
      const UserName = await newUser()
      expect(await call('CreateServiceSpecificCredential', { UserName, ServiceName })).toEqual(
        unsupported(ServiceName),
      )
      expect(await call('ListServiceSpecificCredentials', { UserName, ServiceName })).toEqual(
        unsupported(ServiceName),
      )
      const nobodys = { UserName: 'nobody', ServiceName }
      expect(await call('CreateServiceSpecificCredential', nobodys)).toEqual(noUser)
      expect(await call('ListServiceSpecificCredentials', nobodys)).toEqual(noUser)
    },
  )

  const changes = [
    ['UpdateServiceSpecificCredential', { Status: 'Inactive' }],
    ['ResetServiceSpecificCredential', {}],
    ['DeleteServiceSpecificCredential', {}],
  ] as const

  it.each(changes)('belongs to a user: %s', async (operation, input) => {
    const [UserName, other] = [await newUser(), await newUser()]
    const { ServiceSpecificCredentialId } = await create(other)
    const named = { ServiceSpecificCredentialId, ...input }
    expect(await call(operation, { UserName, ...named })).toEqual(missing(ServiceSpecificCredentialId))
    expect(await call(operation, { UserName: 'nobody', ...named })).toEqual(noUser)
    const unknown = { UserName, ...named, ServiceSpecificCredentialId: unknownId }
    expect(await call(operation, unknown)).toEqual(missing(unknownId))
    expect(await call(operation, { UserName: other, ...named })).toHaveProperty('ok')
  })

  it.each(changes)('has an id of letters and digits: %s', async (operation, input) => {
    const ServiceSpecificCredentialId = 'ACCA-XXXXXXXXXXXXXXXX'
    const outcome = await call(operation, { UserName: 'nobody', ServiceSpecificCredentialId, ...input })
    expect(outcome).toEqual(
      refused(
        'ValidationError',
        "1 validation error detected: Value at 'serviceSpecificCredentialId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w]+",
      ),
    )
  })

  it.each(['Invalid', 'Expired'])('does not become %s', async Status => {
    const UserName = await newUser()
    const { ServiceSpecificCredentialId } = await create(UserName)
    const outcome = await call('UpdateServiceSpecificCredential', {
      UserName,
      ServiceSpecificCredentialId,
      Status,
    })
    expect(outcome).toEqual(
      refused(
        'ValidationError',
        "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set",
      ),
    )
  })

  it('keeps its user from being deleted', async () => {
    const UserName = await newUser()
    const { ServiceSpecificCredentialId } = await create(UserName)
    expect(await call('DeleteUser', { UserName })).toEqual(
      refused('DeleteConflict', 'Cannot delete entity, must remove referenced objects first.'),
    )
    answered(await call('DeleteServiceSpecificCredential', { UserName, ServiceSpecificCredentialId }))
    expect(await call('DeleteUser', { UserName })).toEqual(done)
  })

  it('is decided on the user, and on the service', async () => {
    const [UserName, other] = [await newUser(), await newUser()]
    const arn = `arn:aws:iam::${server.trusted.id}:user/${UserName}`
    const forGit = { StringEquals: { 'iam:ServiceSpecificCredentialServiceName': git } }
    const user = await makeUser(server, server.trusted, allow('iam:*ServiceSpecificCredential', arn, forGit))
    const tryFor = (name: string, ServiceName: string) =>
      call('CreateServiceSpecificCredential', { UserName: name, ServiceName }, user.keys)
    expect(await tryFor(UserName, git)).toHaveProperty('ok')
    expect(await tryFor(other, git)).toEqual(
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:CreateServiceSpecificCredential on resource: user ${other} because no identity-based policy allows the iam:CreateServiceSpecificCredential action`,
      ),
    )
    expect(await tryFor(UserName, bedrock)).toHaveProperty('refused.code', 'AccessDenied')
    for (const [operation, input] of changes) {
      for (const [service, outcome] of [
        [git, 'ok'],
        [cassandra, 'refused'],
      ] as const) {
        const { ServiceSpecificCredentialId } = await create(await cleared(UserName), service)
        const named = { UserName, ServiceSpecificCredentialId, ...input }
        expect(await call(operation, named, user.keys)).toHaveProperty(outcome)
      }
    }
  })

  async function cleared(UserName: string): Promise<string> {
    for (const ServiceSpecificCredentialId of idsOf(await list({ UserName }))) {
      answered(await call('DeleteServiceSpecificCredential', { UserName, ServiceSpecificCredentialId }))
    }
    return UserName
  }
})

describe('an API key', () => {
  it.each([
    [bedrock, 'ABSK'],
    [logs, 'ACWL'],
  ])('of %s says whose it is', async (service, prefix) => {
    const UserName = await newUser()
    const alias = `${UserName}-at-${server.trusted.id}`
    const made = await create(UserName, service)
    expect(made).toEqual({
      UserName,
      Status: 'Active',
      ServiceCredentialAlias: alias,
      ServiceCredentialSecret: expect.stringMatching(new RegExp(`^${prefix}[A-Za-z0-9+/]+=*$`)),
      CreateDate: expect.any(Date),
      ServiceSpecificCredentialId: expect.stringMatching(/^ACCA/),
      ServiceName: service,
    })
    const secret = Buffer.from(made.ServiceCredentialSecret.slice(4), 'base64').toString()
    expect(secret.slice(0, alias.length + 1)).toBe(`${alias}:`)
    const { ServiceCredentialSecret: _, ...listed } = made
    expect(await list({ UserName })).toEqual([listed])
    const named = { UserName, ServiceSpecificCredentialId: made.ServiceSpecificCredentialId }
    const reset = answered(await call('ResetServiceSpecificCredential', named)).ServiceSpecificCredential
    expect(reset).toEqual({
      ...made,
      ServiceCredentialSecret: expect.stringMatching(new RegExp(`^${prefix}`)),
    })
    expect(reset.ServiceCredentialSecret).not.toBe(made.ServiceCredentialSecret)
  })

  it('may run out, and says so', async () => {
    const own = await startTestServer()
    const call = iamCallsTo(() => own)
    const UserName = fresh('User')
    answered(await call('CreateUser', { UserName }))
    const input = { UserName, ServiceName: bedrock, CredentialAgeDays: 30 }
    const made = answered(await call('CreateServiceSpecificCredential', input)).ServiceSpecificCredential
    expect(made.ExpirationDate.getTime() - made.CreateDate.getTime()).toBe(30 * 24 * 60 * 60 * 1000)
    const statusAfter = async (seconds: number) => {
      own.advance(seconds)
      const answer = answered(await call('ListServiceSpecificCredentials', { UserName }))
      return answer.ServiceSpecificCredentials[0].Status
    }
    const days = (count: number) => count * 24 * 60 * 60
    expect(await statusAfter(days(29))).toBe('Active')
    expect(await statusAfter(days(1) + 1)).toBe('Expired')
    await own.close()
  })

  it.each([0, 36_601])('does not live %i days', async CredentialAgeDays => {
    const input = { UserName: await newUser(), ServiceName: bedrock, CredentialAgeDays }
    expect(await call('CreateServiceSpecificCredential', input)).toHaveProperty(
      'refused.code',
      'ValidationError',
    )
  })

  it('alone runs out: passwords do not', async () => {
    const input = { UserName: await newUser(), ServiceName: git, CredentialAgeDays: 30 }
    expect(await call('CreateServiceSpecificCredential', input)).toEqual(
      refused('ValidationError', `CredentialAgeDays is not supported for ${git}`),
    )
  })

  it('may be allowed only for a time', async () => {
    const UserName = await newUser()
    const short = { NumericLessThanEquals: { 'iam:ServiceSpecificCredentialAgeDays': '90' } }
    const rights = allow('iam:CreateServiceSpecificCredential', '*', short)
    const user = await makeUser(server, server.trusted, rights)
    const tryFor = (age: object) =>
      call('CreateServiceSpecificCredential', { UserName, ServiceName: bedrock, ...age }, user.keys)
    expect(await tryFor({ CredentialAgeDays: 90 })).toHaveProperty('ok')
    expect(await tryFor({ CredentialAgeDays: 91 })).toHaveProperty('refused.code', 'AccessDenied')
    expect(await tryFor({})).toHaveProperty('refused.code', 'AccessDenied')
  })
})

describe('the list of service-specific credentials', () => {
  it('is of one service, or of all, in pages', async () => {
    const UserName = await newUser()
    const made = []
    for (const service of [git, bedrock, git, cassandra]) made.push(await create(UserName, service))
    expect(idsOf(await list({ UserName, ServiceName: git })).sort()).toEqual(idsOf([made[0], made[2]]).sort())
    expect(await list({ UserName, ServiceName: logs })).toEqual([])
    const operation = 'ListServiceSpecificCredentials'
    const found = await pages(call, operation, { UserName, MaxItems: 3 }, 'ServiceSpecificCredentials')
    expect(found.map(page => page.length)).toEqual([3, 1])
    expect(idsOf(found.flat()).sort()).toEqual(idsOf(made).sort())
  })

  it('is of the caller where no user is named', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:ListServiceSpecificCredentials', '*'))
    const made = await create(user.name)
    const answer = answered(await call('ListServiceSpecificCredentials', {}, user.keys))
    expect(idsOf(answer.ServiceSpecificCredentials)).toEqual(idsOf([made]))
  })

  it('is of all users when that is asked for, and allowed', async () => {
    const own = await startTestServer()
    const call = iamCallsTo(() => own)
    const operation = 'ListServiceSpecificCredentials'
    const rights = allow('iam:ListServiceSpecificCredentials', `arn:aws:iam::${own.trusted.id}:user/*`)
    const all = await makeUser(own, own.trusted, rights)
    const ofSelf = await makeUser(own, own.trusted)
    const ownArn = allow('iam:ListServiceSpecificCredentials', ofSelf.arn)
    answered(
      await call('PutUserPolicy', {
        UserName: ofSelf.name,
        PolicyName: 'own',
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [ownArn] }),
      }),
    )
    for (const UserName of [all.name, ofSelf.name]) {
      for (const ServiceName of [git, bedrock]) {
        answered(await call('CreateServiceSpecificCredential', { UserName, ServiceName }))
      }
    }
    const found = await pages(
      (name, input) => call(name, input, all.keys),
      operation,
      { AllUsers: true, MaxItems: 3 },
      'ServiceSpecificCredentials',
    )
    expect(found.map(page => page.length)).toEqual([3, 1])
    const ofGit = answered(await call(operation, { AllUsers: true, ServiceName: git }, all.keys))
    expect(ofGit.ServiceSpecificCredentials.map((item: Answer) => item.UserName).sort()).toEqual(
      [all.name, ofSelf.name].sort(),
    )
    expect(await call(operation, {}, ofSelf.keys)).toHaveProperty('ok')
    expect(await call(operation, { AllUsers: true }, ofSelf.keys)).toHaveProperty(
      'refused.code',
      'AccessDenied',
    )
    expect(await call(operation, { AllUsers: true, UserName: all.name })).toEqual(
      refused('ValidationError', 'UserName cannot be specified together with AllUsers.'),
    )
    await own.close()
  })
})
