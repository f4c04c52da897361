import { randomBytes } from 'node:crypto'
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { IAMClient } from '@aws-sdk/client-iam'
import { OrganizationsClient } from '@aws-sdk/client-organizations'
import { S3Client } from '@aws-sdk/client-s3'
import { STSClient } from '@aws-sdk/client-sts'
import { hashPassword } from '../../../src/identity/password.ts'
import { openVault } from '../../../src/identity/vault.ts'
import type { FirstUser } from '../../../src/server/first-credentials.ts'
import { silentLog } from '../../../src/server/log.ts'
import { ephemeral, type Foundation, serve } from '../../../src/server/main.ts'
import type { Store } from '../../../src/store/contract.ts'

/** What the SDK signs with. */
export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export interface TestAccount {
  readonly id: string
  /** An IAM user with AdministratorAccess. */
  readonly admin: Keys
}

export interface TestServer {
  readonly url: string
  readonly trusted: TestAccount
  readonly trusting: TestAccount
  readonly iam: (keys: Keys) => IAMClient
  readonly sts: (keys: Keys) => STSClient
  readonly cloudtrail: (keys: Keys) => CloudTrailClient
  readonly organizations: (keys: Keys) => OrganizationsClient
  /** Path style: buckets have no names in the DNS here. */
  readonly s3: (keys: Keys) => S3Client
  /** What stands behind it, for what no call brings about. */
  readonly store: Store
  /** Moves the server's clock, and that of clients made afterwards. */
  readonly advance: (seconds: number) => void
  readonly close: () => Promise<void>
}

interface Beside extends Partial<Pick<Foundation, 'contents' | 'organizations' | 'accessTokens'>> {
  readonly notificationsUrl?: string
  /** Absent: trails deliver every five minutes. */
  readonly trailDeliverySeconds?: number
  /** Absent: any that is free. */
  readonly port?: number
  /** Stands between the server and its store. */
  readonly over?: (store: Store) => Store
}

/** A server of its own, in this process, in memory, with the two accounts of the walkthrough. */
export async function startTestServer(
  bootstrapFile?: string,
  { notificationsUrl, trailDeliverySeconds, port = 0, over = store => store, ...beside }: Beside = {},
): Promise<TestServer> {
  let offsetMs = 0
  const foundation = await testFoundation(bootstrapFile)
  const server = await serve(
    { ...foundation, ...beside, store: over(foundation.store) },
    {
      host: '127.0.0.1',
      port,
      ...(notificationsUrl !== undefined && { notificationsUrl }),
      ...(trailDeliverySeconds !== undefined && { trailDeliverySeconds }),
    },
    silentLog,
    () => Date.now() + offsetMs,
  )
  const users = (server.created ?? []).filter(created => created.userName !== undefined)
  const [trusted, trusting] = users.map(accountOf)
  if (!trusted || !trusting) throw new Error('the bootstrap made no two accounts with keys')
  const clients = new Clients(server.url)
  const clientOf =
    <Client extends Destroyable>(Made: MakesClient<Client>, options: object = {}) =>
    (keys: Keys) =>
      // An answer's date is not moved: a client would go by it from its second call on.
      offsetMs === 0
        ? clients.of(Made, keys, options)
        : clients.made(Made, keys, { systemClockOffset: offsetMs, ...options })
  return {
    url: server.url,
    trusted,
    trusting,
    iam: clientOf(IAMClient),
    sts: clientOf(STSClient),
    cloudtrail: clientOf(CloudTrailClient),
    organizations: clientOf(OrganizationsClient),
    s3: clientOf(S3Client, { forcePathStyle: true }),
    store: foundation.store,
    advance: seconds => {
      offsetMs += seconds * 1000
    },
    close: async () => {
      clients.destroy()
      await server.close()
    },
  }
}

/**
 * What a server stands on that keeps nothing. Passwords are hashed so dearly that nobody can try many, and every test
 * server has some: what is checked here is hashed at a lower cost, which stands in the hash.
 */
export function testFoundation(bootstrapFile?: string): Promise<Foundation> {
  const cost = { logN: 8, r: 8, p: 1 }
  const vault = { ...openVault(randomBytes(32)), hashPassword: (text: string) => hashPassword(text, cost) }
  return ephemeral(bootstrapFile === undefined ? {} : { bootstrapFile }, vault)
}

interface Destroyable {
  destroy(): void
}

type MakesClient<Client> = new (configuration: ClientConfiguration) => Client

interface ClientConfiguration {
  readonly endpoint: string
  readonly region: string
  readonly credentials: Keys
  readonly maxAttempts: number
}

/** One client for all who sign with the same keys: to make one takes as long as a call. */
class Clients {
  readonly #endpoint: string
  readonly #known = new Map<string, Destroyable>()

  constructor(endpoint: string) {
    this.#endpoint = endpoint
  }

  of<Client extends Destroyable>(Made: MakesClient<Client>, keys: Keys, options: object): Client {
    const name = JSON.stringify([Made.name, keys])
    const known = this.#known.get(name) as Client | undefined
    if (known) return known
    const client = this.made(Made, keys, options)
    this.#known.set(name, client)
    return client
  }

  made<Client>(Made: MakesClient<Client>, credentials: Keys, options: object): Client {
    return new Made({
      endpoint: this.#endpoint,
      region: 'us-east-1',
      maxAttempts: 1,
      credentials,
      ...options,
    })
  }

  destroy(): void {
    for (const client of this.#known.values()) client.destroy()
  }
}

function accountOf({ account, accessKeys: [key] }: FirstUser): TestAccount {
  if (!key) throw new Error(`the first user of ${account} has no access key`)
  return { id: account, admin: { accessKeyId: key.id, secretAccessKey: key.secret } }
}
