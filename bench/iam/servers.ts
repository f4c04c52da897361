import type { ChildProcess } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { accountId } from '../../src/identity/account-id.ts'
import { filesIn } from '../../src/server/data-directory.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { launch, stop } from '../processes.ts'
import type { Keys } from '../server/signed-requests.ts'
import { type Amounts, fill } from './entities.ts'

/** A durable server, as `crossrole start` makes one, with an administrator in each of its accounts. */
export interface BenchServer {
  readonly port: number
  readonly keysOf: (account: number) => Keys
}

/** Of the user `admin` of every account, for the console. */
export const adminPassword = 'Bench-password-1'

/** The first account holds the amounts. */
export async function serverWith(
  children: ChildProcess[],
  directory: string,
  accounts: number,
  amounts: Amounts,
): Promise<BenchServer> {
  await mkdir(directory, { recursive: true })
  const bootstrap = join(directory, 'bootstrap.json')
  await writeFile(bootstrap, JSON.stringify({ accounts: Array.from({ length: accounts }, accountWithAdmin) }))
  const data = join(directory, 'data')
  const start = (as: ChildProcess[]) =>
    launch(
      as,
      ['src/cli/main.ts', 'start', '--port', '0', '--data', data, '--bootstrap', bootstrap],
      /http:\/\/127\.0\.0\.1:(\d+)/,
    )
  const first: ChildProcess[] = []
  await start(first)
  await Promise.all(first.map(stop))
  const store = await openSqliteStore({ file: filesIn(data).store })
  await fill(store, accountId(idOf(0)), amounts)
  await store.close()
  return { port: await start(children), keysOf }
}

function accountWithAdmin(_: unknown, account: number) {
  const { accessKeyId: id, secretAccessKey: secret } = keysOf(account)
  const policies = ['arn:aws:iam::aws:policy/AdministratorAccess']
  const users = [{ name: 'admin', password: adminPassword, policies, accessKeys: [{ id, secret }] }]
  return { id: idOf(account), name: `Bench ${account}`, users }
}

export function idOf(account: number): string {
  return String(111111111111 + account)
}

function keysOf(account: number): Keys {
  const number = String(account).padStart(2, '0')
  return {
    accessKeyId: `AKIABENCHBENCHBENC${number}`,
    secretAccessKey: `bench-secret-bench-secret-bench-secret${number}`,
  }
}
