import { Agent, request } from 'node:http'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Keys } from '../server/signed-requests.ts'

/** A client of IAM whose signing stays out of the measurement. */
export interface Client {
  readonly sign: (parameters: Readonly<Record<string, string>>) => Promise<Signed>
  /** The body; throws when the answer is not 200: a benchmark of errors measures nothing. */
  readonly send: (signed: Signed) => Promise<string>
  readonly close: () => void
}

export interface Signed {
  readonly headers: Record<string, string>
  readonly body: string
}

export function iamClient(port: number, credentials: Keys): Client {
  const signer = new SignatureV4({ credentials, region: 'us-east-1', service: 'iam', sha256: Sha256 })
  const agent = new Agent({ keepAlive: true })
  return {
    sign: async parameters => {
      const body = new URLSearchParams({ Version: '2010-05-08', ...parameters }).toString()
      const { headers } = await signer.sign({
        method: 'POST',
        protocol: 'http:',
        hostname: '127.0.0.1',
        port,
        path: '/',
        query: {},
        headers: { host: `127.0.0.1:${port}`, 'content-type': 'application/x-www-form-urlencoded' },
        body,
      })
      return { headers, body }
    },
    send: ({ headers, body }) =>
      new Promise((resolve, reject) => {
        const outgoing = request({ host: '127.0.0.1', port, method: 'POST', headers, agent }, incoming => {
          const chunks: Buffer[] = []
          incoming.on('data', chunk => chunks.push(chunk))
          incoming.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8')
            if (incoming.statusCode === 200) resolve(text)
            else reject(new Error(`the server answered: ${text.slice(0, 600)}`))
          })
        })
        outgoing.on('error', reject)
        outgoing.end(body)
      }),
    close: () => agent.destroy(),
  }
}
