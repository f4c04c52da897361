import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FileContents } from '../../src/objects/files/file-contents.ts'
import { objectContentsSuite } from '../../src/objects/suite/suite.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossrole-links-'))
})
afterAll(() => rm(directory, { recursive: true }))

const openRefusing = (name: string, code: string) =>
  FileContents.open({
    directory: join(directory, name),
    link: () => Promise.reject(Object.assign(new Error(`${code}: link`), { code })),
  })

describe.each(['EMLINK', 'EPERM'])('where a file gets no further name (%s)', code => {
  objectContentsSuite('files', () => openRefusing(code, code))
})

it('keeps nothing of a copy that fails otherwise', async () => {
  const contents = await openRefusing('broken', 'EIO')
  const { id } = await contents.write('bucket', bytes())
  await expect(contents.copy(id, 'bucket')).rejects.toThrow('EIO')
  expect(await contents.list()).toEqual([id])
  expect(await readdir(join(directory, 'broken', '.incoming'))).toEqual([])

  async function* bytes() {
    yield Buffer.from('bytes')
  }
})
