import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { EventRecord } from '../contract.ts'

/** An event and its number in the history. Numbers have no gaps and are never given twice. */
export interface EventEntry {
  readonly sequence: number
  readonly record: EventRecord
}

/** What comes before the first event. */
export const chainStart = '0'.repeat(64)

/**
 * An event is a line of a file: JSON whose last member, the chain, authenticates the line and the chain of the line
 * before. So no line can be changed, taken out or moved without the key, and which one it was can be told.
 */
export function tailOf(chain: string): string {
  return `,"chain":"${chain}"}\n`
}

/** The line but for its chain. The same event always makes the same text. */
export function bodyOf({ sequence, record }: EventEntry): string {
  const { account, eventId, requestId, time, eventName, event, decision } = record
  const head = JSON.stringify({ sequence, account, eventId, requestId, time, eventName }).slice(0, -1)
  return `${head},"event":${onOneLine(event)}${decision === undefined ? '' : `,"decision":${onOneLine(decision)}`}`
}

/** Texts of the recorder are JSON on one line; of another, a line's end must not be taken for ours. */
const onOneLine = (json: string) => (/[\r\n]/.test(json) ? JSON.stringify(json) : json)

export function chainOf(key: KeyObject, previous: string, body: string | Uint8Array): string {
  return createHmac('sha256', key).update(`event\n${previous}`).update(body).digest('hex')
}

export interface Line {
  readonly sequence: number
  readonly time: number
  readonly body: string
  readonly chain: string
}

const tailLength = tailOf(chainStart).length - 1

/** Undefined for what is no line of ours. */
export function readLine(text: string): Line | undefined {
  const body = text.slice(0, -tailLength)
  const chain = /^,"chain":"([0-9a-f]{64})"\}$/.exec(text.slice(-tailLength))?.[1]
  const sequence = /^\{"sequence":(\d{1,15}),/.exec(body)?.[1]
  const time = /"time":(-?\d{1,15}),"eventName":/.exec(body)?.[1]
  if (chain === undefined || sequence === undefined || time === undefined) return undefined
  return { sequence: Number(sequence), time: Number(time), body, chain }
}

export function follows(key: KeyObject, previous: string, { body, chain }: Line): boolean {
  return timingSafeEqual(Buffer.from(chainOf(key, previous, body)), Buffer.from(chain))
}
