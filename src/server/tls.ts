import { readFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { createSecureContext, createServer } from 'node:tls'
import { ConfigurationError, type TlsFiles } from './configuration.ts'

/** What a server shows of itself, and what proves that it is that. */
export interface TlsIdentity {
  /** In PEM: its certificate, and those between it and an authority. */
  readonly cert: Buffer
  readonly key: Buffer
}

/** So long as a client may take for the headers of a request. */
const handshakeMs = 20_000

export async function readTlsIdentity({ certificateFile, keyFile }: TlsFiles): Promise<TlsIdentity> {
  const identity = {
    cert: await readSetting(
      certificateFile,
      'the certificate (--tls-certificate, CROSSROLE_TLS_CERTIFICATE)',
    ),
    key: await readSetting(keyFile, 'its key (--tls-key, CROSSROLE_TLS_KEY)'),
  }
  try {
    createSecureContext(identity)
  } catch (cause) {
    throw new ConfigurationError(
      `${certificateFile} and ${keyFile} (--tls-certificate, --tls-key) must be a certificate and its key, in PEM`,
      { cause },
    )
  }
  return identity
}

async function readSetting(file: string, what: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new ConfigurationError(`${what} cannot be read from ${file}`, { cause })
  }
}

/**
 * Every connection to the server speaks TLS before anything else: what is asked on it came by `aws:SecureTransport`.
 * Both servers are made to be handed connections: https://nodejs.org/api/tls.html#event-connection
 * Answered is what ends those connections that have not come so far as to be the server's.
 */
export function speakTls(server: Server, identity: TlsIdentity): () => void {
  const tls = createServer({
    ...identity,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: handshakeMs,
  })
  const serve = server.listeners('connection')
  const greeting = new Map<string, Socket>()
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    const end = endOf(socket)
    greeting.set(end, socket)
    socket.once('close', () => greeting.delete(end))
    tls.emit('connection', socket)
  })
  tls.on('secureConnection', socket => {
    greeting.delete(endOf(socket))
    for (const listener of serve) listener.call(server, socket)
  })
  // A client that does not know who this is, or that speaks plain HTTP, is its own affair.
  tls.on('tlsClientError', (_error, socket) => socket.destroy())
  return () => {
    for (const socket of greeting.values()) socket.destroy()
  }
}

/** The same of a connection and of what TLS makes of it. */
const endOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`
