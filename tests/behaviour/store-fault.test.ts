import { CreateUserCommand, GetUserCommand, IAMClient } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Log } from '../../src/server/log.ts'
import { type RunningServer, serve } from '../../src/server/main.ts'
import type { Store } from '../../src/store/contract.ts'
import { refusalOf } from './support/doorways.ts'
import { testFoundation } from './support/test-server.ts'

/** A store that fails, as disks do: the caller learns that it failed and nothing else, the log learns why. */
const cause = new Error('disk /secret/path is on fire')
const faulty = new Set<keyof Store>()
const logged: unknown[] = []
const log: Log = {
  info: () => {},
  failure: (exchange, why) => logged.push(exchange.requestId, why),
  fault: (what, why) => logged.push(what, why),
}

let server: RunningServer
let iam: IAMClient
beforeAll(async () => {
  const foundation = await testFoundation()
  const store = new Proxy(foundation.store, {
    get: (target, name: keyof Store) => {
      if (faulty.has(name)) return () => Promise.reject(cause)
      const member = target[name]
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
  server = await serve({ ...foundation, store }, { host: '127.0.0.1', port: 0 }, log)
  const key = server.created?.[0]?.accessKeys[0]
  iam = new IAMClient({
    endpoint: server.url,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: key?.id ?? '', secretAccessKey: key?.secret ?? '' },
  })
})
afterAll(() => server.close())

describe.each(['read', 'write', 'record'] as const)('when %s of the store fails', operation => {
  it('the answer is ServiceFailure with a request id, the log has the cause, and it is over when it is over', async () => {
    faulty.add(operation)
    logged.length = 0
    const UserName = `user-of-${operation}`
    const refused = await iam.send(new CreateUserCommand({ UserName })).catch(error => error)
    faulty.clear()
    expect(refusalOf(refused)).toEqual({
      code: 'ServiceFailure',
      message: 'The request processing has failed because of an unknown error, exception or failure.',
    })
    expect(refused.$metadata.httpStatusCode).toBe(500)
    expect(logged).toEqual([refused.$metadata.requestId, cause])
    expect(JSON.stringify(refused)).not.toContain('fire')
    expect(await iam.send(new GetUserCommand({ UserName: 'admin' }))).toHaveProperty('User.UserName', 'admin')
  })
})

it('nothing is stored by a write that failed', async () => {
  faulty.add('write')
  await iam.send(new CreateUserCommand({ UserName: 'half' })).catch(() => {})
  faulty.clear()
  const answer = await iam.send(new GetUserCommand({ UserName: 'half' })).catch(refusalOf)
  expect(answer).toHaveProperty('code', 'NoSuchEntity')
})
