import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, iamCallsTo, refused } from './support/iam-calls.ts'
import { allow, fresh, makeUser, policy } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

const server: TestServer = await startTestServer()
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-account-password-policy', () => server)
const done = { ok: {} }
const none = () =>
  refused('NoSuchEntity', `The Password Policy with domain name ${server.trusted.id} cannot be found.`)
const violation = refused(
  'PasswordPolicyViolation',
  'Password does not conform to the account password policy.',
)

beforeEach(async () => {
  await call('DeleteAccountPasswordPolicy')
})

async function userWithPassword(Password: string, ...statements: object[]) {
  const user = await makeUser(server, server.trusted, ...statements)
  answered(await call('CreateLoginProfile', { UserName: user.name, Password }))
  return user
}

const change = (keys: Keys, OldPassword: string, NewPassword: string) =>
  call('ChangePassword', { OldPassword, NewPassword }, keys)

describe('the account password policy', () => {
  eachDoorway('is set, shown and deleted', async call => {
    answered(await call('UpdateAccountPasswordPolicy', { MinimumPasswordLength: 6 }))
    answered(await call('DeleteAccountPasswordPolicy'))
    expect(await call('GetAccountPasswordPolicy')).toEqual(none())
    expect(await call('DeleteAccountPasswordPolicy')).toEqual(
      refused('NoSuchEntity', 'The account policy with name PasswordPolicy cannot be found.'),
    )
    const shown = {
      MinimumPasswordLength: 12,
      RequireSymbols: true,
      RequireNumbers: true,
      RequireUppercaseCharacters: true,
      RequireLowercaseCharacters: true,
      AllowUsersToChangePassword: true,
      MaxPasswordAge: 90,
      PasswordReusePrevention: 24,
      HardExpiry: true,
    }
    expect(await call('UpdateAccountPasswordPolicy', shown)).toEqual(done)
    expect(await call('GetAccountPasswordPolicy')).toEqual({
      ok: { PasswordPolicy: { ...shown, ExpirePasswords: true } },
    })
    expect(await call('DeleteAccountPasswordPolicy')).toEqual(done)
  })

  it('goes back to its defaults in what is not passed', async () => {
    answered(await call('UpdateAccountPasswordPolicy', { MaxPasswordAge: 90, RequireSymbols: true }))
    answered(await call('UpdateAccountPasswordPolicy', {}))
    expect(await call('GetAccountPasswordPolicy')).toEqual({
      ok: {
        PasswordPolicy: {
          MinimumPasswordLength: 6,
          RequireSymbols: false,
          RequireNumbers: false,
          RequireUppercaseCharacters: false,
          RequireLowercaseCharacters: false,
          AllowUsersToChangePassword: false,
          ExpirePasswords: false,
        },
      },
    })
  })

  it.each([
    [{ MinimumPasswordLength: 5 }, 'minimumPasswordLength', 'greater than or equal to 6'],
    [{ MinimumPasswordLength: 129 }, 'minimumPasswordLength', 'less than or equal to 128'],
    [{ MaxPasswordAge: 0 }, 'maxPasswordAge', 'greater than or equal to 1'],
    [{ PasswordReusePrevention: 25 }, 'passwordReusePrevention', 'less than or equal to 24'],
  ])('keeps AWS’s bounds: %o', async (input, member, bound) => {
    expect(await call('UpdateAccountPasswordPolicy', input)).toEqual(
      refused(
        'ValidationError',
        `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have value ${bound}`,
      ),
    )
    expect(await call('GetAccountPasswordPolicy')).toEqual(none())
  })

  it('needs its permissions', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:GetAccountPasswordPolicy', '*'))
    expect(await call('GetAccountPasswordPolicy', {}, user.keys)).toEqual(none())
    for (const operation of ['UpdateAccountPasswordPolicy', 'DeleteAccountPasswordPolicy']) {
      expect(await call(operation, {}, user.keys)).toHaveProperty('refused.code', 'AccessDenied')
    }
  })

  it('is each account’s own', async () => {
    answered(await call('UpdateAccountPasswordPolicy', {}))
    expect(await call('GetAccountPasswordPolicy', {}, server.trusting.admin)).toHaveProperty(
      'refused.code',
      'NoSuchEntity',
    )
  })
})

describe('passwords under a policy', () => {
  it.each([
    [{ MinimumPasswordLength: 10 }, 'abcdefghij', 'abcdefghi'],
    [{ RequireUppercaseCharacters: true }, 'abcdeF', 'abcdef1!'],
    [{ RequireLowercaseCharacters: true }, 'ABCDEf', 'ABCDEF1!'],
    [{ RequireNumbers: true }, 'abcde1', 'abcdeF!'],
    [{ RequireSymbols: true }, "abcde'", 'abcdeF1 ~'],
    [{}, 'abcdef', 'abcde'],
  ])('must meet %o: %s does, %s does not', async (input, good, bad) => {
    answered(await call('UpdateAccountPasswordPolicy', input))
    const UserName = fresh('User')
    answered(await call('CreateUser', { UserName }))
    expect(await call('CreateLoginProfile', { UserName, Password: bad })).toEqual(violation)
    expect(await call('CreateLoginProfile', { UserName, Password: good })).toHaveProperty('ok')
    expect(await call('UpdateLoginProfile', { UserName, Password: bad })).toEqual(violation)
    expect(await call('UpdateLoginProfile', { UserName, Password: good })).toEqual(done)
  })

  it('may not come back while they are remembered, whoever sets them', async () => {
    answered(await call('UpdateAccountPasswordPolicy', { PasswordReusePrevention: 2 }))
    const user = await userWithPassword('first-1', allow('iam:ChangePassword', '*'))
    expect(await change(user.keys, 'first-1', 'first-1')).toEqual(violation)
    expect(await change(user.keys, 'first-1', 'second-2')).toEqual(done)
    expect(await change(user.keys, 'second-2', 'first-1')).toEqual(violation)
    const UserName = user.name
    expect(await call('UpdateLoginProfile', { UserName, Password: 'first-1' })).toEqual(violation)
    expect(await call('UpdateLoginProfile', { UserName, Password: 'third-3' })).toEqual(done)
    expect(await change(user.keys, 'third-3', 'first-1')).toEqual(done)
  })

  it('may come back where the policy does not mind', async () => {
    answered(await call('UpdateAccountPasswordPolicy', {}))
    const user = await userWithPassword('first-1', allow('iam:ChangePassword', '*'))
    expect(await change(user.keys, 'first-1', 'first-1')).toEqual(done)
  })

  it('are remembered from before the policy asked', async () => {
    const user = await userWithPassword('First-Horse-1', allow('iam:ChangePassword', '*'))
    expect(await change(user.keys, 'First-Horse-1', 'Second-Horse-2')).toEqual(done)
    answered(await call('UpdateAccountPasswordPolicy', { PasswordReusePrevention: 5 }))
    expect(await change(user.keys, 'Second-Horse-2', 'First-Horse-1')).toEqual(violation)
  })
})

describe('AllowUsersToChangePassword', () => {
  it('lets every user change the own password and read the policy, without a policy of their own', async () => {
    const user = await userWithPassword('First-Horse-1')
    expect(await change(user.keys, 'First-Horse-1', 'Second-Horse-2')).toEqual(
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:ChangePassword on resource: user ${user.name} because no identity-based policy allows the iam:ChangePassword action`,
      ),
    )
    answered(await call('UpdateAccountPasswordPolicy', { AllowUsersToChangePassword: true }))
    expect(await change(user.keys, 'First-Horse-1', 'Second-Horse-2')).toEqual(done)
    expect(await call('GetAccountPasswordPolicy', {}, user.keys)).toHaveProperty('ok')
    expect(await call('GetUser', {}, user.keys)).toHaveProperty('refused.code', 'AccessDenied')
    answered(await call('UpdateAccountPasswordPolicy', { AllowUsersToChangePassword: false }))
    expect(await change(user.keys, 'Second-Horse-2', 'Third-Horse-3')).toHaveProperty(
      'refused.code',
      'AccessDenied',
    )
  })

  it('holds for users with a path too', async () => {
    answered(await call('UpdateAccountPasswordPolicy', { AllowUsersToChangePassword: true }))
    const user = await userWithPassword('first-1')
    answered(await call('UpdateUser', { UserName: user.name, NewPath: '/a/b/' }))
    expect(await change(user.keys, 'first-1', 'second-2')).toEqual(done)
  })

  it('is no way around a Deny', async () => {
    answered(await call('UpdateAccountPasswordPolicy', { AllowUsersToChangePassword: true }))
    const deny = { Effect: 'Deny', Action: 'iam:ChangePassword', Resource: '*' }
    const user = await userWithPassword('first-1', deny)
    expect(await change(user.keys, 'first-1', 'second-2')).toMatchObject({
      refused: { code: 'AccessDenied', message: expect.stringContaining('explicit deny') },
    })
  })

  it('is no way around a permissions boundary', async () => {
    answered(await call('UpdateAccountPasswordPolicy', { AllowUsersToChangePassword: true }))
    const user = await userWithPassword('first-1')
    const { Policy } = answered(
      await call('CreatePolicy', {
        PolicyName: fresh('Boundary'),
        PolicyDocument: policy(allow('s3:*', '*')),
      }),
    )
    const bound = { UserName: user.name, PermissionsBoundary: Policy.Arn }
    answered(await call('PutUserPermissionsBoundary', bound))
    expect(await change(user.keys, 'first-1', 'second-2')).toHaveProperty('refused.code', 'AccessDenied')
  })
})
