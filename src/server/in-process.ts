import { IAMClient } from '@aws-sdk/client-iam'
import { STSClient } from '@aws-sdk/client-sts'
import type { SessionToken } from '../identity/session-token.ts'
import { isStream } from '../wire/http.ts'
import { newExchange } from './exchange.ts'
import type { House } from './house.ts'
import type { Connection } from './http-server.ts'
import { answer } from './pipeline.ts'

/** What the server asks its own API on somebody's behalf: for whom, from where, and at what time. */
export interface OnBehalf {
  readonly session: SessionToken
  readonly connection: Connection
  readonly userAgent?: string
  /** Epoch milliseconds. */
  readonly now: number
}

/**
 * The official SDK, its requests signed with credentials made of the session and answered by the pipeline in this
 * process: authenticated, authorized and recorded like everybody's. Only the network is left out.
 */
export function stsOnBehalf(house: House, asked: OnBehalf): STSClient {
  return new STSClient(settings(house, asked))
}

export function iamOnBehalf(house: House, asked: OnBehalf): IAMClient {
  return new IAMClient(settings(house, asked))
}

function settings(house: House, { session, connection, userAgent, now }: OnBehalf) {
  const { AccessKeyId, SecretAccessKey, SessionToken } = house.vault.issueSession(session)
  return {
    endpoint: house.ownUrl(),
    region: 'us-east-1',
    credentials: {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    },
    systemClockOffset: now - Date.now(),
    maxAttempts: 1,
    requestHandler: new PipelineHandler(house, connection, now, userAgent),
  }
}

/** As much of the SDK's requests as signing and answering need. */
interface SdkRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

class PipelineHandler {
  readonly #house: House
  readonly #connection: Connection
  readonly #now: number
  readonly #userAgent: string | undefined

  constructor(house: House, connection: Connection, now: number, userAgent: string | undefined) {
    this.#house = house
    this.#connection = connection
    this.#now = now
    this.#userAgent = userAgent
  }

  async handle({ method, path, headers, body }: SdkRequest) {
    const sent = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    )
    const http = {
      method,
      path,
      query: '',
      headers: sent,
      body: Buffer.from(typeof body === 'string' ? body : ''),
    }
    const arrived = newExchange(http, this.#connection, this.#now)
    // The browser's own: what policies and events are to know of where the request comes from.
    const facts = { ...arrived.facts, ...(this.#userAgent !== undefined && { userAgent: this.#userAgent }) }
    const answered = await answer({ ...arrived, facts }, this.#house)
    if (isStream(answered.body)) throw new TypeError('nothing that is called from here answers a stream')
    return {
      response: {
        statusCode: answered.status,
        headers: { ...answered.headers },
        body: Buffer.from(answered.body),
      },
    }
  }

  /** Asked for by the SDK; there is no connection to set up. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {}
  }
}
