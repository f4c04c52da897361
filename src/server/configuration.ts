import { resolve } from 'node:path'

/** How a server is set up. Flags win over the environment, the environment over the defaults. */
export interface Configuration {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** The data directory; absent when all is kept in memory. */
  readonly dataDirectory?: string
  readonly bootstrapFile?: string
  /** Where browsers reach it, when that is not the server itself: an origin, e.g. `https://console.example.com`. */
  readonly publicUrl?: string
  /** Absent: the server speaks plain HTTP. */
  readonly tls?: TlsFiles
  /** How long events stay in the history; the event files keep them. */
  readonly eventRetentionDays?: number
  /** How often trails deliver. */
  readonly trailDeliverySeconds?: number
  /** Where the bytes of objects are kept; absent: in the data directory. */
  readonly objects?: ObjectsElsewhere
  /** 32 bytes; absent: kept in the data directory, made at the first start. */
  readonly masterKey?: Buffer
  /** Where notifications go that AWS would send through SNS; absent: what would need one is refused. */
  readonly notificationsUrl?: string
}

export interface TlsFiles {
  readonly certificateFile: string
  readonly keyFile: string
}

/** A bucket of a service that speaks S3, and what is below a prefix in it. Credentials are the AWS SDK's to find. */
export interface ObjectsElsewhere {
  readonly bucket: string
  /** `''`, or it ends in a slash. */
  readonly prefix: string
  /** Absent: AWS's. */
  readonly endpoint?: string
}

/** As they come from the command line: text, or absent. */
export interface Flags {
  readonly host?: string
  readonly port?: string
  readonly data?: string
  readonly bootstrap?: string
  readonly ephemeral?: boolean
  readonly eventRetentionDays?: string
  readonly publicUrl?: string
  readonly tlsCertificate?: string
  readonly tlsKey?: string
  readonly objects?: string
  readonly trailDeliverySeconds?: string
}

export type Environment = Readonly<Record<string, string | undefined>>

export const defaultPort = 4566
export const defaultDataDirectory = '.crossrole'
/** What AWS's event history shows. */
export const defaultEventRetentionDays = 90
/** "about every 5 minutes": https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html */
export const defaultTrailDeliverySeconds = 300

/** A setting that cannot be used; the message names it and says what it takes. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

export function readConfiguration(flags: Flags, environment: Environment): Configuration {
  const bootstrapFile = flags.bootstrap ?? environment.CROSSROLE_BOOTSTRAP
  const masterKey = environment.CROSSROLE_MASTER_KEY
  const publicUrl = flags.publicUrl ?? environment.CROSSROLE_PUBLIC_URL
  const notificationsUrl = environment.CROSSROLE_NOTIFICATIONS_URL
  const retention = flags.eventRetentionDays ?? environment.CROSSROLE_EVENT_RETENTION_DAYS
  const delivery = flags.trailDeliverySeconds ?? environment.CROSSROLE_TRAIL_DELIVERY_SECONDS
  const objects = flags.objects ?? environment.CROSSROLE_OBJECTS
  const tls = tlsOf(
    flags.tlsCertificate ?? environment.CROSSROLE_TLS_CERTIFICATE,
    flags.tlsKey ?? environment.CROSSROLE_TLS_KEY,
  )
  const objectsEndpoint = environment.CROSSROLE_OBJECTS_ENDPOINT
  const data = flags.data ?? environment.CROSSROLE_DATA ?? defaultDataDirectory
  return {
    host: flags.host ?? environment.CROSSROLE_HOST ?? '127.0.0.1',
    port: portOf(flags.port ?? environment.CROSSROLE_PORT ?? String(defaultPort)),
    ...(!flags.ephemeral && { dataDirectory: resolve(data) }),
    ...(bootstrapFile && { bootstrapFile: resolve(bootstrapFile) }),
    ...(publicUrl && { publicUrl: originOf(publicUrl) }),
    ...(tls && { tls }),
    ...(retention !== undefined && { eventRetentionDays: daysOf(retention) }),
    ...(delivery !== undefined && { trailDeliverySeconds: secondsOf(delivery) }),
    ...(objects && !flags.ephemeral && { objects: objectsAt(objects, objectsEndpoint) }),
    ...(masterKey && { masterKey: masterKeyOf(masterKey) }),
    ...(notificationsUrl && { notificationsUrl: httpUrlOf(notificationsUrl) }),
  }
}

function tlsOf(certificate: string | undefined, key: string | undefined): TlsFiles | undefined {
  if (!certificate && !key) return undefined
  if (certificate && key) return { certificateFile: resolve(certificate), keyFile: resolve(key) }
  throw new ConfigurationError(
    'TLS takes both a certificate (--tls-certificate, CROSSROLE_TLS_CERTIFICATE) and its key (--tls-key, CROSSROLE_TLS_KEY)',
  )
}

function objectsAt(location: string, endpoint: string | undefined): ObjectsElsewhere {
  const [, bucket, path = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,62})(?:\/(.*))?$/.exec(location) ?? []
  if (bucket === undefined) {
    throw new ConfigurationError(
      `where objects are kept (--objects, CROSSROLE_OBJECTS) must be s3://<bucket>/<prefix>, not ${location}`,
    )
  }
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`
  return { bucket, prefix, ...(endpoint && { endpoint: httpUrlOf(endpoint) }) }
}

const maxRetentionDays = 36_500

function daysOf(text: string): number {
  const days = Number(text)
  if (!/^\d+$/.test(text) || days < 1 || days > maxRetentionDays) {
    throw new ConfigurationError(
      `the retention of events (--event-retention-days, CROSSROLE_EVENT_RETENTION_DAYS) must be a number of days from 1 to ${maxRetentionDays}, not ${text}`,
    )
  }
  return days
}

const maxDeliverySeconds = 24 * 60 * 60

function secondsOf(text: string): number {
  const seconds = Number(text)
  if (!/^\d+$/.test(text) || seconds < 1 || seconds > maxDeliverySeconds) {
    throw new ConfigurationError(
      `how often trails deliver (--trail-delivery-seconds, CROSSROLE_TRAIL_DELIVERY_SECONDS) must be a number of seconds from 1 to ${maxDeliverySeconds}, not ${text}`,
    )
  }
  return seconds
}

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new ConfigurationError(
      `the port (--port, CROSSROLE_PORT) must be a number from 0 to 65535, not ${text}`,
    )
  }
  return port
}

function originOf(text: string): string {
  const url = URL.parse(text)
  const isOrigin = url && /^https?:$/.test(url.protocol) && text.replace(/\/$/, '') === url.origin
  if (isOrigin) return url.origin
  throw new ConfigurationError(
    'the public URL (--public-url, CROSSROLE_PUBLIC_URL) must be an origin, such as https://console.example.com',
  )
}

/** Never repeats what it was given: it may hold a password. */
function httpUrlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol)) return url.href
  throw new ConfigurationError(
    'CROSSROLE_NOTIFICATIONS_URL must be an address that begins with http:// or https://',
  )
}

/** Never repeats what it was given: it may be most of a key. */
function masterKeyOf(text: string): Buffer {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  if (key.length !== 32) {
    throw new ConfigurationError(
      'CROSSROLE_MASTER_KEY must be 32 bytes, as 64 hexadecimal digits or in base64',
    )
  }
  return key
}
