import * as iam from '@aws-sdk/client-iam'
import * as sts from '@aws-sdk/client-sts'
import { type HttpRequest as SdkRequest, HttpResponse as SdkResponse } from '@smithy/core/protocols'
import type { HttpRequest, HttpResponse } from '../../src/wire/http.ts'

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

export const services = {
  iam: {
    sdk: iam as Record<string, unknown>,
    xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    version: '2010-05-08',
    client: (server: Server) => new iam.IAMClient(configuration(server)) as unknown as Client,
  },
  sts: {
    sdk: sts as Record<string, unknown>,
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    version: '2011-06-15',
    client: (server: Server) => new sts.STSClient(configuration(server)) as unknown as Client,
  },
} as const

export type ServiceName = keyof typeof services

/** Sends one operation through the real client of a service. */
export function send(service: ServiceName, operation: string, input: object, server: Server) {
  const Command = services[service].sdk[`${operation}Command`] as new (input: object) => object
  return services[service].client(server).send(new Command(input))
}
