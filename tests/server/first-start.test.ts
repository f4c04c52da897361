import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog } from '../../src/server/log.ts'
import { type RunningServer, startServer } from '../../src/server/main.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossrole-first-start-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const start = (): Promise<RunningServer> =>
  startServer({ host: '127.0.0.1', port: 0, dataDirectory: directory }, silentLog)

it('leaves nothing of the store in making, and is not repeated', async () => {
  const first = await start()
  expect(first.created).toBeDefined()
  await first.close()
  const files = await readdir(directory)
  expect(files.filter(file => /\.new($|[.-](?!lock))/.test(file))).toEqual([])
  expect(files).toEqual(expect.arrayContaining(['crossrole.sqlite', 'crossrole.sqlite.history']))

  const second = await start()
  expect(second.created).toBeUndefined()
  await second.close()
})

it('does not happen over the event history of a store that is gone', async () => {
  await (await start()).close()
  await rm(join(directory, 'crossrole.sqlite'))
  await expect(start()).rejects.toThrow('put the data file back')
  expect(await readdir(directory)).not.toContain('crossrole.sqlite')

  await rm(join(directory, 'crossrole.sqlite.history'))
  const anew = await start()
  expect(anew.created).toBeDefined()
  await anew.close()
})
