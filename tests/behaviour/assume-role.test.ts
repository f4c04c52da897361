import { DeleteRoleCommand, DeleteRolePolicyCommand, UpdateRoleCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { doorways, sdkDoorway } from './support/doorways.ts'
import { allow, assume, fresh, makeRole, makeUser, rootOf, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/**
 * Who may take a role, through every doorway: each rule with its negative twin.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const denied = (user: { arn: string }, action: string, roleArn: string, suffix: string) => ({
  refused: {
    code: 'AccessDenied',
    message: `User: ${user.arn} is not authorized to perform: ${action} on resource: ${roleArn}${suffix}`,
  },
})
const noIdentityAllow = (action = 'sts:AssumeRole') =>
  ` because no identity-based policy allows the ${action} action`
const noTrustAllow = (action = 'sts:AssumeRole') =>
  ` because no role trust policy allows the ${action} action`
const identityDeny = ' with an explicit deny in an identity-based policy'

const anyRole = allow(['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'], '*')

for (const doorway of doorways) {
  const reason = doorway.absent ? ` (skipped: ${doorway.absent})` : ''
  describe.skipIf(doorway.absent)(`AssumeRole through the ${doorway.name}${reason}`, () => {
    const take = (keys: Parameters<typeof doorway.call>[1], roleArn: string, input: object = {}) =>
      doorway.call(server, keys, 'sts', 'AssumeRole', {
        RoleArn: roleArn,
        RoleSessionName: 'alice',
        ...input,
      })

    describe('across accounts, both sides must allow', () => {
      it('lets in a user whose policy names the role, when the role trusts the account', async () => {
        const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
        const user = await makeUser(server, server.trusted, allow('sts:AssumeRole', role.arn))
        expect(await take(user.keys, role.arn)).toMatchObject({
          ok: {
            AssumedRoleUser: {
              Arn: `arn:aws:sts::${server.trusting.id}:assumed-role/${role.name}/alice`,
              AssumedRoleId: `${role.id}:alice`,
            },
            Credentials: { AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/) },
          },
        })
      })

      it('refuses a user without a policy, and says that their own side lacks it', async () => {
        const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
        const user = await makeUser(server, server.trusted)
        expect(await take(user.keys, role.arn)).toEqual(
          denied(user, 'sts:AssumeRole', role.arn, noIdentityAllow()),
        )
      })

      it('refuses a user named by the trust policy itself, when their own side does not allow', async () => {
        const user = await makeUser(server, server.trusted)
        const role = await makeRole(server, server.trusting, { trust: [trust({ AWS: user.arn })] })
        expect(await take(user.keys, role.arn)).toEqual(
          denied(user, 'sts:AssumeRole', role.arn, noIdentityAllow()),
        )
      })

      it('refuses an allowed user when the role trusts somebody else', async () => {
        const other = await makeUser(server, server.trusted)
        const role = await makeRole(server, server.trusting, { trust: [trust({ AWS: other.arn })] })
        const user = await makeUser(server, server.trusted, anyRole)
        expect(await take(user.keys, role.arn)).toEqual(
          denied(user, 'sts:AssumeRole', role.arn, noTrustAllow()),
        )
      })

      it('refuses where the own policy denies, whatever else allows', async () => {
        const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
        const deny = { Effect: 'Deny', Action: 'sts:AssumeRole', Resource: role.arn }
        const user = await makeUser(server, server.trusted, anyRole, deny)
        expect(await take(user.keys, role.arn)).toEqual(
          denied(user, 'sts:AssumeRole', role.arn, identityDeny),
        )
      })

      it('refuses where the trust policy denies, in the words of any refusal of that side', async () => {
        const user = await makeUser(server, server.trusted, anyRole)
        const deny = { ...trust({ AWS: user.arn }), Effect: 'Deny' }
        const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted)), deny] })
        expect(await take(user.keys, role.arn)).toEqual(
          denied(user, 'sts:AssumeRole', role.arn, noTrustAllow()),
        )
      })

      it('tells nobody whether a role is there', async () => {
        const user = await makeUser(server, server.trusted, anyRole)
        const closed = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusting))] })
        const absent = `arn:aws:iam::${server.trusting.id}:role/${fresh('Nobody')}`
        const nowhere = `arn:aws:iam::999999999999:role/Nobody`
        for (const arn of [closed.arn, absent, nowhere]) {
          expect(await take(user.keys, arn)).toEqual(denied(user, 'sts:AssumeRole', arn, noTrustAllow()))
        }
      })

      it('names the role by its whole path, in the right case', async () => {
        const role = await makeRole(server, server.trusting, {
          trust: [trust(rootOf(server.trusted))],
          path: '/ops/',
        })
        const user = await makeUser(server, server.trusted, anyRole)
        expect(await take(user.keys, role.arn)).toHaveProperty('ok')
        const withoutPath = role.arn.replace('/ops/', '/')
        expect(await take(user.keys, withoutPath)).toHaveProperty('refused.code', 'AccessDenied')
        const otherCase = role.arn.replace(role.name, role.name.toLowerCase())
        expect(await take(user.keys, otherCase)).toHaveProperty('refused.code', 'AccessDenied')
      })
    })

    describe('in one account', () => {
      it('needs no identity policy where the trust policy names the user', async () => {
        const user = await makeUser(server, server.trusting)
        const role = await makeRole(server, server.trusting, { trust: [trust({ AWS: user.arn })] })
        expect(await take(user.keys, role.arn)).toHaveProperty('ok')
      })

      it('needs one where the trust policy names the account', async () => {
        const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusting))] })
        const without = await makeUser(server, server.trusting)
        expect(await take(without.keys, role.arn)).toHaveProperty('refused.code', 'AccessDenied')
        const withPolicy = await makeUser(server, server.trusting, allow('sts:AssumeRole', role.arn))
        expect(await take(withPolicy.keys, role.arn)).toHaveProperty('ok')
      })

      it('is never enough to have an identity policy, not even for an administrator', async () => {
        const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
        expect(await take(server.trusting.admin, role.arn)).toMatchObject({
          refused: { code: 'AccessDenied', message: expect.stringContaining(noTrustAllow()) },
        })
      })
    })

    describe('conditions of the trust policy', () => {
      it('external id: only the right one', async () => {
        const role = await makeRole(server, server.trusting, {
          trust: [trust(rootOf(server.trusted), { StringEquals: { 'sts:ExternalId': 'Unique-42' } })],
        })
        const user = await makeUser(server, server.trusted, anyRole)
        expect(await take(user.keys, role.arn, { ExternalId: 'Unique-42' })).toHaveProperty('ok')
        for (const input of [{}, { ExternalId: 'unique-42' }]) {
          expect(await take(user.keys, role.arn, input)).toEqual(
            denied(user, 'sts:AssumeRole', role.arn, noTrustAllow()),
          )
        }
      })

      it('role session name: must be the user name where the trust policy says so', async () => {
        const role = await makeRole(server, server.trusting, {
          trust: [
            trust(rootOf(server.trusted), { StringLike: { 'sts:RoleSessionName': '$' + '{aws:username}' } }),
          ],
        })
        const user = await makeUser(server, server.trusted, anyRole)
        expect(await take(user.keys, role.arn, { RoleSessionName: user.name })).toHaveProperty('ok')
        expect(await take(user.keys, role.arn)).toHaveProperty('refused.code', 'AccessDenied')
      })

      it('MFA: not without a code, neither with a device that is not there', async () => {
        const role = await makeRole(server, server.trusting, {
          trust: [trust(rootOf(server.trusted), { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })],
        })
        const user = await makeUser(server, server.trusted, anyRole)
        expect(await take(user.keys, role.arn)).toHaveProperty('refused.code', 'AccessDenied')
        const SerialNumber = `arn:aws:iam::${server.trusted.id}:mfa/nothing`
        expect(await take(user.keys, role.arn, { SerialNumber, TokenCode: '123456' })).toMatchObject({
          refused: {
            code: 'AccessDenied',
            message: expect.stringMatching(/^MultiFactorAuthentication failed/),
          },
        })
      })
    })

    describe('tags and source identity are further actions', () => {
      it('tags need sts:TagSession on both sides', async () => {
        const Tags = [{ Key: 'Team', Value: 'Red' }]
        const actions = ['sts:AssumeRole', 'sts:TagSession']
        const open = await makeRole(server, server.trusting, {
          trust: [trust(rootOf(server.trusted), undefined, actions)],
        })
        const closed = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
        const user = await makeUser(server, server.trusted, anyRole)
        const without = await makeUser(server, server.trusted, allow('sts:AssumeRole', '*'))
        expect(await take(user.keys, open.arn, { Tags })).toHaveProperty('ok.PackedPolicySize')
        expect(await take(user.keys, closed.arn, { Tags })).toEqual(
          denied(user, 'sts:TagSession', closed.arn, noTrustAllow('sts:TagSession')),
        )
        expect(await take(without.keys, open.arn, { Tags })).toEqual(
          denied(without, 'sts:TagSession', open.arn, noIdentityAllow('sts:TagSession')),
        )
      })

      it('a trust policy may demand tags', async () => {
        const actions = ['sts:AssumeRole', 'sts:TagSession']
        const role = await makeRole(server, server.trusting, {
          trust: [
            trust(
              rootOf(server.trusted),
              {
                StringEquals: { 'aws:RequestTag/Team': ['Red', 'Blue'] },
                'ForAllValues:StringEquals': { 'aws:TagKeys': ['Team'] },
              },
              actions,
            ),
          ],
        })
        const user = await makeUser(server, server.trusted, anyRole)
        const passing = (Key: string, Value: string) => take(user.keys, role.arn, { Tags: [{ Key, Value }] })
        expect(await passing('Team', 'Blue')).toHaveProperty('ok')
        expect(await passing('Team', 'Green')).toHaveProperty('refused.code', 'AccessDenied')
        expect(await passing('Place', 'Red')).toHaveProperty('refused.code', 'AccessDenied')
      })

      it('a source identity needs sts:SetSourceIdentity on both sides', async () => {
        const SourceIdentity = 'alice@example.com'
        const actions = ['sts:AssumeRole', 'sts:SetSourceIdentity']
        const open = await makeRole(server, server.trusting, {
          trust: [trust(rootOf(server.trusted), undefined, actions)],
        })
        const closed = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
        const user = await makeUser(server, server.trusted, anyRole)
        expect(await take(user.keys, open.arn, { SourceIdentity })).toMatchObject({ ok: { SourceIdentity } })
        expect(await take(user.keys, closed.arn, { SourceIdentity })).toEqual(
          denied(user, 'sts:SetSourceIdentity', closed.arn, noTrustAllow('sts:SetSourceIdentity')),
        )
      })
    })

    describe('what the parameters may be', () => {
      const refusal = (code: string, message: string) => ({ refused: { code, message } })

      it('refuses what is no ARN, whoever asks', async () => {
        for (const arn of [
          'arn:aws:iam::222222222222',
          'arn::iam::222222222222:role/x',
          'arn:aws:::222222222222:role/x',
          'just-some-text-of-length',
        ]) {
          expect(await take(server.trusted.admin, arn)).toEqual(
            refusal('ValidationError', `${arn} is invalid`),
          )
        }
      })

      it('refuses session names outside of the pattern before it looks for the role', async () => {
        const arn = 'arn:a:b:::something/test-role'
        expect(await take(server.trusted.admin, arn, { RoleSessionName: 'Session1:2' })).toEqual(
          refusal(
            'ValidationError',
            "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
          ),
        )
      })

      it('refuses tag keys that differ in case only, and transitive keys that are no tags', async () => {
        const arn = `arn:aws:iam::${server.trusting.id}:role/x`
        const Tags = [
          { Key: 'Team', Value: '1' },
          { Key: 'team', Value: '2' },
        ]
        expect(await take(server.trusted.admin, arn, { Tags })).toEqual(
          refusal(
            'InvalidParameterValue',
            'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
          ),
        )
        expect(
          await take(server.trusted.admin, arn, { Tags: Tags.slice(0, 1), TransitiveTagKeys: ['other'] }),
        ).toEqual(
          refusal(
            'InvalidParameterValue',
            'The specified transitive tag key must be included in the requested tags.',
          ),
        )
      })

      it('refuses a duration above the maximum of the role, and takes one up to it', async () => {
        const role = await makeRole(server, server.trusting, {
          trust: [trust(rootOf(server.trusted))],
          maxSessionSeconds: 7200,
        })
        const user = await makeUser(server, server.trusted, anyRole)
        expect(await take(user.keys, role.arn, { DurationSeconds: 7200 })).toHaveProperty('ok')
        expect(await take(user.keys, role.arn, { DurationSeconds: 7201 })).toEqual(
          refusal(
            'ValidationError',
            'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
          ),
        )
      })

      it('refuses a session policy that is no policy', async () => {
        const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
        const user = await makeUser(server, server.trusted, anyRole)
        expect(await take(user.keys, role.arn, { Policy: '{"Version":"2012-10-17",' })).toHaveProperty(
          'refused.code',
          'MalformedPolicyDocument',
        )
      })
    })
  })
}

describe('a session', () => {
  it('has the rights of the role and not of the user: they never add up', async () => {
    const role = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [allow('iam:ListRoles', '*')],
    })
    const user = await makeUser(server, server.trusted, anyRole, allow('iam:ListUsers', '*'))
    const session = await assume(server, user.keys, role)
    expect(await sdkDoorway.call(server, session, 'iam', 'ListRoles', {})).toHaveProperty('ok')
    expect(await sdkDoorway.call(server, session, 'iam', 'ListUsers', {})).toHaveProperty(
      'refused.code',
      'AccessDenied',
    )
    expect(await sdkDoorway.call(server, user.keys, 'iam', 'ListUsers', {})).toHaveProperty('ok')
    expect(await sdkDoorway.call(server, user.keys, 'iam', 'ListRoles', {})).toHaveProperty(
      'refused.code',
      'AccessDenied',
    )
  })

  it('acts in the account of the role', async () => {
    const role = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusted))],
      managed: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    })
    const user = await makeUser(server, server.trusted, anyRole)
    const session = await assume(server, user.keys, role)
    const roles = await sdkDoorway.call(server, session, 'iam', 'ListRoles', {})
    expect(JSON.stringify(roles)).toContain(role.arn)
  })

  it('loses what is taken from the role at once', async () => {
    const role = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [allow('iam:ListRoles', '*')],
    })
    const user = await makeUser(server, server.trusted, anyRole)
    const session = await assume(server, user.keys, role)
    expect(await sdkDoorway.call(server, session, 'iam', 'ListRoles', {})).toHaveProperty('ok')
    await server
      .iam(server.trusting.admin)
      .send(new DeleteRolePolicyCommand({ RoleName: role.name, PolicyName: 'test' }))
    expect(await sdkDoorway.call(server, session, 'iam', 'ListRoles', {})).toHaveProperty(
      'refused.code',
      'AccessDenied',
    )
  })

  it('dies with its role, also when a namesake is created', async () => {
    const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted))] })
    const user = await makeUser(server, server.trusted, anyRole)
    const session = await assume(server, user.keys, role)
    const whoAmI = () => sdkDoorway.call(server, session, 'sts', 'GetCallerIdentity', {})
    expect(await whoAmI()).toHaveProperty('ok')
    await server.iam(server.trusting.admin).send(new DeleteRoleCommand({ RoleName: role.name }))
    expect(await whoAmI()).toHaveProperty('refused.code', 'InvalidClientTokenId')
  })

  it('keeps no longer maximum than the role had when it was made', async () => {
    const role = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusted))],
      maxSessionSeconds: 7200,
    })
    const user = await makeUser(server, server.trusted, anyRole)
    await assume(server, user.keys, role, { DurationSeconds: 7200 })
    await server
      .iam(server.trusting.admin)
      .send(new UpdateRoleCommand({ RoleName: role.name, MaxSessionDuration: 3600 }))
    await expect(assume(server, user.keys, role, { DurationSeconds: 7200 })).rejects.toHaveProperty(
      'name',
      'ValidationError',
    )
  })
})
