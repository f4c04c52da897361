import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A message as SNS would deliver it, its content read. */
export interface Received {
  readonly TopicArn: string
  readonly message: Readonly<Record<string, string>>
}

export interface NotificationReceiver {
  readonly url: string
  readonly received: Received[]
  /** The first message of this kind for the request; waits until it is there. */
  readonly message: (requestId: string, type: string) => Promise<Readonly<Record<string, string>>>
  /** What it answers from now on. */
  refuseWith: (status: number) => void
  readonly close: () => Promise<void>
}

/** Somebody who takes notifications by HTTP. */
export async function startNotificationReceiver(): Promise<NotificationReceiver> {
  const received: Received[] = []
  const arrivals = new EventTarget()
  let status = 200
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { TopicArn, Message } = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    if (status === 200) received.push({ TopicArn, message: JSON.parse(Message) })
    response.writeHead(status).end()
    arrivals.dispatchEvent(new Event('arrival'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/notifications`,
    received,
    message: async (requestId, type) => {
      for (;;) {
        const found = received.find(({ message }) => message.RequestId === requestId && message.Type === type)
        if (found) return found.message
        await once(arrivals, 'arrival')
      }
    },
    refuseWith: code => {
      status = code
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
