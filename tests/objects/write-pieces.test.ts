import { type FileHandle, mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { writePieces } from '../../src/objects/files/write-pieces.ts'

const mebibyte = 1024 * 1024
const content = new Uint8Array(20 * mebibyte + 17).map((_, at) => at % 241)

type Write = (bytes: Uint8Array, at: number, length: number, to: number) => Promise<{ bytesWritten: number }>

let directory: string
let handle: FileHandle
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossrole-pieces-'))
  handle = await open(join(directory, 'file'), 'wx')
})
afterEach(async () => {
  await handle.close()
  await rm(directory, { recursive: true })
})

it('flushes what is to be durable while more comes, and at the end', async () => {
  const flush = vi.spyOn(handle, 'datasync')
  expect(await writePieces(handle, inPieces(), true)).toBe(content.length)
  expect(flush.mock.calls.length).toBeGreaterThan(1)
  expect((await readFile(join(directory, 'file'))).equals(content)).toBe(true)
})

it('flushes nothing of what is thrown away anyhow', async () => {
  const flush = vi.spyOn(handle, 'datasync')
  expect(await writePieces(handle, inPieces(), false)).toBe(content.length)
  expect(flush).not.toHaveBeenCalled()
})

it('takes nothing for kept when a flush failed, though the next one succeeds: the disk tells it once', async () => {
  const flush = vi.spyOn(handle, 'datasync').mockRejectedValueOnce(new Error('EIO: i/o error, fdatasync'))
  await expect(writePieces(handle, inPieces(), true)).rejects.toThrow('EIO: i/o error, fdatasync')
  expect(flush).toHaveBeenCalled()
})

it('takes nothing for kept when a write failed', async () => {
  vi.spyOn(handle, 'write').mockRejectedValueOnce(new Error('ENOSPC: no space left on device, write'))
  await expect(writePieces(handle, inPieces(), true)).rejects.toThrow('ENOSPC')
})

it('writes the rest where the disk took only a part', async () => {
  const write = handle.write.bind(handle) as Write
  const writeSome: Write = (bytes, at, length, to) => write(bytes, at, Math.min(length, 300_001), to)
  vi.spyOn(handle, 'write').mockImplementation(writeSome as FileHandle['write'])
  expect(await writePieces(handle, inPieces(), true)).toBe(content.length)
  expect((await readFile(join(directory, 'file'))).equals(content)).toBe(true)
})

it('has nothing under way any more when the sender hangs up', async () => {
  const writes: Promise<unknown>[] = []
  const write = handle.write.bind(handle) as Write
  const writeAndKnow: Write = (...where) => {
    const writing = write(...where)
    writes.push(writing)
    return writing
  }
  vi.spyOn(handle, 'write').mockImplementation(writeAndKnow as FileHandle['write'])
  const broken = async function* () {
    yield content
    throw new Error('the sender hung up')
  }
  await expect(writePieces(handle, broken(), true)).rejects.toThrow('the sender hung up')
  const done = vi.fn()
  for (const writing of writes) writing.then(done)
  await Promise.resolve()
  expect(done).toHaveBeenCalledTimes(writes.length)
})

/** In memory that is used again for the next. */
async function* inPieces(): AsyncGenerator<Uint8Array> {
  const memory = new Uint8Array(65_437)
  for (let at = 0; at < content.length; at += memory.length) {
    const piece = content.subarray(at, at + memory.length)
    memory.set(piece)
    yield memory.subarray(0, piece.length)
    memory.fill(255)
  }
}
