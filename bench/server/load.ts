import { createConnection, type Socket } from 'node:net'

/**
 * A load generator that costs little: prepared requests over plain sockets, one request at a time on each
 * connection, answers told apart by their Content-Length.
 */
export interface Load {
  readonly port: number
  readonly connections: number
  readonly milliseconds: number
  /** Whole HTTP requests, sent in turn. */
  readonly requests: readonly Buffer[]
}

/** Answers per second. Throws when an answer is not 200: a benchmark of errors measures nothing. */
export async function requestsPerSecond(load: Load): Promise<number> {
  const started = performance.now()
  const deadline = started + load.milliseconds
  const counts = await Promise.all(
    Array.from({ length: load.connections }, (_, index) => drive(load, index, deadline)),
  )
  const seconds = (performance.now() - started) / 1000
  return counts.reduce((sum, count) => sum + count, 0) / seconds
}

function drive({ port, requests, connections }: Load, offset: number, deadline: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1', noDelay: true })
    let answered = 0
    let next = offset
    let pending: Buffer = Buffer.alloc(0)
    const send = () => {
      socket.write(requests[next % requests.length] as Buffer)
      next += connections
    }
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('data', chunk => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
      const end = endOfAnswer(pending)
      if (end === undefined) return
      if (!pending.subarray(0, 15).includes(' 200 ')) return fail(socket, reject, pending)
      pending = pending.subarray(end)
      answered += 1
      if (performance.now() < deadline) return send()
      socket.end()
      resolve(answered)
    })
  })
}

function fail(socket: Socket, reject: (error: Error) => void, answer: Buffer): void {
  socket.destroy()
  reject(new Error(`the server answered: ${answer.toString('utf8').slice(0, 600)}`))
}

/** Where the first answer in these bytes ends; undefined while some of it is missing. */
function endOfAnswer(bytes: Buffer): number | undefined {
  const head = bytes.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const length = /content-length: (\d+)/i.exec(bytes.subarray(0, head).toString('latin1'))?.[1]
  if (length === undefined) throw new Error('an answer without a Content-Length')
  const end = head + 4 + Number(length)
  return bytes.length >= end ? end : undefined
}
