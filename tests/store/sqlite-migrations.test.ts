import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { type AnyTable, indexName, orderColumns, valueColumns } from '../../src/store/sqlite/columns.ts'
import { Connection } from '../../src/store/sqlite/connection.ts'
import { migrate } from '../../src/store/sqlite/migrate.ts'
import { migrations } from '../../src/store/sqlite/migrations.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { tables } from '../../src/store/tables.ts'
import { temporaryData } from './temporary-data.ts'

/** Columns with whole numbers; all others are text. */
const numbers = new Set(['version', 'createdAt'])
const ownTables = ['events', 'revisions', 'uses']

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
  const steps = ['CREATE TABLE one (x TEXT)', 'CREATE TABLE two (x TEXT); INSERT INTO two SELECT x FROM one']
  migrate(connection, 'data', steps.slice(0, 1))
  connection.run("INSERT INTO one VALUES ('kept')")
  migrate(connection, 'data', steps)
  migrate(connection, 'data', steps)
  expect(connection.all<{ x: string }>('SELECT x FROM two').map(row => row.x)).toEqual(['kept'])
})

it('leaves the last good version behind when a step fails', () => {
  const connection = new Connection(':memory:')
  const broken = 'CREATE TABLE two (x TEXT); INSERT INTO nowhere VALUES (1)'
  expect(() => migrate(connection, 'data', ['CREATE TABLE one (x TEXT)', broken])).toThrow('nowhere')
  expect(tableNames(connection)).toEqual(['one'])
  migrate(connection, 'data', ['CREATE TABLE one (x TEXT)', 'CREATE TABLE two (x TEXT)'])
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
