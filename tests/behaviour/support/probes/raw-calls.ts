import { Agent, request } from 'node:http'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Refusal } from '../doorways.ts'
import type { Keys } from '../test-server.ts'
import type { Parameters } from './sites.ts'

/** What came back: a refusal, or nothing of the kind. */
export interface RawAnswer {
  readonly status: number
  readonly refusal?: Refusal
}

export interface RawClient {
  readonly send: (parameters: Parameters) => Promise<RawAnswer>
  readonly close: () => void
}

/** A client that signs and sends whatever it is given, without the SDK's own opinion of it. */
export function rawClient(url: string, service: string, credentials: Keys): RawClient {
  const { hostname, port, host } = new URL(url)
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  const signer = new SignatureV4({ credentials, region: 'us-east-1', service, sha256: Sha256 })
  return {
    send: async parameters => {
      const body = new URLSearchParams([...parameters]).toString()
      const { headers } = await signer.sign({
        method: 'POST',
        protocol: 'http:',
        hostname,
        port: Number(port),
        path: '/',
        query: {},
        headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
        body,
      })
      return new Promise((resolve, reject) => {
        const outgoing = request(new URL(url), { method: 'POST', headers, agent }, incoming => {
          const chunks: Buffer[] = []
          incoming.on('data', chunk => chunks.push(chunk))
          incoming.on('end', () => {
            const xml = Buffer.concat(chunks).toString('utf8')
            resolve({ status: incoming.statusCode ?? 0, ...refusalIn(xml) })
          })
        })
        outgoing.on('error', reject)
        outgoing.end(body)
      })
    },
    close: () => agent.destroy(),
  }
}

function refusalIn(xml: string): { refusal?: Refusal } {
  const [, code, message = ''] = /<Error>.*?<Code>(\w+)<\/Code>\s*<Message>(.*?)<\/Message>/s.exec(xml) ?? []
  return code === undefined ? {} : { refusal: { code, message: unescaped(message) } }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (_, hex, decimal, name) =>
    name ? (ENTITIES[name] ?? '') : String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
  )
}
