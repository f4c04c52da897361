import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { digestsHere } from '../../src/digests/here.ts'
import { DigestThread } from '../../src/digests/thread.ts'
import { checksumAlgorithms, startDigest } from '../../src/wire/s3/checksums.ts'

const mebibyte = 1024 * 1024
const thread = new DigestThread()
afterAll(() => thread.close())

/** In memory that is used again for the next piece. */
async function* inPieces(content: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  const memory = new Uint8Array(length)
  for (let at = 0; at < content.length; at += length) {
    const piece = content.subarray(at, at + length)
    memory.set(piece)
    yield memory.subarray(0, piece.length)
    memory.fill(255)
  }
}

/** What a body comes to, and what came out of it on the way. */
async function passed(digester = thread, content = randomBytes(mebibyte), pieceLength = 65_436) {
  const digests = digester.begin(checksumAlgorithms, content.length)
  const out: Buffer[] = []
  for await (const piece of digests.of(inPieces(content, pieceLength))) out.push(Buffer.from(piece))
  return { values: await digests.values(), out: Buffer.concat(out), expected: expectedOf(content) }
}

function expectedOf(content: Uint8Array): readonly Buffer[] {
  return checksumAlgorithms.map(algorithm => {
    const digest = startDigest(algorithm)
    digest.update(content)
    return digest.digest()
  })
}

describe.each([
  ['here', digestsHere],
  ['in their thread', thread],
] as const)('digests made %s', (_, digester) => {
  it.each([
    [0, 1],
    [1, 1],
    [4096, 4096],
    [mebibyte - 1, 65_436],
    [mebibyte, 65_436],
    [mebibyte, 256 * 1024],
    [3 * mebibyte, mebibyte],
    [3 * mebibyte + 1, 700_001],
    [5 * mebibyte - 7, 5 * mebibyte],
    [20 * mebibyte, 65_536],
  ])('are those of %d bytes, of which %d come at a time', async (bytes, pieceLength) => {
    const content = randomBytes(bytes)
    const { values, out, expected } = await passed(digester as DigestThread, content, pieceLength)
    expect(values).toEqual(expected)
    expect(out.equals(content)).toBe(true)
  })

  it('are those of what came, where it was announced to be more', async () => {
    const digests = digester.begin(['MD5', 'CRC64NVME'], 10 * mebibyte)
    for await (const _ of digests.of(inPieces(new Uint8Array(), 1)));
    const [md5, crc] = await digests.values()
    expect(md5?.toString('hex')).toBe('d41d8cd98f00b204e9800998ecf8427e')
    expect(crc?.toString('hex')).toBe('0000000000000000')
  })

  it('of many bodies at once are not mixed up', async () => {
    const all = await Promise.all(
      Array.from({ length: 24 }, (_, at) =>
        passed(digester as DigestThread, randomBytes(mebibyte + at * 100_003), 30_001 + at),
      ),
    )
    for (const { values, expected } of all) expect(values).toEqual(expected)
  })

  it('of a body that breaks off are nobody’s, and the next ones are right', async () => {
    const digests = digester.begin(checksumAlgorithms, 10 * mebibyte)
    const broken = async function* () {
      yield randomBytes(2 * mebibyte)
      throw new Error('the sender hung up')
    }
    const read = async () => {
      for await (const _ of digests.of(broken()));
    }
    await expect(read()).rejects.toThrow('the sender hung up')
    const { values, expected } = await passed(digester as DigestThread)
    expect(values).toEqual(expected)
  })

  it('are made no further when nobody reads on', async () => {
    let asked = 0
    const endless = async function* () {
      for (;;) {
        asked += 1
        yield randomBytes(mebibyte)
      }
    }
    const digests = digester.begin(['MD5'], 1024 * mebibyte)
    for await (const _ of digests.of(endless())) if (asked === 3) break
    expect(asked).toBe(3)
    const { values, expected } = await passed(digester as DigestThread)
    expect(values).toEqual(expected)
  })
})

describe('the thread of digests', () => {
  it('that ends takes the bodies under way with it, and the next one has a new thread', async () => {
    const mortal = new DigestThread()
    const digests = mortal.begin(['MD5'], 64 * mebibyte)
    const read = async () => {
      let pieces = 0
      for await (const _ of digests.of(inPieces(new Uint8Array(64 * mebibyte), 65_536))) {
        pieces += 1
        if (pieces === 100) await mortal.close()
      }
      await digests.values()
    }
    await expect(read()).rejects.toThrow('the thread of digests ended')
    const { values, expected } = await passed(mortal)
    expect(values).toEqual(expected)
    await mortal.close()
  })

  it('that cannot start is an error, and nobody waits for ever', async () => {
    const none = new DigestThread(new URL('file:///nowhere/worker.ts'))
    await expect(passed(none, randomBytes(8 * mebibyte))).rejects.toThrow('the thread of digests ended')
    await expect(passed(none, randomBytes(mebibyte))).rejects.toThrow('the thread of digests ended')
    const { values, expected } = await passed(none, randomBytes(mebibyte - 1))
    expect(values).toEqual(expected)
  })

  it('keeps no process alive: neither idle, nor with bodies that broke off', async () => {
    const script = `
      import { DigestThread } from '${new URL('../../src/digests/thread.ts', import.meta.url)}'
      const thread = new DigestThread()
      async function* body(breaksOff) {
        yield new Uint8Array(${3 * mebibyte})
        if (breaksOff) throw new Error('broken off')
      }
      for (const breaksOff of [false, true]) {
        const digests = thread.begin(['MD5'], ${3 * mebibyte})
        try {
          for await (const _ of digests.of(body(breaksOff)));
          console.log((await digests.values())[0].toString('hex'))
        } catch (error) { console.log(error.message) }
      }
      thread.begin(['MD5'], ${3 * mebibyte}) // and one that never came
    `
    const directory = await mkdtemp(join(tmpdir(), 'crossrole-digests-'))
    const file = join(directory, 'bodies.mjs')
    await writeFile(file, script)
    const { stdout } = await promisify(execFile)(process.execPath, [file], { timeout: 20_000 })
    await rm(directory, { recursive: true })
    expect(stdout).toBe('d1dd210d6b1312cb342b56d02bd5e651\nbroken off\n')
  })
})
