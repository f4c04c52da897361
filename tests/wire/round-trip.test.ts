import { describe, expect, test } from 'vitest'
import { ServiceError } from '../../src/wire/error.ts'
import type { HttpRequest } from '../../src/wire/http.ts'
import { awsJson } from '../../src/wire/json/protocol.ts'
import { encodeResponse } from '../../src/wire/query/encode.ts'
import { errorsOf, operationsOf } from '../../src/wire/schema.ts'
import { sampleOf } from './sample.ts'
import { type ServiceName, send, services } from './sdk.ts'

for (const service of Object.keys(services) as ServiceName[]) {
  const { sdk, protocol, api, plain } = services[service]
  const context = { ...api, requestId: '5b1a0a4e-0000-4000-8000-000000000000' }

  describe(`${service}: what the SDK sends is what is read, what is written is what the SDK reads`, () => {
    for (const operation of operationsOf(sdk).values()) {
      test(operation.name, async () => {
        for (const seed of [0, 3]) {
          const input = sampleOf(operation.input, seed) as object
          const output = operation.output ? (sampleOf(operation.output, seed) as object) : undefined
          let seen: HttpRequest | undefined
          const answer = await send(service, operation.name, input, request => {
            seen = request
            return protocol.encodeOutput(operation, output, context)
          })
          expect(protocol.claims(seen as HttpRequest, api)).toBe(true)
          const { shape, input: read } = protocol.read(seen as HttpRequest, api)
          expect(shape.name).toBe(operation.name)
          expect(read()).toEqual(input)
          const { $metadata, ...told } = answer
          expect(told).toEqual(output ?? {})
          expect($metadata).toMatchObject({ httpStatusCode: 200, requestId: context.requestId })
        }
      })
    }
  })

  describe(`${service}: the SDK recognises every error`, () => {
    for (const [name, { code, status }] of errorsOf(sdk)) {
      test(`${name} (${code}, ${status})`, async () => {
        const error = new ServiceError(code, status, `What <went> "wrong" & where`, { shapeName: name })
        const sent = send(service, plain, {}, () => protocol.encodeError(error, context))
        const thrown = await sent.catch((caught: unknown) => caught)
        expect(thrown).toBeInstanceOf(sdk[name])
        expect(thrown).toMatchObject({
          name,
          message: error.message,
          // JSON services tell every fault of the sender by its name alone.
          $metadata: { httpStatusCode: protocol === awsJson && status < 500 ? 400 : status },
        })
      })
    }
  })
}

test('Lists and structures without content come back empty, not absent', async () => {
  const operation = operationsOf(services.iam.sdk).get('GetRole')
  if (!operation) throw new Error('GetRole is gone')
  const role = { Role: { Path: '', RoleName: 'a', RoleLastUsed: {}, Tags: [] } }
  const { $metadata: _, ...read } = await send('iam', 'GetRole', { RoleName: 'a' }, () =>
    encodeResponse(operation, role, { ...services.iam.api, requestId: 'r' }),
  )
  expect(read).toEqual(role)
})
