import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/store/contract.ts'
import { type AnyTable, indexName, orderColumns, valueColumns } from '../../src/store/sqlite/columns.ts'
import { Connection } from '../../src/store/sqlite/connection.ts'
import { prepareHistory, takeOverHistory } from '../../src/store/sqlite/history/file.ts'
import { historySchema } from '../../src/store/sqlite/history/schema.ts'
import { dataSchema, migrate, type Schema } from '../../src/store/sqlite/migrate.ts'
import { migrations } from '../../src/store/sqlite/migrations.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { alpha, beta, event, group, use } from '../../src/store/suite/samples.ts'
import { groups, tables } from '../../src/store/tables.ts'
import { temporaryData } from './temporary-data.ts'

/** Columns with whole numbers; all others are text. */
const numbers = new Set([
  'version',
  'createdAt',
  'uploadedAt',
  'expiresAt',
  'order',
  'initiatedAt',
  'partNumber',
  'requestedAt',
])
const ownTables = ['revisions']
const schemaOf = (...steps: string[]): Schema => ({ ...dataSchema, steps })

it('makes what tables.ts declares: the same tables, columns, keys and indexes', () => {
  const connection = new Connection(':memory:')
  migrate(connection, ':memory:')
  const declared = (tables as readonly AnyTable[]).map(declaredShape)
  const made = tableNames(connection)
    .filter(name => !ownTables.includes(name))
    .map(name => madeShape(connection, name))
  expect(made).toEqual(declared.sort((a, b) => (a.name < b.name ? -1 : 1)))
  expect(tableNames(connection)).toEqual(expect.arrayContaining(ownTables))
})

it('runs each step once, and only those that are missing', () => {
  const connection = new Connection(':memory:')
  const first = 'CREATE TABLE one (x TEXT)'
  const second = 'CREATE TABLE two (x TEXT); INSERT INTO two SELECT x FROM one'
  migrate(connection, 'data', schemaOf(first))
  connection.run("INSERT INTO one VALUES ('kept')")
  migrate(connection, 'data', schemaOf(first, second))
  migrate(connection, 'data', schemaOf(first, second))
  expect(connection.all<{ x: string }>('SELECT x FROM two').map(row => row.x)).toEqual(['kept'])
})

it('leaves the last good version behind when a step fails', () => {
  const connection = new Connection(':memory:')
  const broken = 'CREATE TABLE two (x TEXT); INSERT INTO nowhere VALUES (1)'
  expect(() => migrate(connection, 'data', schemaOf('CREATE TABLE one (x TEXT)', broken))).toThrow('nowhere')
  expect(tableNames(connection)).toEqual(['one'])
  migrate(connection, 'data', schemaOf('CREATE TABLE one (x TEXT)', 'CREATE TABLE two (x TEXT)'))
  expect(tableNames(connection)).toEqual(['one', 'two'])
})

it('refuses a data file of a newer version, and leaves it alone', async () => {
  using data = temporaryData()
  await (await openSqliteStore(data)).close()
  const later = migrations.length + 1
  change(data.file, `PRAGMA user_version = ${later}`)
  await expect(openSqliteStore(data)).rejects.toThrow(`newer Crossrole (schema ${later}`)
  change(data.file, `PRAGMA user_version = ${migrations.length}`)
  await (await openSqliteStore(data)).close()
})

it('refuses a file that is not its own', async () => {
  using data = temporaryData()
  using text = temporaryData()
  await (await openSqliteStore(data)).close()
  change(data.file, 'PRAGMA application_id = 7')
  await expect(openSqliteStore(data)).rejects.toThrow('not a data file of Crossrole')

  await (await openSqliteStore(text)).close()
  writeFileSync(text.file, 'Dear diary, '.repeat(1000))
  await expect(openSqliteStore(text)).rejects.toThrow('not a data file of Crossrole')
})

describe('the event history of a data file that had it inside', () => {
  const recorded = [event('2', 20, { decision: '[]' }), event('1', 10), event('3', 5, { account: beta })]

  /** A data file as the first version left it. */
  function fileOfTheFirstVersion(file: string): void {
    mkdirSync(dirname(file))
    const connection = new Connection(file)
    connection.script('PRAGMA journal_mode = WAL')
    migrate(connection, file, schemaOf(...migrations.slice(0, 1)))
    for (const { account, time, requestId, eventName, eventId, event, decision } of recorded) {
      const insert = `INSERT INTO events (account, time, "requestId", "eventName", "eventId", event, decision)
        VALUES (?, ?, ?, ?, ?, ?, ?)`
      connection.run(insert, account, time, requestId, eventName, eventId, event, decision ?? null)
    }
    const { account, subject, time, region, service } = use('AKIA', 7)
    connection.run('INSERT INTO uses VALUES (?, ?, ?, ?, ?)', account, subject, time, region, service)
    const row = group('kept')
    const insert = 'INSERT INTO groups ("partition", "nameKey", "groupId", path, row) VALUES (?, ?, ?, ?, ?)'
    connection.run(insert, alpha, row.nameKey, row.groupId, row.path, JSON.stringify(row))
    connection.close()
  }

  async function checkAllThere(store: Store): Promise<void> {
    expect(await store.events(alpha, { limit: 10 })).toEqual(recorded.slice(0, 2))
    expect(await store.events(beta, { limit: 10 })).toEqual(recorded.slice(2))
    expect(await store.events(alpha, { requestId: 'request-1', limit: 10 })).toEqual(recorded.slice(1, 2))
    expect(await store.read(alpha, rows => rows.list(groups))).toEqual([group('kept')])
  }

  it('is all in its own file afterwards, and goes on there', async () => {
    using data = temporaryData()
    fileOfTheFirstVersion(data.file)
    const store = await openSqliteStore(data)
    await checkAllThere(store)
    expect(await store.lastUse(alpha, 'AKIA')).toEqual(use('AKIA', 7))
    await store.record({ events: [event('4', 40)], uses: [] })
    await store.close()

    const again = await openSqliteStore(data)
    expect(await again.events(alpha, { limit: 10 })).toEqual([event('4', 40), ...recorded.slice(0, 2)])
    await again.close()
    const connection = new Connection(data.file)
    expect(tableNames(connection)).not.toContain('events')
    connection.close()
  })

  it('is neither lost nor doubled where an earlier start was killed half way', async () => {
    using data = temporaryData()
    fileOfTheFirstVersion(data.file)
    const history = `${data.file}.history`
    prepareHistory(history)
    takeOverHistory(data.file, history)
    // As if the data file's last step, and no more, had been lost with the power.
    const connection = new Connection(history)
    connection.run("UPDATE uses SET time = 9 WHERE subject = 'AKIA'")
    connection.close()

    const store = await openSqliteStore(data)
    await checkAllThere(store)
    expect(await store.lastUse(alpha, 'AKIA')).toEqual(use('AKIA', 9))
    await store.close()
  })

  it('can be looked through, whichever version wrote it', async () => {
    using data = temporaryData()
    fileOfTheFirstVersion(data.file)
    const history = new Connection(`${data.file}.history`)
    migrate(history, 'history', { ...historySchema, steps: historySchema.steps.slice(0, 1) })
    const logged = event('older', 1, { event: '{"eventSource":"sts.amazonaws.com"}' })
    const insert = `INSERT INTO events (sequence, account, time, "requestId", "eventName", "eventId", event)
      VALUES (1000, ?, ?, ?, ?, ?, ?)`
    const { account, time, requestId, eventName, eventId, event: text } = logged
    history.run(insert, account, time, requestId, eventName, eventId, text)
    history.close()
    const store = await openSqliteStore(data)
    const look = async (key: 'EventId' | 'EventSource', value: string) =>
      (await store.lookup(alpha, { attribute: { key, value }, limit: 10 })).events
    expect(await look('EventSource', 'sts.amazonaws.com')).toEqual([logged])
    expect(await look('EventId', '1')).toEqual(recorded.slice(1, 2))
    await store.close()
  })

  it('is refused where its file is of a newer version, or no history', async () => {
    using data = temporaryData()
    await (await openSqliteStore(data)).close()
    const later = historySchema.steps.length + 1
    change(`${data.file}.history`, `PRAGMA user_version = ${later}`)
    await expect(openSqliteStore(data)).rejects.toThrow(`newer Crossrole (schema ${later}`)
    copyFileSync(data.file, `${data.file}.history`)
    await expect(openSqliteStore(data)).rejects.toThrow('not an event history of Crossrole')
  })
})

function change(file: string, statement: string): void {
  const database = new DatabaseSync(file)
  database.exec(statement)
  database.close()
}

function tableNames(connection: Connection): string[] {
  const select = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
  return connection.all<{ name: string }>(select).map(row => row.name)
}

interface Shape {
  readonly name: string
  readonly columns: Readonly<Record<string, string>>
  readonly key: readonly string[]
  readonly indexes: Readonly<Record<string, readonly string[]>>
}

function declaredShape(table: AnyTable): Shape {
  const columns = ['partition', ...valueColumns(table), 'row']
  return {
    name: table.name,
    columns: Object.fromEntries(columns.map(name => [name, numbers.has(name) ? 'INTEGER' : 'TEXT'])),
    key: ['partition', ...table.key],
    indexes: Object.fromEntries(
      Object.keys(table.indexes).map(index => [
        indexName(table, index),
        ['partition', ...orderColumns(table, index)],
      ]),
    ),
  }
}

function madeShape(connection: Connection, name: string): Shape {
  const columns = connection.all<{ name: string; type: string; pk: number; notnull: number }>(
    'SELECT name, type, pk, "notnull" FROM pragma_table_info(?)',
    name,
  )
  expect(columns.every(column => column.notnull === 1)).toBe(true)
  const indexes = connection.all<{ name: string }>(
    "SELECT name FROM pragma_index_list(?) WHERE origin = 'c'",
    name,
  )
  return {
    name,
    columns: Object.fromEntries(columns.map(column => [column.name, column.type])),
    key: columns
      .filter(column => column.pk > 0)
      .sort((a, b) => a.pk - b.pk)
      .map(column => column.name),
    indexes: Object.fromEntries(indexes.map(index => [index.name, indexColumns(connection, index.name)])),
  }
}

function indexColumns(connection: Connection, index: string): string[] {
  const rows = connection.all<{ name: string; coll: string; desc: number }>(
    'SELECT name, coll, "desc" FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno',
    index,
  )
  expect(rows.every(row => row.coll === 'BINARY' && row.desc === 0)).toBe(true)
  return rows.map(row => row.name)
}
