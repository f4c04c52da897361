import * as organizations from '@aws-sdk/client-organizations'
import { describe, expect, test } from 'vitest'
import { ServiceError } from '../../src/wire/error.ts'
import { commonError, serviceErrors } from '../../src/wire/errors.ts'
import type { HttpRequest } from '../../src/wire/http.ts'
import { decodeInput } from '../../src/wire/json/decode.ts'
import { awsJson } from '../../src/wire/json/protocol.ts'
import type { StructShape } from '../../src/wire/schema.ts'
import { send, services } from './sdk.ts'

const { api } = services.organizations
const reply = { ...api, requestId: 'request-1' }

function request(target: string | undefined, body: string | Uint8Array = '{}', method = 'POST'): HttpRequest {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target }
  return { method, path: '/', query: '', headers, body: Buffer.from(body) }
}

/** The code and message of what is thrown. */
function refusal(work: () => unknown): readonly [string, string] {
  try {
    work()
  } catch (error) {
    if (error instanceof ServiceError) return [error.code, error.message]
    throw error
  }
  throw new Error('nothing was refused')
}

describe('Which operation is meant', () => {
  test('The target names it, also with the service in full', () => {
    for (const service of ['AWSOrganizationsV20161128', 'com.amazonaws.AWSOrganizationsV20161128']) {
      expect(awsJson.read(request(`${service}.CreateAccount`), api).shape.name).toBe('CreateAccount')
    }
  })

  test.each([
    undefined,
    '',
    'CreateAccount',
    'AWSOrganizationsV20161128',
    'AWSOrganizationsV20161128.',
    'AWSOrganizationsV20161128.NoSuchThing',
    'XAWSOrganizationsV20161128.CreateAccount',
    'CloudTrail_20131101.LookupEvents',
  ])('%j is none', target => {
    expect(refusal(() => awsJson.read(request(target), api))[0]).toBe('UnknownOperation')
  })

  test('Only a POST is a call', () => {
    const got = () => awsJson.read(request('AWSOrganizationsV20161128.ListRoots', '', 'GET'), api)
    expect(refusal(got)[0]).toBe('UnknownOperation')
  })

  test('A request for another service is not claimed', () => {
    expect(awsJson.claims(request('CloudTrail_20131101.LookupEvents'), api)).toBe(false)
    expect(awsJson.claims(request(undefined), api)).toBe(false)
  })
})

const everything: StructShape = {
  kind: 'struct',
  name: 'Everything',
  memberNames: new Set(),
  members: [
    ['Text', { kind: 'string' }],
    ['Count', { kind: 'integer' }],
    ['Flag', { kind: 'boolean' }],
    ['When', { kind: 'timestamp' }],
    ['Bytes', { kind: 'blob' }],
    ['Items', { kind: 'list', element: { kind: 'string' }, elementName: 'member' }],
    ['Map', { kind: 'map', keyName: 'key', valueName: 'value', value: { kind: 'string' } }],
  ].map(([name, shape]) => ({
    name: name as string,
    wireName: name as string,
    flattened: false,
    required: false,
    shape: shape as StructShape,
  })),
}
const decode = (body: string | Uint8Array) => decodeInput(Buffer.from(body), everything)

describe('What is read', () => {
  test('Numbers are seconds, text is base64, null and unknown members are as if not there', () => {
    const body =
      '{"Text":"a","Count":-3,"Flag":false,"When":1767323045.5,"Bytes":"AP8=","Items":["x"],"Map":{"__proto__":"y"},"Other":{}}'
    expect(decode(body)).toEqual({
      Text: 'a',
      Count: -3,
      Flag: false,
      When: new Date('2026-01-02T03:04:05.500Z'),
      Bytes: new Uint8Array([0, 255]),
      Items: ['x'],
      Map: Object.assign(Object.create(null), JSON.parse('{"__proto__":"y"}')),
    })
    expect(decode('{"Text":null,"Items":null}')).toEqual({})
  })

  test('No body is no members', () => {
    expect(decode('')).toEqual({})
  })

  test.each([
    ['{', 'The request body is not valid JSON.'],
    [new Uint8Array([0x22, 0xff, 0x22]), 'The request body is not valid JSON.'],
    ['[]', 'Start of list found where not expected'],
    ['"text"', 'Expected map or null'],
    ['{"Text":1}', 'NUMBER_VALUE can not be converted to a String'],
    ['{"Text":true}', 'TRUE_VALUE can not be converted to a String'],
    ['{"Text":[]}', 'Start of list found where not expected'],
    ['{"Text":{}}', 'Start of structure or map found where not expected.'],
    ['{"Count":"1"}', 'STRING_VALUE can not be converted to an Integer'],
    ['{"Count":1.5}', 'DECIMAL_VALUE can not be converted to an Integer'],
    ['{"Flag":"true"}', 'STRING_VALUE can not be converted to a Boolean'],
    ['{"When":"2026-01-02T03:04:05Z"}', 'STRING_VALUE can not be converted to a Date'],
    ['{"When":1e300}', 'NUMBER_VALUE can not be converted to a Date'],
    ['{"Bytes":"?"}', 'STRING_VALUE can not be converted to a Blob'],
    ['{"Items":"x"}', 'Expected list or null'],
    ['{"Items":[null]}', 'NULL_VALUE can not be converted to a String'],
    ['{"Map":[]}', 'Start of list found where not expected'],
  ])('%j is refused, not guessed', (body, message) => {
    expect(refusal(() => decode(body))).toEqual(['MalformedInput', message])
  })
})

describe('What is written', () => {
  const error = serviceErrors(organizations)

  test('An error of the service has its name, its reason and a capital in its message', () => {
    const refused = error('ConstraintViolationException', 'no', {
      members: { Reason: 'ACCOUNT_NUMBER_LIMIT_EXCEEDED' },
    })
    expect(awsJson.encodeError(refused, reply)).toEqual({
      status: 400,
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amzn-requestid': 'request-1',
        'x-amzn-errortype': 'ConstraintViolationException',
      },
      body: '{"__type":"ConstraintViolationException","Message":"no","Reason":"ACCOUNT_NUMBER_LIMIT_EXCEEDED"}',
    })
  })

  test.each([
    ['AccessDenied', 'AccessDeniedException', 400],
    ['ExpiredToken', 'ExpiredTokenException', 400],
    ['InvalidAction', 'UnknownOperationException', 400],
    ['InvalidClientTokenId', 'UnrecognizedClientException', 400],
    ['MalformedInput', 'SerializationException', 400],
    ['MissingAuthenticationToken', 'MissingAuthenticationTokenException', 400],
    ['NotImplemented', 'NotImplemented', 501],
    ['RequestEntityTooLarge', 'RequestEntityTooLargeException', 413],
    ['ServiceFailure', 'InternalFailure', 500],
    ['SignatureDoesNotMatch', 'InvalidSignatureException', 400],
    ['ValidationError', 'ValidationException', 400],
  ] as const)('%s of every service is %s here', (code, name, status) => {
    const { status: told, body } = awsJson.encodeError(commonError(code, 'why'), reply)
    expect([told, JSON.parse(String(body))]).toEqual([status, { __type: name, message: 'why' }])
  })

  test('The SDK reads the reason', async () => {
    const refused = error('InvalidInputException', 'You specified an invalid value.', {
      members: { Reason: 'INVALID_ENUM' },
    })
    await expect(
      send('organizations', 'ListRoots', {}, () => awsJson.encodeError(refused, reply)),
    ).rejects.toMatchObject({ name: 'InvalidInputException', Reason: 'INVALID_ENUM' })
  })

  test('What the shape does not have, or of another type, is our mistake', () => {
    const shape = api.shapes.get('DescribeAccount')
    if (!shape) throw new Error('DescribeAccount is gone')
    for (const Account of [{ Nothing: 1 }, { Id: 1 }, { JoinedTimestamp: 'now' }, 'text']) {
      expect(() => awsJson.encodeOutput(shape, { Account }, reply)).toThrow(TypeError)
    }
  })
})
