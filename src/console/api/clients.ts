import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import type { IAMClient } from '@aws-sdk/client-iam'
import type { OrganizationsClient } from '@aws-sdk/client-organizations'
import type { S3Client } from '@aws-sdk/client-s3'
import type { STSClient } from '@aws-sdk/client-sts'
import { useMemo } from 'react'
import type { SessionKeeper } from '../session/keeper.ts'
import { useKeeper, useSession } from '../session/session.tsx'
import { codeOf } from './fault.ts'

/** A client whose code is loaded with its first call. */
export interface LazyClient<Client extends { send: unknown }> {
  /** As the SDK's own: `iam.send(new GetUserCommand({ UserName }))`. */
  readonly send: Client['send']
  /** The SDK's client itself, for what needs one: paginators and waiters. */
  readonly client: () => Promise<Client>
}

/** The official SDK against this server, acting as the identity in force. */
export interface Clients {
  readonly iam: LazyClient<IAMClient>
  readonly sts: LazyClient<STSClient>
  readonly s3: LazyClient<S3Client>
  readonly organizations: LazyClient<OrganizationsClient>
  readonly cloudtrail: LazyClient<CloudTrailClient>
}

/**
 * Clients of the identity in force. Pages import their commands from the SDK themselves, so that only these are in the
 * page's chunk:
 *
 *     const { iam } = useClients()
 *     const user = useRead(['user', name], () => iam.send(new GetUserCommand({ UserName: name })))
 */
export function useClients(): Clients {
  const keeper = useKeeper()
  const { scope } = useSession()
  return useMemo(() => clientsOf(keeper, scope), [keeper, scope])
}

/** IAM and Organizations know this region only; the others are here whatever region is named. */
const region = 'us-east-1'

/** A file for each client, not its package: of that every page would load all commands that any page knows. */
function clientsOf(keeper: SessionKeeper, scope: string): Clients {
  const configuration = {
    endpoint: location.origin,
    region,
    maxAttempts: 1,
    credentials: async () => {
      const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = await keeper.credentials(scope)
      return { accessKeyId, secretAccessKey, sessionToken, expiration: new Date(expiresAt) }
    },
  }
  const lazy = <Client extends { send: (command: never, options?: never) => Promise<unknown> }>(
    load: () => Promise<Client>,
  ) => lazyClient(load, keeper)
  return {
    iam: lazy(async () => new (await import('./sdk/iam.ts')).IAMClient(configuration)),
    sts: lazy(async () => new (await import('./sdk/sts.ts')).STSClient(configuration)),
    s3: lazy(
      async () => new (await import('./sdk/s3.ts')).S3Client({ ...configuration, forcePathStyle: true }),
    ),
    organizations: lazy(
      async () => new (await import('./sdk/organizations.ts')).OrganizationsClient(configuration),
    ),
    cloudtrail: lazy(async () => new (await import('./sdk/cloudtrail.ts')).CloudTrailClient(configuration)),
  }
}

/** What servers answer when credentials ended before their time: their session was ended, or the role is gone. */
const endedCodes: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'InvalidToken',
  'UnrecognizedClientException',
])

function lazyClient<Client extends { send: (command: never, options?: never) => Promise<unknown> }>(
  load: () => Promise<Client>,
  keeper: SessionKeeper,
): LazyClient<Client> {
  let loading: Promise<Client> | undefined
  const client = () => {
    loading ??= load()
    return loading
  }
  const send = async (command: never, options?: never) => {
    try {
      return await (await client()).send(command, options)
    } catch (error) {
      // The session is looked at again: where it has ended the shell leads to the sign-in page.
      if (endedCodes.has(codeOf(error) ?? '')) await keeper.check()
      throw error
    }
  }
  return { send: send as Client['send'], client }
}
