import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { FileContents } from '../../src/objects/files/file-contents.ts'
import { s3CallsTo } from './support/s3-calls.ts'
import { fresh } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

/** A disk of which objects may fill all but a part: with that the service goes on. */
const mebibyte = 1024 * 1024
const disk = { blocks: 1000, bavail: 0, bsize: mebibyte }
let directory: string
let server: TestServer
const Bucket = 'disk'
const s3 = s3CallsTo(() => server)
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossrole-disk-'))
  server = await startTestServer(undefined, {
    contents: await FileContents.open({ directory, disk: async () => disk }),
  })
  await s3('CreateBucket', { Bucket })
})
afterAll(async () => {
  await server.close()
  await rm(directory, { recursive: true })
})
let Key: string
beforeEach(() => {
  Key = fresh('object')
})

const full = { refused: 'ServiceUnavailable', status: 503, message: 'Service is unable to handle request.' }
const put = (Body: string | Uint8Array) => s3('PutObject', { Bucket, Key, Body })

it('takes objects again as soon as there is room, tells the operator once, and everything else goes on', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockReturnValue()
  disk.bavail = 200
  expect(await put('there before')).toHaveProperty('ETag')
  disk.bavail = 100
  await s3('PutObject', { Bucket, Key: 'what was measured', Body: new Uint8Array(8 * mebibyte) })
  expect(await put('too much')).toMatchObject(full)
  expect(await put(new Uint8Array(2 * mebibyte))).toMatchObject(full)
  const told = warned.mock.calls.filter(([text]) => String(text).startsWith('the disk is full'))
  expect(told).toHaveLength(1)
  expect(await s3('GetObject', { Bucket, Key })).toMatchObject({ Body: 'there before' })
  const CopySource = `${Bucket}/${Key}`
  expect(await s3('CopyObject', { Bucket, Key: `${Key}-copy`, CopySource })).toHaveProperty(
    'CopyObjectResult',
  )
  expect(await s3('DeleteObject', { Bucket, Key })).not.toHaveProperty('refused')
  disk.bavail = 200
  expect(await put('there is room')).toHaveProperty('ETag')
  warned.mockRestore()
})

it('asks the disk on the way too, and keeps nothing of what was not taken', async () => {
  disk.bavail = 200
  let asked = 0
  const contents = await FileContents.open({
    directory: join(directory, 'alone'),
    disk: async () => ({ ...disk, bavail: asked++ < 2 ? 200 : 100 }),
  })
  const large = async function* () {
    for (let piece = 0; piece < 40; piece += 1) yield new Uint8Array(mebibyte)
  }
  vi.spyOn(process, 'emitWarning').mockReturnValueOnce()
  await expect(contents.write(Bucket, large())).rejects.toThrow('the disk is full')
  expect(asked).toBe(3)
  expect(await contents.list()).toEqual([])
})
