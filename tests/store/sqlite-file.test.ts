import { chmodSync, mkdirSync, readdirSync, renameSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { alpha, event, group } from '../../src/store/suite/samples.ts'
import { groups } from '../../src/store/tables.ts'
import { startCrashWriter } from './crash-writer-process.ts'
import { temporaryData } from './temporary-data.ts'

describe('the data file', () => {
  it('is for its owner alone', async () => {
    using data = temporaryData()
    const store = await openSqliteStore(data)
    await store.write(alpha, rows => rows.insert(groups, group('a')))
    expect(modeOf(dirname(data.file))).toBe('700')
    const files = readdirSync(dirname(data.file)).sort()
    expect(files).toEqual(
      ['', '-shm', '-wal', '.history', '.history-shm', '.history-wal', '.lock'].map(
        end => `crossrole.db${end}`,
      ),
    )
    for (const file of files) expect(modeOf(join(dirname(data.file), file)), file).toBe('600')
    await store.close()

    const kept = [data.file, `${data.file}.history`]
    for (const file of kept) chmodSync(file, 0o644)
    const again = await openSqliteStore(data)
    for (const file of kept) expect(modeOf(file), file).toBe('600')
    await again.close()
  })

  it('leaves the mode of a directory that was there', async () => {
    using data = temporaryData()
    mkdirSync(dirname(data.file), { mode: 0o750 })
    await (await openSqliteStore(data)).close()
    expect(modeOf(dirname(data.file))).toBe('750')
  })
})

describe('the event history beside it', () => {
  it('is not taken for that of another data file', async () => {
    using data = temporaryData()
    const store = await openSqliteStore(data)
    await store.record({ events: [event('1', 1)], uses: [] })
    await store.close()
    renameSync(data.file, `${data.file}.away`)
    await expect(openSqliteStore(data)).rejects.toThrow('put the data file back')
    renameSync(`${data.file}.away`, data.file)
    const again = await openSqliteStore(data)
    expect(await again.events(alpha, { limit: 2 })).toEqual([event('1', 1)])
    await again.close()
  })
})

describe('the lock', () => {
  it('refuses a second store of this process, by whatever name, and serves the first one on', async () => {
    using data = temporaryData()
    const store = await openSqliteStore(data)
    const link = join(data.directory, 'link.db')
    symlinkSync(data.file, link)
    await expect(openSqliteStore(data)).rejects.toThrow('is in use')
    await expect(openSqliteStore({ file: link })).rejects.toThrow('is in use')
    await store.write(alpha, rows => rows.insert(groups, group('a')))
    await expect(openSqliteStore(data)).rejects.toThrow('is in use')
    await store.close()

    const next = await openSqliteStore({ file: link })
    expect(await next.read(alpha, rows => rows.count(groups))).toBe(1)
    await next.close()
  })

  it('refuses a second process, and ends with the process that held it', async () => {
    using data = temporaryData()
    const writer = startCrashWriter(data.file)
    await writer.acknowledged(1)
    await expect(openSqliteStore(data)).rejects.toThrow('is in use')
    await writer.kill()
    const store = await openSqliteStore(data)
    await store.close()
  })
})

describe('a full disk', () => {
  it('fails the write with its cause, keeps what was there and goes on when there is room', async () => {
    using data = temporaryData()
    const store = await openSqliteStore({ ...data, maxFileBytes: 800_000 })
    await store.write(alpha, rows => rows.insert(groups, group('small')))
    const large = group('large', { groupName: 'x'.repeat(1_000_000) })
    const full = { errcode: 13, message: expect.stringContaining('full') }
    await expect(store.write(alpha, rows => rows.insert(groups, large))).rejects.toMatchObject(full)

    const swallowing = store.write(alpha, async rows => {
      await rows.insert(groups, group('before'))
      await rows.insert(groups, large).catch(() => {})
      await rows.insert(groups, group('behind')).catch(() => {})
    })
    await expect(swallowing).rejects.toMatchObject(full)
    const events = [event('small', 1), event('large', 2, { event: JSON.stringify('x'.repeat(1_000_000)) })]
    await expect(store.record({ events, uses: [] })).rejects.toMatchObject(full)

    expect(await store.read(alpha, rows => rows.list(groups))).toEqual([group('small')])
    expect(await store.events(alpha, { limit: 10 })).toEqual([])
    expect(await store.revision(alpha)).toBe(1)
    await store.write(alpha, rows => rows.insert(groups, group('other')))
    await store.record({ events: events.slice(0, 1), uses: [] })
    expect(await store.revision(alpha)).toBe(2)
    await store.close()
  })
})

describe('a slow write', () => {
  it('does not keep reads waiting', async () => {
    using data = temporaryData()
    const store = await openSqliteStore(data)
    let finish = () => {}
    const slow = new Promise<void>(resolve => {
      finish = resolve
    })
    const writing = store.write(alpha, async rows => {
      await rows.insert(groups, group('a'))
      await slow
    })
    expect(await store.read(alpha, rows => rows.count(groups))).toBe(0)
    expect(await store.events(alpha, { limit: 1 })).toEqual([])
    expect(await store.revision(alpha)).toBe(0)
    finish()
    await writing
    expect(await store.read(alpha, rows => rows.count(groups))).toBe(1)
    await store.close()
  })
})

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)
