import { randomInt } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from './support/doorways.ts'
import { type Answer, iamCallsTo } from './support/iam-calls.ts'
import { allow, fresh, makeUser, policy, rootOf, trust } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/**
 * Clients who want the same at the same moment, in any order of arrival: one order of their calls explains all the
 * answers, those who come too late get AWS's error, and what must hold of an account holds afterwards.
 */
const seed = randomInt(2 ** 31)
const runs = 12

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
type Call = readonly [operation: string, input: object]

const identityPolicy = policy(allow('s3:GetObject', '*'))

async function must(operation: string, input: object): Promise<Answer> {
  const outcome = await call(operation, input)
  if ('ok' in outcome) return outcome.ok
  throw new Error(`${operation}: ${outcome.refused.message}`)
}

/** Sends the calls together, each after so many turns of the event loop, and answers in the order of the calls. */
async function race(calls: readonly Call[], delays: readonly number[]): Promise<Outcome<Answer>[]> {
  return Promise.all(
    calls.map(([operation, input], place) => delayed(delays[place], () => call(operation, input))),
  )
}

/** After so many turns of the event loop. */
async function delayed<Result>(turns = 0, work: () => Promise<Result>): Promise<Result> {
  for (let turn = turns; turn > 0; turn -= 1) await new Promise(resolve => setImmediate(resolve))
  return work()
}

/** A race with other delays in each run. */
function races(title: string, body: (delays: readonly number[]) => Promise<void>): void {
  it(`${title} (seed ${seed})`, { timeout: 60_000 }, async () => {
    const delays = fc.array(fc.nat(12), { minLength: 6, maxLength: 6 })
    await fc.assert(fc.asyncProperty(delays, body), { seed, numRuns: runs })
  })
}

const winners = (outcomes: readonly Outcome<Answer>[]) => outcomes.filter(outcome => 'ok' in outcome)
const refusals = (outcomes: readonly Outcome<Answer>[]) =>
  outcomes.flatMap(outcome => ('refused' in outcome ? [outcome.refused] : []))

async function makePolicy(): Promise<string> {
  const { Policy } = await must('CreatePolicy', { PolicyName: fresh('Race'), PolicyDocument: identityPolicy })
  return Policy.Arn
}

describe('three clients make one name', () => {
  const trustPolicy = () => policy(trust(rootOf(server.trusted)))
  const kinds = {
    User: (name: string): Call => ['CreateUser', { UserName: name }],
    Group: (name: string): Call => ['CreateGroup', { GroupName: name }],
    Role: (name: string): Call => ['CreateRole', { RoleName: name, AssumeRolePolicyDocument: trustPolicy() }],
    Policy: (name: string): Call => ['CreatePolicy', { PolicyName: name, PolicyDocument: identityPolicy }],
  }
  const message = (kind: string, name: string) =>
    kind === 'Policy'
      ? `A policy called ${name} already exists. Duplicate names are not allowed.`
      : `${kind} with name ${name} already exists.`

  for (const [kind, make] of Object.entries(kinds)) {
    races(`${kind}: one has it, in whatever letters`, async delays => {
      const name = fresh('Race')
      const spellings = [name, name.toUpperCase(), name.toLowerCase()]
      const outcomes = await race(spellings.map(make), delays)
      expect(winners(outcomes)).toHaveLength(1)
      const late = spellings.filter((_, place) => 'refused' in (outcomes[place] ?? {}))
      expect(refusals(outcomes)).toEqual(
        late.map(each => ({ code: 'EntityAlreadyExists', message: message(kind, each) })),
      )
    })
  }
})

describe('three clients want the last place', () => {
  races('the fifth version of a policy', async delays => {
    const PolicyArn = await makePolicy()
    const version: Call = ['CreatePolicyVersion', { PolicyArn, PolicyDocument: identityPolicy }]
    for (let made = 1; made < 4; made += 1) await must(...version)
    const outcomes = await race([version, version, version], delays)
    expect(winners(outcomes)).toHaveLength(1)
    const refused = {
      code: 'LimitExceeded',
      message:
        'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
    }
    expect(refusals(outcomes)).toEqual([refused, refused])
    const { Versions } = await must('ListPolicyVersions', { PolicyArn })
    expect(Versions.map((each: Answer) => each.VersionId)).toEqual(['v5', 'v4', 'v3', 'v2', 'v1'])
  })

  races('the second access key of a user', async delays => {
    const UserName = fresh('race')
    await must('CreateUser', { UserName })
    await must('CreateAccessKey', { UserName })
    const key: Call = ['CreateAccessKey', { UserName }]
    const outcomes = await race([key, key, key], delays)
    expect(winners(outcomes)).toHaveLength(1)
    const refused = { code: 'LimitExceeded', message: 'Cannot exceed quota for AccessKeysPerUser: 2' }
    expect(refusals(outcomes)).toEqual([refused, refused])
    expect((await must('ListAccessKeys', { UserName })).AccessKeyMetadata).toHaveLength(2)
  })

  races('the tenth attached policy of a user', async delays => {
    const UserName = fresh('race')
    await must('CreateUser', { UserName })
    const arns = await Promise.all(Array.from({ length: 12 }, makePolicy))
    const attach = (PolicyArn: string): Call => ['AttachUserPolicy', { UserName, PolicyArn }]
    for (const arn of arns.slice(0, 9)) await must(...attach(arn))
    const outcomes = await race(arns.slice(9).map(attach), delays)
    expect(winners(outcomes)).toHaveLength(1)
    const refused = { code: 'LimitExceeded', message: 'Cannot exceed quota for PoliciesPerUser: 10' }
    expect(refusals(outcomes)).toEqual([refused, refused])
    expect((await must('ListAttachedUserPolicies', { UserName })).AttachedPolicies).toHaveLength(10)
  })
})

describe('the last administrator', () => {
  const AdministratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess'
  const makeAdmin = async () => {
    const user = await makeUser(server, server.trusted)
    await must('AttachUserPolicy', { UserName: user.name, PolicyArn: AdministratorAccess })
    return user
  }

  races('loses the policy once, to one of three', async delays => {
    const { name: UserName } = await makeAdmin()
    const detach: Call = ['DetachUserPolicy', { UserName, PolicyArn: AdministratorAccess }]
    const outcomes = await race([detach, detach, detach], delays)
    expect(winners(outcomes)).toHaveLength(1)
    const refused = { code: 'NoSuchEntity', message: `Policy ${AdministratorAccess} was not found.` }
    expect(refusals(outcomes)).toEqual([refused, refused])
  })

  races('is deleted once, to one of three', async delays => {
    const UserName = fresh('race')
    await must('CreateUser', { UserName })
    const remove: Call = ['DeleteUser', { UserName }]
    const outcomes = await race([remove, remove, remove], delays)
    expect(winners(outcomes)).toHaveLength(1)
    const message = `The user with name ${UserName} cannot be found.`
    expect(refusals(outcomes)).toEqual([
      { code: 'NoSuchEntity', message },
      { code: 'NoSuchEntity', message },
    ])
  })

  races(
    'who takes the policy of the other comes first or loses it: nobody decides without it',
    async delays => {
      const [one, two] = [await makeAdmin(), await makeAdmin()]
      const detach = (name: string) => ({ UserName: name, PolicyArn: AdministratorAccess })
      const outcomes = await Promise.all([
        delayed(delays[0], () => call('DetachUserPolicy', detach(two.name), one.keys)),
        delayed(delays[1], () => call('DetachUserPolicy', detach(one.name), two.keys)),
      ])
      // Each was an administrator when it was asked; one at least had its way, and who lost it may nothing any more.
      expect(winners(outcomes).length).toBeGreaterThan(0)
      for (const { code } of refusals(outcomes)) expect(code).toBe('AccessDenied')
      for (const [user, taken] of [
        [one, outcomes[1]],
        [two, outcomes[0]],
      ] as const) {
        const after = await call('ListUsers', {}, user.keys)
        expect('ok' in after).toBe(!('ok' in taken))
      }
    },
  )
})

describe('one uses what another deletes', () => {
  races('attach against DeletePolicy: nothing is attached that is not there', async delays => {
    const [UserName, PolicyArn] = [fresh('race'), await makePolicy()]
    await must('CreateUser', { UserName })
    const [attached, deleted] = await race(
      [
        ['AttachUserPolicy', { UserName, PolicyArn }],
        ['DeletePolicy', { PolicyArn }],
      ],
      delays,
    )
    const { AttachedPolicies } = await must('ListAttachedUserPolicies', { UserName })
    if (attached && 'ok' in attached) {
      const message = 'Cannot delete a policy attached to entities.'
      expect(deleted).toEqual({ refused: { code: 'DeleteConflict', message } })
      expect(AttachedPolicies).toHaveLength(1)
      expect((await must('GetPolicy', { PolicyArn })).Policy.AttachmentCount).toBe(1)
    } else {
      const message = `Policy ${PolicyArn} does not exist or is not attachable.`
      expect(attached).toEqual({ refused: { code: 'NoSuchEntity', message } })
      expect(deleted).toHaveProperty('ok')
      expect(AttachedPolicies).toEqual([])
    }
  })

  races('attach against DeleteRole', async delays => {
    const [RoleName, PolicyArn] = [fresh('Race'), await makePolicy()]
    await must('CreateRole', { RoleName, AssumeRolePolicyDocument: policy(trust(rootOf(server.trusted))) })
    const [attached, deleted] = await race(
      [
        ['AttachRolePolicy', { RoleName, PolicyArn }],
        ['DeleteRole', { RoleName }],
      ],
      delays,
    )
    const { Policy } = await must('GetPolicy', { PolicyArn })
    if (attached && 'ok' in attached) {
      const message = 'Cannot delete entity, must detach all policies first.'
      expect(deleted).toEqual({ refused: { code: 'DeleteConflict', message } })
      expect(Policy.AttachmentCount).toBe(1)
    } else {
      const message = `The role with name ${RoleName} cannot be found.`
      expect(attached).toEqual({ refused: { code: 'NoSuchEntity', message } })
      expect(deleted).toHaveProperty('ok')
      expect(Policy.AttachmentCount).toBe(0)
    }
  })

  races(
    'AddUserToGroup against DeleteUser and DeleteGroup: no member or group is left over',
    async delays => {
      const [UserName, GroupName] = [fresh('race'), fresh('race')]
      await must('CreateUser', { UserName })
      await must('CreateGroup', { GroupName })
      const [added, userGone, groupGone] = await race(
        [
          ['AddUserToGroup', { UserName, GroupName }],
          ['DeleteUser', { UserName }],
          ['DeleteGroup', { GroupName }],
        ],
        delays,
      )
      const refused = {
        code: 'DeleteConflict',
        message: 'Cannot delete entity, must remove users from group first.',
      }
      if (added && 'ok' in added) {
        expect([userGone, groupGone]).toEqual([{ refused }, { refused }])
        expect((await must('GetGroup', { GroupName })).Users).toHaveLength(1)
        expect((await must('ListGroupsForUser', { UserName })).Groups).toHaveLength(1)
      } else {
        const missing = [
          `The user with name ${UserName} cannot be found.`,
          `The group with name ${GroupName} cannot be found.`,
        ]
        expect(added?.refused.code).toBe('NoSuchEntity')
        expect(missing).toContain(added?.refused.message)
        expect([userGone, groupGone]).toEqual([{ ok: expect.anything() }, { ok: expect.anything() }])
      }
    },
  )

  races('SetDefaultPolicyVersion against DeletePolicyVersion: there is always a default', async delays => {
    const PolicyArn = await makePolicy()
    await must('CreatePolicyVersion', { PolicyArn, PolicyDocument: identityPolicy })
    const version = { PolicyArn, VersionId: 'v2' }
    const [set, deleted] = await race(
      [
        ['SetDefaultPolicyVersion', version],
        ['DeletePolicyVersion', version],
      ],
      delays,
    )
    const { Versions } = await must('ListPolicyVersions', { PolicyArn })
    const defaults = Versions.filter((each: Answer) => each.IsDefaultVersion)
    expect(defaults.map((each: Answer) => each.VersionId)).toEqual([set && 'ok' in set ? 'v2' : 'v1'])
    expect((await must('GetPolicy', { PolicyArn })).Policy.DefaultVersionId).toBe(defaults[0].VersionId)
    if (set && 'ok' in set) {
      const message = 'Cannot delete the default version of a policy.'
      expect(deleted).toEqual({ refused: { code: 'DeleteConflict', message } })
    } else {
      expect(set?.refused.code).toBe('NoSuchEntity')
      expect(deleted).toHaveProperty('ok')
    }
  })
})
