import { IAMClient } from '@aws-sdk/client-iam'
import { STSClient } from '@aws-sdk/client-sts'
import { defaultRegion } from './endpoint.ts'

/** What requests are signed with. */
export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Keys, a profile of the shared AWS files, or whatever the SDK finds by itself. */
export type Signer = { readonly keys: Keys } | { readonly profile: string } | 'default chain'

/** The official clients, told nothing but where the server is. */
export interface Clients {
  readonly iam: IAMClient
  readonly sts: STSClient
}

export function clientsOf(endpoint: string, signer: Signer): Clients {
  const configuration = {
    endpoint,
    region: defaultRegion,
    // A refusal is an answer, and a server that is not there is to be said at once.
    maxAttempts: 1,
    ...(signer !== 'default chain' && ('keys' in signer ? { credentials: signer.keys } : signer)),
  }
  return { iam: new IAMClient(configuration), sts: new STSClient(configuration) }
}

/** An error as the service meant it. */
export interface Refusal {
  readonly code: string
  readonly message: string
}

/** Undefined when no service answered: the error is then of the network or our own. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined
  const { httpStatusCode } = error.$metadata as { httpStatusCode?: number }
  if (httpStatusCode === undefined) return undefined
  const code = 'Code' in error && typeof error.Code === 'string' ? error.Code : error.name
  return { code, message: error.message }
}

/** Node's code for a connection that did not come about, e.g. ECONNREFUSED. */
export function connectionFault(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? code : undefined
}
