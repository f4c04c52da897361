import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { TLSSocket } from 'node:tls'
import { type ByteStream, type HttpRequest, type HttpResponse, isStream } from '../wire/http.ts'
import { incomplete } from '../wire/s3/aws-chunked.ts'
import { RequestContent } from '../wire/s3/request-content.ts'
import { BodyRoom } from './body-room.ts'

/** What a request says of its connection, beside its content. */
export interface Connection {
  readonly sourceIp: string
  readonly secureTransport: boolean
  /** e.g. `1.3`; absent: not TLS. */
  readonly tlsVersion?: string
}

export type Respond = (request: HttpRequest, connection: Connection) => Promise<HttpResponse>

/** The answer to a body that is larger than any request of the API can be; nothing of it is kept. */
export type Refuse = (reason: 'too-large') => HttpResponse

/** Whether the body of a request is left to those who know what it is for, to be read as it comes. */
export type IsStreamed = (head: HttpRequest) => boolean

/**
 * The largest request the model allows is a policy document of 131,072 characters, up to nine bytes each when
 * percent-encoded; everything above is refused before it is buffered.
 */
export const maxBodyBytes = 2 * 1024 * 1024

/** A session token alone takes up to 4 KB of the headers. */
const maxHeaderBytes = 32 * 1024
/** For all of a body that is read whole; between two pieces of one that is not, or of an answer. */
const bodyTimeoutMs = 60_000
/** The system takes so much of an answer whether or not the client does. */
const sentAtOnceBytes = 64 * 1024
/** For all bodies together that are read whole and are not here yet: a hundred and more of the largest size. */
const bodyRoomBytes = 256 * 1024 * 1024
const badRequest = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'
/** So long a server that is to end waits for requests that are under way, and as long again for what they still do. */
export const lastRequestsMs = 5_000

export interface HttpServer {
  readonly server: Server
  /**
   * Answers the requests that are under way, if that takes no longer than a few seconds. A connection on which there is
   * none is closed at once: a browser keeps some for later on which it never said a word. Afterwards nothing works for a
   * request any more, its client may have hung up or not: what it stands on may go.
   */
  readonly close: () => Promise<void>
}

export function createHttpServer(
  respond: Respond,
  refuse: Refuse,
  isStreamed: IsStreamed = () => false,
  stalledMs = bodyTimeoutMs,
  room = new BodyRoom(bodyRoomBytes),
): HttpServer {
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    // An upload takes as long as it takes: bodies have time limits of their own.
    requestTimeout: 0,
    headersTimeout: 20_000,
    keepAliveTimeout: 30_000,
  })
  const doors = { respond, refuse, isStreamed, room }
  let underWay = 0
  let allAnswered = () => {}
  /** The answers that are still to be given on a connection. */
  const owed = new WeakMap<Duplex, Set<ServerResponse>>()
  const works = new Set<Promise<void>>()
  const enter = (incoming: IncomingMessage, outgoing: ServerResponse, waits: boolean) => {
    const { socket } = incoming
    underWay += 1
    const answers = owed.get(socket) ?? new Set()
    owed.set(socket, answers.add(outgoing))
    outgoing.once('close', () => {
      underWay -= 1
      answers.delete(outgoing)
      if (underWay === 0) allAnswered()
    })
    const work = serve(new Arrival(incoming, outgoing, waits, stalledMs), doors).catch(
      () => void outgoing.destroy(),
    )
    works.add(work)
    work.finally(() => works.delete(work))
  }
  server.on('request', (incoming, outgoing) => enter(incoming, outgoing, false))
  server.on('checkContinue', (incoming, outgoing) => enter(incoming, outgoing, true))
  // A client that hangs up half way is its own affair. What was asked before something that is no request is answered,
  // and no answer goes into another, or before it.
  server.on('clientError', async (_error, socket) => {
    const answers = [...(owed.get(socket) ?? [])]
    if (!socket.writable || answers.some(({ req, headersSent }) => !req.complete && headersSent)) {
      socket.destroy()
      return
    }
    const asked = answers.filter(({ req }) => req.complete)
    await Promise.all(asked.map(outgoing => new Promise(resolve => outgoing.once('close', resolve))))
    socket.end(asked.length > 0 ? undefined : badRequest)
  })
  const close = async () => {
    const closed = once(server, 'close')
    server.close()
    const end = () => server.closeAllConnections()
    const late = setTimeout(end, lastRequestsMs)
    allAnswered = end
    if (underWay === 0) end()
    await closed
    clearTimeout(late)
    await doneWithin(works, lastRequestsMs)
  }
  return { server, close }
}

async function doneWithin(works: Iterable<Promise<void>>, milliseconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const late = setTimeout(resolve, milliseconds)
  await Promise.race([Promise.all(works), promise])
  clearTimeout(late)
}

interface Doors {
  readonly respond: Respond
  readonly refuse: Refuse
  readonly isStreamed: IsStreamed
  readonly room: BodyRoom
}

async function serve(arrival: Arrival, { respond, refuse, isStreamed, room }: Doors): Promise<void> {
  const { incoming, outgoing } = arrival
  const [path = '/', query = ''] = splitTarget(incoming.url ?? '/')
  const headers = joinedHeaders(incoming)
  const head = { method: incoming.method ?? 'GET', path, query, headers, body: noBytes }
  if (isStreamed(head)) {
    const keeping = {
      grow: (bytes: number) => room.grow(incoming, bytes),
      leave: () => room.leave(incoming),
    }
    const content = new RequestContent(arrival.pieces(), headers, keeping)
    await send(arrival, await respond({ ...head, content }, connectionOf(incoming)))
    return
  }
  const body = await readBody(arrival, room)
  if (body === undefined) {
    outgoing.setHeader('connection', 'close')
    await send(arrival, refuse('too-large'))
    return
  }
  await send(arrival, await respond({ ...head, body }, connectionOf(incoming)))
}

const noBytes = new Uint8Array()

/** A request with its answer to be; one that asked first (`Expect: 100-continue`) waits until its body is wanted. */
class Arrival {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
  readonly #stalledMs: number
  #waits: boolean
  #isAwaited = false

  constructor(incoming: IncomingMessage, outgoing: ServerResponse, waits: boolean, stalledMs: number) {
    this.incoming = incoming
    this.outgoing = outgoing
    this.#waits = waits
    this.#stalledMs = stalledMs
  }

  /** True as long as the client has not been told to send the body. */
  get waits(): boolean {
    return this.#waits
  }

  letSend(): void {
    if (this.#waits) this.outgoing.writeContinue()
    this.#waits = false
  }

  /** From now on a client that neither sends nor takes anything is given up: it is waited for. */
  awaitClient(): void {
    this.incoming.setTimeout(this.#stalledMs)
    this.#isAwaited = true
  }

  #letWait(): void {
    if (this.#isAwaited) this.incoming.setTimeout(0)
    this.#isAwaited = false
  }

  /** The client is waited for while not all of the body has come; otherwise it waits for us. */
  #awaitRest(): void {
    if (this.incoming.complete) this.#letWait()
    else this.awaitClient()
  }

  /** Each is good until the next one is asked for. */
  async *pieces(): AsyncGenerator<Uint8Array> {
    this.letSend()
    this.#awaitRest()
    try {
      // Who stops reading half way still answers on this connection.
      for await (const piece of this.incoming.iterator({ destroyOnReturn: false })) {
        this.#letWait()
        yield piece
        free(piece)
        this.#awaitRest()
      }
    } catch (cause) {
      throw incomplete({ cause })
    } finally {
      // What nobody reads must pass, or the next request on this connection never comes.
      if (!this.incoming.readableEnded) this.incoming.resume()
      this.#awaitRest()
    }
  }
}

/**
 * Frees memory that a piece has for itself. Of a large body the garbage collector would have to do it every 64 MiB, and
 * look through everything that the server knows each time: that takes longer than the body's hashes.
 */
function free({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}

/**
 * Undefined when the body is, or says it is, larger than allowed; rejects when the client hangs up half way.
 * By events: an iterator over the stream costs as much again as parsing the request.
 */
function readBody(arrival: Arrival, room: BodyRoom): Promise<Uint8Array | undefined> {
  const { incoming } = arrival
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | undefined>()
  if (Number(incoming.headers['content-length'] ?? 0) > maxBodyBytes) return Promise.resolve(undefined)
  arrival.letSend()
  const timer = setTimeout(() => incoming.destroy(), bodyTimeoutMs)
  const chunks: Buffer[] = []
  let length = 0
  incoming.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > maxBodyBytes) {
      resolve(undefined)
      return
    }
    chunks.push(chunk)
    room.grow(incoming, chunk.length)
  })
  incoming.on('end', () => {
    room.leave(incoming)
    resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, length))
  })
  incoming.on('error', reject)
  incoming.on('close', () => {
    room.leave(incoming)
    clearTimeout(timer)
    // Let go of by ourselves it ends without an error: who still waited would keep all that came of it.
    reject(new Error('the body came to no end'))
  })
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
  if (!(socket instanceof TLSSocket)) return { sourceIp, secureTransport: false }
  const tlsVersion = socket.getProtocol()?.replace(/^TLSv/, '')
  return { sourceIp, secureTransport: true, ...(tlsVersion !== undefined && { tlsVersion }) }
}

/** A head that cannot be written ends the connection, and lets go of what would have been read. */
function writeHead(
  outgoing: ServerResponse,
  status: number,
  headers: HttpResponse['headers'],
  body: ByteStream,
) {
  try {
    outgoing.writeHead(status, headers)
  } catch (error) {
    body.destroy()
    throw error
  }
}

/**
 * A text is handed on as a text: Node then writes head and body in one piece. A stream is read no faster than it is
 * taken; one that fails half way ends the connection, so that nobody takes a part for the whole.
 */
async function send(arrival: Arrival, { status, headers, body, cookies }: HttpResponse): Promise<void> {
  const { outgoing, waits } = arrival
  if (cookies) outgoing.setHeader('set-cookie', cookies)
  // Its body will never be asked for, so what comes next on this connection could not be told from it.
  if (waits) outgoing.setHeader('connection', 'close')
  if (isStream(body)) {
    writeHead(outgoing, status, headers, body)
    arrival.awaitClient()
    await pipeline(body, outgoing)
    return
  }
  if (body.length > sentAtOnceBytes) arrival.awaitClient()
  const hasLength = status !== 204 && status !== 304
  outgoing.writeHead(status, { ...(hasLength && { 'content-length': Buffer.byteLength(body) }), ...headers })
  outgoing.end(body)
}
