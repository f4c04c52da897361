import { type Connection, isSqliteError, resultCode } from './connection.ts'
import { migrations } from './migrations.ts'

/** What a file of ours is, and the steps from an empty file to its present schema, forward only. */
export interface Schema {
  /** What it is called where another one is found in its place: `a data file`. */
  readonly kind: string
  /** Marks the file as ours in its header, for `file` and for us. */
  readonly applicationId: number
  readonly steps: readonly string[]
}

export const dataSchema: Schema = {
  kind: 'a data file',
  applicationId: 0x58726f6c, // "Xrol"
  steps: migrations,
}

/** Brings the schema up to date, each step in a transaction of its own; refuses files it does not understand. */
export function migrate(connection: Connection, file: string, schema: Schema = dataSchema): void {
  const from = knownVersion(connection, file, schema)
  for (const [offset, step] of schema.steps.slice(from).entries()) {
    connection.script('BEGIN IMMEDIATE')
    try {
      connection.script(step)
      connection.script(
        `PRAGMA application_id = ${schema.applicationId}; PRAGMA user_version = ${from + offset + 1}`,
      )
      connection.script('COMMIT')
    } catch (error) {
      connection.rollback()
      throw error
    }
  }
}

/** The version of the schema, 0 for a new file. Looks only: to be called before anything is set in the file. */
export function knownVersion(connection: Connection, file: string, schema: Schema = dataSchema): number {
  const version = versionOf(connection, file, schema)
  if (version > schema.steps.length)
    throw new Error(
      `${file} was written by a newer Crossrole (schema ${version}; this one knows up to ${schema.steps.length}). ` +
        'Run that version or a later one: there is no way back.',
    )
  return version
}

function versionOf(connection: Connection, file: string, { kind, applicationId }: Schema): number {
  try {
    const version = connection.first<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
    const owner = connection.first<{ application_id: number }>('PRAGMA application_id')?.application_id
    const objects = connection.first<{ count: number }>('SELECT count(*) AS count FROM sqlite_schema')
    if (owner === applicationId || (version === 0 && owner === 0 && objects?.count === 0)) return version
  } catch (error) {
    if (!isSqliteError(error) || error.errcode !== resultCode.notADatabase) throw error
  }
  throw new Error(`${file} is not ${kind} of Crossrole`)
}
