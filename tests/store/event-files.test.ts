import { randomBytes } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accessesOf } from '../../src/services/iam/access-advisor/recorded-accesses.ts'
import type { Store } from '../../src/store/contract.ts'
import type { Finding } from '../../src/store/event-files/finding.ts'
import type { EventEntry } from '../../src/store/event-files/line.ts'
import { type Verified, type VerifyOptions, verifyEventFiles } from '../../src/store/event-files/verify.ts'
import { type Anchor, EventFiles } from '../../src/store/event-files/writer.ts'
import { readHistory } from '../../src/store/sqlite/history/file.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { alpha, beta, event } from '../../src/store/suite/samples.ts'
import { temporaryData } from './temporary-data.ts'

/** The event history in files that prove it: docs/decisions/0010-event-files.md */
const key = randomBytes(32)
let data: ReturnType<typeof temporaryData>
let directory: string
beforeEach(() => {
  data = temporaryData()
  directory = join(data.directory, 'audit')
})
afterEach(() => data[Symbol.dispose]())

/** Small files, so that a few events fill some of them. */
const open = (more: object = {}) =>
  openSqliteStore({ file: data.file, eventFiles: { directory, key, maxBytes: 1200 }, ...more })

async function recordSome(store: Store, from: number, to: number, time = Date.now()): Promise<void> {
  for (let id = from; id <= to; id += 1) {
    const account = id % 2 ? alpha : beta
    const decision = id % 3 ? { decision: '[]' } : {}
    await store.record({ events: [event(`${id}`, time + id, { account, ...decision })], uses: [] })
  }
}

async function verified(
  head?: string,
  more: Pick<VerifyOptions, 'from'> = {},
): Promise<{ findings: Finding[]; result: Verified }> {
  const findings: Finding[] = []
  const { history, close } = readHistory(`${data.file}.history`)
  const result = await verifyEventFiles({
    directory,
    key,
    history,
    maxBehindMilliseconds: 500,
    report: finding => findings.push(finding),
    ...(head !== undefined && { head }),
    ...more,
  })
  close()
  return { findings, result }
}

const sound = async () => expect((await verified()).findings).toEqual([])

/** Found, in one word and with its numbers each. */
const found = async () =>
  (await verified()).findings.map(
    ({ problem, file, line, sequences }) =>
      `${problem} ${file}${line === undefined ? '' : `:${line}`}${sequences ? ` ${sequences.join('-')}` : ''}`,
  )

const path = (name: string) => join(directory, name)
const first = '00000001.events.jsonl'

function change(name: string, how: (lines: string[]) => string[] | undefined): void {
  const lines = readFileSync(path(name), 'utf8').split('\n')
  writeFileSync(path(name), (how(lines) ?? lines).join('\n'))
}

function changeHistory(sql: string): void {
  const database = new DatabaseSync(`${data.file}.history`)
  database.exec(sql)
  database.close()
}

/** Twenty events in several files, of which the last is open; written once, and copied for each test. */
const sample = temporaryData()
beforeAll(async () => {
  const eventFiles = { directory: join(sample.directory, 'audit'), key, maxBytes: 1000 }
  // Events that come soon after another are written together: a file is closed when they are.
  for (let from = 1; from <= 20; from += 3) {
    const store = await openSqliteStore({ file: sample.file, eventFiles })
    await recordSome(store, from, Math.min(from + 2, 20))
    await store.close()
  }
})
afterAll(() => sample[Symbol.dispose]())

const written = () => cpSync(sample.directory, data.directory, { recursive: true })

describe('the files', () => {
  it('hold every event in its order, each file with a digest but the last, for their owner alone', async () => {
    written()
    const names = readdirSync(directory).sort()
    const closed = names.filter(name => name.endsWith('.digest.json')).length
    expect(closed).toBeGreaterThan(2)
    expect(names.filter(name => name.endsWith('.events.jsonl'))).toHaveLength(closed + 1)
    const lines = names
      .filter(name => name.endsWith('.jsonl'))
      .flatMap(name => readFileSync(path(name), 'utf8').trimEnd().split('\n'))
      .map(line => JSON.parse(line))
    expect(lines.map(({ sequence, eventId }) => [sequence, eventId])).toEqual(
      Array.from({ length: 20 }, (_, index) => [index + 1, `${index + 1}`]),
    )
    expect(lines[0]).toEqual({
      sequence: 1,
      account: alpha,
      eventId: '1',
      requestId: 'request-1',
      time: expect.any(Number),
      eventName: 'GetRole',
      event: { eventId: '1' },
      decision: [],
      chain: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const original = join(sample.directory, 'audit') // a copy of a directory has another mode
    for (const name of names) expect(statSync(join(original, name)).mode & 0o777).toBe(0o600)
    expect(statSync(original).mode & 0o777).toBe(0o700)
    expect((await verified()).result).toMatchObject({ events: 20, first: 1, last: 20, files: closed + 1 })
  })

  it('go on where they ended, and begin with what was recorded before there were any', async () => {
    const before = await openSqliteStore({ file: data.file })
    await recordSome(before, 1, 8)
    await before.close()
    const store = await open()
    await recordSome(store, 9, 12)
    await store.close()
    const again = await open()
    await recordSome(again, 13, 16)
    await again.close()
    await sound()
    expect((await verified()).result).toMatchObject({ events: 16, first: 1, last: 16 })
  })

  it('are caught up with after a crash that left a part of a line, or none of the last events', async () => {
    written()
    const last =
      readdirSync(directory)
        .filter(name => name.endsWith('.jsonl'))
        .sort()
        .at(-1) ?? ''
    for (const keep of [-10, 0]) {
      const content = readFileSync(path(last), 'utf8')
      writeFileSync(path(last), keep === 0 ? '' : content.slice(0, keep))
      await (await open()).close()
      await sound()
      expect(readFileSync(path(last), 'utf8')).toBe(content)
    }
    // A digest that was written, and not yet known to the history.
    changeHistory(
      `UPDATE "eventFiles" SET number = 0, "digestHash" = '', sequence = 0, chain = '${'0'.repeat(64)}'`,
    )
    const store = await open()
    await recordSome(store, 21, 22)
    await store.close()
    await sound()
    expect((await verified()).result).toMatchObject({ events: 22, last: 22 })
  })

  it('are closed when they are old, if there is anything in them', async () => {
    const entries: EventEntry[] = []
    let anchor: Anchor | undefined
    const files = new EventFiles(
      { directory, key, maxAgeMilliseconds: 1000 },
      {
        anchor: () => anchor,
        setAnchor: next => {
          anchor = next
        },
        after: (sequence, limit) => entries.filter(entry => entry.sequence > sequence).slice(0, limit),
        bounds: () => undefined,
      },
    )
    const now = Date.now()
    files.closeOldFile(now + 2000)
    expect(readdirSync(directory)).toEqual([first])
    entries.push({ sequence: 1, record: event('1', now) })
    await expect.poll(() => readFileSync(path(first), 'utf8')).toContain('"sequence":1,')
    files.closeOldFile(now)
    expect(anchor?.number).toBe(0)
    files.closeOldFile(Date.now() + 2000)
    expect(anchor).toMatchObject({ number: 1, sequence: 1 })
    expect(readdirSync(directory).sort()).toEqual(['00000001.digest.json', first, '00000002.events.jsonl'])
    files.close()
  })

  it('can be looked at while they are written', async () => {
    const store = await open()
    const recording = recordSome(store, 1, 300)
    for (let look = 0; look < 3; look += 1) await sound()
    await recording
    await sound()
    await store.close()
  })

  it('keep nobody from recording where they cannot be written, and are caught up with', async () => {
    writeFileSync(directory, 'in the way')
    const store = await open()
    await recordSome(store, 1, 5)
    expect(await store.events(alpha, { limit: 10 })).toHaveLength(3)
    await store.close()
    rmSync(directory)
    await (await open()).close()
    await sound()
    expect((await verified()).result).toMatchObject({ events: 5 })
  })

  it('can be looked at from one of them on, where those before are kept elsewhere', async () => {
    written()
    rmSync(path(first))
    const fromSecond = async () => (await verified(undefined, { from: 2 })).findings
    expect(await fromSecond()).toEqual([])
    rmSync(path('00000001.digest.json'))
    expect(await fromSecond()).toEqual([])
    expect(await found()).toContain(`missing ${first}`)
    change('00000002.events.jsonl', lines => lines.slice(1))
    expect(await fromSecond()).toMatchObject([{ problem: 'missing', file: '00000002.events.jsonl', line: 1 }])
    change('00000002.events.jsonl', lines => lines.map(line => line.replace('GetRole', 'GetRule')))
    expect((await fromSecond()).length).toBeGreaterThan(1)
  })

  it('tell whether a head that was noted is still theirs', async () => {
    written()
    const { head } = (await verified()).result
    const store = await open()
    await recordSome(store, 21, 30)
    await store.close()
    expect((await verified(head)).result.headFound).toBe(true)
    expect((await verified('f'.repeat(64))).result.headFound).toBe(false)
  })
})

describe('found is', () => {
  beforeEach(written)

  it('an altered event, and which one', async () => {
    change(first, lines => lines.with(1, (lines[1] ?? '').replace('"GetRole"', '"GetRule"')))
    expect(await found()).toEqual([`altered ${first}:2 2-2`])
  })

  it('an altered event whose chain was made up as well', async () => {
    change(first, lines =>
      lines.with(1, (lines[1] ?? '').replace('GetRole', 'GetRule').replace(/"chain":"..../, '"chain":"0000')),
    )
    expect((await found())[0]).toBe(`altered ${first}:2 2-2`)
  })

  it('what is no event', async () => {
    change(first, lines => lines.with(1, 'nothing'))
    expect(await found()).toEqual([`altered ${first}:2 2-2`])
  })

  it('a missing event', async () => {
    change(first, lines => lines.toSpliced(1, 1))
    expect(await found()).toEqual([`missing ${first}:2 2-2`])
  })

  it('a missing first event', async () => {
    change(first, lines => lines.slice(1))
    expect(await found()).toEqual([`missing ${first}:1 1-1`])
  })

  it('events in another order', async () => {
    change(first, ([one = '', two = '', ...others]) => [two, one, ...others])
    expect(await found()).toEqual([`reordered ${first}:2 1-1`])
  })

  it('an event that is there twice', async () => {
    change(first, lines => lines.toSpliced(1, 0, lines[0] ?? ''))
    expect(await found()).toEqual([`reordered ${first}:2 1-1`])
  })

  it('the end of a closed file cut off, and of the open one', async () => {
    const count = readFileSync(path(first), 'utf8').trimEnd().split('\n').length
    change(first, lines => lines.toSpliced(-2, 1))
    expect(await found()).toEqual([`truncated ${first} ${count}-${count}`])
    const last =
      readdirSync(directory)
        .filter(name => name.endsWith('.jsonl'))
        .sort()
        .at(-1) ?? ''
    change(last, lines => lines.toSpliced(-2, 1))
    expect((await found()).slice(1)).toEqual([`truncated ${last} 20-20`])
  }, 30_000)

  it('something behind the last event', async () => {
    change(first, lines => [...lines.slice(0, -1), 'more'])
    expect(await found()).toEqual([`altered ${first}`])
  })

  it('a file or digest that is gone', async () => {
    rmSync(path('00000002.events.jsonl'))
    expect(await found()).toEqual([expect.stringMatching(/^missing 00000002.events.jsonl \d+-\d+$/)])
    rmSync(path('00000003.digest.json'))
    expect(await found()).toContain('missing 00000003.digest.json')
  })

  it('the last files taken away, also where the history has let go of their events', async () => {
    const closed = readdirSync(directory)
      .filter(name => name.endsWith('.digest.json'))
      .sort()
    const number = (closed.at(-1) ?? '').slice(0, 8)
    for (const name of readdirSync(directory)) if (name >= number) rmSync(path(name))
    changeHistory('DELETE FROM events WHERE sequence < 20')
    const findings = await found()
    expect(findings).toContain(`missing ${number}.digest.json`)
    expect(findings).toContain(`missing ${number}.events.jsonl`)
  }, 30_000)

  it('an altered digest, one in the place of another, and one made with another key', async () => {
    const [one, two] = ['00000001.digest.json', '00000002.digest.json']
    const texts = [one, two].map(name => readFileSync(path(name), 'utf8'))
    writeFileSync(path(one), texts[0]?.replace(/"records": \d+/, '"records": 1') ?? '')
    expect((await found())[0]).toBe(`altered ${one}`)
    writeFileSync(path(one), texts[0]?.replace(/\n/g, '') ?? '')
    expect((await found())[0]).toBe(`altered ${one}`)
    writeFileSync(path(one), texts[0] ?? '')
    await sound()
    renameSync(path(two), path('kept'))
    writeFileSync(path(two), texts[0] ?? '')
    expect((await found())[0]).toBe(`reordered ${two}`)
  })

  it('an event of the history that is not the one that was written, or is gone', async () => {
    changeHistory(`UPDATE events SET event = '{"eventId":"7","errorCode":"none"}' WHERE sequence = 7`)
    expect(await found()).toEqual(['altered history 7-7'])
    changeHistory('DELETE FROM events WHERE sequence = 12')
    expect(await found()).toEqual(['altered history 7-7', 'missing history 12-12'])
    changeHistory('DELETE FROM events WHERE sequence = 20')
    expect(await found()).toContain('missing history 20-20')
  })

  it('what an altered file was before a server went on with it', async () => {
    const last =
      readdirSync(directory)
        .filter(name => name.endsWith('.jsonl'))
        .sort()
        .at(-1) ?? ''
    change(last, lines => lines.with(0, (lines[0] ?? '').replace('GetRole', 'GetRule')))
    await (await open()).close()
    // The file is whole again, from the history; what was in its place is kept.
    expect(await found()).toEqual([expect.stringMatching(`^set aside ${last}.set-aside-`)])
  })

  it('an event that was gone from the history before it was in a file', async () => {
    changeHistory('DELETE FROM events WHERE sequence = 15')
    rmSync(directory, { recursive: true })
    changeHistory('DELETE FROM "eventFiles"')
    const store = await open()
    await recordSome(store, 21, 22)
    await store.close()
    expect(await found()).toEqual([expect.stringMatching(/^missing .* 15-15$/)])
    await (await open()).close()
    expect(await found()).toEqual([expect.stringMatching(/^missing .* 15-15$/)])
  })

  it('nothing that the history has let go of', async () => {
    changeHistory('DELETE FROM events WHERE sequence < 11')
    await sound()
  })
})

describe('the history', () => {
  const day = 24 * 60 * 60 * 1000

  it('lets go of events whose time is over, when they are in closed files; these go on', async () => {
    const store = await open()
    await recordSome(store, 1, 20, Date.now() - 100 * day)
    await recordSome(store, 21, 22)
    await store.close()
    const again = await open({ eventRetentionMilliseconds: 90 * day })
    const oldest = async () => {
      const { history, close } = readHistory(`${data.file}.history`)
      const bounds = history.bounds()
      const lastClosed = history.anchor()?.sequence
      close()
      return { first: bounds?.first, next: (lastClosed ?? 0) + 1 }
    }
    await expect.poll(async () => (await oldest()).first, { timeout: 10_000 }).toBeGreaterThan(1)
    await sleep(100)
    const { first: kept, next } = await oldest()
    expect(kept).toBe(Math.min(next, 21))
    await recordSome(again, 23, 40)
    await again.close()
    await sound()
    expect((await verified()).result).toMatchObject({ events: 40, first: 1, last: 40 })
  })

  it('still knows who accessed what, for reports that look further back', async () => {
    const access = (id: string, time: number, eventName: string, userIdentity: object) =>
      event(id, time, {
        event: JSON.stringify({
          eventSource: 'iam.amazonaws.com',
          eventName,
          awsRegion: 'eu-west-1',
          userIdentity,
        }),
      })
    const [user, session] = [
      { type: 'IAMUser', principalId: 'AIDA1' },
      {
        type: 'AssumedRole',
        principalId: 'AROA1:me',
        sessionContext: { sessionIssuer: { principalId: 'AROA1' } },
      },
    ]
    const then = Date.now() - 100 * day
    const events = [
      access('1', then, 'GetRole', user),
      access('2', then + 2, 'GetRole', user),
      access('3', then + 1, 'ListRoles', session),
      access('4', then + 3, 'GetRole', { type: 'AWSAccount', principalId: 'AIDA2' }),
      access('5', then - 350 * day, 'DeleteRole', user),
      event('6', then),
      access('7', Date.now(), 'GetRole', session),
    ]
    const options = { file: data.file, eventRetentionMilliseconds: 90 * day }
    const store = await openSqliteStore(options)
    await store.record({ events, uses: [] })
    await store.close()
    const again = await openSqliteStore(options)
    await expect
      .poll(async () => (await again.events(alpha, { limit: 9 })).length, { timeout: 10_000 })
      .toBe(1)
    const rest = { service: 'iam', region: 'eu-west-1' }
    expect(await again.pastAccesses(alpha)).toEqual([
      { ...rest, entityId: 'AIDA1', action: 'GetRole', time: then + 2 },
      { ...rest, entityId: 'AROA1', action: 'ListRoles', time: then + 1 },
      { ...rest, entityId: 'AIDA1', action: 'DeleteRole', time: then - 350 * day },
    ])
    expect(await again.pastAccesses(beta)).toEqual([])
    const told: string[] = []
    for await (const { entityId, action } of accessesOf(again, alpha, Date.now()))
      told.push(`${entityId} ${action}`)
    expect(told).toEqual(['AROA1 GetRole', 'AIDA1 GetRole', 'AROA1 ListRoles'])
    await again.close()
  })

  it('keeps its newest event, so that numbers are not given twice', async () => {
    const store = await open({ eventFiles: { directory, key, maxBytes: 1 }, eventRetentionMilliseconds: day })
    await recordSome(store, 1, 5, 0)
    await store.close()
    const again = await open({ eventFiles: { directory, key, maxBytes: 1 }, eventRetentionMilliseconds: day })
    await expect
      .poll(async () => (await again.events(alpha, { limit: 9 })).length, { timeout: 10_000 })
      .toBe(1)
    await recordSome(again, 6, 7)
    await again.close()
    await sound()
    expect((await verified()).result).toMatchObject({ events: 7, last: 7 })
  })
})
