import type { Exchange } from './exchange.ts'

/** What the operator sees. No secret ever goes in: requests are named by id and operation, never by content. */
export interface Log {
  readonly info: (message: string) => void
  /** A fault of ours: with its cause, under the request id that the caller got. */
  readonly failure: (exchange: Exchange, cause: unknown) => void
  /** A fault of ours outside of any request of the API. */
  readonly fault: (what: string, cause: unknown) => void
}

export const consoleLog: Log = {
  info: message => console.log(message),
  failure: (exchange, cause) => {
    const operation = `${exchange.service?.name ?? 'unknown'}:${exchange.shape?.name ?? 'unknown'}`
    console.error(`request ${exchange.requestId} ${operation} failed:`, cause)
  },
  fault: (what, cause) => console.error(`${what}:`, cause),
}

export const silentLog: Log = { info: () => {}, failure: () => {}, fault: () => {} }
