import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncDirectory } from '../../event-files/sync-directory.ts'
import { EventFiles, type History } from '../../event-files/writer.ts'
import { Connection } from '../connection.ts'
import { knownVersion, migrate } from '../migrate.ts'
import { makePrivate } from '../private-file.ts'
import { limitSize, useWriteAheadLog } from '../settings.ts'
import { SqliteLedger } from './ledger.ts'
import { defineMarks } from './marks.ts'
import { NumberedEvents } from './numbered-events.ts'
import type { HistoryOptions } from './questions.ts'
import { historySchema } from './schema.ts'

/** The event history of a data file lies beside it. */
export const historyFileOf = (dataFile: string) => `${dataFile}.history`

/** A history without its data is somebody else's, or left over: nobody may find it in a new store. */
export function refuseHistoryAlone(dataFile: string): void {
  const file = historyFileOf(dataFile)
  if (existsSync(file) && !existsSync(dataFile))
    throw new Error(`${file} is there without ${dataFile}: put the data file back, or move the history away`)
}

/**
 * Events come to two or three kilobytes. Four kilobytes of a page would hold one of them and waste the rest;
 * sixteen hold six.
 */
const pageBytes = 16_384

/** Makes the file when it is not there, and brings its schema up to date. Of the thread that opens the store. */
export function prepareHistory(file: string): void {
  const isNew = makePrivate(file)
  const connection = new Connection(file)
  try {
    knownVersion(connection, file, historySchema)
    connection.script(`PRAGMA page_size = ${pageBytes}`)
    useWriteAheadLog(connection)
    defineMarks(connection)
    migrate(connection, file, historySchema)
  } finally {
    connection.close()
  }
  if (isNew) syncDirectory(dirname(file))
}

/** Of the thread that writes. */
export function openHistory({ file, maxFileBytes, eventFiles }: HistoryOptions) {
  const connection = new Connection(file)
  useWriteAheadLog(connection)
  limitSize(connection, maxFileBytes)
  const files = eventFiles && new EventFiles(eventFiles, new NumberedEvents(connection))
  const ledger = new SqliteLedger(connection, entries => files?.take(entries))
  const close = () => {
    files?.close()
    connection.close()
  }
  return { connection, ledger, files, close }
}

/** To be looked at beside whoever writes it. */
export function readHistory(file: string): { readonly history: History; close(): void } {
  const connection = new Connection(file, { readOnly: true })
  if (knownVersion(connection, file, historySchema) < historySchema.steps.length)
    throw new Error(`${file} is of an older version: start the server once`)
  return { history: new NumberedEvents(connection), close: () => connection.close() }
}

/**
 * Until its schema's version 2 the data file held its own history. All of it is copied and durable before the
 * data file lets go of it. What a crash in between left behind is found by sequence and subject, and kept.
 */
export function takeOverHistory(dataFile: string, file: string): void {
  const connection = new Connection(file)
  try {
    defineMarks(connection)
    connection.script('PRAGMA synchronous = FULL')
    connection.run('ATTACH DATABASE ? AS data', dataFile)
    connection.script(`
      BEGIN IMMEDIATE;
      INSERT OR IGNORE INTO main.events (sequence, account, time, "requestId", "eventName", "eventId", marks, event, decision)
        SELECT sequence, account, time, "requestId", "eventName", "eventId", event_marks("eventId", event), event, decision
        FROM data.events;
      INSERT OR IGNORE INTO main.uses (account, subject, time, region, service)
        SELECT account, subject, time, region, service FROM data.uses;
      COMMIT;
    `)
  } finally {
    connection.close()
  }
}
