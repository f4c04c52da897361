import { once } from 'node:events'
import { type AddressInfo, createConnection, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { BodyRoom } from '../../src/server/body-room.ts'
import {
  createHttpServer,
  type HttpServer,
  lastRequestsMs,
  maxBodyBytes,
} from '../../src/server/http-server.ts'
import type { HttpRequest } from '../../src/wire/http.ts'

/** Requests as bytes on a socket: in pieces, without a length, broken off. */
const seen: HttpRequest[] = []
let http: HttpServer
beforeAll(async () => {
  http = await listening()
})
afterAll(() => http.close())
beforeEach(() => {
  seen.length = 0
})

const headers = { 'content-type': 'text/plain' }

/** Answers `/slow` when `until` does. */
async function listening(until?: Promise<unknown>): Promise<HttpServer> {
  const made = createHttpServer(
    async request => {
      seen.push(request)
      if (request.path === '/slow') await until
      return { status: 200, headers, body: `${request.body.length} bytes` }
    },
    reason => ({ status: 413, headers, body: reason }),
  )
  made.server.listen(0, '127.0.0.1')
  await once(made.server, 'listening')
  return made
}

const connect = ({ server } = http) => createConnection((server.address() as AddressInfo).port, '127.0.0.1')
const head = (headers: string) => `POST /path?a=b HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`

/** The server may be done with a request before all of it was sent. */
function closedOrBroken(socket: Socket): Promise<unknown> {
  return new Promise(resolve => socket.on('error', () => {}).on('close', resolve))
}

/** All that comes back until the server closes the connection. */
async function answerTo(...pieces: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect()
  let answer = ''
  socket.setEncoding('utf8').on('data', text => {
    answer += text
  })
  const closed = closedOrBroken(socket)
  for (const piece of pieces) await new Promise(resolve => socket.write(piece, resolve))
  await closed
  return answer
}

it('reads a body that comes in pieces', async () => {
  const answer = await answerTo(head('Connection: close\r\nContent-Length: 9'), 'one', 'two', 'ü!')
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  expect(seen.map(({ path, query, body }) => [path, query, Buffer.from(body).toString()])).toEqual([
    ['/path', 'a=b', 'onetwoü!'],
  ])
})

it('reads a request without a body, and several on one connection', async () => {
  const get = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'
  const answer = await answerTo(get + get, get.replace(/\r\n\r\n$/, '\r\nConnection: close\r\n\r\n'))
  expect(answer.match(/0 bytes/g)).toHaveLength(3)
})

it('joins headers of one name as they were sent', async () => {
  await answerTo(head('Connection: close\r\nContent-Length: 0\r\nX-Twice: a\r\nx-twice: b'))
  expect(seen[0]?.headers['x-twice']).toBe('a,b')
})

it('takes a body of the largest size, and refuses a byte more, announced or not', async () => {
  const largest = Buffer.alloc(maxBodyBytes, 'x')
  const sized = (length: number) => head(`Connection: close\r\nContent-Length: ${length}`)
  expect(await answerTo(sized(maxBodyBytes), largest)).toContain(`${maxBodyBytes} bytes`)
  expect(seen).toHaveLength(1)

  expect(await answerTo(sized(maxBodyBytes + 1))).toMatch(/^HTTP\/1\.1 413 .*too-large$/s)
  const chunk = `${largest.length.toString(16)}\r\n${largest}\r\n`
  const chunked = head('Transfer-Encoding: chunked')
  expect(await answerTo(chunked, chunk, '1\r\nx\r\n')).toMatch(/^HTTP\/1\.1 413 .*too-large$/s)
  expect(seen).toHaveLength(1)
})

it.each<[string, boolean]>([
  ['read whole', false],
  ['documents among those that are read as they come', true],
])(
  'lets go of bodies that do not come to their end when there is no room for more: %s',
  async (_, isStreamed) => {
    const small = createHttpServer(
      async ({ body, content }) => {
        content?.authenticated('nobody')
        const { length } = content ? await content.whole(maxBodyBytes) : body
        return { status: 200, headers, body: `${length} bytes` }
      },
      reason => ({ status: 413, headers, body: reason }),
      () => isStreamed,
      undefined,
      new BodyRoom(4 * 1024 * 1024),
    )
    small.server.listen(0, '127.0.0.1')
    await once(small.server, 'listening')
    const unfinished = async () => {
      const socket = connect(small)
      const closed = closedOrBroken(socket)
      socket.write(head(`Content-Length: ${maxBodyBytes}`))
      await new Promise(resolve => socket.write(Buffer.alloc(maxBodyBytes - 1, 'x'), resolve))
      return { socket, closed }
    }
    const first = await unfinished()
    const others = [await unfinished(), await unfinished()]
    await first.closed
    for (const { socket } of others) expect(socket.destroyed).toBe(false)
    const answers = others.map(async ({ socket }) => {
      socket.write('x')
      return String((await once(socket, 'data'))[0])
    })
    for (const answer of await Promise.all(answers)) expect(answer).toContain(`${maxBodyBytes} bytes`)
    for (const { socket } of others) socket.destroy()
    // Nothing is kept of the one that was let go: it would be waited for here longer than a test may take.
    await small.close()
  },
)

it('forgets a request whose client hangs up half way, and serves the next one', async () => {
  const socket = connect()
  const arrived = once(http.server, 'request')
  socket.write(`${head('Content-Length: 100')}only this`)
  await arrived
  socket.destroy()
  await once(socket, 'close')
  expect(await answerTo(head('Connection: close\r\nContent-Length: 3'), 'all')).toContain('3 bytes')
  expect(seen).toHaveLength(1)
})

it('tells who sends a body that is none, and no request', async () => {
  const chunked = head('Transfer-Encoding: chunked')
  for (const sent of ['no request\r\n\r\n', `${chunked}no size\r\n`])
    expect(await answerTo(sent)).toMatch(/^HTTP\/1.1 400 Bad Request/)
})

describe('A client', () => {
  const stalledMs = 100
  const gone = async (socket: Socket, made: HttpServer) => {
    await closedOrBroken(socket)
    await made.close()
  }

  /** Answers `/large` without an end, and reads what is uploaded as slowly as `pause` says. */
  async function impatient(pause = 0) {
    const large = Buffer.alloc(1024 * 1024)
    const made = createHttpServer(
      async ({ path, content }) => {
        if (path === '/text') return { status: 200, headers, body: 'x'.repeat(50 * large.length) }
        if (!content || path === '/large')
          return { status: 200, headers, body: Readable.from(Array.from({ length: 50 }, () => large)) }
        let bytes = 0
        content.authenticated('nobody')
        const broken = await (async () => {
          for await (const piece of content) {
            bytes += piece.length
            if (pause > 0) await new Promise(resolve => setTimeout(resolve, pause))
          }
        })().catch((error: Error) => error)
        return { status: 200, headers, body: broken ? 'broken' : `${bytes} bytes` }
      },
      reason => ({ status: 413, headers, body: reason }),
      ({ path }) => path === '/upload',
      stalledMs,
    )
    made.server.listen(0, '127.0.0.1')
    await once(made.server, 'listening')
    return made
  }

  it.each(['/large', '/text'])('that takes nothing of %s is given up', async path => {
    const made = await impatient()
    const socket = connect(made)
    const served = once(made.server, 'request')
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
    const [, outgoing] = await served
    await once(outgoing, 'close')
    expect(outgoing.writableFinished).toBe(false)
    socket.resume()
    await gone(socket, made)
  })

  it('that sends what is no request gets no part of an answer in the middle of another', async () => {
    const made = await impatient()
    const socket = connect(made)
    const served = once(made.server, 'request')
    socket.write('GET /text HTTP/1.1\r\nHost: x\r\n\r\n')
    await served
    const refused = once(made.server, 'clientError')
    socket.write('no request\r\n\r\n')
    await refused
    let last = ''
    socket.setEncoding('latin1').on('data', text => {
      last = (last + text).slice(-1000)
    })
    await gone(socket, made)
    expect(last).not.toContain('Bad Request')
  })

  it('is answered what it asked before something that is no request', async () => {
    const made = await impatient()
    const socket = connect(made).setEncoding('utf8')
    let text = ''
    socket.on('data', more => {
      text += more
    })
    socket.write('PUT /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nonetwothree')
    await gone(socket, made)
    expect(text).toMatch(/^HTTP\/1.1 200 OK[\s\S]*\r\n\r\n6 bytes$/)
  })

  it('that takes it is not', async () => {
    const made = await impatient()
    const socket = connect(made)
    const served = once(made.server, 'request')
    socket.write('GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    const [, outgoing] = await served
    socket.resume()
    await once(outgoing, 'close')
    expect(outgoing.writableFinished).toBe(true)
    await gone(socket, made)
  })

  const upload = 'PUT /upload HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 6\r\n\r\n'

  it('that sends nothing more is given up', async () => {
    const made = await impatient()
    const socket = connect(made).setEncoding('utf8')
    const read = vi.fn()
    socket.on('data', read).write(`${upload}one`)
    await gone(socket, made)
    expect(read).not.toHaveBeenCalled()
  })

  it('that waits for us is not', async () => {
    const made = await impatient(3 * stalledMs)
    const socket = connect(made).setEncoding('utf8')
    const read = vi.fn()
    socket.on('data', read).write(`${upload}onetwo`)
    await gone(socket, made)
    expect(read.mock.calls.join('')).toContain('6 bytes')
  })
})

describe('A server that ends', () => {
  it('waits for no connection on which nothing was asked, or not all of it', async () => {
    const ending = await listening()
    const silent = connect(ending)
    const unfinished = connect(ending)
    await Promise.all([once(silent, 'connect'), once(unfinished, 'connect')])
    const closed = [silent, unfinished].map(closedOrBroken)
    await new Promise(resolve => unfinished.write('GET / HTTP/1.1\r\nHost', resolve))
    await ending.close()
    await Promise.all(closed)
  })

  it('answers first what was asked', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const ending = await listening(promise)
    const socket = connect(ending).setEncoding('utf8')
    const arrived = once(ending.server, 'request')
    socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n')
    await arrived
    const ended = ending.close()
    resolve()
    const [answer] = await once(socket, 'data')
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n.*0 bytes$/s)
    await ended
  })

  it('waits for what is still done for a client that has hung up', async () => {
    const { promise: until, resolve: done } = Promise.withResolvers<void>()
    const ending = await listening(until)
    const socket = connect(ending)
    socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n')
    await vi.waitFor(() => expect(seen).toHaveLength(1))
    socket.destroy()
    await vi.waitFor(async () => {
      const connections = new Promise(resolve => ending.server.getConnections((_, count) => resolve(count)))
      expect(await connections).toBe(0)
    })
    const ended = vi.fn()
    const ends = ending.close().then(ended)
    await once(ending.server, 'close')
    await new Promise(setImmediate)
    expect(ended).not.toHaveBeenCalled()
    done()
    await ends
  })

  it('does not wait for ever', async () => {
    const ending = await listening(new Promise(() => {}))
    const socket = connect(ending)
    const arrived = once(ending.server, 'request')
    socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n')
    await arrived
    const cut = Promise.all([once(socket, 'close'), once(ending.server, 'close')])
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    const ended = ending.close()
    await vi.advanceTimersByTimeAsync(lastRequestsMs - 1)
    expect(socket.closed).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    await cut
    // Nor for what is still done for it.
    await vi.advanceTimersByTimeAsync(lastRequestsMs)
    await ended
  })
})
