import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { AccountId } from '../../src/identity/account-id.ts'
import type { Store } from '../../src/store/contract.ts'
import type { Finding } from '../../src/store/event-files/finding.ts'
import { verifyEventFiles } from '../../src/store/event-files/verify.ts'
import { readHistory } from '../../src/store/sqlite/history/file.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { groups } from '../../src/store/tables.ts'
import { crashOptions } from './crash-options.ts'
import { startCrashWriter } from './crash-writer-process.ts'
import { temporaryData } from './temporary-data.ts'

const rounds = 10

it('keeps every acknowledged write when the process is killed', { timeout: 120_000 }, async () => {
  using data = temporaryData()
  let total = 0
  let events = 0
  for (let round = 0; round < rounds; round += 1) {
    const writer = startCrashWriter(data.file, round)
    await writer.acknowledged(1)
    await sleep(round * 17) // dies in another phase each time: first writes, group commits, checkpoints
    await writer.kill()
    for (const file of [data.file, `${data.file}.history`]) checkIntegrity(file)
    const store = await openSqliteStore(crashOptions(data.file))
    for (const line of writer.lines()) await checkAcknowledged(store, line)
    await checkNothingHalfDone(store, writer.lines())
    await store.close()
    total += writer.lines().length
    events += writer.lines().filter(line => line.startsWith('event')).length
    await checkEventFiles(data.file, events)
  }
  expect(total).toBeGreaterThan(rounds)
})

/** The chain is whole, and no acknowledged event is missing in it. */
async function checkEventFiles(file: string, atLeast: number): Promise<void> {
  const { history, close } = readHistory(`${file}.history`)
  const report = (finding: Finding) => expect(finding).toBeUndefined()
  const verified = await verifyEventFiles({ ...crashOptions(file).eventFiles, history, report })
  close()
  expect(verified.events).toBeGreaterThanOrEqual(atLeast)
  expect(verified).toMatchObject({ first: 1, last: verified.events })
}

function checkIntegrity(file: string): void {
  const database = new DatabaseSync(file)
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  database.close()
}

async function checkAcknowledged(store: Store, line: string): Promise<void> {
  const [kind, account, name, revision] = line.split(' ') as [string, AccountId, string, string]
  if (kind === 'event') {
    const found = await store.events(account, { requestId: `request-${name}`, limit: 2 })
    expect(found, line).toHaveLength(1)
    return
  }
  expect(await store.read(account, rows => rows.get(groups, name)), line).toBeDefined()
  expect(await store.revision(account), line).toBeGreaterThanOrEqual(Number(revision))
}

/** Each write made a pair of rows and raised the revision by one. */
async function checkNothingHalfDone(store: Store, lines: readonly string[]): Promise<void> {
  for (const account of new Set(lines.map(line => line.split(' ')[1] as AccountId)))
    expect(await store.read(account, rows => rows.count(groups))).toBe(2 * (await store.revision(account)))
}
