import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/server/log.ts'
import { startServer } from '../../src/server/main.ts'

/** `crossrole audit verify` on the data directory of a server that recorded some calls. */
let directory: string
let data: string
let events: string
let original: Buffer
const masterKey = randomBytes(32)
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'crossrole-audit-'))
  data = join(directory, 'data')
  const server = await startServer(
    { host: '127.0.0.1', port: 0, dataDirectory: data, masterKey, eventRetentionDays: 7 },
    silentLog,
  )
  const [first] = server.created ?? []
  const credentials = {
    accessKeyId: first?.accessKeys[0]?.id ?? '',
    secretAccessKey: first?.accessKeys[0]?.secret ?? '',
  }
  const sts = new STSClient({ endpoint: server.url, region: 'us-east-1', credentials })
  for (let call = 0; call < 10; call += 1) await sts.send(new GetCallerIdentityCommand({}))
  // A server may be running meanwhile.
  expect(await audit('verify')).toMatchObject({ code: 0 })
  await server.close()
  events = join(data, 'audit', '00000001.events.jsonl')
  original = readFileSync(events)
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

function audit(...args: string[]): Promise<Ran> {
  return auditWith({ CROSSROLE_MASTER_KEY: masterKey.toString('hex') }, ...args)
}

function auditWith(environment: Record<string, string>, ...args: string[]): Promise<Ran> {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const env = { PATH, HOME: directory, NODE_COMPILE_CACHE, CROSSROLE_DATA: data, ...environment }
  return new Promise(resolve => {
    execFile(process.execPath, ['src/cli/main.ts', 'audit', ...args], { env }, (error, out, err) => {
      resolve({ code: Number(error?.code ?? 0), out, err })
    })
  })
}

async function changed(how: (lines: string[]) => string[]): Promise<Ran> {
  writeFileSync(events, how(original.toString('utf8').split('\n')).join('\n'))
  try {
    return await audit('verify')
  } finally {
    writeFileSync(events, original)
  }
}

describe('a data directory that nobody changed', () => {
  it('is as it was written, and says its head', async () => {
    const { code, out } = await audit('verify')
    expect(code).toBe(0)
    expect(out).toMatch(
      /^10 events \(events 1 to 10\) in 1 files: all as they were written\nhead: [0-9a-f]{64}\n$/,
    )
    const { out: json } = await audit('verify', '--json')
    expect(JSON.parse(json)).toEqual({
      holds: true,
      events: 10,
      files: 1,
      first: 1,
      last: 10,
      head: expect.any(String),
      findings: [],
    })
  })

  it('has the head that was noted, and none that was not', async () => {
    const { head } = JSON.parse((await audit('verify', '--json')).out)
    expect((await audit('verify', '--head', head)).code).toBe(0)
    const other = await audit('verify', '--head', 'f'.repeat(64))
    expect([other.code, other.out]).toEqual([1, expect.stringContaining('the chain of no event')])
  })

  it('holds events that can be read, without anything secret, for their owner', () => {
    const lines = original
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.map(({ event }) => event.eventName)).toEqual(Array(10).fill('GetCallerIdentity'))
    expect(readdirSync(join(data, 'audit'))).toEqual(['00000001.events.jsonl'])
  })
})

describe('what was changed is found, and said where', () => {
  it('an altered event', async () => {
    const altered = await changed(lines =>
      lines.with(4, (lines[4] ?? '').replace('GetCallerIdentity', 'GetSessionToken')),
    )
    expect([altered.code, altered.out]).toEqual([
      1,
      expect.stringMatching(/^altered: 00000001.events.jsonl:5, event 5: .*\n10 events .*: 1 findings\n/),
    ])
  })

  it('a missing event', async () => {
    const missing = await changed(lines => lines.toSpliced(4, 2))
    expect([missing.code, missing.out]).toEqual([
      1,
      expect.stringMatching(/^missing: 00000001.events.jsonl:5, events 5 to 6: /),
    ])
  })

  it('reordered events', async () => {
    const reordered = await changed(([one = '', two = '', ...rest]) => [two, one, ...rest])
    expect([reordered.code, reordered.out]).toEqual([
      1,
      expect.stringMatching(/^reordered: 00000001.events.jsonl:2, event 1: /),
    ])
  })

  it('the end cut off', { timeout: 30_000 }, async () => {
    const truncated = await changed(lines => [...lines.slice(0, 7), ''])
    expect([truncated.code, truncated.out]).toEqual([
      1,
      expect.stringMatching(/^truncated: 00000001.events.jsonl, events 8 to 10: /),
    ])
  })

  it('an altered event of the history that LookupEvents shows', async () => {
    const database = new DatabaseSync(join(data, 'crossrole.sqlite.history'))
    const change = (from: string, to: string) =>
      database.prepare('UPDATE events SET event = replace(event, ?, ?) WHERE sequence = 3').run(from, to)
    change('"awsRegion":"us-east-1"', '"awsRegion":"mars-east-1"')
    const altered = await audit('verify')
    change('"awsRegion":"mars-east-1"', '"awsRegion":"us-east-1"')
    database.close()
    expect([altered.code, altered.out]).toEqual([1, expect.stringMatching(/^altered: history, event 3: /)])
    expect((await audit('verify')).code).toBe(0)
  })
})

describe('what cannot be checked', () => {
  it('is said in a line', async () => {
    for (const [environment, args, message] of [
      [{}, ['verify'], 'holds no master key'],
      [{ CROSSROLE_DATA: directory }, ['verify'], 'is no data directory'],
      [{}, ['forget'], 'audit takes verify'],
      [{}, [], 'missing required argument'],
    ] as const) {
      const { code, out, err } = await auditWith(environment, ...args)
      expect([code, err]).toEqual([2, expect.stringContaining(message)])
      expect(out + err).not.toMatch(/\n\s+at /)
    }
  })

  it('is a history of an older version', async () => {
    const older = mkdtempSync(join(directory, 'older-'))
    for (const name of ['crossrole.sqlite', 'crossrole.sqlite.history'])
      copyFileSync(join(data, name), join(older, name))
    const database = new DatabaseSync(join(older, 'crossrole.sqlite.history'))
    database.exec('PRAGMA user_version = 1')
    database.close()
    const { code, err } = await audit('verify', '--data', older)
    expect([code, err]).toEqual([2, expect.stringMatching(/^crossrole: .* start the server once\n$/)])
  })

  it('is not vouched for with another key', async () => {
    const { code, out } = await auditWith({ CROSSROLE_MASTER_KEY: '0'.repeat(64) }, 'verify')
    expect([code, out]).toEqual([1, expect.stringContaining('altered: 00000001.events.jsonl:1, event 1')])
  })
})
