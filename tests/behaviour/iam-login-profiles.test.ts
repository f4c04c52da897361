import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, type IamCall, iamCallsTo, refused } from './support/iam-calls.ts'
import { allow, assume, fresh, makeRole, makeUser, rootOf, trust } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-login-profiles', () => server)
const done = { ok: {} }
const Password = 'correct-Horse-7'
const violation = refused(
  'PasswordPolicyViolation',
  'Password does not conform to the account password policy.',
)
const absent = (name: string) => refused('NoSuchEntity', `Login Profile for User ${name} cannot be found.`)

async function newUser(): Promise<string> {
  const UserName = fresh('User')
  answered(await call('CreateUser', { UserName }))
  return UserName
}

describe('a login profile', () => {
  eachDoorway('is made, shown, changed and deleted; the password is never shown', async call => {
    const UserName = await newUser()
    const profile = { UserName, CreateDate: expect.any(Date), PasswordResetRequired: false }
    expect(await call('CreateLoginProfile', { UserName, Password })).toEqual({
      ok: { LoginProfile: profile },
    })
    expect(await call('GetLoginProfile', { UserName: UserName.toUpperCase() })).toEqual({
      ok: { LoginProfile: profile },
    })
    expect(await call('UpdateLoginProfile', { UserName, PasswordResetRequired: true })).toEqual(done)
    const reset = { ok: { LoginProfile: { ...profile, PasswordResetRequired: true } } }
    expect(await call('GetLoginProfile', { UserName })).toEqual(reset)
    expect(await call('UpdateLoginProfile', { UserName, Password: 'another-Horse-8' })).toEqual(done)
    expect(await call('GetLoginProfile', { UserName })).toEqual(reset)
    expect(await call('DeleteLoginProfile', { UserName })).toEqual(done)
    expect(await call('GetLoginProfile', { UserName })).toEqual(absent(UserName))
    expect(await call('UpdateLoginProfile', { UserName, Password })).toEqual(absent(UserName))
    expect(await call('DeleteLoginProfile', { UserName })).toEqual(absent(UserName))
  })

  it('is one a user, however many ask at once', async () => {
    const UserName = await newUser()
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => call('CreateLoginProfile', { UserName, Password })),
    )
    expect(outcomes.filter(outcome => 'ok' in outcome)).toHaveLength(1)
    expect(outcomes.filter(outcome => 'refused' in outcome)).toEqual(
      Array(2).fill(refused('EntityAlreadyExists', `Login Profile for user ${UserName} already exists.`)),
    )
  })

  it('follows the user through a rename', async () => {
    const UserName = await newUser()
    answered(await call('CreateLoginProfile', { UserName, Password }))
    const NewUserName = fresh('Renamed')
    answered(await call('UpdateUser', { UserName, NewUserName }))
    expect(await call('GetLoginProfile', { UserName: NewUserName })).toMatchObject({
      ok: { LoginProfile: { UserName: NewUserName } },
    })
  })

  it.each(['CreateLoginProfile', 'GetLoginProfile', 'UpdateLoginProfile', 'DeleteLoginProfile'])(
    'of nobody: %s',
    async operation => {
      expect(await call(operation, { UserName: 'nobody', Password })).toEqual(
        refused('NoSuchEntity', 'The user with name nobody cannot be found.'),
      )
    },
  )

  eachDoorway('needs a password', async call => {
    expect(await call('CreateLoginProfile', { UserName: await newUser() })).toMatchObject({
      refused: { code: 'ValidationError', message: expect.stringContaining("'password'") },
    })
  })

  it('is the own one when no name is given', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:*LoginProfile', '*'))
    answered(await call('CreateLoginProfile', { Password }, user.keys))
    expect(await call('GetLoginProfile', {}, user.keys)).toMatchObject({
      ok: { LoginProfile: { UserName: user.name } },
    })
    expect(await call('DeleteLoginProfile', {}, user.keys)).toEqual(done)
    const role = await makeRole(server, server.trusted, { trust: [trust(rootOf(server.trusted))] })
    expect(await call('GetLoginProfile', {}, await assume(server, server.trusted.admin, role))).toEqual(
      refused('ValidationError', 'Must specify userName when calling with non-User credentials'),
    )
  })
})

describe('the default password policy', () => {
  it.each(['abcdefG1', 'ABCDEFG1!', 'abcdefg1!', 'abcdefgH!', `aB3${'x'.repeat(125)}`])(
    'takes %s',
    async password => {
      expect(
        await call('CreateLoginProfile', { UserName: await newUser(), Password: password }),
      ).toHaveProperty('ok')
    },
  )

  it.each(['aB3!xyz', 'abcdefgh', 'abcdefg1', 'ABCDEFG1', 'ABCDefgh', 'abcd    1'])(
    'refuses %s',
    async password => {
      expect(await call('CreateLoginProfile', { UserName: await newUser(), Password: password })).toEqual(
        violation,
      )
    },
  )

  it('refuses the name of the user', async () => {
    const UserName = `${fresh('User')}-Name1`
    answered(await call('CreateUser', { UserName }))
    expect(await call('CreateLoginProfile', { UserName, Password: UserName.toUpperCase() })).toEqual(
      violation,
    )
    answered(await call('CreateLoginProfile', { UserName, Password: `${UserName}!` }))
    expect(await call('UpdateLoginProfile', { UserName, Password: UserName })).toEqual(violation)
  })
})

describe('ChangePassword', () => {
  const NewPassword = 'another-Horse-8'
  const through =
    (call: IamCall) =>
    (keys: Keys, OldPassword: string, password = NewPassword) =>
      call('ChangePassword', { OldPassword, NewPassword: password }, keys)
  const change = through(call)

  it('is no way to guess the password: after ten wrong ones the right one is refused too, for a while', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:ChangePassword', '*'))
    answered(await call('CreateLoginProfile', { UserName: user.name, Password }))
    const guesses = Array.from({ length: 12 }, (_, place) => change(user.keys, `wrong-Horse-${place}`))
    const answers = await Promise.all(guesses)
    const tooMany = 'Too many wrong old passwords were tried. Wait a few minutes and try again.'
    const heard = refused('AccessDenied', 'The old password was incorrect.')
    expect(answers.filter(answer => JSON.stringify(answer) === JSON.stringify(heard))).toHaveLength(10)
    expect(await change(user.keys, Password)).toEqual(refused('AccessDenied', tooMany))
    server.advance(20)
    expect(await change(user.keys, Password, 'weak')).toEqual(violation)
    for (let tries = 0; tries < 11; tries++) {
      expect(await change(user.keys, Password, 'weak')).toEqual(violation)
    }
    expect(await change(user.keys, Password)).toEqual(done)
  })

  eachDoorway('takes the old password, once, and lifts the need to reset it', async call => {
    const change = through(call)
    const user = await makeUser(server, server.trusted, allow('iam:ChangePassword', '*'))
    answered(await call('CreateLoginProfile', { UserName: user.name, Password, PasswordResetRequired: true }))
    const wrong = refused('AccessDenied', 'The old password was incorrect.')
    expect(await change(user.keys, 'wrong-Horse-9')).toEqual(wrong)
    expect(await change(user.keys, Password, 'weak')).toEqual(violation)
    expect(await change(user.keys, Password)).toEqual(done)
    expect(await change(user.keys, Password)).toEqual(wrong)
    expect(await call('GetLoginProfile', { UserName: user.name })).toMatchObject({
      ok: { LoginProfile: { PasswordResetRequired: false } },
    })
  })

  it('changes it once when two clients hold the same old password', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:ChangePassword', '*'))
    answered(await call('CreateLoginProfile', { UserName: user.name, Password }))
    const outcomes = await Promise.all([
      change(user.keys, Password, 'first-Horse-8'),
      change(user.keys, Password, 'second-Horse-8'),
    ])
    expect(outcomes.filter(outcome => 'ok' in outcome)).toHaveLength(1)
  })

  it('is for users who have one and may', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:ChangePassword', '*'))
    expect(await change(user.keys, Password)).toEqual(absent(user.name))
    const other = await makeUser(server, server.trusted)
    expect(await change(other.keys, Password)).toEqual(
      refused(
        'AccessDenied',
        `User: ${other.arn} is not authorized to perform: iam:ChangePassword on resource: user ${other.name} because no identity-based policy allows the iam:ChangePassword action`,
      ),
    )
    const role = await makeRole(server, server.trusted, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [allow('*', '*')],
    })
    const session = await assume(server, server.trusted.admin, role)
    expect(await change(session, Password)).toEqual(
      refused('InvalidUserType', 'Only IAM Users can change their own password'),
    )
  })
})
