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
    let answered = 0
    let next = offset
    let pending: Buffer = none
    const send = () => {
      socket.write(requests[next % requests.length] as Buffer)
      next += connections
    }
    const take = (read: Buffer) => {
      const bytes = pending.length === 0 ? read : Buffer.concat([pending, read])
      const end = endOfAnswer(bytes)
      // What is read is read over by the next answer.
      pending = end === undefined ? Buffer.from(bytes) : none
      if (end === undefined) return
      if (!bytes.subarray(0, succeeded.length).equals(succeeded)) return fail(socket, reject, bytes)
      answered += 1
      if (performance.now() < deadline) return send()
      socket.end()
      resolve(answered)
    }
    // Read into one place, past the streams of Node: what they cost is not the server's.
    const onread = {
      buffer: Buffer.alloc(64 * 1024),
      callback: (length: number, buffer: Uint8Array) => {
        take((buffer as Buffer).subarray(0, length))
        return true
      },
    }
    const socket = createConnection({ port, host: '127.0.0.1', noDelay: true, onread })
    socket.on('connect', send)
    socket.on('error', reject)
  })
}

const none = Buffer.alloc(0)
const succeeded = Buffer.from('HTTP/1.1 200 ')

function fail(socket: Socket, reject: (error: Error) => void, answer: Buffer): void {
  socket.destroy()
  reject(new Error(`the server answered: ${answer.toString('utf8').slice(0, 600)}`))
}

const lengthName = 'content-length: '

/** Where the answer in these bytes ends; undefined while some of it is missing. One answer at a time is under way. */
function endOfAnswer(bytes: Buffer): number | undefined {
  const head = bytes.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const names = bytes.toString('latin1', 0, head).toLowerCase()
  const length = names.indexOf(lengthName)
  if (length < 0) throw new Error('an answer without a Content-Length')
  const end = head + 4 + Number.parseInt(names.slice(length + lengthName.length), 10)
  return bytes.length >= end ? end : undefined
}
