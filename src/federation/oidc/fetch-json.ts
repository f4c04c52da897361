import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { IdentityFault } from '../fault.ts'
import { isUntrusted, pinnedAuthority } from './pinned-authority.ts'

/** AWS gives up after five seconds: https://repost.aws/knowledge-center/iam-sts-invalididentitytoken */
const timeoutMs = 5000
const maxBytes = 256 * 1024

/**
 * A JSON document of an identity provider. A server whose certificate no authority of this machine vouches for may
 * have one of the provider's thumbprints instead. Redirects are refused: a provider's documents stand where its
 * issuer says, and nowhere else.
 */
export async function fetchJson(url: URL, thumbprints: readonly string[]): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    return parse(await get(url, signal))
  } catch (error) {
    if (!isUntrusted(error)) throw fault(error)
  }
  const authority = await pinnedAuthority(url, thumbprints, signal).catch(error => {
    throw fault(error)
  })
  if (authority === undefined) throw new IdentityFault('untrusted-server')
  try {
    return parse(await get(url, signal, authority))
  } catch (error) {
    throw isUntrusted(error) ? new IdentityFault('untrusted-server', '', { cause: error }) : fault(error)
  }
}

/** The authority is trusted in the place of all others. */
async function get(url: URL, signal: AbortSignal, authority?: string): Promise<Buffer> {
  const request = url.protocol === 'https:' ? requestSecure : requestPlain
  const options = {
    agent: false as const,
    signal,
    headers: { accept: 'application/json', 'accept-encoding': 'identity', connection: 'close' },
    ...(authority !== undefined && { ca: authority, allowPartialTrustChain: true }),
  }
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const outgoing = request(url, options, response => read(response).then(resolve, reject))
  outgoing.on('error', reject)
  outgoing.end()
  return promise
}

async function read(response: IncomingMessage): Promise<Buffer> {
  const { statusCode = 0, headers } = response
  if (statusCode !== 200 || (headers['content-encoding'] ?? 'identity') !== 'identity') {
    response.destroy()
    throw new IdentityFault(statusCode >= 500 ? 'unreachable' : 'no-key', `answers ${statusCode}`)
  }
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    // Leaving the loop destroys the connection.
    if (length > maxBytes) throw new IdentityFault('no-key', 'answers too much')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw new IdentityFault('no-key', 'answers no JSON', { cause })
  }
}

/** Everything that can go wrong on the way is the network's or the provider's matter. */
function fault(error: unknown): IdentityFault {
  return error instanceof IdentityFault ? error : new IdentityFault('unreachable', '', { cause: error })
}
