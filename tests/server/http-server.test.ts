import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, createConnection } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createHttpServer, maxBodyBytes } from '../../src/server/http-server.ts'
import type { HttpRequest } from '../../src/wire/http.ts'

/** Requests as bytes on a socket: in pieces, without a length, broken off. */
const seen: HttpRequest[] = []
let server: Server
beforeAll(async () => {
  const headers = { 'content-type': 'text/plain' }
  server = createHttpServer(
    async request => {
      seen.push(request)
      return { status: 200, headers, body: `${request.body.length} bytes` }
    },
    reason => ({ status: 413, headers, body: reason }),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => server.close())
beforeEach(() => {
  seen.length = 0
})

const connect = () => createConnection((server.address() as AddressInfo).port, '127.0.0.1')
const head = (headers: string) => `POST /path?a=b HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`

/** All that comes back until the server closes the connection. */
async function answerTo(...pieces: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect()
  let answer = ''
  socket.setEncoding('utf8').on('data', text => {
    answer += text
  })
  const closed = new Promise(resolve => socket.on('close', resolve))
  // The server may be done with a request before all of it was sent.
  socket.on('error', () => {})
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

it('forgets a request whose client hangs up half way, and serves the next one', async () => {
  const socket = connect()
  const arrived = once(server, 'request')
  socket.write(`${head('Content-Length: 100')}only this`)
  await arrived
  socket.destroy()
  await once(socket, 'close')
  expect(await answerTo(head('Connection: close\r\nContent-Length: 3'), 'all')).toContain('3 bytes')
  expect(seen).toHaveLength(1)
})
