import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConfigurationError, readConfiguration } from '../../src/server/configuration.ts'
import { type Log, silentLog } from '../../src/server/log.ts'
import { httpNotifications } from '../../src/server/notifications.ts'
import { iamCallsTo } from '../behaviour/support/iam-calls.ts'
import { startTestServer } from '../behaviour/support/test-server.ts'

/** Where notifications go, and that nothing of them goes anywhere else. */
const topic = 'arn:aws:sns:us-east-1:111111111111:requests'
const secret = 'a-token-that-only-the-receiver-may-see'

let receiver: Server
let url: string
const paths: string[] = []
beforeAll(async () => {
  receiver = createServer((request, response) => {
    const path = request.url ?? ''
    paths.push(path)
    request.resume()
    request.on('end', () => {
      if (path === '/elsewhere') response.writeHead(307, { location: '/other' }).end()
      else response.writeHead(path === '/broken' ? 500 : 204).end()
    })
  })
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
})
afterAll(() => receiver.close())

function publishTo(address: string) {
  const lines: string[] = []
  const log: Log = { ...silentLog, info: line => lines.push(line) }
  const taken = httpNotifications(address, log, Date.now).publish(topic, { ExchangeToken: secret })
  return taken.then(isTaken => ({ isTaken, lines }))
}

describe('a notification', () => {
  it('is taken by whoever answers that all is well', async () => {
    expect(await publishTo(`${url}/taken`)).toEqual({ isTaken: true, lines: [] })
  })

  it.each(['/broken', '/elsewhere'])(
    'is not taken at %s, and the log says so without its content',
    async path => {
      const { isTaken, lines } = await publishTo(url + path)
      expect(isTaken).toBe(false)
      expect(lines).toEqual([expect.stringContaining(`for ${topic} was not taken`)])
      expect(lines.join()).not.toContain(secret)
    },
  )

  it('follows nobody to another place', () => {
    expect(paths).not.toContain('/other')
  })

  it('is not taken where nobody is', async () => {
    expect(await publishTo('http://127.0.0.1:1')).toMatchObject({ isTaken: false })
  })
})

describe('CROSSROLE_NOTIFICATIONS_URL', () => {
  const read = (text: string) => readConfiguration({}, { CROSSROLE_NOTIFICATIONS_URL: text }).notificationsUrl

  it('is an address of HTTP', () => {
    expect(read('https://provider.example.com/hook')).toBe('https://provider.example.com/hook')
    expect(readConfiguration({}, {}).notificationsUrl).toBe(undefined)
  })

  it.each(['provider.example.com', 'ftp://provider.example.com/', 'file:///tmp/hook', 'http://:80'])(
    'is not %s, which is not repeated',
    text => {
      expect(() => read(text)).toThrow(ConfigurationError)
      expect(() => read(text)).not.toThrow(text)
    },
  )

  it('must be there for who asks for delegation', async () => {
    const server = await startTestServer()
    try {
      const outcome = await iamCallsTo(() => server)('CreateDelegationRequest', {
        Description: 'Sets up the product',
        RequestorWorkflowId: 'workflow',
        Permissions: { PolicyTemplateArn: `arn:aws:iam::${server.trusted.id}:policy/Template` },
        NotificationChannel: topic,
        SessionDuration: 3600,
      })
      expect(outcome).toEqual({
        refused: {
          code: 'InvalidInput',
          message: `The notification channel ${topic} cannot be reached: this server was started without CROSSROLE_NOTIFICATIONS_URL.`,
        },
      })
    } finally {
      await server.close()
    }
  })
})
