import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import type { EventFilesOptions } from '../../event-files/writer.ts'
import type { Ledger, SqliteLedger } from './ledger.ts'

/** What the thread of the event history is asked, and what it answers. */
export interface HistoryOptions {
  readonly file: string
  readonly maxFileBytes?: number
  readonly eventFiles?: EventFilesOptions
  readonly eventRetentionMilliseconds?: number
}

/** The call and what it is given. */
export type Question = {
  readonly [Call in keyof Ledger]: readonly [call: Call, ...given: Parameters<Ledger[Call]>]
}[keyof Ledger]

/** Questions are numbered, and answered in their order. */
export type Asked = readonly [number: number, question: Question]

/** `wrote`: to be flushed before it is sent. */
export type Answered = { readonly number: number; readonly wrote: boolean } & (
  | { readonly result: unknown }
  | { readonly refusal: Refusal }
)

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
  /** What has time until everybody is answered. */
  afterwards?(): void
  close(): void
}

/**
 * Answers until it is told to leave. All that was asked by now is answered together, after one flush. A call that
 * fails is answered with its error. A flush that fails ends the thread, for nothing is known of what reached the
 * disk: docs/decisions/0002-durability.md
 */
export function answerQuestions(port: MessagePort, ledger: SqliteLedger, disk: Disk): void {
  port.on('message', (first: Asked | typeof leave) => {
    const asked = [first, ...arrived(port)]
    const answers = asked.filter(message => message !== leave).map(message => answer(ledger, message))
    if (answers.some(answered => answered.wrote)) disk.flush()
    if (answers.length > 0) port.postMessage(answers)
    disk.afterwards?.()
    if (!asked.includes(leave)) return
    disk.close()
    port.close()
  })
  port.postMessage(ready)
}

function* arrived(port: MessagePort): Iterable<Asked | typeof leave> {
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) yield next.message
}

function answer(ledger: SqliteLedger, [number, [call, ...given]]: Asked): Answered {
  try {
    const result = (ledger[call] as (...given: unknown[]) => unknown)(...given)
    return { number, result, wrote: call === 'append' }
  } catch (error) {
    return { number, refusal: { error, members: { ...(error as object) } }, wrote: false }
  }
}

export function revived({ error, members }: Refusal): unknown {
  return error instanceof Error ? Object.assign(error, members) : error
}
