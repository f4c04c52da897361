import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { RecordedEvent } from '../../store/contract.ts'

const compressed = promisify(gzip)

interface Place {
  /** Whose events they are. */
  readonly account: string
  readonly keyPrefix?: string
  /** Of the organization whose accounts the trail logs. */
  readonly organizationId?: string
}

/** Where the log files of a region are. */
export function folderOf({ account, keyPrefix, organizationId }: Place, region: string): string {
  const folders = [keyPrefix, 'AWSLogs', organizationId, account, 'CloudTrail', region]
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

/** The content of a log file: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html */
export function contentOf(events: readonly RecordedEvent[]): Promise<Buffer> {
  return compressed(`{"Records":[${events.map(({ event }) => event).join()}]}`)
}
