import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const administrator = ['arn:aws:iam::aws:policy/AdministratorAccess']

/** A bootstrap file of the walkthrough's two accounts in which their root users can sign in. */
export function accountsWithRoots(): Promise<string> {
  const account = (id: string, name: string) => ({
    id,
    name,
    alias: `${name}-co`,
    root: { email: `root@${name}.example`, password: 'Root-password-1' },
    users: [{ name: 'admin', policies: administrator }],
  })
  return fileOf([account('111111111111', 'trusted'), account('222222222222', 'trusting')])
}

/** The same accounts, whose administrators sign in with this password; their names may be anything. */
export function accountsWithAdmins(
  password: string,
  [trusted, trusting]: readonly [string, string] = ['Trusted', 'Trusting'],
): Promise<string> {
  const users = [{ name: 'admin', password, policies: administrator }]
  return fileOf([
    { id: '111111111111', name: trusted, alias: 'trusted-co', users },
    { id: '222222222222', name: trusting, alias: 'trusting-co', users },
  ])
}

async function fileOf(accounts: readonly object[]): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'crossrole-console-')), 'accounts.json')
  await writeFile(file, JSON.stringify({ accounts }))
  return file
}
