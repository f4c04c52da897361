import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rename, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { Authorizer } from '../authorize/authorizer.ts'
import { DigestThread } from '../digests/thread.ts'
import { AccessTokens } from '../federation/oauth/access-tokens.ts'
import { IssuerKeys } from '../federation/oidc/issuer-keys.ts'
import { openVault, type Vault } from '../identity/vault.ts'
import type { ObjectContents } from '../objects/contract.ts'
import { FileContents } from '../objects/files/file-contents.ts'
import { TemporaryContents } from '../objects/files/temporary-contents.ts'
import { S3Contents } from '../objects/s3/s3-contents.ts'
import { awsManagedPolicies } from '../services/iam/aws-managed-policies.ts'
import { storedOrganizations } from '../services/organizations/for-iam.ts'
import type { Organizations } from '../services/organizations.ts'
import { sweepContents } from '../services/s3/sweep.ts'
import type { Store } from '../store/contract.ts'
import { RevisionCache } from '../store/revision-cache.ts'
import { refuseHistoryAlone } from '../store/sqlite/history/file.ts'
import { filesOf, openSqliteStore } from '../store/sqlite/open.ts'
import { isForS3 } from '../wire/s3/protocol.ts'
import { SigningKeys } from '../wire/sigv4/signing-keys.ts'
import { Accounts } from './accounts.ts'
import { answerRequest, refuseRequest } from './answer.ts'
import { applyBootstrap } from './bootstrap/apply.ts'
import { type BootstrapPlan, planBootstrap } from './bootstrap/plan.ts'
import { readBootstrap } from './bootstrap/read.ts'
import {
  type Configuration,
  ConfigurationError,
  defaultEventRetentionDays,
  defaultTrailDeliverySeconds,
} from './configuration.ts'
import { type ConsoleSettings, consoleFront } from './console/front.ts'
import { Credentials } from './credentials.ts'
import { filesIn, isThere, makeDataDirectory, masterKeyIn, writeOnce } from './data-directory.ts'
import { eventFilesKey } from './event-files.ts'
import { type FirstCredentials, firstCredentialsOf, sealFirstCredentials } from './first-credentials.ts'
import type { House } from './house.ts'
import { createHttpServer } from './http-server.ts'
import type { Log } from './log.ts'
import { httpNotifications } from './notifications.ts'
import { loadServices } from './services.ts'
import { readTlsIdentity, speakTls, type TlsIdentity } from './tls.ts'
import { TrailDeliverer } from './trails/deliverer.ts'
import { trailDestinations } from './trails/destinations.ts'

/** The composition root: the only place that picks a database, and the only one where all parts meet. */
export interface RunningServer {
  /** e.g. `http://127.0.0.1:4566` */
  readonly url: string
  /** Those of the accounts this start created; absent where they were there before. */
  readonly created?: FirstCredentials
  /** Answers what is under way, then stops. */
  readonly close: () => Promise<void>
}

const maxTargets = 10_000

/** Beside the code, whether that runs as it is or built. */
const builtConsole = join(import.meta.dirname, '../../dist/console')

/** What a server stands on. */
export interface Foundation {
  readonly store: Store
  readonly contents: ObjectContents
  readonly vault: Vault
  readonly created?: BootstrapPlan
  /** Absent: those that are kept in the store. */
  readonly organizations?: Organizations
  /** Absent: OAuth providers are asked where they are. */
  readonly accessTokens?: AccessTokens
  /** Back to the bootstrap state: only where nothing is kept. */
  readonly reset?: () => Promise<void>
}

export async function startServer(
  configuration: Configuration,
  log: Log,
  clock: () => number = Date.now,
): Promise<RunningServer> {
  const { tls: files, ...others } = configuration
  const tls = files && (await readTlsIdentity(files))
  const foundation = configuration.dataDirectory
    ? await durable(configuration, configuration.dataDirectory)
    : await ephemeral(configuration)
  return serve(foundation, { ...others, ...(tls && { tls }) }, log, clock)
}

/** A server on a store that is already there and filled. */
export async function serve(
  foundation: Foundation,
  configuration: Pick<Configuration, 'host' | 'port' | 'notificationsUrl' | 'trailDeliverySeconds'> &
    Partial<ConsoleSettings> & { readonly tls?: TlsIdentity },
  log: Log,
  clock: () => number = Date.now,
): Promise<RunningServer> {
  const { store, contents, vault, created, reset } = foundation
  const { organizations = storedOrganizations(store), accessTokens = new AccessTokens() } = foundation
  const { notificationsUrl } = configuration
  const digester = new DigestThread()
  const house: House = {
    services: loadServices(),
    store,
    contents,
    digester,
    vault,
    managed: awsManagedPolicies,
    organizations,
    ...(notificationsUrl && { notifications: httpNotifications(notificationsUrl, log, clock) }),
    accounts: new Accounts(store),
    credentials: new Credentials(store, vault),
    signingKeys: new SigningKeys(),
    issuerKeys: new IssuerKeys(),
    accessTokens,
    trailDestinations: trailDestinations(() => house, clock),
    ownUrl: () => configuration.publicUrl ?? urlOf(server, configuration),
    authorizer: new Authorizer(store, awsManagedPolicies),
    targets: new RevisionCache(store, maxTargets),
    log,
  }
  const front = consoleFront(house, { consoleDirectory: builtConsole, ...configuration })
  const { server, close } = createHttpServer(
    answerRequest({ house, clock, front, ...(reset && { reset }) }),
    refuseRequest(house, clock),
    isForS3,
  )
  const endGreetings = configuration.tls && speakTls(server, configuration.tls)
  // Before the first request: all that is there now was there when the last process ended.
  const present = await contents.list()
  try {
    await listen(server, configuration)
  } catch (error) {
    await store.close()
    await contents.close()
    throw error
  }
  const { trailDeliverySeconds = defaultTrailDeliverySeconds } = configuration
  const deliverer = new TrailDeliverer(house, { clock, milliseconds: trailDeliverySeconds * 1000 })
  const sweep = sweepContents(present, { store, contents }).catch(error => log.fault('sweep', error))
  return {
    url: urlOf(server, configuration),
    ...(created && { created: firstCredentialsOf(created) }),
    close: async () => {
      endGreetings?.()
      await close()
      await sweep
      await deliverer.close()
      await store.close()
      await contents.close()
      await digester.close()
    },
  }
}

export async function ephemeral(
  configuration: Pick<Configuration, 'bootstrapFile' | 'masterKey'>,
  vault: Vault = openVault(configuration.masterKey ?? randomBytes(32)),
): Promise<Foundation> {
  const plan = planBootstrap(await readBootstrap(configuration.bootstrapFile), vault)
  const store = await openSqliteStore({ file: ':memory:' })
  const contents = await TemporaryContents.open()
  const reset = async () => {
    await store.clear?.()
    await contents.clear()
    await applyBootstrap(plan, { store, contents, vault, managed: awsManagedPolicies })
  }
  await reset()
  return { store, contents, vault, created: plan, reset }
}

/** The first start fills a store aside and then gives it its name: it is there whole, or not at all. */
async function durable(configuration: Configuration, directory: string): Promise<Foundation> {
  const files = filesIn(directory)
  await makeDataDirectory(directory)
  const vault = openVault(configuration.masterKey ?? (await masterKeyIn(directory)))
  const stored = {
    file: files.store,
    eventFiles: { directory: files.eventFiles, key: eventFilesKey(vault) },
    eventRetentionMilliseconds:
      (configuration.eventRetentionDays ?? defaultEventRetentionDays) * 24 * 60 * 60 * 1000,
  }
  if (await isThere(files.store)) {
    const store = await openSqliteStore(stored)
    return { store, contents: await contentsIn(configuration, files.objects), vault }
  }
  refuseHistoryAlone(files.store)
  const plan = planBootstrap(await readBootstrap(configuration.bootstrapFile), vault)
  await removeStore(files.storeInMaking)
  const contents = await contentsIn(configuration, files.objects)
  await refuseContentsOfOthers(configuration, contents)
  try {
    await makeStore(files.storeInMaking, { plan, vault, contents })
  } catch (error) {
    await removeStore(files.storeInMaking)
    await rm(files.objects, { recursive: true, force: true })
    throw error
  }
  await rm(files.firstCredentials, { force: true })
  await writeOnce(files.firstCredentials, sealFirstCredentials(vault, firstCredentialsOf(plan)))
  await rename(files.storeInMaking, files.store)
  await removeStore(files.storeInMaking) // its history, of which nothing was recorded yet
  return { store: await openSqliteStore(stored), contents, vault, created: plan }
}

/** In the data directory, or where the configuration says. */
async function contentsIn({ objects }: Configuration, directory: string): Promise<ObjectContents> {
  if (!objects) return FileContents.open({ directory })
  const { bucket, prefix, endpoint } = objects
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1'
  const client = new S3Client({ region, ...(endpoint !== undefined && { endpoint, forcePathStyle: true }) })
  return new S3Contents({ client, bucket, prefix })
}

/** A new store knows nothing of what lies there, and would sweep it away. */
async function refuseContentsOfOthers({ objects }: Configuration, contents: ObjectContents): Promise<void> {
  if (!objects || (await contents.list()).length === 0) return
  throw new ConfigurationError(
    `s3://${objects.bucket}/${objects.prefix} (--objects, CROSSROLE_OBJECTS) holds objects of another data directory: each needs a prefix of its own`,
  )
}

async function makeStore(
  file: string,
  {
    plan,
    ...tools
  }: { readonly plan: BootstrapPlan; readonly vault: Vault; readonly contents: ObjectContents },
): Promise<void> {
  const store = await openSqliteStore({ file })
  try {
    await applyBootstrap(plan, { ...tools, store, managed: awsManagedPolicies })
  } finally {
    await store.close()
  }
}

async function removeStore(file: string): Promise<void> {
  for (const part of filesOf(file)) await rm(part, { force: true })
}

/** Only while it listens: the system may have chosen the port. */
function urlOf(server: Server, { host, tls }: { readonly host: string; readonly tls?: object }): string {
  const { port } = server.address() as AddressInfo
  return `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

async function listen(server: Server, { host, port }: Pick<Configuration, 'host' | 'port'>): Promise<void> {
  server.listen(port, host)
  await once(server, 'listening')
}
