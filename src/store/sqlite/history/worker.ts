import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { openLogSync } from '../write-ahead-log.ts'
import { openHistory } from './file.ts'
import { answerQuestions, type HistoryOptions } from './questions.ts'
import { forgetEvents } from './retention.ts'

// The thread of the event history.

const options = workerData as HistoryOptions
const { connection, ledger, files, close } = openHistory(options)
const log = openLogSync(options.file)

const tidyMilliseconds = 60_000
/** Between two steps of one tidying, for records. */
const pauseMilliseconds = 20

/** Closes the file of events when it is old enough, and lets go of events whose time has come, step by step. */
function tidy(): void {
  const now = Date.now()
  files?.closeOldFile(now)
  const isMore =
    options.eventRetentionMilliseconds !== undefined && forget(now - options.eventRetentionMilliseconds)
  tidying = setTimeout(tidy, isMore ? pauseMilliseconds : tidyMilliseconds).unref()
}

/** What is in no closed file yet stays; and where the disk has no room for letting go, recording goes on. */
function forget(until: number): boolean {
  try {
    return forgetEvents(connection, until, files ? files.lastClosed : Number.MAX_SAFE_INTEGER)
  } catch (cause) {
    process.emitWarning(`old events could not be removed from the history: ${String(cause)}`)
    return false
  }
}

let tidying = setTimeout(tidy, pauseMilliseconds).unref()

answerQuestions(parentPort as MessagePort, ledger, {
  flush: log.flush,
  afterwards: () => files?.flush(),
  close: () => {
    clearTimeout(tidying)
    log.close()
    close()
  },
})
