import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateAccessKeyCommand, DeleteAccessKeyCommand, IAMClient } from '@aws-sdk/client-iam'
import { GetAccessKeyInfoCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeAccessKeyId } from '../../src/identity/access-key-id.ts'
import type { AccountId } from '../../src/identity/account-id.ts'
import { silentLog } from '../../src/server/log.ts'
import { type RunningServer, serve } from '../../src/server/main.ts'
import { directory, type Store } from '../../src/store/contract.ts'
import { refusalOf } from './support/doorways.ts'
import { type Keys, testFoundation } from './support/test-server.ts'

/**
 * An id belongs to one account, whether it was made, and carries that account, or was given in the bootstrap file,
 * and may then look as if it carried another.
 */
const [owner, other] = ['111111111111', '222222222222'] as [AccountId, AccountId]
const idOf = (account: AccountId, random: number) =>
  makeAccessKeyId('AKIA', account, Uint8Array.of(random, 0, 0, 0, 0))

/** Given to the other account, though it looks like one of the owner's. */
const given = { accessKeyId: idOf(owner, 1), secretAccessKey: 'a-secret-that-was-given-in-the-file-itself' }
const admin = { name: 'admin', policies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }
const bootstrap = {
  accounts: [
    { id: owner, name: 'Owner', users: [admin] },
    {
      id: other,
      name: 'Other',
      users: [{ ...admin, accessKeys: [{ id: given.accessKeyId, secret: given.secretAccessKey }] }],
    },
  ],
}

let folder: string
let store: Store
let server: RunningServer
/** What chance says next; when it has said all, it is chance. */
const made: string[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bootstrap-'))
  const bootstrapFile = join(folder, 'bootstrap.json')
  await writeFile(bootstrapFile, JSON.stringify(bootstrap))
  const foundation = await testFoundation(bootstrapFile)
  store = foundation.store
  const vault = {
    ...foundation.vault,
    newAccessKey: (account: AccountId) => {
      const key = foundation.vault.newAccessKey(account)
      return { ...key, accessKeyId: made.shift() ?? key.accessKeyId }
    },
  }
  server = await serve({ ...foundation, vault }, { host: '127.0.0.1', port: 0 }, silentLog)
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const configuration = (credentials: Keys) => ({
  endpoint: server.url,
  region: 'us-east-1',
  credentials,
  maxAttempts: 1,
})

function ownAdmin(): Keys {
  const key = server.created?.[0]?.accessKeys[0]
  return { accessKeyId: key?.id ?? '', secretAccessKey: key?.secret ?? '' }
}

async function newKey(): Promise<Keys> {
  const { AccessKey } = await new IAMClient(configuration(ownAdmin())).send(new CreateAccessKeyCommand({}))
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
}

const deleteKey = ({ accessKeyId: AccessKeyId }: Keys, keys = ownAdmin()) =>
  new IAMClient(configuration(keys)).send(new DeleteAccessKeyCommand({ AccessKeyId }))

const accountOf = (keys: Keys) =>
  new STSClient(configuration(keys)).send(new GetCallerIdentityCommand({})).then(
    answer => answer.Account,
    error => refusalOf(error).code,
  )

it('an id that was given to another account, or is in use, is not made again', async () => {
  const first = await newKey()
  await deleteKey(first)
  made.push(given.accessKeyId, ownAdmin().accessKeyId, idOf(owner, 2))
  const key = await newKey()
  expect(key.accessKeyId).toBe(idOf(owner, 2))
  expect(made).toEqual([])
  expect(await accountOf(key)).toBe(owner)
  expect(await accountOf(given)).toBe(other)
  expect(await accountOf(ownAdmin())).toBe(owner)
  await deleteKey(key)
})

it('a key that is made and deleted concerns its own account only', async () => {
  const before = await store.revision(directory)
  const key = await newKey()
  await deleteKey(key)
  expect(await accountOf(key)).toBe('InvalidClientTokenId')
  expect(await store.revision(directory)).toBe(before)
})

it('a given id is nobody’s once it is deleted', async () => {
  const info = async () => {
    const sts = new STSClient(configuration(ownAdmin()))
    return (await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: given.accessKeyId }))).Account
  }
  expect(await info()).toBe(other)
  const before = await store.revision(directory)
  await deleteKey(given, given)
  expect(await accountOf(given)).toBe('InvalidClientTokenId')
  expect(await store.revision(directory)).toBe(before + 1)
  made.push(given.accessKeyId)
  expect(await accountOf(await newKey())).toBe(owner)
  expect(await info()).toBe(owner)
})
