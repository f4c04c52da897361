import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'

export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** POST requests of the query protocol as the SDK would sign them, ready to be written to a socket. */
export async function signedRequests(port: number, keys: Keys, bodies: readonly string[]): Promise<Buffer[]> {
  const signer = new SignatureV4({ credentials: keys, region: 'us-east-1', service: 'sts', sha256: Sha256 })
  return Promise.all(bodies.map(body => signedRequest(signer, port, body)))
}

async function signedRequest(signer: SignatureV4, port: number, body: string): Promise<Buffer> {
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: 'http:',
    hostname: '127.0.0.1',
    port,
    path: '/',
    query: {},
    headers: {
      host: `127.0.0.1:${port}`,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'crossrole-bench',
    },
    body,
  })
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(`POST / HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}
