import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { NoSuchContent, type ObjectContents } from '../contract.ts'

/** The contract made executable: a backend is done when it passes. `open` makes an empty one. */
export function objectContentsSuite(name: string, open: () => Promise<ObjectContents>): void {
  describe(`object contents: ${name}`, () => {
    let contents: ObjectContents
    beforeAll(async () => {
      contents = await open()
    })
    afterAll(() => contents.close())

    const write = async (...pieces: readonly (string | Uint8Array)[]) =>
      contents.write('bucket', inPieces(pieces))

    it('gives back what was written, whole and in ranges', async () => {
      const { id, bytes } = await write('one ', 'two ', 'three')
      expect(bytes).toBe(13)
      expect(await read(contents, [{ id, start: 0, end: 13 }])).toBe('one two three')
      expect(await read(contents, [{ id, start: 4, end: 7 }])).toBe('two')
      expect(await read(contents, [{ id, start: 4, end: 4 }])).toBe('')
    })

    it('keeps empty content', async () => {
      const { id, bytes } = await write()
      expect(bytes).toBe(0)
      expect(await read(contents, [{ id, start: 0, end: 0 }])).toBe('')
      expect(await contents.list()).toContain(id)
    })

    it('reads pieces of several one after the other', async () => {
      const [first, second] = [await write('first'), await write('second')]
      const pieces = [
        { id: first.id, start: 3, end: 5 },
        { id: second.id, start: 0, end: 0 },
        { id: second.id, start: 0, end: 3 },
      ]
      expect(await read(contents, pieces)).toBe('stsec')
    })

    it('streams what is large, of one and of several', async () => {
      const large = new Uint8Array(3 * 1024 * 1024 + 17).map((_, at) => at % 251)
      const { id } = await write(large.subarray(0, 1_000_001), large.subarray(1_000_001))
      const whole = await contents.read([{ id, start: 0, end: large.length }])
      expect(whole).not.toBeInstanceOf(Uint8Array)
      expect((await bytesOf(whole)).equals(large)).toBe(true)
      const twice = await contents.read([
        { id, start: 1, end: 700_000 },
        { id, start: 700_000, end: large.length },
      ])
      expect((await bytesOf(twice)).equals(large.subarray(1))).toBe(true)
    })

    it('has taken a piece when it asks for the next', async () => {
      const content = new Uint8Array(20 * 1024 * 1024 + 17).map((_, at) => at % 241)
      const inMemoryUsedAgain = async function* () {
        const memory = new Uint8Array(700_001)
        for (let at = 0; at < content.length; at += memory.length) {
          const piece = content.subarray(at, at + memory.length)
          memory.set(piece)
          yield memory.subarray(0, piece.length)
          memory.fill(255)
        }
      }
      const { id, bytes } = await contents.write('bucket', inMemoryUsedAgain())
      expect(bytes).toBe(content.length)
      const kept = await bytesOf(await contents.read([{ id, start: 0, end: bytes }]))
      expect(kept.equals(content)).toBe(true)
    })

    it('leaves nothing of content that broke off', async () => {
      const before = await contents.list()
      const broken = async function* () {
        yield Buffer.alloc(2 * 1024 * 1024)
        throw new Error('the sender hung up')
      }
      await expect(contents.write('bucket', broken())).rejects.toThrow('the sender hung up')
      expect(await contents.list()).toEqual(before)
    })

    it('copies to an id of its own, which outlives what it was copied from', async () => {
      const { id } = await write('to be copied')
      const copy = await contents.copy(id, 'another-bucket')
      expect(copy).not.toBe(id)
      expect(copy.startsWith('another-bucket/')).toBe(true)
      await contents.delete([id])
      expect(await read(contents, [{ id: copy, start: 0, end: 12 }])).toBe('to be copied')
    })

    it('says so when there is no such content, before anything is read', async () => {
      const { id } = await write('gone')
      await contents.delete([id, id])
      await expect(contents.read([{ id, start: 0, end: 4 }])).rejects.toThrow(NoSuchContent)
      await expect(contents.copy(id, 'bucket')).rejects.toThrow(NoSuchContent)
      expect(await contents.list()).not.toContain(id)
    })

    it('goes on with a stream whose content is deleted meanwhile', async () => {
      const part = new Uint8Array(1024 * 1024).fill(7)
      const [first, second] = [await write(part), await write(part)]
      const ids = [first.id, second.id]
      const stream = await contents.read(ids.map(id => ({ id, start: 0, end: part.length })))
      await contents.delete(ids)
      expect((await bytesOf(stream)).length).toBe(2 * part.length)
    })

    it('can be left unread', async () => {
      const { id } = await write(new Uint8Array(1024 * 1024))
      const stream = await contents.read([{ id, start: 0, end: 1024 * 1024 }])
      if (stream instanceof Uint8Array) throw new TypeError('this is no stream')
      stream.destroy()
      await contents.delete([id])
    })

    it('keeps what is deleted while it is being opened, and lets go of it when nobody reads on', async () => {
      const part = new Uint8Array(1024 * 1024).fill(7)
      const [first, second] = [await write(part), await write(part)]
      const ids = [first.id, second.id]
      const reading = contents.read(ids.map(id => ({ id, start: 0, end: part.length })))
      await contents.delete(ids)
      const stream = await reading
      expect((await contents.list()).filter(id => ids.includes(id))).toHaveLength(2)
      if (stream instanceof Uint8Array) throw new TypeError('this is no stream')
      stream.destroy()
      await vi.waitFor(async () => {
        expect((await contents.list()).filter(id => ids.includes(id))).toEqual([])
      })
    })
  })
}

async function* inPieces(pieces: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece
}

async function bytesOf(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<Buffer> {
  if (content instanceof Uint8Array) return Buffer.from(content)
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function read(
  contents: ObjectContents,
  pieces: Parameters<ObjectContents['read']>[0],
): Promise<string> {
  return (await bytesOf(await contents.read(pieces))).toString()
}
