import { Readable } from 'node:stream'
import * as sdk from '@aws-sdk/client-s3'
import { type HttpRequest as SdkRequest, HttpResponse as SdkResponse } from '@smithy/core/protocols'
import { describe, expect, test } from 'vitest'
import type { HttpRequest, HttpResponse } from '../../src/wire/http.ts'
import { isStream } from '../../src/wire/http.ts'
import { S3Fault } from '../../src/wire/s3/fault.ts'
import { s3Protocol } from '../../src/wire/s3/protocol.ts'
import {
  errorsOf,
  type Member,
  type OperationShape,
  operationsOf,
  type StructShape,
} from '../../src/wire/schema.ts'
import { sampleOf } from './sample.ts'
import { credentials, received } from './sdk.ts'

/** Every operation of S3 by its schema: in path, query, headers and bodies, as the SDK puts them and reads them. */
const shapes = operationsOf(sdk)
const protocol = s3Protocol(shapes)
const api = { apiVersion: '2006-03-01', xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/', shapes }
const requestId = '0123456789ABCDEF'

function clientOf(server: (request: HttpRequest) => HttpResponse): sdk.S3Client {
  return new sdk.S3Client({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:4566',
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      handle: async (sent: SdkRequest) => {
        const { status, headers, body } = server(received(sent))
        if (isStream(body)) throw new TypeError('samples are no streams')
        const bytes = Buffer.from(body)
        return {
          response: new SdkResponse({
            statusCode: status,
            headers: { ...headers },
            body: Readable.from([bytes]),
          }),
        }
      },
    },
  })
}

/** What is left out, because the SDK makes something else of it on its way. */
const leftOut: Readonly<Record<string, readonly RegExp[]>> = {
  'a body is known by its checksum': [/^Checksum(?!Mode|Type)/, /^ContentMD5$/],
  'a key of the customer goes with its hash': [/SSECustomerKey$/, /SSECustomerKeyMD5$/],
  'it tells when an object expires twice': [/^ExpiresString$/],
}

const withoutRoundTrip: Readonly<Record<string, string>> = {
  SelectObjectContent: 'answers a stream of events',
  WriteGetObjectResponse: 'has a host of its own',
}

/** Of a sample. */
const bodyLength = 4
/** What a header can hold. */
const headerTexts = ['plain', 'a&b=c+d %41;', '{"Action":"*"}']

function sampleOfMember({ name, binding, shape }: Member, seed: number): unknown {
  if (name === 'Bucket') return 'a-bucket'
  if (name === 'ContentLength') return bodyLength
  if (binding?.in === 'prefix-headers') return { first: 'plain', 'a.b': headerTexts[seed % 3] }
  if (binding?.in !== 'header') return sampleOf(shape, seed)
  if (shape.kind === 'list') return ['plain', 'other']
  return shape.kind === 'string' ? headerTexts[seed % 3] : sampleOf(shape, seed)
}

function sampleOfStruct({ members }: StructShape, seed: number): Record<string, unknown> {
  const isLeftOut = (name: string) =>
    Object.values(leftOut).some(names => names.some(each => each.test(name)))
  return Object.fromEntries(
    members
      .filter(({ name, binding }) => !(isLeftOut(name) && binding?.in === 'header'))
      .map((member, index) => [member.name, sampleOfMember(member, seed + index)]),
  )
}

const bytesOf = async (body: unknown): Promise<unknown> => {
  const pieces: Uint8Array[] = []
  for await (const piece of body as AsyncIterable<Uint8Array>) pieces.push(piece)
  return new Uint8Array(Buffer.concat(pieces))
}

async function roundTrip(operation: OperationShape, seed: number) {
  const input = sampleOfStruct(operation.input, seed)
  const output = operation.output && sampleOfStruct(operation.output, seed)
  let seen: HttpRequest | undefined
  const commands: Record<string, unknown> = sdk
  const Command = commands[`${operation.name}Command`] as new (input: object) => never
  const client = clientOf(request => {
    seen = request
    return protocol.encodeOutput(operation, output, { ...api, requestId })
  })
  const answer: Record<string, unknown> = { ...(await client.send(new Command(input))) }
  const { $metadata, ExpiresString: _, ...told } = answer
  const { shape, input: read, content } = protocol.read(seen as HttpRequest, api)
  content?.authenticated('signer')
  const found: Record<string, unknown> = await read()
  // Bodies that are sent as they come.
  for (const name of Object.keys(found)) if (found[name] === content) found[name] = await bytesOf(content)
  for (const name of Object.keys(told))
    if (told[name] instanceof Readable) told[name] = await bytesOf(told[name])
  return { input, output, shape, found, told, $metadata }
}

describe('what the SDK sends is what is read, what is written is what the SDK reads', () => {
  const asked = [...shapes.values()].filter(({ name }) => !(name in withoutRoundTrip))

  test.each(asked.map(operation => [operation.name, operation] as const))('%s', async (name, operation) => {
    for (const seed of [0, 3]) {
      const { input, output, shape, found, told, $metadata } = await roundTrip(operation, seed)
      expect(shape.name).toBe(name)
      expect(found).toEqual(input)
      expect(told).toEqual(output ?? {})
      expect($metadata).toMatchObject({ requestId })
    }
  })

  test.each(Object.entries(withoutRoundTrip))('but %s, which %s', name => {
    expect(shapes.has(name)).toBe(true)
  })
})

describe('the SDK recognises every error', () => {
  test.each([...errorsOf(sdk)])('%s', async (name, { code, status }) => {
    const error = new S3Fault(code, status, `What <went> "wrong" & where`)
    const client = clientOf(() => protocol.encodeError(error, { ...api, requestId }))
    const thrown = await client.send(new sdk.ListBucketsCommand({})).catch((caught: unknown) => caught)
    const classes: Record<string, unknown> = sdk
    expect(thrown).toBeInstanceOf(classes[name])
    expect(thrown).toMatchObject({ name, message: error.message, $metadata: { httpStatusCode: status } })
  })
})
