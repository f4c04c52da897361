import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { openLogSync } from '../write-ahead-log.ts'
import { openHistory } from './file.ts'
import { answerQuestions, type HistoryOptions } from './questions.ts'

// The thread of the event history.

const { file, maxFileBytes } = workerData as HistoryOptions
const { ledger, close } = openHistory(file, maxFileBytes)
const log = openLogSync(file)

answerQuestions(parentPort as MessagePort, ledger, {
  flush: log.flush,
  close: () => {
    log.close()
    close()
  },
})
