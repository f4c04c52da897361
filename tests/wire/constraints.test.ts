import * as cloudtrail from '@aws-sdk/client-cloudtrail'
import * as iam from '@aws-sdk/client-iam'
import * as organizations from '@aws-sdk/client-organizations'
import * as s3 from '@aws-sdk/client-s3'
import * as sts from '@aws-sdk/client-sts'
import { describe, expect, test } from 'vitest'
import { patternWording } from '../../src/services/iam/pattern-wording.ts'
import { type Constraints, constraintsOf, readConstraintData } from '../../src/wire/constraints.ts'
import { ServiceError } from '../../src/wire/error.ts'
import { javaPattern } from '../../src/wire/java-pattern.ts'
import { operationsOf } from '../../src/wire/schema.ts'

const iamOperations = operationsOf(iam)
const ofIam = constraintsOf(iamOperations, readConstraintData('iam'), {
  quotesValues: false,
  patterns: patternWording,
})
const ofSts = constraintsOf(operationsOf(sts), readConstraintData('sts'), { quotesValues: true })

/** The message, or `undefined` when the input passes. */
function failure(constraints: Constraints, operation: string, input: object): string | undefined {
  try {
    constraints.validate(operation, input)
    return undefined
  } catch (error) {
    expect(error).toBeInstanceOf(ServiceError)
    expect(error).toMatchObject({ code: 'ValidationError', status: 400 })
    return (error as ServiceError).message
  }
}

const role = { RoleName: 'Reader', AssumeRolePolicyDocument: '{}' }
const arn = 'arn:aws:iam::111122223333:role/Reader'
const one = (path: string, demand: string) =>
  `1 validation error detected: Value at '${path}' failed to satisfy constraint: Member must ${demand}`

describe('IAM: the boundary passes, one beyond fails, in AWS’s words', () => {
  test.each<[string, object, object, string]>([
    [
      'longest name',
      { RoleName: 'r'.repeat(64) },
      { RoleName: 'r'.repeat(65) },
      one('roleName', 'have length less than or equal to 64'),
    ],
    [
      'pattern',
      { RoleName: 'a+=,.@_-9' },
      { RoleName: 'a b' },
      'The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
    ],
    [
      'path',
      { Path: '/a/b!/' },
      { Path: '/a' },
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    ],
    [
      'greatest number',
      { MaxSessionDuration: 43200 },
      { MaxSessionDuration: 43201 },
      one('maxSessionDuration', 'have value less than or equal to 43200'),
    ],
    [
      'least number',
      { MaxSessionDuration: 3600 },
      { MaxSessionDuration: 3599 },
      one('maxSessionDuration', 'have value greater than or equal to 3600'),
    ],
    [
      'items',
      { Tags: Array.from({ length: 50 }, (_, i) => ({ Key: `k${i}`, Value: '' })) },
      { Tags: Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: '' })) },
      one('tags', 'have length less than or equal to 50'),
    ],
    [
      'tag key',
      { Tags: [{ Key: 'é \u2003_.:/=+-@', Value: '' }] },
      { Tags: [{ Key: 'a*', Value: '' }] },
      one('tags.1.member.key', 'satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+'),
    ],
    [
      'tag value',
      { Tags: [{ Key: 'a', Value: 'v'.repeat(256) }] },
      { Tags: [{ Key: 'a', Value: 'v'.repeat(257) }] },
      one('tags.1.member.value', 'have length less than or equal to 256'),
    ],
    [
      'code points',
      { Tags: [{ Key: '\u{20000}'.repeat(128), Value: '' }] },
      { Tags: [{ Key: '\u{20000}'.repeat(129), Value: '' }] },
      one('tags.1.member.key', 'have length less than or equal to 128'),
    ],
    [
      'nested required member',
      { Tags: [{ Key: 'a', Value: 'b' }] },
      { Tags: [{ Key: 'a' }] },
      one('tags.1.member.value', 'not be null'),
    ],
  ])('%s', (_, passes, fails, message) => {
    expect(failure(ofIam, 'CreateRole', { ...role, ...passes })).toBeUndefined()
    expect(failure(ofIam, 'CreateRole', { ...role, ...fails })).toBe(message)
  })

  test('enum: as recorded, without value and list', () => {
    const input = { ServiceSpecificCredentialId: 'ACCAEXAMPLE123456789', Status: 'Invalid' }
    expect(failure(ofIam, 'UpdateServiceSpecificCredential', input)).toBe(
      one('status', 'satisfy enum value set'),
    )
    expect(
      failure(ofIam, 'UpdateServiceSpecificCredential', { ...input, Status: 'Inactive' }),
    ).toBeUndefined()
  })

  test('items of a list of texts: as recorded, once for the list, with all that is demanded of an item', () => {
    const demands =
      'Member must have length less than or equal to 128, Member must have length greater than or equal to 1, ' +
      'Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+, Member must not be null'
    for (const TagKeys of [
      ['ok', '*'],
      ['*', 'k'.repeat(129)],
    ]) {
      expect(failure(ofIam, 'UntagRole', { RoleName: 'a', TagKeys })).toBe(
        one('tagKeys', `satisfy constraint: [${demands}]`),
      )
    }
    expect(failure(ofIam, 'UntagRole', { RoleName: 'a', TagKeys: ['ok', 'k'.repeat(128)] })).toBeUndefined()
    expect(failure(ofIam, 'GetAccountAuthorizationDetails', { Filter: ['User', 'Users'] })).toBe(
      one('filter', 'satisfy constraint: [Member must satisfy enum value set]'),
    )
  })

  test('several failures, as recorded: in the order of a hash map of Java, neither the model’s nor the alphabet’s', () => {
    const passwordPolicy = { MinimumPasswordLength: 129, MaxPasswordAge: 1096, PasswordReusePrevention: 25 }
    expect(failure(ofIam, 'UpdateAccountPasswordPolicy', passwordPolicy)).toBe(
      "3 validation errors detected: Value at 'minimumPasswordLength' failed to satisfy constraint: " +
        "Member must have value less than or equal to 128; Value at 'passwordReusePrevention' failed to satisfy " +
        "constraint: Member must have value less than or equal to 24; Value at 'maxPasswordAge' failed to satisfy " +
        'constraint: Member must have value less than or equal to 1095',
    )
    const provider = {
      Url: 'b'.repeat(256),
      ThumbprintList: ['b'.repeat(41)],
      ClientIDList: ['b'.repeat(256)],
    }
    expect(failure(ofIam, 'CreateOpenIDConnectProvider', provider)).toBe(
      "3 validation errors detected: Value at 'clientIDList' failed to satisfy constraint: Member must satisfy " +
        'constraint: [Member must have length less than or equal to 255, Member must have length greater than or ' +
        "equal to 1]; Value at 'thumbprintList' failed to satisfy constraint: Member must satisfy constraint: " +
        '[Member must have length less than or equal to 40, Member must have length greater than or equal to 40]; ' +
        "Value at 'url' failed to satisfy constraint: Member must have length less than or equal to 255",
    )
  })

  test('what is missing is told among the others', () => {
    expect(failure(ofIam, 'CreateRole', { Path: '/'.repeat(513), MaxSessionDuration: 1 })).toBe(
      "4 validation errors detected: Value at 'path' failed to satisfy constraint: " +
        'Member must have length less than or equal to 512; ' +
        "Value at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null; " +
        "Value at 'maxSessionDuration' failed to satisfy constraint: Member must have value greater than or equal to 3600; " +
        "Value at 'roleName' failed to satisfy constraint: Member must not be null",
    )
  })

  test('a pattern with words of its own is reported first and alone; one without among the others', () => {
    expect(failure(ofIam, 'CreateRole', { Path: 'x', MaxSessionDuration: 1 })).toMatch(
      /^The specified value for path is invalid\. [^;]*$/,
    )
    expect(failure(ofIam, 'CreateInstanceProfile', { InstanceProfileName: 'a b' })).toBe(
      one('instanceProfileName', 'satisfy regular expression pattern: [\\w+=,.@-]+'),
    )
    const description = { ...role, Description: '\u{1F600}', MaxSessionDuration: 1 }
    expect(failure(ofIam, 'CreateRole', description)).toMatch(
      /^2 validation errors detected: Value at 'maxSessionDuration'.*; Value at 'description'/,
    )
  })

  test.each([
    [
      'UpdateUser',
      { UserName: 'a', NewUserName: 'a b' },
      'newUserName',
      /alphanumeric characters and\/or the following/,
    ],
    ['UpdateUser', { UserName: 'a', NewPath: 'a' }, 'newPath', /must begin and end with \//],
    ['CreateGroup', { GroupName: 'a b' }, 'groupName', /alphanumeric characters and\/or the following/],
    ['GetGroup', { GroupName: 'a*' }, 'groupName', /alphanumeric characters and\/or the following/],
    [
      'DeleteGroupPolicy',
      { GroupName: 'a', PolicyName: 'a/b' },
      'policyName',
      /alphanumeric characters and\/or/,
    ],
    ['ListUsers', { PathPrefix: 'a' }, 'pathPrefix', /must begin with the \/ character/],
    ['ListPolicies', { PathPrefix: '/a' }, 'pathPrefix', /must begin with the \/ character/],
    [
      'PutUserPolicy',
      { UserName: 'a', PolicyName: 'b', PolicyDocument: '\u{1F600}' },
      'policyDocument',
      /only printable ASCII characters\.$/,
    ],
    [
      'CreateRole',
      { ...role, AssumeRolePolicyDocument: '\uFEFF{}' },
      'assumeRolePolicyDocument',
      /only printable ASCII characters\.$/,
    ],
  ])('%s %j: %s', (operation, input, member, sentence) => {
    const message = failure(ofIam, operation, input)
    expect(message).toMatch(new RegExp(`^The specified value for ${member} is invalid\\. `))
    expect(message).toMatch(sentence)
  })
})

describe('STS quotes values', () => {
  const input = { RoleArn: arn, RoleSessionName: 'Session1' }

  test('as recorded', () => {
    expect(failure(ofSts, 'AssumeRole', input)).toBeUndefined()
    expect(failure(ofSts, 'AssumeRole', { ...input, RoleSessionName: 'Session1:2' })).toBe(
      "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [\\w+=,.@-]*',
    )
    const pattern =
      '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+'
    expect(failure(ofSts, 'AssumeRole', { ...input, RoleArn: '' })).toBe(
      "2 validation errors detected: Value '' at 'roleArn' failed to satisfy constraint: " +
        `Member must satisfy regular expression pattern: ${pattern}; ` +
        "Value '' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20",
    )
  })

  test('a missing one is null', () => {
    expect(failure(ofSts, 'AssumeRole', { RoleArn: arn })).toBe(
      "1 validation error detected: Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
    )
  })

  test('numbers, and structures in lists', () => {
    expect(failure(ofSts, 'AssumeRole', { ...input, DurationSeconds: 43201 })).toBe(
      "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: " +
        'Member must have value less than or equal to 43200',
    )
    expect(failure(ofSts, 'AssumeRole', { ...input, TransitiveTagKeys: ['ok', '*'] })).toMatch(
      /^1 validation error detected: Value '\[ok, \*\]' at 'transitiveTagKeys' failed to satisfy constraint: Member must satisfy constraint: \[/,
    )
    expect(failure(ofSts, 'AssumeRole', { ...input, PolicyArns: [{ arn: 'short' }] })).toBe(
      "1 validation error detected: Value 'short' at 'policyArns.1.member.arn' failed to satisfy constraint: " +
        'Member must have length greater than or equal to 20',
    )
  })

  test('but never a secret', () => {
    const message = failure(ofSts, 'AssumeRoleWithSAML', {
      RoleArn: arn,
      PrincipalArn: arn,
      SAMLAssertion: 'x',
    })
    expect(message).toBe(
      "1 validation error detected: Value at 'sAMLAssertion' failed to satisfy constraint: " +
        'Member must have length greater than or equal to 4',
    )
  })
})

describe('The data and the SDK agree', () => {
  test('on what is required, operation by operation', () => {
    for (const [service, sdk] of [
      ['iam', iam],
      ['sts', sts],
    ] as const) {
      const { operations, shapes } = readConstraintData(service)
      const shapesOfSdk = operationsOf(sdk)
      for (const [operation, shape] of Object.entries(operations)) {
        const demanded = Object.entries(shapes[shape]?.members ?? {}).filter(([, { required }]) => required)
        const required = shapesOfSdk.get(operation)?.input.members.filter(member => member.required)
        expect(new Set(demanded.map(([name]) => name)), operation).toEqual(
          new Set(required?.map(({ name }) => name)),
        )
      }
    }
  })

  test('operations younger than the data are known by name', () => {
    const { operations } = readConstraintData('iam')
    const without = [...iamOperations.values()].filter(
      ({ name, input }) => !operations[name] && input.members.length > 0,
    )
    expect(without.map(({ name }) => name)).toEqual(['PutAccountProperties'])
  })

  test('a name that the SDK does not have fails at start-up', () => {
    const data = readConstraintData('iam')
    const renamed = { ...data, operations: { ...data.operations, CreateRoll: 'CreateRoleRequest' } }
    expect(() => constraintsOf(iamOperations, renamed, { quotesValues: false })).toThrow(/CreateRoll/)
    const moved = { ...data, operations: { ...data.operations, GetUser: 'CreateRoleRequest' } }
    expect(() => constraintsOf(iamOperations, moved, { quotesValues: false })).toThrow(/has no member/)
  })
})

describe('Patterns of Java', () => {
  test('match whole values only', () => {
    expect(javaPattern('[\\w]+').test('abc')).toBe(true)
    for (const text of ['abc\n', ' abc', 'a-b', '']) expect(javaPattern('[\\w]+').test(text)).toBe(false)
    expect(javaPattern('a|b').test('ab')).toBe(false)
  })

  test('needless escapes are undone', () => {
    expect(javaPattern('[\\w+=,.@\\:-]*').test('a:b-c')).toBe(true)
    expect(javaPattern('\\-\\:[\\-]').test('-:-')).toBe(true)
  })

  test.each([
    'a++',
    '[a&&b]',
    '[a[b]]',
    '(?i)a',
    '\\Qa\\E',
    '\\p{Alpha}',
    '\\bx',
    '\\h',
    '\\A',
    '(',
    '[z-a]',
    '\\v',
  ])('%s has no translation and says so', source => {
    expect(() => javaPattern(source)).toThrow(/./)
  })

  test('every pattern in the data is quick on long hostile texts', () => {
    for (const service of ['iam', 'sts']) {
      for (const { pattern } of Object.values(readConstraintData(service).shapes)) {
        if (pattern === undefined) continue
        const start = performance.now()
        for (const unit of ['a', '/', '/a', '-', 'a-', 'a.', '\u00e9', '0']) {
          javaPattern(pattern).test(`${unit.repeat(20_000)}\0`)
        }
        expect(performance.now() - start, pattern).toBeLessThan(500)
      }
    }
  })
})

test('A long list of failures stops somewhere', () => {
  const Tags = Array.from({ length: 10_000 }, () => ({ Key: '*', Value: '*' }))
  expect(failure(ofIam, 'CreateRole', { ...role, Tags })?.length).toBeLessThan(30_000)
})

test('White space by name is ASCII, as in Java; a dot is any character where the pattern says so', () => {
  const address = javaPattern('[^\\s@]+@[^\\s@]+\\.[^\\s@]+')
  expect(address.test('ops@example.com')).toBe(true)
  expect(address.test('o ps@example.com')).toBe(false)
  expect(address.test('o\u00A0ps@example.com')).toBe(true)
  expect(javaPattern('\\s+').test(' \t\n\x0B\f\r')).toBe(true)
  expect(javaPattern('[\\s\\S]*').test('any\n\u{1D11E} text')).toBe(true)
  expect(javaPattern('(?s).*').test('a\nb')).toBe(true)
  expect(javaPattern('.*').test('a\nb')).toBe(false)
})

describe('The constraints of every service join its SDK’s shapes', () => {
  test.each([
    ['organizations', organizations],
    ['cloudtrail', cloudtrail],
    ['s3', s3],
  ])('%s', (name, sdk) => {
    const constraints = constraintsOf(operationsOf(sdk), readConstraintData(name), { quotesValues: false })
    expect(constraints.validate).toBeTypeOf('function')
  })
})
