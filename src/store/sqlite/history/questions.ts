import type { MessagePort } from 'node:worker_threads'
import type { Ledger, SqliteLedger } from './ledger.ts'

/** What the thread of the event history is asked, and what it answers. */
export interface HistoryOptions {
  readonly file: string
  readonly maxFileBytes?: number
}

/** The call and what it is given. */
export type Question = {
  readonly [Call in keyof Ledger]: readonly [call: Call, ...given: Parameters<Ledger[Call]>]
}[keyof Ledger]

/** Questions are numbered, and answered in their order. */
export type Asked = readonly [number: number, question: Question]

export type Answered =
  | { readonly number: number; readonly result: unknown }
  | { readonly number: number; readonly refusal: Refusal }

/** An error, and the members of its own that it would lose on its way: SQLite's result code. */
export interface Refusal {
  readonly error: unknown
  readonly members: object
}

/** Sent when the file is open. */
export const ready = 'ready'
/** Ends the thread when all questions before it are answered. */
export const leave = 'leave'

interface Disk {
  flush(): void
  close(): void
}

/**
 * Answers until it is told to leave. A call that fails is answered with its error. A flush that fails ends the
 * thread, for nothing is known of what reached the disk: docs/decisions/0002-durability.md
 */
export function answerQuestions(port: MessagePort, ledger: SqliteLedger, disk: Disk): void {
  port.on('message', (message: Asked | typeof leave) => {
    if (message === leave) {
      disk.close()
      port.close()
      return
    }
    const [number, question] = message
    const answered = answer(ledger, number, question)
    if (question[0] === 'append' && 'result' in answered) disk.flush()
    port.postMessage(answered)
  })
  port.postMessage(ready)
}

function answer(ledger: SqliteLedger, number: number, [call, ...given]: Question): Answered {
  try {
    return { number, result: (ledger[call] as (...given: unknown[]) => unknown)(...given) }
  } catch (error) {
    return { number, refusal: { error, members: { ...(error as object) } } }
  }
}

export function revived({ error, members }: Refusal): unknown {
  return error instanceof Error ? Object.assign(error, members) : error
}
