import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { RecordedEvent } from '../../store/contract.ts'

const compressed = promisify(gzip)

export interface Place {
  /** Whose events they are. */
  readonly account: string
  readonly keyPrefix?: string
  /** Of the organization whose accounts the trail logs. */
  readonly organizationId?: string
}

/** Where the log files of a region are; or, of another kind, its digests. */
export function folderOf(
  { account, keyPrefix, organizationId }: Place,
  region: string,
  kind: 'CloudTrail' | 'CloudTrail-Digest' = 'CloudTrail',
): string {
  const folders = [keyPrefix, 'AWSLogs', organizationId, account, kind, region]
  return folders.filter(folder => folder !== undefined).join('/')
}

/**
 * The key of a log file that begins with an event. The same event makes the same key, of its own time: what is delivered
 * again after a crash takes the place of what was there.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html#cloudtrail-log-filename-format
 */
export function keyOf(
  place: Place & { readonly trailArn: string },
  region: string,
  { time, sequence }: RecordedEvent,
): string {
  const stamp = new Date(time).toISOString()
  const [date, minute] = [stamp.slice(0, 10), stamp.slice(0, 16).replace(/[-:]/g, '')]
  const name = `${place.account}_CloudTrail_${region}_${minute}Z_${uniquePart(place.trailArn, sequence)}`
  return `${folderOf(place, region)}/${date.replaceAll('-', '/')}/${name}.json.gz`
}

/** Sixteen characters, as AWS has: trails that share a bucket never write over each other's files. */
function uniquePart(trailArn: string, sequence: number): string {
  const digest = createHash('sha256').update(`${trailArn} ${sequence}`).digest('base64')
  return digest.replace(/[^A-Za-z0-9]/g, '').slice(0, 16)
}

/** What is put, and the SHA-256 of what it holds, hexadecimal: digests tell that of what was compressed. */
export interface Content {
  readonly bytes: Buffer
  readonly hash: string
}

/** The content of a log file: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html */
export function contentOf(events: readonly RecordedEvent[]): Promise<Content> {
  return contentOfText(`{"Records":[${events.map(({ event }) => event).join()}]}`)
}

export async function contentOfText(text: string): Promise<Content> {
  return { bytes: await compressed(text), hash: createHash('sha256').update(text).digest('hex') }
}
