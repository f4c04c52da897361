import { type MessagePort, parentPort } from 'node:worker_threads'
import { startDigest } from '../wire/s3/checksums.ts'
import type { Answered, Begun, Told } from './messages.ts'

// The thread of digests: a port for each body.

const house = parentPort as MessagePort

house.on('message', ({ algorithms, port }: Begun) => {
  const digests = algorithms.map(startDigest)
  port.on('message', (told: Told) => {
    if (told === 'end') {
      port.postMessage(digests.map(digest => digest.digest()) satisfies Answered)
      port.close()
      return
    }
    for (const digest of digests) digest.update(told)
    const memory = told.buffer as ArrayBuffer
    port.postMessage(memory satisfies Answered, [memory])
  })
})
