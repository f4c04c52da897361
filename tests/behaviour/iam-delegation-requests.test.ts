import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { delegationScene } from './support/delegation-scene.ts'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, iamCallsTo, refused } from './support/iam-calls.ts'
import { type NotificationReceiver, startNotificationReceiver } from './support/notification-receiver.ts'
import { allow, assume, fresh, makeRole, makeUser, rootOf, trust } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

/** Requests of one account for permissions in another: who may do what with them, and what becomes of them. */
let server: TestServer
let receiver: NotificationReceiver
beforeAll(async () => {
  receiver = await startNotificationReceiver()
  server = await startTestServer(undefined, { notificationsUrl: receiver.url })
})
afterAll(async () => {
  await server.close()
  await receiver.close()
})

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-delegation-requests', () => server)
const scene = delegationScene(() => server, call)
const { makeTemplate, readsUsers, request, requestWith, on, stateOf } = scene
const owner = () => server.trusting.id
const denied = (outcome: unknown) => expect(outcome).toHaveProperty('refused.code', 'AccessDenied')
const notThere = (id: string) =>
  refused('NoSuchEntity', `The delegation request with id ${id} cannot be found.`)

describe('a delegation request', () => {
  eachDoorway('goes from its making to the release of its token', async call => {
    const customer = scene.customer()
    const bucketPath = 'arn:aws:s3:::@{buckets}/@{prefix}/*'
    const PolicyTemplateArn = await makeTemplate(allow('s3:GetObject', bucketPath))
    const Parameters = [
      { Name: 'buckets', Values: ['one', 'two'], Type: 'stringList' },
      { Name: 'prefix', Values: ['data'], Type: 'string' },
    ]
    const input = requestWith({
      OwnerAccountId: owner(),
      Permissions: { PolicyTemplateArn, Parameters },
      RequestMessage: 'For ticket 17',
      RedirectUrl: 'https://provider.example.com/done',
      OnlySendByOwner: true,
    })
    const created = answered(await call('CreateDelegationRequest', input, scene.provider()))
    const { DelegationRequestId } = created
    const by = { DelegationRequestId }
    const shown = {
      DelegationRequestId,
      OwnerAccountId: owner(),
      Description: 'Sets up the product',
      RequestMessage: 'For ticket 17',
      Permissions: { PolicyTemplateArn, Parameters },
      PermissionPolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 's3:GetObject',
            Resource: ['arn:aws:s3:::one/data/*', 'arn:aws:s3:::two/data/*'],
          },
        ],
      }),
      State: 'UNASSIGNED',
      ExpirationTime: expect.any(Date),
      RequestorId: server.trusted.id,
      RequestorName: 'Trusted',
      CreateDate: expect.any(Date),
      SessionDuration: 3600,
      RedirectUrl: 'https://provider.example.com/done',
      OnlySendByOwner: true,
      UpdatedTime: expect.any(Date),
    }
    const found = async () => answered(await call('GetDelegationRequest', by, customer)).DelegationRequest
    expect(await found()).toEqual(shown)

    expect(await call('AssociateDelegationRequest', by, customer)).toEqual({ ok: {} })
    const OwnerId = `arn:aws:iam::${owner()}:user/admin`
    expect(await found()).toEqual({ ...shown, OwnerId, State: 'ASSIGNED' })
    expect(await call('UpdateDelegationRequest', { ...by, Notes: 'Please look' }, customer)).toEqual({
      ok: {},
    })
    expect(await found()).toMatchObject({ State: 'PENDING_APPROVAL', Notes: 'Please look' })
    expect(await call('AcceptDelegationRequest', by, customer)).toEqual({ ok: {} })
    expect(await found()).toMatchObject({ State: 'ACCEPTED', ApproverId: OwnerId })
    expect(await call('SendDelegationToken', by, customer)).toEqual({ ok: {} })
    expect(await found()).toMatchObject({ State: 'FINALIZED' })

    const listed = answered(await call('ListDelegationRequests', { OwnerId }, customer))
    expect(listed).toMatchObject({ isTruncated: false })
    expect(listed.DelegationRequests.map((each: typeof shown) => each.DelegationRequestId)).toContain(
      DelegationRequestId,
    )
    const EntityArn = `arn:aws:iam::${owner()}:delegation-request/${DelegationRequestId}`
    expect(await call('GetHumanReadableSummary', { EntityArn }, customer)).toEqual({
      ok: {
        Locale: 'en',
        SummaryState: 'AVAILABLE',
        SummaryContent: [
          `Trusted (account ${server.trusted.id}) asks for access to account ${owner()} for 1 hour.`,
          'With the permissions of whoever approves it, and no others, it:',
          '- may use s3:GetObject on arn:aws:s3:::one/data/*, arn:aws:s3:::two/data/*',
        ].join('\n'),
      },
    })
    const other = await request(PolicyTemplateArn, { Permissions: { PolicyTemplateArn, Parameters } })
    const rejected = { DelegationRequestId: other, Notes: 'Not this one' }
    answered(await call('AssociateDelegationRequest', { DelegationRequestId: other }, customer))
    expect(await call('RejectDelegationRequest', rejected, customer)).toEqual({ ok: {} })
    const { DelegationRequest } = answered(
      await call('GetDelegationRequest', { DelegationRequestId: other }, customer),
    )
    expect(DelegationRequest).toMatchObject({ State: 'REJECTED', RejectionReason: 'Not this one' })
  })

  it('tells its requestor of each step, and gives the token to the topic alone', async () => {
    const id = await request(await makeTemplate(readsUsers()))
    await scene.release(id)
    const token = await receiver.message(id, 'ExchangeToken')
    expect(token).toEqual({
      Type: 'ExchangeToken',
      RequestId: id,
      RequestorWorkflowId: expect.any(String),
      State: 'FINALIZED',
      OwnerAccountId: owner(),
      UpdatedAt: expect.any(String),
      ExchangeToken: expect.any(String),
      ExpiresAt: expect.any(String),
    })
    expect(Date.parse(token.ExpiresAt ?? '') - Date.parse(token.UpdatedAt ?? '')).toBe(3_600_000)
    await receiver.message(id, 'StateChange')
    const states = () =>
      receiver.received
        .filter(({ message }) => message.RequestId === id && message.Type === 'StateChange')
        .map(({ message }) => message.State)
        .sort()
    await expect.poll(states, { timeout: 30_000 }).toEqual(['ACCEPTED', 'ASSIGNED', 'FINALIZED'])
    expect(receiver.received.every(({ TopicArn }) => TopicArn === scene.topic())).toBe(true)
  })

  it('stays accepted where nobody takes its token', async () => {
    const id = await request(await makeTemplate(readsUsers()))
    answered(await on('AssociateDelegationRequest', id))
    answered(await on('AcceptDelegationRequest', id))
    receiver.refuseWith(503)
    expect(await on('SendDelegationToken', id)).toHaveProperty('refused.code', 'ServiceFailure')
    receiver.refuseWith(200)
    expect(await stateOf(id)).toBe('ACCEPTED')
    answered(await on('SendDelegationToken', id))
    expect(await stateOf(id)).toBe('FINALIZED')
  })

  it.each<[string, string[], string[]]>([
    [
      'UNASSIGNED',
      [],
      [
        'AcceptDelegationRequest',
        'RejectDelegationRequest',
        'SendDelegationToken',
        'UpdateDelegationRequest',
      ],
    ],
    ['ASSIGNED', ['AssociateDelegationRequest'], ['AssociateDelegationRequest', 'SendDelegationToken']],
    [
      'PENDING_APPROVAL',
      ['AssociateDelegationRequest', 'UpdateDelegationRequest'],
      ['AssociateDelegationRequest', 'SendDelegationToken'],
    ],
    [
      'ACCEPTED',
      ['AssociateDelegationRequest', 'AcceptDelegationRequest'],
      ['AssociateDelegationRequest', 'AcceptDelegationRequest', 'UpdateDelegationRequest'],
    ],
    [
      'REJECTED',
      ['AssociateDelegationRequest', 'RejectDelegationRequest'],
      [
        'AcceptDelegationRequest',
        'RejectDelegationRequest',
        'SendDelegationToken',
        'UpdateDelegationRequest',
      ],
    ],
    [
      'FINALIZED',
      ['AssociateDelegationRequest', 'AcceptDelegationRequest', 'SendDelegationToken'],
      [
        'AcceptDelegationRequest',
        'RejectDelegationRequest',
        'SendDelegationToken',
        'UpdateDelegationRequest',
      ],
    ],
  ])('takes no step that is not open to it: %s', async (state, steps, closed) => {
    const id = await request(await makeTemplate(readsUsers()), { OwnerAccountId: owner() })
    for (const step of steps) answered(await on(step, id))
    for (const step of closed) {
      expect(await on(step, id), step).toMatchObject({
        refused: {
          code: 'InvalidInput',
          message: expect.stringContaining(`The delegation request is in state ${state}`),
        },
      })
    }
    expect(await stateOf(id)).toBe(state)
  })

  it('is rejected after it was accepted, while its token is not sent', async () => {
    const id = await request(await makeTemplate(readsUsers()))
    answered(await on('AssociateDelegationRequest', id))
    answered(await on('AcceptDelegationRequest', id))
    answered(await on('RejectDelegationRequest', id))
    expect(await stateOf(id)).toBe('REJECTED')
  })

  it('goes to one of those who ask for it at once', async () => {
    const id = await request(await makeTemplate(readsUsers()))
    const users = await Promise.all([1, 2, 3, 4].map(() => makeUser(server, server.trusting)))
    const outcomes = await Promise.all(users.map(({ keys }) => on('AssociateDelegationRequest', id, keys)))
    expect(outcomes.filter(outcome => 'ok' in outcome)).toHaveLength(1)
  })
})

describe('steps that are taken at once', () => {
  it.each(['AcceptDelegationRequest', 'RejectDelegationRequest'])('%s is taken once', async step => {
    const id = await request(await makeTemplate(readsUsers()))
    answered(await on('AssociateDelegationRequest', id))
    const outcomes = await Promise.all([1, 2, 3].map(() => on(step, id)))
    expect(outcomes.filter(outcome => 'ok' in outcome)).toHaveLength(1)
  })

  it('send one token, or reject what was accepted, and never both', async () => {
    const id = await request(await makeTemplate(readsUsers()))
    answered(await on('AssociateDelegationRequest', id))
    answered(await on('AcceptDelegationRequest', id))
    const steps = ['SendDelegationToken', 'RejectDelegationRequest', 'SendDelegationToken']
    const outcomes = await Promise.all(steps.map(step => on(step, id)))
    expect(outcomes.filter(outcome => 'ok' in outcome)).toHaveLength(1)
    const tokens = receiver.received.filter(
      ({ message }) => message.RequestId === id && message.Type === 'ExchangeToken',
    )
    expect(tokens).toHaveLength((await stateOf(id)) === 'FINALIZED' ? 1 : 0)
  })
})

describe('who may do what with a delegation request', () => {
  it('is for anybody to see and take while nobody has it, and for nobody else afterwards', async () => {
    const id = await request(await makeTemplate(readsUsers()))
    const plain = await makeUser(server, server.trusting)
    expect(await stateOf(id, plain.keys)).toBe('UNASSIGNED')
    expect(await stateOf(id, scene.provider())).toBe('UNASSIGNED')
    answered(await on('AssociateDelegationRequest', id, plain.keys))
    const other = await makeUser(server, server.trusting)
    denied(await on('GetDelegationRequest', id, other.keys))
    // Not even for its requestor, who is told of it: to another account it is as if it were not there.
    for (const operation of [
      'GetDelegationRequest',
      'AcceptDelegationRequest',
      'AssociateDelegationRequest',
    ]) {
      expect(await on(operation, id, scene.provider())).toEqual(notThere(id))
    }
    const stranger = await makeUser(server, server.trusted)
    denied(await on('GetDelegationRequest', id, stranger.keys))
    denied(await on('GetDelegationRequest', '0123456789abcdef', stranger.keys))
  })

  it('is for the account alone that it names', async () => {
    const id = await request(await makeTemplate(readsUsers()), { OwnerAccountId: owner() })
    expect(await on('AssociateDelegationRequest', id, scene.provider())).toEqual(notThere(id))
    const plain = await makeUser(server, server.trusting)
    expect(await stateOf(id, plain.keys)).toBe('UNASSIGNED')
    answered(await on('AssociateDelegationRequest', id, plain.keys))
  })

  it('lets its owner do all but approve it', async () => {
    const id = await request(await makeTemplate(readsUsers()))
    const plain = await makeUser(server, server.trusting)
    answered(await on('AssociateDelegationRequest', id, plain.keys))
    answered(await on('GetDelegationRequest', id, plain.keys))
    answered(await on('UpdateDelegationRequest', id, plain.keys))
    denied(await on('AcceptDelegationRequest', id, plain.keys))
    answered(await on('AcceptDelegationRequest', id))
    answered(await on('SendDelegationToken', id, plain.keys))
    const OwnerId = plain.arn
    answered(await call('ListDelegationRequests', { OwnerId }, plain.keys))
    denied(await call('ListDelegationRequests', {}, plain.keys))
    denied(await call('ListDelegationRequests', { OwnerId: `${OwnerId}x` }, plain.keys))
  })

  it('is denied to its owner by an explicit deny', async () => {
    const id = await request(await makeTemplate(readsUsers()))
    const deny = { Effect: 'Deny', Action: 'iam:RejectDelegationRequest', Resource: '*' }
    const bound = await makeUser(server, server.trusting, deny)
    answered(await on('AssociateDelegationRequest', id, bound.keys))
    denied(await on('RejectDelegationRequest', id, bound.keys))
    expect(await stateOf(id)).toBe('ASSIGNED')
  })

  it('lets nobody but its owner send its token where the requestor wants that', async () => {
    const id = await request(await makeTemplate(readsUsers()), { OnlySendByOwner: true })
    const plain = await makeUser(server, server.trusting)
    answered(await on('AssociateDelegationRequest', id, plain.keys))
    answered(await on('AcceptDelegationRequest', id))
    expect(await on('SendDelegationToken', id)).toMatchObject({
      refused: { code: 'AccessDenied', message: expect.stringContaining('explicit deny') },
    })
    answered(await on('SendDelegationToken', id, plain.keys))
  })

  it('is granted by policies, on its ARN and by its owner', async () => {
    const id = await request(await makeTemplate(readsUsers()))
    const plain = await makeUser(server, server.trusting)
    answered(await on('AssociateDelegationRequest', id, plain.keys))
    const ofPlain = { ArnEquals: { 'iam:DelegationRequestOwner': plain.arn } }
    const ofAdmin = { ArnEquals: { 'iam:DelegationRequestOwner': `arn:aws:iam::${owner()}:user/admin` } }
    const named = `arn:aws:iam::${owner()}:delegation-request/${id}`
    const approver = await makeUser(
      server,
      server.trusting,
      allow('iam:AcceptDelegationRequest', named, ofPlain),
    )
    const others = await makeUser(
      server,
      server.trusting,
      allow('iam:AcceptDelegationRequest', named, ofAdmin),
    )
    const elsewhere = await makeUser(
      server,
      server.trusting,
      allow('iam:AcceptDelegationRequest', `${named}x`),
    )
    denied(await on('AcceptDelegationRequest', id, others.keys))
    denied(await on('AcceptDelegationRequest', id, elsewhere.keys))
    answered(await on('AcceptDelegationRequest', id, approver.keys))
  })

  it('is a session of a role its own, and nobody of the same name', async () => {
    const id = await request(await makeTemplate(readsUsers()))
    const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusting))] })
    const keys = await assume(server, scene.customer(), role, { RoleSessionName: 'first' })
    answered(await on('AssociateDelegationRequest', id, keys))
    const { DelegationRequest } = answered(await on('GetDelegationRequest', id, keys))
    expect(DelegationRequest.OwnerId).toBe(`arn:aws:sts::${owner()}:assumed-role/${role.name}/first`)
    const other = await assume(server, scene.customer(), role, { RoleSessionName: 'second' })
    denied(await on('GetDelegationRequest', id, other))
    const again = await assume(server, scene.customer(), role, { RoleSessionName: 'first' })
    answered(await on('GetDelegationRequest', id, again))
  })

  it('is made by whom policies let make it, by template, topic and duration', async () => {
    const PolicyTemplateArn = await makeTemplate(readsUsers())
    const condition = {
      ArnEquals: { 'iam:TemplateArn': PolicyTemplateArn },
      StringEquals: { 'iam:NotificationChannel': scene.topic(), 'iam:DelegationDuration': '3600' },
    }
    const maker = await makeUser(
      server,
      server.trusted,
      allow('iam:CreateDelegationRequest', 'arn:aws:iam::*:delegation-request/*', condition),
    )
    const make = (input: object, keys: Keys = maker.keys) =>
      call('CreateDelegationRequest', requestWith({ Permissions: { PolicyTemplateArn }, ...input }), keys)
    answered(await make({}))
    denied(await make({ SessionDuration: 3601 }))
    denied(await make({ NotificationChannel: `${scene.topic()}x` }))
    denied(await make({ Permissions: { PolicyTemplateArn: await makeTemplate(readsUsers()) } }))
    denied(await make({}, (await makeUser(server, server.trusted)).keys))
  })
})

describe('what is asked for', () => {
  const make = (input: object) => call('CreateDelegationRequest', requestWith(input), scene.provider())
  const invalid = (message: string) => refused('InvalidInput', message)

  it('is a policy made of a template and its values', async () => {
    const onRole = allow(
      ['iam:CreateRole', 'iam:PutRolePolicy'],
      'arn:aws:iam::@{AccountId}:role/provider/*',
      { StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::@{AccountId}:policy/Boundary' } },
    )
    const id = await request(await makeTemplate(onRole))
    answered(await on('AssociateDelegationRequest', id))
    const { DelegationRequest } = answered(await on('GetDelegationRequest', id))
    expect(JSON.parse(DelegationRequest.PermissionPolicy).Statement[0].Resource).toBe(
      `arn:aws:iam::${owner()}:role/provider/*`,
    )
    expect(DelegationRequest.RolePermissionRestrictionArns).toEqual([
      `arn:aws:iam::${owner()}:policy/Boundary`,
    ])
  })

  it('stays what it was when it was asked', async () => {
    const PolicyTemplateArn = await makeTemplate(readsUsers())
    const id = await request(PolicyTemplateArn)
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    })
    const version = { PolicyArn: PolicyTemplateArn, PolicyDocument, SetAsDefault: true }
    answered(await call('CreatePolicyVersion', version, scene.provider()))
    const { DelegationRequest } = answered(await on('GetDelegationRequest', id))
    expect(DelegationRequest.PermissionPolicy).toContain('iam:GetUser')
  })

  it('is refused without a template, with one of another account, and with values that do not fit', async () => {
    const PolicyTemplateArn = await makeTemplate(allow('s3:GetObject', 'arn:aws:s3:::@{bucket}/*'))
    const withValues = (...Parameters: object[]) => make({ Permissions: { PolicyTemplateArn, Parameters } })
    const bucket = { Name: 'bucket', Values: ['one'], Type: 'string' }
    expect(await make({ Permissions: { Parameters: [bucket] } })).toEqual(
      invalid('Permissions must name a policy template.'),
    )
    const foreign = PolicyTemplateArn.replace(server.trusted.id, owner())
    expect(await make({ Permissions: { PolicyTemplateArn: foreign } })).toEqual(
      invalid(`The policy template ${foreign} cannot be found.`),
    )
    expect(await withValues()).toEqual(invalid("Failed to render template: Parameter 'bucket' not found."))
    expect(await withValues(bucket, { ...bucket, Name: 'other' })).toEqual(
      invalid('Failed to render template: Unrecognized parameter: other'),
    )
    expect(await withValues(bucket, bucket)).toEqual(invalid('A policy parameter is given twice.'))
    expect(await withValues({ ...bucket, Values: ['one', 'two'] })).toEqual(
      invalid('Policy parameter bucket must have exactly one value, got 2.'),
    )
    expect(await withValues({ ...bucket, Type: 'stringList', Values: [] })).toEqual(
      invalid('Policy parameter bucket must have at least one value, got 0.'),
    )
    expect(await withValues({ ...bucket, Values: ['x'.repeat(255)] })).toHaveProperty('ok')
    const many = {
      ...bucket,
      Type: 'stringList',
      Values: Array.from({ length: 50 }, (_, i) => 'x'.repeat(60) + i),
    }
    expect(await withValues(many)).toEqual(invalid('The rendered policy must have at most 2048 characters.'))
  })

  it('lets no value write the policy', async () => {
    const PolicyTemplateArn = await makeTemplate(allow('s3:GetObject', 'arn:aws:s3:::@{bucket}/*'))
    const hostile = 'x"},{"Effect":"Allow","Action":"*","Resource":"*'
    const id = await request(PolicyTemplateArn, {
      Permissions: { PolicyTemplateArn, Parameters: [{ Name: 'bucket', Values: [hostile], Type: 'string' }] },
    }).catch((error: Error) => error.message)
    const outcome = await on('GetDelegationRequest', id.slice(0, 36))
    if ('ok' in outcome) {
      expect(JSON.parse(outcome.ok.DelegationRequest.PermissionPolicy).Statement).toHaveLength(1)
    }
  })

  it('is refused where combinations of values are endless', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `part${i}`)
    const path = names.map(name => `@{${name}}`).join('/')
    const PolicyTemplateArn = await makeTemplate(allow('s3:GetObject', `arn:aws:s3:::${path}`))
    const Parameters = names.map(Name => ({
      Name,
      Type: 'stringList',
      Values: Array.from({ length: 20 }, (_, i) => String(i)),
    }))
    const endless = invalid('Failed to render template: The parameters have too many combinations of values.')
    expect(await make({ Permissions: { PolicyTemplateArn, Parameters } })).toEqual(endless)
    const wide = Array.from({ length: 120 }, (_, i) => `arn:aws:s3:::@{part0}/@{part1}/${i}`)
    const PolicyDocument = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:*', Resource: wide },
    }
    const input = { PolicyName: fresh('Template'), PolicyDocument: JSON.stringify(PolicyDocument) }
    const { Policy } = answered(await call('CreatePolicy', input, scene.provider()))
    const two = Parameters.slice(0, 2).map(each => ({
      ...each,
      Values: Array.from({ length: 50 }, (_, i) => `${i}`),
    }))
    expect(await make({ Permissions: { PolicyTemplateArn: Policy.Arn, Parameters: two } })).toEqual(endless)
  })

  it('needs a topic of the requestor, and a workflow that is new to it', async () => {
    const PolicyTemplateArn = await makeTemplate(readsUsers())
    const Permissions = { PolicyTemplateArn }
    for (const NotificationChannel of [
      scene.topic().replace(server.trusted.id, owner()),
      'requests',
      'arn:aws:sqs:us-east-1:1:x',
    ]) {
      expect(await make({ Permissions, NotificationChannel })).toHaveProperty('refused.code', 'InvalidInput')
    }
    const RequestorWorkflowId = fresh('workflow')
    answered(await make({ Permissions, RequestorWorkflowId }))
    expect(await make({ Permissions, RequestorWorkflowId })).toEqual(
      refused(
        'EntityAlreadyExists',
        `A delegation request with workflow id ${RequestorWorkflowId} already exists.`,
      ),
    )
  })

  it('is summed up in English only, and of delegation requests only', async () => {
    const id = await request(await makeTemplate(readsUsers()))
    const summary = (EntityArn: string, input: object = {}) =>
      call('GetHumanReadableSummary', { EntityArn, ...input }, scene.customer())
    const arn = `arn:aws:iam::${owner()}:delegation-request/${id}`
    expect(await summary(arn, { Locale: 'de' })).toEqual({
      ok: { Locale: 'de', SummaryState: 'NOT_SUPPORTED' },
    })
    expect(await summary(arn, { Locale: 'en-GB' })).toMatchObject({ ok: { SummaryState: 'AVAILABLE' } })
    expect(await summary(`arn:aws:iam::${owner()}:user/admin`)).toHaveProperty('refused.code', 'InvalidInput')
    expect(await summary(arn.replace(owner(), server.trusted.id))).toEqual(notThere(id))
    expect(await summary(`${arn.slice(0, -1)}_`)).toHaveProperty('refused.code', 'NoSuchEntity')
  })
})

describe('the check of permissions', () => {
  const checked = async (statements: object[], ...template: object[]) => {
    const id = await request(await makeTemplate(...template))
    const user = await makeUser(server, server.trusting, ...statements)
    const input = { DelegationPermissionCheck: true }
    const answer = answered(await on('GetDelegationRequest', id, user.keys, input))
    expect(answer.PermissionCheckStatus).toBe('COMPLETE')
    return answer.PermissionCheckResult
  }
  const one = allow('s3:GetObject', 'arn:aws:s3:::one/file')
  const all = allow('s3:*', 'arn:aws:s3:::one/*')

  it.each<[string, object[], object[], string]>([
    ['ALLOWED: all of it is allowed', [allow('s3:Get*', '*')], [one], 'ALLOWED'],
    ['ALLOWED: what has wildcards is allowed whole', [allow('s3:*', '*')], [all], 'ALLOWED'],
    [
      'DENIED: something is not allowed',
      [allow('s3:Get*', '*')],
      [one, allow('s3:PutObject', 'arn:aws:s3:::one/file')],
      'DENIED',
    ],
    ['DENIED: nothing is allowed', [], [one], 'DENIED'],
    [
      'UNSURE: a part of it may be denied',
      [allow('*', '*'), { Effect: 'Deny', Action: 's3:DeleteObject', Resource: '*' }],
      [all],
      'UNSURE',
    ],
    ['UNSURE: it is not known to be allowed whole', [allow('s3:Get*', '*')], [all], 'UNSURE'],
    [
      'UNSURE: it depends on a condition',
      [allow('*', '*')],
      [allow('s3:GetObject', '*', { Bool: { 'aws:SecureTransport': 'true' } })],
      'UNSURE',
    ],
  ])('says %s', async (_, statements, template, result) => {
    expect(await checked(statements, ...template)).toBe(result)
  })
})

describe('the list of delegation requests', () => {
  it('has those that somebody of the account owns, page by page', async () => {
    const PolicyTemplateArn = await makeTemplate(readsUsers())
    const user = await makeUser(server, server.trusting)
    const ids: string[] = []
    for (let i = 0; i < 5; i += 1) {
      const id = await request(PolicyTemplateArn)
      answered(await on('AssociateDelegationRequest', id, user.keys))
      ids.push(id)
    }
    const unowned = await request(PolicyTemplateArn, { OwnerAccountId: owner() })
    const list = async (input: object, keys = scene.customer()) => {
      const found: string[] = []
      let Marker: string | undefined
      do {
        const answer = answered(
          await call('ListDelegationRequests', { ...input, ...(Marker && { Marker }) }, keys),
        )
        found.push(
          ...answer.DelegationRequests.map(
            (each: { DelegationRequestId: string }) => each.DelegationRequestId,
          ),
        )
        Marker = answer.Marker
        expect(answer.isTruncated).toBe(Marker !== undefined)
      } while (Marker !== undefined)
      return found
    }
    expect((await list({ OwnerId: user.arn, MaxItems: 2 })).sort()).toEqual(ids.sort())
    const whole = await list({ MaxItems: 3 })
    expect(whole).toEqual(expect.arrayContaining(ids))
    expect(whole).not.toContain(unowned)
    const foreign = await list({}, scene.provider())
    expect(foreign.some(id => ids.includes(id))).toBe(false)
    const marker = { Marker: Buffer.from('["other",1]').toString('base64url') }
    expect(await call('ListDelegationRequests', marker, scene.customer())).toHaveProperty(
      'refused.code',
      'ValidationError',
    )
  })
})
