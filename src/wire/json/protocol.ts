import { commonError } from '../errors.ts'
import type { HttpRequest } from '../http.ts'
import type { Api, Arrived, Protocol } from '../protocol.ts'
import { decodeInput } from './decode.ts'
import { encodeError, encodeOutput } from './encode.ts'

/** https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export const awsJson: Protocol = { claims, read, encodeOutput, encodeError }

/** Whether a request speaks this protocol at all, whoever it is for. */
export function speaksJson({ headers }: HttpRequest): boolean {
  return headers['x-amz-target'] !== undefined
}

function claims(http: HttpRequest, api: Api): boolean {
  return targetOf(http, api) !== undefined
}

function read(http: HttpRequest, api: Api): Arrived {
  const name = targetOf(http, api)
  const shape = name === undefined || http.method !== 'POST' ? undefined : api.shapes.get(name)
  if (!shape) throw commonError('UnknownOperation')
  return { shape, input: () => decodeInput(http.body, shape.input) }
}

/**
 * `AWSOrganizationsV20161128.CreateAccount`. Some clients write the service's name in full, as AWS CLI does with
 * `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents`.
 */
function targetOf({ headers }: HttpRequest, { targetPrefix }: Api): string | undefined {
  const target = headers['x-amz-target'] ?? ''
  const dot = target.lastIndexOf('.')
  const service = target.slice(0, Math.max(dot, 0))
  const isOurs =
    targetPrefix !== undefined && (service === targetPrefix || service.endsWith(`.${targetPrefix}`))
  return isOurs ? target.slice(dot + 1) : undefined
}
