import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/server/log.ts'
import { type RunningServer, serve } from '../../src/server/main.ts'
import { checkComplete, loadServices } from '../../src/server/services.ts'
import type { Operation } from '../../src/services/operation.ts'
import { testFoundation } from '../behaviour/support/test-server.ts'

/** Which operations are called without a signature: these two, and no other one. */
const unsigned = ['AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity']

const services = [...loadServices().values()]
const every = services.flatMap(({ name, api: { apiVersion, targetPrefix, shapes } }) =>
  [...shapes.keys()].map(operation => ({ service: name, apiVersion, targetPrefix, operation })),
)

let server: RunningServer
beforeAll(async () => {
  server = await serve(await testFoundation(), { host: '127.0.0.1', port: 0 }, silentLog)
})
afterAll(() => server.close())

async function call(operation: string, apiVersion: string, headers: Record<string, string> = {}) {
  const body = new URLSearchParams({ Action: operation, Version: apiVersion })
  const response = await fetch(server.url, { method: 'POST', body, headers })
  return { status: response.status, code: /<Code>(.*?)<\/Code>/.exec(await response.text())?.[1] }
}

/** In the protocol whose operations a header names. */
async function callTarget(target: string) {
  const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' }
  const response = await fetch(server.url, { method: 'POST', body: '{}', headers })
  const { __type: code } = (await response.json()) as { __type?: string }
  return { status: response.status, code: code?.replace(/Exception$/, '') }
}

describe('without a signature', () => {
  it('two operations look at what is sent, and ask for what is missing', async () => {
    for (const operation of unsigned) {
      expect(await call(operation, '2011-06-15')).toEqual({ status: 400, code: 'ValidationError' })
    }
  })

  it('no other one is reached', async () => {
    const others = every.filter(({ operation }) => !unsigned.includes(operation))
    expect(others.length).toBe(every.length - unsigned.length)
    for (const { operation, apiVersion, targetPrefix } of others) {
      const answer = targetPrefix ? callTarget(`${targetPrefix}.${operation}`) : call(operation, apiVersion)
      const { status, code = '' } = await answer
      expect([
        operation,
        status >= 400,
        ['MissingAuthenticationToken', 'NotImplemented'].includes(code),
      ]).toEqual([operation, true, true])
    }
  })

  it('no query that names one of the two reaches another', async () => {
    const target = `${server.url}/?Action=AssumeRoleWithWebIdentity&Version=2011-06-15`
    const body = new URLSearchParams({ Action: 'ListUsers', Version: '2010-05-08' })
    const response = await fetch(target, { method: 'POST', body })
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(await response.text()).not.toContain('ListUsersResult')
  })
})

describe('a signature on the two', () => {
  it('is not looked at: who asks is whom the token speaks for', async () => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=00'
    const headers = { authorization, 'x-amz-date': '20260101T000000Z' }
    expect(await call('AssumeRoleWithWebIdentity', '2011-06-15', headers)).toEqual({
      status: 400,
      code: 'ValidationError',
    })
  })
})

describe('a declaration', () => {
  it('is unsigned for these two only', () => {
    const declared = services.flatMap(({ operations }) => [...operations.values()])
    const found = declared.filter(operation => operation.unsigned).map(({ name }) => name)
    expect(found.sort()).toEqual(unsigned)
  })

  const [operation] = services
    .flatMap(({ operations }) => [...operations.values()])
    .filter(({ name }) => name === 'AssumeRoleWithWebIdentity') as [Operation]
  const check = (changed: Partial<Operation>) => () =>
    checkComplete({ ...operation, ...changed }, 'sts', new Map([[operation.name, {}]]))

  it('keeps the server from starting when it is unsigned and says not where, who, or on what', () => {
    expect(check({})).not.toThrow()
    const { bearer } = operation.unsigned ?? {}
    const url = 'https://docs.aws.amazon.com/'
    const incomplete: readonly Partial<Operation>[] = [
      { unsigned: { bearer } as never },
      { unsigned: { calledWithoutCredentials: 'somewhere', bearer } as never },
      { unsigned: { calledWithoutCredentials: url } as never },
      { access: { noPermissionRequired: url } },
      { work: { read: async () => ({}) } },
    ]
    for (const changed of incomplete) expect(check(changed)).toThrow(TypeError)
  })
})
