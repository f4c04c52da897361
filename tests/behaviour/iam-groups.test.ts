import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { allow, fresh, makeUser, policy } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-groups', () => server)
const done = { ok: {} }
const noGroup = refused('NoSuchEntity', 'The group with name nobodies cannot be found.')
const noUser = refused('NoSuchEntity', 'The user with name nobody cannot be found.')

async function newUser(): Promise<string> {
  const UserName = fresh('User')
  answered(await call('CreateUser', { UserName }))
  return UserName
}

async function newGroup(input: object = {}): Promise<string> {
  const GroupName = fresh('Group')
  answered(await call('CreateGroup', { GroupName, ...input }))
  return GroupName
}

describe('a group', () => {
  eachDoorway('is made and shown exactly as by AWS', async call => {
    const path = `/${fresh('teams')}/`
    const GroupName = fresh('Group')
    const Group = {
      Path: path,
      GroupName,
      GroupId: expect.stringMatching(/^AGPA[A-Z2-7]{17}$/),
      Arn: `arn:aws:iam::${server.trusted.id}:group${path}${GroupName}`,
      CreateDate: expect.any(Date),
    }
    expect(await call('CreateGroup', { GroupName, Path: path })).toEqual({ ok: { Group } })
    expect(await call('GetGroup', { GroupName: GroupName.toUpperCase() })).toEqual({
      ok: { Group, Users: [], IsTruncated: false },
    })
    expect(await call('ListGroups', { PathPrefix: path })).toEqual({
      ok: { Groups: [Group], IsTruncated: false },
    })
  })

  eachDoorway('has a name of its own, whatever the case', async call => {
    const GroupName = (await newGroup()).toUpperCase()
    expect(await call('CreateGroup', { GroupName })).toEqual(
      refused('EntityAlreadyExists', `Group with name ${GroupName} already exists.`),
    )
  })

  eachDoorway('is renamed and moved with its members', async call => {
    const [GroupName, UserName, NewGroupName] = [await newGroup(), await newUser(), fresh('Renamed')]
    answered(await call('AddUserToGroup', { GroupName, UserName }))
    expect(await call('UpdateGroup', { GroupName, NewGroupName, NewPath: '/moved/' })).toEqual(done)
    expect(await call('GetGroup', { GroupName: NewGroupName })).toMatchObject({
      ok: { Group: { GroupName: NewGroupName, Path: '/moved/' }, Users: [{ UserName }] },
    })
    const other = await newGroup()
    expect(await call('UpdateGroup', { GroupName: NewGroupName, NewGroupName: other })).toEqual(
      refused('EntityAlreadyExists', `Group with name ${other} already exists.`),
    )
  })

  it('is renamed only by who may for both names', async () => {
    const GroupName = await newGroup()
    const arn = `arn:aws:iam::${server.trusted.id}:group/${GroupName}`
    const NewGroupName = `${GroupName}-new`
    const ofOne = await makeUser(server, server.trusted, allow('iam:UpdateGroup', arn))
    const ofBoth = await makeUser(server, server.trusted, allow('iam:UpdateGroup', `${arn}*`))
    expect(await call('UpdateGroup', { GroupName, NewGroupName }, ofOne.keys)).toMatchObject({
      refused: { code: 'AccessDenied', message: expect.stringContaining(`${arn}-new`) },
    })
    expect(await call('UpdateGroup', { GroupName, NewGroupName }, ofBoth.keys)).toEqual(done)
  })

  eachDoorway('is deleted when it is empty, and says what must go first', async call => {
    const [GroupName, UserName, PolicyName] = [await newGroup(), await newUser(), fresh('Policy')]
    const PolicyDocument = policy(allow('s3:*', '*'))
    const PolicyArn = answered(await call('CreatePolicy', { PolicyName, PolicyDocument })).Policy.Arn
    answered(await call('AddUserToGroup', { GroupName, UserName }))
    answered(await call('AttachGroupPolicy', { GroupName, PolicyArn }))
    answered(await call('PutGroupPolicy', { GroupName, PolicyName, PolicyDocument }))
    const conflict = (first: string) =>
      refused('DeleteConflict', `Cannot delete entity, must ${first} first.`)

    expect(await call('DeleteGroup', { GroupName })).toEqual(conflict('remove users from group'))
    answered(await call('RemoveUserFromGroup', { GroupName, UserName }))
    expect(await call('DeleteGroup', { GroupName })).toEqual(conflict('detach all policies'))
    answered(await call('DetachGroupPolicy', { GroupName, PolicyArn }))
    expect(await call('DeleteGroup', { GroupName })).toEqual(conflict('delete policies'))
    answered(await call('DeleteGroupPolicy', { GroupName, PolicyName }))
    expect(await call('DeleteGroup', { GroupName })).toEqual(done)
    expect(await call('GetGroup', { GroupName })).toHaveProperty('refused.code', 'NoSuchEntity')
  })

  it.each(['GetGroup', 'UpdateGroup', 'DeleteGroup'])('that is not there: %s', async operation => {
    expect(await call(operation, { GroupName: 'nobodies', NewGroupName: 'x' })).toEqual(noGroup)
  })

  it('is one of 300 at most', async () => {
    const admin = server.trusting.admin
    const make = () => call('CreateGroup', { GroupName: fresh('Group') }, admin)
    const present = answered(await call('GetAccountSummary', {}, admin)).SummaryMap.Groups
    for (let count = present; count < 300; count++) answered(await make())
    expect(await make()).toEqual(refused('LimitExceeded', 'Cannot exceed quota for GroupsPerAccount: 300'))
    const input = { MaxItems: 120 }
    const found = await pages(
      (operation, page) => call(operation, page, admin),
      'ListGroups',
      input,
      'Groups',
    )
    expect(found.map(page => page.length)).toEqual([120, 120, 60])
    const byDefault = answered(await call('ListGroups', {}, admin))
    expect(byDefault.Groups).toHaveLength(100)
  })
})

describe('membership', () => {
  eachDoorway('is shown from both sides, in pages', async call => {
    const [GroupName, other] = [await newGroup(), await newGroup()]
    const users = [await newUser(), await newUser(), await newUser()]
    for (const UserName of users) answered(await call('AddUserToGroup', { GroupName, UserName }))
    answered(await call('AddUserToGroup', { GroupName: other, UserName: users[0] }))

    const members = await pages(call, 'GetGroup', { GroupName, MaxItems: 2 }, 'Users')
    expect(members.map(page => page.length)).toEqual([2, 1])
    expect(
      members
        .flat()
        .map(user => user.UserName)
        .sort(),
    ).toEqual(users.toSorted())
    const groups = await pages(call, 'ListGroupsForUser', { UserName: users[0], MaxItems: 1 }, 'Groups')
    expect(groups.map(page => page.length)).toEqual([1, 1])
    expect(groups.flat().map(group => group.GroupName)).toEqual([GroupName, other].toSorted())
  })

  it('is begun and ended any number of times', async () => {
    const [GroupName, UserName] = [await newGroup(), await newUser()]
    for (let time = 0; time < 2; time++) {
      expect(await call('AddUserToGroup', { GroupName, UserName })).toEqual(done)
    }
    expect(await call('GetGroup', { GroupName })).toMatchObject({ ok: { Users: [{ UserName }] } })
    for (let time = 0; time < 2; time++) {
      expect(await call('RemoveUserFromGroup', { GroupName, UserName })).toEqual(done)
    }
    expect(await call('ListGroupsForUser', { UserName })).toEqual({ ok: { Groups: [], IsTruncated: false } })
  })

  it('looks for the user first, then for the group', async () => {
    const [GroupName, UserName] = [await newGroup(), await newUser()]
    for (const operation of ['AddUserToGroup', 'RemoveUserFromGroup']) {
      expect(await call(operation, { GroupName, UserName: 'nobody' })).toEqual(noUser)
      expect(await call(operation, { GroupName: 'nobodies', UserName })).toEqual(noGroup)
      expect(await call(operation, { GroupName: 'nobodies', UserName: 'nobody' })).toEqual(noUser)
    }
    expect(await call('ListGroupsForUser', { UserName: 'nobody' })).toEqual(noUser)
  })

  it('is in ten groups at most; being added again is no eleventh', async () => {
    const UserName = await newUser()
    const groups: string[] = []
    for (let count = 0; count < 10; count++) groups.push(await newGroup())
    for (const GroupName of groups) answered(await call('AddUserToGroup', { GroupName, UserName }))
    expect(await call('AddUserToGroup', { GroupName: groups[0], UserName })).toEqual(done)
    expect(await call('AddUserToGroup', { GroupName: await newGroup(), UserName })).toEqual(
      refused('LimitExceeded', 'Cannot exceed quota for GroupsPerUser: 10'),
    )
  })

  it('gives the rights of the group, and takes them away', async () => {
    const [GroupName, user] = [await newGroup(), await makeUser(server, server.trusted)]
    const PolicyDocument = policy(allow('iam:GetUser', '*'))
    answered(await call('PutGroupPolicy', { GroupName, PolicyName: 'p', PolicyDocument }))
    expect(await call('GetUser', {}, user.keys)).toHaveProperty('refused.code', 'AccessDenied')
    answered(await call('AddUserToGroup', { GroupName, UserName: user.name }))
    expect(await call('GetUser', {}, user.keys)).toHaveProperty('ok')
    answered(await call('RemoveUserFromGroup', { GroupName, UserName: user.name }))
    expect(await call('GetUser', {}, user.keys)).toHaveProperty('refused.code', 'AccessDenied')
  })

  eachDoorway('is decided on the group', async call => {
    const [GroupName, UserName] = [await newGroup(), await newUser()]
    const arn = `arn:aws:iam::${server.trusted.id}:group/${GroupName}`
    const user = await makeUser(server, server.trusted, allow('iam:AddUserToGroup', arn))
    expect(await call('AddUserToGroup', { GroupName, UserName }, user.keys)).toEqual(done)
    const other = await newGroup()
    expect(await call('AddUserToGroup', { GroupName: other, UserName }, user.keys)).toEqual(
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:AddUserToGroup on resource: group ${other} because no identity-based policy allows the iam:AddUserToGroup action`,
      ),
    )
  })
})
