import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A bootstrap file of the walkthrough's two accounts in which their root users can sign in. */
export async function accountsWithRoots(): Promise<string> {
  const account = (id: string, name: string) => ({
    id,
    name,
    alias: `${name}-co`,
    root: { email: `root@${name}.example`, password: 'Root-password-1' },
    users: [{ name: 'admin', policies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }],
  })
  const accounts = [account('111111111111', 'trusted'), account('222222222222', 'trusting')]
  const file = join(await mkdtemp(join(tmpdir(), 'crossrole-console-')), 'accounts.json')
  await writeFile(file, JSON.stringify({ accounts }))
  return file
}
