import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  byAccessLevel,
  chooseActions,
  readChoices,
} from '../../src/console/policy-editor/model/action-choice.ts'
import {
  buildArn,
  faultOf,
  fieldsOf,
  formatsOf,
  readArn,
} from '../../src/console/policy-editor/model/arn-format.ts'
import {
  keyStart,
  keysFor,
  operatorsFor,
  putTogether,
  takeApart,
  typeOfKey,
} from '../../src/console/policy-editor/model/condition-choice.ts'
import { openDocument, readVisual } from '../../src/console/policy-editor/model/document.ts'
import {
  addStatement,
  duplicateStatement,
  emptyDocument,
  importStatements,
  removeCondition,
  removeStatement,
  setActions,
  setCondition,
  setEffect,
  setPrincipals,
  setResources,
} from '../../src/console/policy-editor/model/edit.ts'
import type { EditorKind } from '../../src/console/policy-editor/model/kind.ts'
import { readResources } from '../../src/console/policy-editor/model/resource-choice.ts'
import type { ServiceFile } from '../../src/console/policy-editor/model/service-facts.ts'
import { sizeOf } from '../../src/console/policy-editor/model/size.ts'
import type { VisualStatement } from '../../src/console/policy-editor/model/statement.ts'

/** The reference writes placeholders as the language writes what it fills into templates. */
const form = (text: string) => text.replace(/‹([^›]*)›/g, (_, name: string) => `\${${name}}`)

const roleFormat = form('arn:‹Partition›:iam::‹Account›:role/‹RoleNameWithPath›')

function blocks(text: string, kind: EditorKind = 'identity') {
  const document = readVisual(text, kind)
  if ('fault' in document) throw new Error(`not shown: ${document.fault.code}`)
  return document.blocks
}

function shown(text: string, index = 0, kind: EditorKind = 'identity'): VisualStatement {
  const block = blocks(text, kind)[index]
  if (block?.shown !== true) throw new Error('not shown')
  return block
}

/** What stands in the text for each statement, to the letter. */
function texts(text: string): string[] {
  const document = openDocument(text)
  return 'fault' in document ? [] : document.statements.map(({ start, end }) => text.slice(start, end))
}

describe('the visual editor writes what AWS writes', () => {
  it('the policy of the walkthrough, to the letter', () => {
    const arn = buildArn(roleFormat, { Account: '222222222222', RoleNameWithPath: 'CrossAccountRole' })
    const added = addStatement(emptyDocument, { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: [] })
    expect(setResources(added, 0, [arn])).toBe(
      JSON.stringify(
        {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'VisualEditor0',
              Effect: 'Allow',
              Action: 'sts:AssumeRole',
              Resource: 'arn:aws:iam::222222222222:role/CrossAccountRole',
            },
          ],
        },
        null,
        4,
      ),
    )
  })

  it('one value as a string, several as a list, and one again as a string', () => {
    const one = addStatement(emptyDocument, { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' })
    const two = setActions(one, 0, ['s3:GetObject', 's3:PutObject'])
    expect(JSON.parse(two).Statement[0].Action).toEqual(['s3:GetObject', 's3:PutObject'])
    expect(setActions(two, 0, ['s3:GetObject'])).toBe(one)
  })

  it('Sids count on from those that are there', () => {
    const elements = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
    const two = addStatement(addStatement(emptyDocument, elements), elements)
    const sids = (text: string) => blocks(text).map(block => block.sid)
    expect(sids(two)).toEqual(['VisualEditor0', 'VisualEditor1'])
    expect(sids(addStatement(removeStatement(two, 0), elements))).toEqual(['VisualEditor1', 'VisualEditor0'])
    expect(sids(duplicateStatement(two, 0))).toEqual(['VisualEditor0', 'VisualEditor2', 'VisualEditor1'])
  })

  it('a condition, its change and its removal leave no empty shell', () => {
    const bare = addStatement(emptyDocument, { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' })
    const ip = { operator: 'IpAddress', key: 'aws:SourceIp', values: ['192.0.2.0/24'] }
    const guarded = setCondition(bare, 0, ip)
    expect(JSON.parse(guarded).Statement[0].Condition).toEqual({
      IpAddress: { 'aws:SourceIp': '192.0.2.0/24' },
    })
    const changed = setCondition(guarded, 0, { ...ip, operator: 'NotIpAddress' }, ip)
    expect(JSON.parse(changed).Statement[0].Condition).toEqual({
      NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' },
    })
    expect(removeCondition(guarded, 0, ip)).toBe(bare)
  })

  it('principals by type, and everyone as a star', () => {
    const bare = addStatement('', { Effect: 'Allow', Principal: {}, Action: 'sts:AssumeRole' })
    const rows = [
      { type: 'AWS', value: '111111111111' },
      { type: 'Service', value: 'ec2.amazonaws.com' },
      { type: 'AWS', value: 'arn:aws:iam::222222222222:root' },
    ] as const
    const trusting = setPrincipals(bare, 0, rows)
    expect(JSON.parse(trusting).Statement[0].Principal).toEqual({
      AWS: ['111111111111', 'arn:aws:iam::222222222222:root'],
      Service: 'ec2.amazonaws.com',
    })
    expect(shown(trusting, 0, 'trust').principals).toHaveLength(3)
    const open = setPrincipals(trusting, 0, [{ type: 'everyone', value: '*' }])
    expect(JSON.parse(open).Statement[0].Principal).toBe('*')
  })
})

describe('what the visual editor cannot show stays as it is', () => {
  const odd = {
    'several-services': '{"Effect":"Allow","Action":["s3:GetObject","sts:AssumeRole"],"Resource":"*"}',
    'negated-element': '{"Effect":"Deny","NotAction":"iam:*","Resource":"*"}',
    'unknown-element': '{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Comment":"why"}',
    'element-of-other-kinds': '{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}',
    'value-shape': '{"Effect":"Allow","Action":[["s3:GetObject"]],"Resource":"*"}',
    effect: '{"Effect":"allow","Action":"s3:GetObject","Resource":"*"}',
    'action-form': '{"Effect":"Allow","Action":"s*:GetObject","Resource":"*"}',
    'not-an-object': '"s3:GetObject"',
  }
  for (const [code, statement] of Object.entries(odd)) {
    it(`for the reason ${code}, beside statements that are edited`, () => {
      const text = `{"Statement": [${statement}, {"Resource":"*","Action":"s3:GetObject","Effect":"Allow"}]}`
      const [kept, edited] = blocks(text)
      expect(kept).toMatchObject({ shown: false, text: statement, why: { code } })
      expect(edited?.shown).toBe(true)
      const changed = setEffect(setActions(text, 1, ['s3:PutObject', 's3:GetObject']), 1, 'Deny')
      expect(texts(changed)).toEqual([
        statement,
        '{"Resource":"*","Action":["s3:PutObject", "s3:GetObject"],"Effect":"Deny"}',
      ])
    })
  }

  it('the order of keys, white space, escapes, numbers and an array of one', () => {
    const text = `{ "Id" : "a\\u0041", "Statement" : {
  "Condition": {"NumericLessThan": {"s3:max-keys": 1.50}, "Bool": {}},
      "Resource": ["*"],\r
\t"Action": ["s3:\\u0047etObject"], "Effect": "Allow" },
  "Version": "2008-10-17" }`
    expect(shown(text)).toMatchObject({
      actions: ['s3:GetObject'],
      conditions: [{ operator: 'NumericLessThan', key: 's3:max-keys', values: ['1.50'] }],
    })
    const denied = setEffect(text, 0, 'Deny')
    expect(denied).toBe(text.replace('"Allow"', '"Deny"'))
    expect(setResources(denied, 0, ['arn:aws:s3:::logs'])).toBe(
      denied.replace('["*"]', '"arn:aws:s3:::logs"'),
    )
  })

  it('a text that is no policy is not touched, and it is said why', () => {
    const faulty = {
      syntax: '{"Statement": [',
      'duplicate-key': '{"Version": "2012-10-17", "Version": "2012-10-17"}',
      'no-object': '[]',
      statements: '{"Statement": "none"}',
    }
    for (const [code, text] of Object.entries(faulty)) {
      expect(readVisual(text, 'identity')).toMatchObject({ fault: { code } })
      expect(addStatement(text, { Effect: 'Allow' })).toBe(text)
      expect(removeStatement(duplicateStatement(setEffect(text, 0, 'Deny'), 0), 0)).toBe(text)
    }
  })

  it('a lone statement gets brackets when another one comes, and keeps its text', () => {
    const lone = '{"Effect":"Deny","NotAction":"s3:*","Resource":"*"}'
    const text = addStatement(`{"Statement":${lone}}`, { Effect: 'Allow', Action: 's3:*', Resource: '*' })
    expect(texts(text)).toEqual([
      lone,
      '{"Sid":"VisualEditor0","Effect":"Allow","Action":"s3:*","Resource":"*"}',
    ])
  })
})

const name = fc.constantFrom(
  's3:GetObject',
  's3:Get*',
  'sts:AssumeRole',
  '*',
  'S3:putobject',
  'nothing',
  'é"\\\n',
)
const listOrOne = (item: fc.Arbitrary<string>) => fc.oneof(item, fc.array(item, { maxLength: 3 }))
const statement = fc
  .record(
    {
      Sid: fc.constantFrom('VisualEditor0', 'A', 'B'),
      Effect: fc.constantFrom('Allow', 'Deny', 'allow'),
      Principal: fc.oneof(fc.constant('*'), fc.record({ AWS: listOrOne(name) })),
      Action: listOrOne(name),
      NotAction: listOrOne(name),
      Resource: listOrOne(name),
      Condition: fc.dictionary(
        fc.constantFrom('StringEquals', 'Bool', 'Null'),
        fc.dictionary(fc.constantFrom('aws:username', 's3:prefix'), fc.oneof(listOrOne(name), fc.boolean())),
      ),
      Unknown: fc.jsonValue({ maxDepth: 2 }),
    },
    { requiredKeys: [] },
  )
  .chain(value => fc.shuffledSubarray(Object.entries(value)).map(entries => Object.fromEntries(entries)))
const policyText = fc
  .tuple(
    fc.oneof(
      fc.record({ Statement: fc.array(statement, { maxLength: 4 }), Version: fc.constant('2012-10-17') }),
      fc.record({ Id: fc.string(), Statement: statement }),
    ),
    fc.constantFrom(undefined, 1, 2, 4, '\t'),
    fc.boolean(),
  )
  .map(([value, indent, windows]) => {
    const text = JSON.stringify(value, null, indent)
    return windows ? text.replaceAll('\n', '\r\n') : text
  })
const editOf = fc.oneof(
  fc
    .constantFrom('Allow' as const, 'Deny' as const)
    .map(to => (text: string, at: number) => setEffect(text, at, to)),
  fc.array(name).map(to => (text: string, at: number) => setActions(text, at, to)),
  fc.array(name).map(to => (text: string, at: number) => setResources(text, at, to)),
  fc
    .record({ operator: fc.constantFrom('Bool', 'StringLike'), key: name, values: fc.array(name) })
    .map(row => (text: string, at: number) => setCondition(text, at, row)),
  fc
    .array(
      fc.record({
        type: fc.constantFrom('AWS' as const, 'Service' as const, 'everyone' as const),
        value: name,
      }),
    )
    .map(rows => (text: string, at: number) => setPrincipals(text, at, rows)),
)

describe('whatever the document', () => {
  it('a change of one statement leaves the text of all others, and of the rest, to the letter', () => {
    fc.assert(
      fc.property(policyText, fc.nat(3), editOf, (text, at, edit) => {
        const changed = edit(text, at)
        const [before, after] = [texts(text), texts(changed)]
        expect(after.filter((_, index) => index !== at)).toEqual(before.filter((_, index) => index !== at))
        const [old, now] = [JSON.parse(text), JSON.parse(changed)]
        expect({ ...now, Statement: null }).toEqual({ ...old, Statement: null })
        expect(Object.keys(now)).toEqual(Object.keys(old))
      }),
      { numRuns: 500 },
    )
  })

  it('what was set is what is read, and setting it again changes nothing', () => {
    fc.assert(
      fc.property(policyText, fc.nat(3), fc.array(name), (text, at, list) => {
        const changed = setResources(setActions(text, at, list), at, list)
        const written = [JSON.parse(changed).Statement].flat()[at]
        if (written === undefined) return
        expect([written.Action].flat()).toEqual(list)
        expect([written.Resource].flat()).toEqual(list)
        expect(setResources(setActions(changed, at, list), at, list)).toBe(changed)
      }),
      { numRuns: 500 },
    )
  })

  it('a condition that is added and taken away leaves the meaning as it was', () => {
    fc.assert(
      fc.property(policyText, fc.nat(3), (text, at) => {
        const row = { operator: 'IpAddress', key: 'aws:SourceIp', values: ['192.0.2.1'] }
        const there = [JSON.parse(text).Statement].flat()[at]
        const back = JSON.parse(removeCondition(setCondition(text, at, row), at, row))
        const expected = JSON.parse(text)
        if (there?.Condition && Object.keys(there.Condition).length === 0) {
          delete [expected.Statement].flat()[at].Condition
        }
        expect(back).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  it('statements are added, copied and removed beside others that keep their text', () => {
    fc.assert(
      fc.property(policyText, fc.nat(3), (text, at) => {
        const before = texts(text)
        const added = addStatement(text, { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' })
        expect(texts(added).slice(0, -1)).toEqual(before)
        expect(texts(removeStatement(text, at))).toEqual(before.filter((_, index) => index !== at))
        const copied = texts(duplicateStatement(text, at))
        expect(copied.filter((_, index) => index !== at + 1 || at >= before.length)).toEqual(before)
      }),
      { numRuns: 500 },
    )
  })

  it('statements are taken over from another policy as they are written there, Sids kept apart', () => {
    fc.assert(
      fc.property(policyText, policyText, (text, from) => {
        const taken = texts(importStatements(text, from))
        const before = texts(text)
        expect(taken.slice(0, before.length)).toEqual(before)
        const sidless = (written: string) => ({ ...JSON.parse(written), Sid: undefined })
        expect(taken.slice(before.length).map(sidless)).toEqual(texts(from).map(sidless))
      }),
      { numRuns: 300 },
    )
    const twice = importStatements(
      importStatements('', '{"Statement":{"Sid":"A"}}'),
      '{"Statement":[{"Sid":"A"}]}',
    )
    expect(blocks(twice).map(block => block.sid)).toEqual(['A', 'VisualEditor0'])
    expect(importStatements('{"Statement": [', '{"Statement":[{}]}')).toBe('{"Statement": [')
  })

  it('any text whatever is shown or said to be none, for every kind', () => {
    const kinds = fc.constantFrom<EditorKind>('identity', 'trust', 'resource', 'boundary', 'scp', 'rcp')
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), policyText), kinds, (text, kind) => {
        const document = readVisual(text, kind)
        if ('fault' in document) expect(document.fault.offset).toBeLessThanOrEqual(text.length)
        else expect(document.blocks.map(block => block.index)).toEqual([...document.blocks.keys()])
      }),
      { numRuns: 500 },
    )
  })
})

describe('forms of ARNs', () => {
  it('have their fields in words', () => {
    expect(fieldsOf(roleFormat).map(field => field.label)).toEqual(['Account', 'Role name with path'])
    expect(fieldsOf(form('arn:‹Partition›:ec2:‹Region›:‹Account›:vpc/‹VpcId›')).at(-1)?.label).toBe('Vpc ID')
    expect(
      formatsOf(form('arn:aws:lex:‹Region›:‹Account›:bot/‹BotId›, arn:aws:lex:‹Region›::bot:‹BotName›')),
    ).toHaveLength(2)
  })

  it('are read back from what was made of them', () => {
    const part = fc.stringMatching(/^[\w*+=,.@-]{1,12}$/)
    fc.assert(
      fc.property(part, part, (account, role) => {
        const values = { Partition: 'aws', Account: account, RoleNameWithPath: `path/${role}` }
        expect(readArn(roleFormat, buildArn(roleFormat, values))).toEqual(values)
      }),
    )
    const object = form('arn:‹Partition›:s3:::‹BucketName›/‹ObjectName›')
    expect(readArn(object, 'arn:aws:s3:::logs/a/b:c')).toMatchObject({
      BucketName: 'logs',
      ObjectName: 'a/b:c',
    })
    for (const none of ['arn:aws:s3:::logs', 'arn:aws:iam::1:role/logs/x', '*', '']) {
      expect(readArn(object, none)).toBeUndefined()
    }
  })

  it('take account ids of twelve digits, wildcards and variables', () => {
    for (const good of ['222222222222', '*', form('‹aws:PrincipalAccount›')])
      expect(faultOf('Account', good)).toBeUndefined()
    expect(faultOf('Account', '2222')).toBe('account')
    expect(faultOf('RoleNameWithPath', '')).toBe('missing')
    expect(faultOf('Region', 'eu west')).toBe('white-space')
  })
})

const plain = { conditionKeys: [], resourceTypes: [] }
const facts: ServiceFile = {
  prefix: 's3',
  actions: [
    { ...plain, name: 'ListAllMyBuckets', accessLevel: 'List' },
    {
      ...plain,
      name: 'GetObject',
      accessLevel: 'Read',
      resourceTypes: [{ name: 'object', conditionKeys: [] }],
      conditionKeys: ['s3:ExistingObjectTag/<key>'],
    },
    {
      ...plain,
      name: 'PutBucketPolicy',
      accessLevel: 'Permissions management, Write',
      resourceTypes: [{ name: 'bucket', conditionKeys: [] }],
    },
    {
      ...plain,
      name: 'PutObjectTagging',
      accessLevel: 'Tagging, Write',
      resourceTypes: [{ name: 'object', conditionKeys: [] }],
    },
  ],
  resourceTypes: [
    { name: 'bucket', arn: form('arn:‹Partition›:s3:::‹BucketName›'), conditionKeys: [] },
    { name: 'object', arn: form('arn:‹Partition›:s3:::‹BucketName›/‹ObjectName›'), conditionKeys: [] },
  ],
  conditionKeys: [
    { name: 's3:ExistingObjectTag/<key>', type: 'String' },
    { name: 's3:prefix', type: 'String' },
  ],
}

describe('choices of a service', () => {
  it('are grouped by access level, in the order of the editor', () => {
    expect(byAccessLevel(facts.actions).map(({ level }) => level)).toEqual([
      'List',
      'Read',
      'Permissions management',
      'Tagging',
    ])
  })

  it('are found by name without regard to case, by pattern, or not at all', () => {
    const choices = readChoices('s3', ['S3:getobject', 's3:Put*', 's3:Unheard'], facts.actions)
    expect(choices.choiceOf('GetObject')).toEqual({ by: 'name' })
    expect(choices.choiceOf('PutBucketPolicy')).toEqual({ by: 'pattern', pattern: 's3:Put*' })
    expect(choices.choiceOf('ListAllMyBuckets')).toBeUndefined()
    expect(choices.others).toEqual(['s3:Put*', 's3:Unheard'])
  })

  it('are added behind the others and taken away, patterns staying', () => {
    const written = ['s3:Put*', 's3:getobject']
    expect(chooseActions('s3', written, ['GetObject', 'ListAllMyBuckets'], true)).toEqual([
      ...written,
      's3:ListAllMyBuckets',
    ])
    expect(chooseActions('s3', written, ['GetObject', 'PutObject'], false)).toEqual(['s3:Put*'])
  })

  it('say which resource types they take, whose ARNs are whose, and which work with all resources only', () => {
    const choices = readChoices('s3', ['s3:*'], facts.actions)
    const resources = ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*', 'arn:aws:sqs:eu-west-1:111111111111:queue']
    const read = readResources(facts, choices, resources)
    expect(read.rows.map(row => [row.type.name, row.arns])).toEqual([
      ['bucket', ['arn:aws:s3:::logs']],
      ['object', ['arn:aws:s3:::logs/*']],
    ])
    expect(read.others).toEqual(['arn:aws:sqs:eu-west-1:111111111111:queue'])
    expect(read.withoutTypes.map(action => action.name)).toEqual(['ListAllMyBuckets'])
    expect(readResources(facts, readChoices('s3', [], facts.actions), []).rows).toEqual([])
  })

  it('say which condition keys they carry, of which type', () => {
    const keys = keysFor(facts, readChoices('s3', ['s3:GetObject'], facts.actions))
    expect(keys.ofService.map(key => key.name)).toEqual(['s3:ExistingObjectTag/<key>'])
    expect(keyStart('s3:ExistingObjectTag/<key>')).toBe('s3:ExistingObjectTag/')
    expect(typeOfKey(keys, 's3:ExistingObjectTag/team')).toBe('String')
    expect(typeOfKey(keys, 'aws:MultiFactorAuthPresent')).toBe('Bool')
    expect(typeOfKey(keys, 'aws:PrincipalTag/team')).toBe('String')
    expect(operatorsFor('Bool')).toEqual(['Bool', 'Null'])
    expect(operatorsFor('ArrayOfARN')).toContain('ArnLike')
  })

  it('take operators apart and put them together again', () => {
    const written = ['StringEquals', 'ForAnyValue:StringLikeIfExists', 'Null', 'ForAllValues:ArnLike']
    for (const operator of written) expect(putTogether(takeApart(operator))).toBe(operator)
  })
})

it('the size counts no white space, and says when it is too much', () => {
  expect(sizeOf('{ "a": "b c" }\n', 9)).toEqual({ characters: 10, limit: 9, percent: 111, fits: false })
})
