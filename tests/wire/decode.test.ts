import * as iam from '@aws-sdk/client-iam'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ServiceError } from '../../src/wire/error.ts'
import { decodeInput, readQuery } from '../../src/wire/query/decode.ts'
import { operationsOf, type StructShape } from '../../src/wire/schema.ts'

const operations = operationsOf(iam)

function shapeOf(operation: string): StructShape {
  const found = operations.get(operation)
  if (!found) throw new Error(`${operation} is gone`)
  return found.input
}

function request(body: string | Uint8Array, query = '', method = 'POST') {
  return { method, path: '/', query, headers: {}, body: Buffer.from(body) }
}

function decode(operation: string, body: string): Record<string, unknown> {
  return decodeInput(
    readQuery(request(`Action=${operation}&Version=2010-05-08&${body}`)).parameters(),
    shapeOf(operation),
  )
}

function refusal(work: () => unknown): Partial<ServiceError> {
  try {
    work()
  } catch (error) {
    if (error instanceof ServiceError)
      return { code: error.code, status: error.status, message: error.message }
    throw error
  }
  throw new Error('was not refused')
}

describe('Where parameters stand', () => {
  test('in the body of a POST, and in its query string', () => {
    expect(readQuery(request('Action=GetUser&Version=2010-05-08'))).toMatchObject({ action: 'GetUser' })
    expect(readQuery(request('UserName=a', 'Action=GetUser'))).toMatchObject({
      action: 'GetUser',
      version: undefined,
    })
  })

  test('in the query string of a GET, whose body is nobody’s', () => {
    const { action, parameters } = readQuery(request('UserName=b', 'Action=GetUser&UserName=a', 'GET'))
    expect(decodeInput(parameters(), shapeOf(action))).toEqual({ UserName: 'a' })
  })

  test('a request without action is refused', () => {
    expect(refusal(() => readQuery(request('')))).toMatchObject({ code: 'MissingAction', status: 400 })
    expect(refusal(() => readQuery(request('Action=')))).toMatchObject({ code: 'MissingAction' })
  })

  test('a parameter given twice is refused, also when once here and once there', () => {
    for (const twice of [
      request('Action=GetUser&UserName=a&UserName=b'),
      request('Action=GetUser&UserName=a&UserNam%65=a'),
      request('Action=GetUser&UserName=a', 'UserName=b'),
      request('Action=GetUser', 'Action=DeleteUser'),
    ]) {
      expect(refusal(() => readQuery(twice).parameters())).toMatchObject({
        code: 'InvalidQueryParameter',
        status: 400,
      })
    }
  })
})

describe('How much a request may ask for', () => {
  const members = (count: number) =>
    `Action=SimulateCustomPolicy&${Array.from({ length: count }, (_, i) => `ActionNames.member.${i}=a`).join('&')}`

  test('is more than any input has', () => {
    const { parameters } = readQuery(request(members(80_000)))
    expect(decodeInput(parameters(), shapeOf('SimulateCustomPolicy'))).toMatchObject({
      ActionNames: { length: 80_000 },
    })
  })

  test('is no more: a body of names costs a hundred times what it weighs', () => {
    const deep = Array.from({ length: 4000 }, (_, i) => `${i}${'.1'.repeat(30)}=`).join('&')
    for (const body of [members(120_000), `Action=GetUser&${deep}`]) {
      expect(refusal(() => readQuery(request(body)).parameters())).toMatchObject({
        code: 'MalformedInput',
        message: 'The request has too many parameters.',
      })
    }
  })

  test('of all of it only the operation is read at first', () => {
    expect(readQuery(request(`${members(120_000)}&Version=2010-05-08`))).toMatchObject({
      action: 'SimulateCustomPolicy',
      version: '2010-05-08',
    })
  })
})

describe('Text', () => {
  test('plus signs are spaces, escapes are UTF-8, the rest is literal', () => {
    expect(decode('GetUser', 'UserName=a+b%2Bc%C3%A9%F0%9D%84%9Eé~')).toEqual({
      UserName: 'a b+cé\u{1D11E}é~',
    })
  })

  test('an empty value is an empty text; a name without equals sign has one', () => {
    expect(decode('GetUser', 'UserName=')).toEqual({ UserName: '' })
    expect(decode('GetUser', 'UserName')).toEqual({ UserName: '' })
  })

  test('what does not decode is refused', () => {
    for (const wrong of ['UserName=%', 'UserName=%zz', 'UserName=%C3', 'UserName=%ED%A0%80', '%FF=a']) {
      expect(
        refusal(() => decode('GetUser', wrong)),
        wrong,
      ).toMatchObject({ code: 'MalformedQueryString' })
    }
    const bytes = Buffer.concat([Buffer.from('Action=GetUser&UserName='), Buffer.from([0xc3, 0x28])])
    expect(refusal(() => readQuery(request(bytes)))).toMatchObject({ code: 'MalformedQueryString' })
  })
})

describe('Lists', () => {
  test('go by number; gaps close up', () => {
    expect(
      decode(
        'UntagRole',
        'RoleName=a&TagKeys.member.10=c&TagKeys.member.2=b&TagKeys.member.999999999=d&TagKeys.member.1=a',
      ),
    ).toEqual({ RoleName: 'a', TagKeys: ['a', 'b', 'c', 'd'] })
  })

  test('one far item is a list of one', () => {
    expect(decode('TagRole', 'Tags.member.999999999.Key=x')).toEqual({ Tags: [{ Key: 'x' }] })
  })

  test('may be empty', () => {
    expect(decode('TagRole', 'Tags=')).toEqual({ Tags: [] })
    expect(decode('TagRole', 'Tags.member=')).toEqual({ Tags: [] })
  })

  test('names that are no number are nobody’s', () => {
    for (const index of ['x', '-1', '01', '1e3', '99999999999999999999', '']) {
      expect(decode('UntagRole', `TagKeys.member.${index}=a`), index).toEqual({ TagKeys: [] })
    }
  })

  test('a text where a list belongs is refused', () => {
    expect(refusal(() => decode('TagRole', 'Tags=a'))).toEqual({
      code: 'MalformedInput',
      status: 400,
      message: 'Unexpected list element termination',
    })
  })
})

describe('Types are read strictly', () => {
  test.each([
    ['5', 5],
    ['-3', -3],
    ['2147483647', 2147483647],
    ['007', 7],
  ])('MaxItems=%s', (text, value) => {
    expect(decode('ListUsers', `MaxItems=${text}`)).toEqual({ MaxItems: value })
  })

  test.each(['abc', '', '1.5', '1e3', ' 5', '5 ', '0x10', '2147483648', '-2147483649', '99999999999'])(
    'MaxItems=%j is no integer',
    text => {
      expect(refusal(() => decode('ListUsers', `MaxItems=${encodeURIComponent(text)}`))).toMatchObject({
        code: 'MalformedInput',
        status: 400,
      })
    },
  )

  test('booleans in any letter case, and nothing else', () => {
    expect(decode('CreateLoginProfile', 'PasswordResetRequired=True')).toEqual({
      PasswordResetRequired: true,
    })
    expect(decode('CreateLoginProfile', 'PasswordResetRequired=false')).toEqual({
      PasswordResetRequired: false,
    })
    for (const wrong of ['1', 'yes', '']) {
      expect(refusal(() => decode('CreateLoginProfile', `PasswordResetRequired=${wrong}`)).code).toBe(
        'MalformedInput',
      )
    }
  })

  test('a structure where a text belongs is refused', () => {
    expect(refusal(() => decode('GetUser', 'UserName.x=1')).code).toBe('MalformedInput')
  })

  test('timestamps and blobs', () => {
    const shape: StructShape = {
      kind: 'struct',
      name: 'Made',
      memberNames: new Set(['At', 'Bytes']),
      members: [
        { name: 'At', wireName: 'At', flattened: false, required: false, shape: { kind: 'timestamp' } },
        { name: 'Bytes', wireName: 'Bytes', flattened: false, required: false, shape: { kind: 'blob' } },
      ],
    }
    const read = (body: string) => decodeInput(readQuery(request(`Action=A&${body}`)).parameters(), shape)
    expect(read('At=2026-01-02T03:04:05Z&Bytes=AP8%3D')).toEqual({
      At: new Date('2026-01-02T03:04:05Z'),
      Bytes: new Uint8Array([0, 255]),
    })
    expect(read('At=2026-01-02T03:04:05.250%2B02:00')).toEqual({ At: new Date('2026-01-02T01:04:05.250Z') })
    for (const wrong of ['At=2026', 'At=1767322800', 'At=2026-13-40T99:99:99Z', 'Bytes=AP8', 'Bytes=****']) {
      expect(refusal(() => read(wrong)).code, wrong).toBe('MalformedInput')
    }
  })
})

describe('Flattened lists and maps', () => {
  const texts = { kind: 'list', element: { kind: 'string' }, elementName: 'member' } as const
  const map = { kind: 'map', keyName: 'key', valueName: 'value', value: { kind: 'integer' } } as const
  const shape: StructShape = {
    kind: 'struct',
    name: 'Made',
    memberNames: new Set(['List', 'Map', 'Flat']),
    members: [
      { name: 'List', wireName: 'L', flattened: true, required: false, shape: texts },
      { name: 'Map', wireName: 'M', flattened: false, required: false, shape: map },
      { name: 'Flat', wireName: 'F', flattened: true, required: false, shape: map },
    ],
  }
  const read = (body: string) => decodeInput(readQuery(request(`Action=A&${body}`)).parameters(), shape)

  test('stand directly under their name', () => {
    expect(read('L.2=b&L.1=a&M.entry.1.key=k&M.entry.1.value=7&F.1.key=j&F.1.value=8')).toEqual({
      List: ['a', 'b'],
      Map: { k: 7 },
      Flat: { j: 8 },
    })
  })

  test('a map’s keys are the sender’s: none of them reaches a prototype', () => {
    const { Map: read1 } = read('M.entry.1.key=__proto__&M.entry.1.value=1') as { Map: object }
    expect(Object.keys(read1)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(read1)).toBeNull()
    expect(({} as Record<string, unknown>)['1']).toBeUndefined()
  })

  test('an entry without key or value, or a key twice, is refused', () => {
    for (const wrong of [
      'M.entry.1.key=a',
      'M.entry.1.value=1',
      'M.entry.1.key=a&M.entry.1.value=1&M.entry.2.key=a&M.entry.2.value=2',
      'M=a',
    ]) {
      expect(refusal(() => read(wrong)).code, wrong).toBe('MalformedInput')
    }
  })
})

describe('Hostile requests', () => {
  test('unknown and prototype names are ignored and harm nothing', () => {
    expect(
      decode(
        'TagRole',
        '__proto__.polluted=1&constructor=x&Nope.member.1=y&Tags.member.1.__proto__=z&Tags.member.1.Key=k',
      ),
    ).toEqual({ Tags: [{ Key: 'k' }] })
    expect('polluted' in {}).toBe(false)
  })

  test('a name of many parts is refused', () => {
    expect(refusal(() => decode('GetUser', `${'a.'.repeat(100_000)}b=1`)).code).toBe('MalformedInput')
  })

  test('a megabyte of parameters is read in well under a second', () => {
    const body = Array.from({ length: 40_000 }, (_, i) => `Tags.member.${999_999_999 - i}.Key=k`).join('&')
    const start = performance.now()
    expect((decode('TagRole', body).Tags as unknown[]).length).toBe(40_000)
    expect(performance.now() - start).toBeLessThan(1000)
  })

  test('whatever the bytes, the answer is an input or a ServiceError', () => {
    const name = fc.constantFrom(
      'Tags',
      'Tags.member',
      'Tags.member.1',
      'Tags.member.1.Key',
      'MaxItems',
      'Path',
      '%',
      '',
    )
    const soup = fc
      .array(fc.tuple(name, fc.oneof(fc.string(), fc.constantFrom('=', '%zz', '+', '%00', '1'))), {
        maxLength: 6,
      })
      .map(pairs => Buffer.from(pairs.map(([left, right]) => `${left}=${right}`).join('&')))
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), soup)
    fc.assert(
      fc.property(
        bytes,
        fc.constantFrom('CreateRole', 'ListRoles', 'SimulatePrincipalPolicy'),
        (tail, operation) => {
          try {
            const body = Buffer.concat([Buffer.from(`Action=${operation}&`), tail])
            decodeInput(readQuery(request(body)).parameters(), shapeOf(operation))
          } catch (error) {
            expect(error).toBeInstanceOf(ServiceError)
          }
        },
      ),
      { numRuns: 3000 },
    )
  })
})
