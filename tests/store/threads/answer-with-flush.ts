import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { openHistory } from '../../../src/store/sqlite/history/file.ts'
import { answerQuestions } from '../../../src/store/sqlite/history/questions.ts'
import { openLogSync } from '../../../src/store/sqlite/write-ahead-log.ts'

/** The thread of the event history, with something else to happen in place of the third flush. */
export function answerWithFlush(third: () => void): void {
  const { ledger, close } = openHistory(workerData)
  const log = openLogSync(workerData.file)
  let flushed = 0
  const flush = () => {
    flushed += 1
    if (flushed === 3) third()
    else log.flush()
  }
  answerQuestions(parentPort as MessagePort, ledger, { flush, close })
}
