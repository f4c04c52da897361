import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { HttpRequest, HttpResponse } from '../wire/http.ts'

/** What a request says of its connection, beside its content. */
export interface Connection {
  readonly sourceIp: string
  readonly secureTransport: boolean
}

export type Respond = (request: HttpRequest, connection: Connection) => Promise<HttpResponse>

/** The answer to a body that is larger than any request of the API can be; nothing of it is kept. */
export type Refuse = (reason: 'too-large') => HttpResponse

/**
 * The largest request the model allows is a policy document of 131,072 characters, up to nine bytes each when
 * percent-encoded; everything above is refused before it is buffered.
 */
export const maxBodyBytes = 2 * 1024 * 1024

/** A session token alone takes up to 4 KB of the headers. */
const maxHeaderBytes = 32 * 1024

export function createHttpServer(respond: Respond, refuse: Refuse): Server {
  const server = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      requestTimeout: 60_000,
      headersTimeout: 20_000,
      keepAliveTimeout: 30_000,
    },
    (incoming, outgoing) => {
      serve(incoming, outgoing, respond, refuse).catch(() => outgoing.destroy())
    },
  )
  // A client that hangs up half way is its own affair.
  server.on('clientError', (_error, socket) => {
    if (socket.writable)
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
  return server
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  respond: Respond,
  refuse: Refuse,
): Promise<void> {
  const body = await readBody(incoming)
  if (body === undefined) {
    outgoing.setHeader('connection', 'close')
    send(outgoing, refuse('too-large'))
    return
  }
  const [path = '/', query = ''] = splitTarget(incoming.url ?? '/')
  const request = { method: incoming.method ?? 'GET', path, query, headers: joinedHeaders(incoming), body }
  send(outgoing, await respond(request, connectionOf(incoming)))
}

/**
 * Undefined when the body is, or says it is, larger than allowed; rejects when the client hangs up half way.
 * By events: an iterator over the stream costs as much again as parsing the request.
 */
function readBody(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | undefined>()
  if (Number(incoming.headers['content-length'] ?? 0) > maxBodyBytes) return Promise.resolve(undefined)
  const chunks: Buffer[] = []
  let length = 0
  incoming.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length <= maxBodyBytes) chunks.push(chunk)
    else resolve(undefined)
  })
  incoming.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, length)))
  incoming.on('error', reject)
  return promise
}

function splitTarget(target: string): readonly [string, string] {
  const mark = target.indexOf('?')
  return mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)]
}

/** Node drops repetitions of some headers; a signature covers what was sent, so they are joined from the raw ones. */
function joinedHeaders({ rawHeaders }: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = Object.create(null)
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] as string).toLowerCase()
    const value = rawHeaders[index + 1] as string
    const before = headers[name]
    headers[name] = before === undefined ? value : `${before},${value}`
  }
  return headers
}

function connectionOf({ socket }: IncomingMessage): Connection {
  // An IPv4 client of a dual-stack listener: policies are written with its IPv4 address.
  const sourceIp = (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '')
  return { sourceIp, secureTransport: 'encrypted' in socket }
}

/** A text is handed on as a text: Node then writes head and body in one piece. */
function send(outgoing: ServerResponse, { status, headers, body, cookies }: HttpResponse): void {
  if (cookies) outgoing.setHeader('set-cookie', cookies)
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  outgoing.end(body)
}
