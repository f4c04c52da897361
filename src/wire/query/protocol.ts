import { commonError } from '../errors.ts'
import type { HttpRequest } from '../http.ts'
import type { Api, Arrived, Protocol } from '../protocol.ts'
import { decodeInput, readQuery } from './decode.ts'
import { encodeError, encodeResponse } from './encode.ts'

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const awsQuery: Protocol = {
  claims,
  read,
  encodeOutput: encodeResponse,
  encodeError,
}

/** By its version. Requests of other protocols have none, and often no text to look for one in. */
function claims(http: HttpRequest, { apiVersion }: Api): boolean {
  const isForm = http.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  // A query that has no action is another protocol's.
  if (!/(?:^|&)Action=/.test(http.query) && !(isForm && http.body.length > 0)) return false
  return readQuery(http).version === apiVersion
}

function read(http: HttpRequest, { apiVersion, shapes }: Api): Arrived {
  const { action, version, parameters } = readQuery(http)
  const shape = version === apiVersion ? shapes.get(action) : undefined
  if (!shape) {
    const asked = version ?? 'NO_VERSION_SPECIFIED'
    throw commonError('InvalidAction', `Could not find operation ${action} for version ${asked}`)
  }
  return { shape, input: () => decodeInput(parameters(), shape.input) }
}
