import { Agent, type OutgoingHttpHeaders, request } from 'node:http'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'

export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export interface Asked {
  readonly method: 'GET' | 'PUT'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The headers of a request with its signature; the same serve again for a quarter of an hour. */
export async function signedHeaders(port: number, keys: Keys, { method, path, headers = {} }: Asked) {
  const signer = new SignatureV4({
    credentials: keys,
    region: 'us-east-1',
    service: 's3',
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  })
  const unsigned = { host: `127.0.0.1:${port}`, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...headers }
  const sent = { method, protocol: 'http:', hostname: '127.0.0.1', port, path, query: {}, headers: unsigned }
  return (await signer.sign(sent)).headers
}

/** A request as bytes, for the load generator. */
export function asBytes(
  { method, path }: Asked,
  headers: Readonly<Record<string, string>>,
  body = '',
): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

/** Sends a body piece by piece, no faster than it is taken, and reads the answer; how many bytes that was. */
export function exchange(
  port: number,
  { method, path }: Asked,
  headers: OutgoingHttpHeaders,
  pieces: Iterable<Uint8Array> = [],
): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, host: '127.0.0.1', method, path, headers, agent }, incoming => {
      let bytes = 0
      incoming.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      incoming.on('end', () =>
        incoming.statusCode === 200
          ? resolve(bytes)
          : reject(new Error(`the server answered ${incoming.statusCode}`)),
      )
    })
    outgoing.on('error', reject)
    write(outgoing, pieces).catch(reject)
  })
}

async function write(outgoing: ReturnType<typeof request>, pieces: Iterable<Uint8Array>): Promise<void> {
  for (const piece of pieces) {
    if (!outgoing.write(piece)) await new Promise(resolve => outgoing.once('drain', resolve))
  }
  outgoing.end()
}
