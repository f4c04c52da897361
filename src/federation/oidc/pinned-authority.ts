import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'

/**
 * Certificates that a provider's thumbprints vouch for: "If your OIDC IdP relies on a certificate that is not signed by
 * one of these trusted CAs, only then we secure communication using the thumbprints set in the IdP's configuration."
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */

/** How OpenSSL says that a chain ends in nothing that this machine trusts. */
const untrustedCodes: ReadonlySet<unknown> = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
])

export function isUntrusted(error: unknown): boolean {
  return error instanceof Error && 'code' in error && untrustedCodes.has(error.code)
}

/**
 * The certificate with one of these thumbprints among those that the server presents, as PEM. That it stands there
 * proves nothing yet: a connection that trusts it alone must find the server's own certificate below it.
 */
export async function pinnedAuthority(
  server: URL,
  thumbprints: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  if (thumbprints.length === 0) return undefined
  const wanted = new Set(thumbprints.map(thumbprint => thumbprint.toLowerCase()))
  const chain = await presentedChain(server, signal)
  const found = chain.find(certificate => wanted.has(thumbprintOf(certificate)))
  return found && `-----BEGIN CERTIFICATE-----\n${found.raw.toString('base64')}\n-----END CERTIFICATE-----\n`
}

/** What a server presents as its certificates, its own first; nothing is sent to it. */
export async function presentedChain(
  server: URL,
  signal: AbortSignal,
): Promise<readonly DetailedPeerCertificate[]> {
  const host = server.hostname.replace(/^\[|\]$/g, '')
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>()
  const isName = !/^[\d.]+$|:/.test(host)
  const socket = connect({
    host,
    port: Number(server.port || 443),
    rejectUnauthorized: false,
    ...(isName && { servername: host }),
  })
  const abort = () => socket.destroy(signal.reason)
  signal.addEventListener('abort', abort)
  socket.once('secureConnect', () => resolve(socket))
  socket.on('error', reject)
  try {
    return chainOf((await promise).getPeerCertificate(true))
  } finally {
    signal.removeEventListener('abort', abort)
    socket.destroy()
  }
}

/** The hex-encoded SHA-1 of the certificate, as IAM has it. */
export function thumbprintOf({ fingerprint }: Pick<DetailedPeerCertificate, 'fingerprint'>): string {
  return fingerprint.replaceAll(':', '').toLowerCase()
}

const maxChainLength = 20

/** node:tls links a self-signed certificate to itself. */
function chainOf(leaf: DetailedPeerCertificate): readonly DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = []
  let next: DetailedPeerCertificate | undefined = leaf
  while (next?.raw && !chain.includes(next) && chain.length < maxChainLength) {
    chain.push(next)
    next = next.issuerCertificate
  }
  return chain
}
