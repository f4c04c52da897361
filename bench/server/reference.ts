import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseSignature } from '../../src/wire/sigv4/signature.ts'
import { SigningKeys } from '../../src/wire/sigv4/signing-keys.ts'
import { verifySignature } from '../../src/wire/sigv4/verify.ts'

/** The reference: a bare HTTP server that does one SigV4 verification and nothing else. */
const secretAccessKey = process.argv[2] ?? ''
const signingKeys = new SigningKeys()
const answer = Buffer.from('<ok/>')

const server = createServer(async (incoming, outgoing) => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const request = {
    method: incoming.method ?? '',
    path: '/',
    query: '',
    headers: incoming.headers as Record<string, string>,
    body: Buffer.concat(chunks),
  }
  const signature = parseSignature(request)
  if (!signature) throw new Error('unsigned')
  verifySignature(signature, request, { secretAccessKey, now: Date.now(), service: 'sts', signingKeys })
  outgoing.writeHead(200, { 'content-type': 'text/xml', 'content-length': answer.length })
  outgoing.end(answer)
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
