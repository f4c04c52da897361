import * as cloudtrail from '@aws-sdk/client-cloudtrail'
import * as iam from '@aws-sdk/client-iam'
import * as organizations from '@aws-sdk/client-organizations'
import * as sts from '@aws-sdk/client-sts'
import { type HttpRequest as SdkRequest, HttpResponse as SdkResponse } from '@smithy/core/protocols'
import { type HttpRequest, type HttpResponse, isStream } from '../../src/wire/http.ts'
import { awsJson } from '../../src/wire/json/protocol.ts'
import type { Api, Protocol } from '../../src/wire/protocol.ts'
import { awsQuery } from '../../src/wire/query/protocol.ts'
import { operationsOf } from '../../src/wire/schema.ts'

/** The real SDK clients, with a function of ours in the place of the network. */
export type Server = (request: HttpRequest) => HttpResponse

export const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

interface Client {
  send(command: object): Promise<Record<string, unknown>>
}

function configuration(server: Server) {
  return {
    region: 'us-east-1',
    endpoint: 'http://localhost:4566',
    credentials,
    maxAttempts: 1,
    requestHandler: {
      handle: async (sent: SdkRequest) => {
        const { status, headers, body } = server(received(sent))
        if (isStream(body)) throw new TypeError('these services answer no streams')
        return {
          response: new SdkResponse({ statusCode: status, headers: { ...headers }, body: Buffer.from(body) }),
        }
      },
    },
  }
}

/** A request of the SDK's as the server would receive it. */
export function received(sent: SdkRequest): HttpRequest {
  const query = Object.entries(sent.query ?? {}).flatMap(([name, value]) =>
    [value ?? []].flat().map(each => `${encodeURIComponent(name)}=${encodeURIComponent(each)}`),
  )
  const headers = Object.entries(sent.headers).map(([name, value]) => [name.toLowerCase(), value])
  return {
    method: sent.method,
    path: sent.path,
    query: query.join('&'),
    headers: Object.fromEntries(headers),
    body: Buffer.from(sent.body ?? ''),
  }
}

interface Spoken {
  readonly sdk: Record<string, unknown>
  readonly protocol: Protocol
  readonly api: Api
  readonly client: (server: Server) => Client
  /** An operation that needs no input. */
  readonly plain: string
}

function spoken(
  sdk: object,
  protocol: Protocol,
  facts: Pick<Api, 'apiVersion' | 'xmlNamespace' | 'targetPrefix'>,
  { client, plain }: { readonly client: string; readonly plain: string },
): Spoken {
  const module = sdk as Record<string, unknown>
  const Constructor = module[client] as new (configuration: object) => Client
  return {
    sdk: module,
    protocol,
    api: { ...facts, shapes: operationsOf(sdk) },
    client: server => new Constructor(configuration(server)),
    plain,
  }
}

export const services = {
  iam: spoken(
    iam,
    awsQuery,
    { apiVersion: '2010-05-08', xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/' },
    { client: 'IAMClient', plain: 'GetUser' },
  ),
  sts: spoken(
    sts,
    awsQuery,
    { apiVersion: '2011-06-15', xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
    { client: 'STSClient', plain: 'GetCallerIdentity' },
  ),
  organizations: spoken(
    organizations,
    awsJson,
    { apiVersion: '2016-11-28', xmlNamespace: '', targetPrefix: 'AWSOrganizationsV20161128' },
    { client: 'OrganizationsClient', plain: 'DescribeOrganization' },
  ),
  cloudtrail: spoken(
    cloudtrail,
    awsJson,
    { apiVersion: '2013-11-01', xmlNamespace: '', targetPrefix: 'CloudTrail_20131101' },
    { client: 'CloudTrailClient', plain: 'DescribeTrails' },
  ),
} as const satisfies Record<string, Spoken>

export type ServiceName = keyof typeof services

/** Sends one operation through the real client of a service. */
export function send(service: ServiceName, operation: string, input: object, server: Server) {
  const Command = services[service].sdk[`${operation}Command`] as new (input: object) => object
  return services[service].client(server).send(new Command(input))
}
