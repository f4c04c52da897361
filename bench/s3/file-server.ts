import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/**
 * The reference: a bare file server. It checks nothing and knows nobody; what it is sent it keeps as one would who means
 * to keep it: in a file aside, flushed, renamed.
 */
const directory = process.argv[2] ?? '.'

const server = createServer(async (incoming, outgoing) => {
  const file = join(directory, (incoming.url ?? '').replaceAll('/', '_'))
  try {
    if (incoming.method === 'PUT') {
      const draft = join(directory, randomUUID())
      await pipeline(incoming, createWriteStream(draft, { flush: true }))
      await rename(draft, file)
      const handle = await open(directory, 'r')
      await handle.sync()
      await handle.close()
      outgoing.writeHead(200, { 'content-length': 0 }).end()
      return
    }
    const { size } = await stat(file)
    outgoing.writeHead(200, { 'content-length': size })
    await pipeline(createReadStream(file), outgoing)
  } catch {
    outgoing.destroy()
  }
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
