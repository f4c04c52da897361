import { mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { FileContents } from '../../src/objects/files/file-contents.ts'
import { objectContentsSuite } from '../../src/objects/suite/suite.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossrole-objects-'))
})
afterAll(() => rm(directory, { recursive: true }))

objectContentsSuite('files', () => FileContents.open({ directory: join(directory, 'contract') }))

it('forgets at the next start what was being written, and nothing else', async () => {
  const options = { directory: join(directory, 'started-again') }
  const first = await FileContents.open(options)
  const { id } = await first.write('bucket', pieces())
  await writeFile(join(options.directory, '.incoming', 'half'), 'half of it')
  const second = await FileContents.open(options)
  expect(await second.list()).toEqual([id])
  expect(await readdir(join(options.directory, '.incoming'))).toEqual([])

  async function* pieces() {
    yield Buffer.from('whole')
  }
})

it.skipIf(process.platform !== 'linux')('has no file open when nobody reads what was asked for', async () => {
  const contents = await FileContents.open({ directory: join(directory, 'unread') })
  const one = await contents.write('bucket', bytes())
  const two = await contents.write('bucket', bytes())
  const stream = await contents.read([one, two].map(({ id }) => ({ id, start: 0, end: 1000 })))
  if (stream instanceof Uint8Array) throw new TypeError('this is no stream')
  expect(await openFiles()).toHaveLength(1)
  stream.destroy()
  await vi.waitFor(async () => expect(await openFiles()).toEqual([]))

  async function* bytes() {
    yield Buffer.alloc(1000)
  }
  async function openFiles() {
    const links = (await readdir('/proc/self/fd')).map(fd => readlink(`/proc/self/fd/${fd}`).catch(() => ''))
    return (await Promise.all(links)).filter(file => file.startsWith(join(directory, 'unread', 'bucket')))
  }
})

it('takes no id for a path', async () => {
  const contents = await FileContents.open({ directory: join(directory, 'paths') })
  for (const id of ['../../etc/passwd', 'a/../../b', `../${'0'.repeat(32)}`]) {
    await expect(contents.read([{ id, start: 0, end: 1 }])).rejects.toThrow(TypeError)
  }
})
