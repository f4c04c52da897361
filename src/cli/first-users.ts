import { openVault } from '../identity/vault.ts'
import { type Environment, readConfiguration } from '../server/configuration.ts'
import { filesIn, isThere, masterKeyIn, readIfThere } from '../server/data-directory.ts'
import { type FirstCredentials, type FirstUser, openFirstCredentials } from '../server/first-credentials.ts'
import type { Keys } from './clients.ts'
import { type Options, Problem, textOption } from './invocation.ts'

/** What the first start created, opened with the master key. Makes nothing that is not there. */
export async function firstCredentialsIn(
  options: Options,
  environment: Environment,
): Promise<FirstCredentials> {
  const data = textOption(options, 'data')
  const configuration = readConfiguration({ ...(data !== undefined && { data }) }, environment)
  const directory = configuration.dataDirectory as string
  const files = filesIn(directory)
  const sealed = await readIfThere(files.firstCredentials)
  if (!sealed) {
    throw new Problem(
      `there are no first credentials in ${directory}: --data or CROSSROLE_DATA names the data directory of a server that was started; one that keeps all in memory (--ephemeral) has none, and its users are named by profiles`,
    )
  }
  const masterKey = configuration.masterKey ?? (await keyFileOf(directory))
  if (!masterKey) {
    throw new Problem(`${directory} holds no master key: give the server's as CROSSROLE_MASTER_KEY`)
  }
  try {
    return openFirstCredentials(openVault(masterKey), sealed)
  } catch {
    throw new Problem(`${files.firstCredentials} does not open with this master key`)
  }
}

async function keyFileOf(directory: string): Promise<Buffer | undefined> {
  return (await isThere(filesIn(directory).masterKey)) ? masterKeyIn(directory) : undefined
}

export interface FirstAdmin {
  readonly user: FirstUser
  readonly keys: Keys
}

/** The first one of each account that has an access key; in a file's order that is its admin. */
export function adminsOf(credentials: FirstCredentials): readonly FirstAdmin[] {
  const admins = new Map<string, FirstAdmin>()
  for (const user of credentials) {
    const [key] = user.accessKeys
    if (!key || admins.has(user.account)) continue
    admins.set(user.account, { user, keys: { accessKeyId: key.id, secretAccessKey: key.secret } })
  }
  return [...admins.values()]
}

/** The two sides of the walkthrough: by name where the accounts have these names, else the first two. */
export function sidesOf(
  admins: readonly FirstAdmin[],
): { readonly trusted: FirstAdmin; readonly trusting: FirstAdmin } | undefined {
  const named = (name: string) => admins.find(({ user }) => user.accountName.toLowerCase() === name)
  const [trusted, trusting] = [named('trusted'), named('trusting')]
  if (trusted && trusting) return { trusted, trusting }
  const [first, second] = admins
  return first && second && { trusted: first, trusting: second }
}
