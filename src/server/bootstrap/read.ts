import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type BootstrapDeclaration, defaultDeclaration } from './declaration.ts'
import { BootstrapError } from './fault.ts'
import { readAccounts } from './read-accounts.ts'
import { readOrganization } from './read-organization.ts'
import { WrittenFile } from './written.ts'

/** What is declared in the file (YAML, or JSON, which is YAML too), or the default where there is none. */
export async function readBootstrap(file: string | undefined): Promise<BootstrapDeclaration> {
  if (file === undefined) return defaultDeclaration
  const written = new WrittenFile(file, await readText(file))
  // What stands behind a fault of syntax is guesswork: no use in finding fault with that too.
  const declared = written.faults.length === 0 ? readDeclared(written) : { accounts: [] }
  if (written.faults.length > 0) throw new BootstrapError(written, written.faults)
  return { source: written, ...declared }
}

function readDeclared({ root, file }: WrittenFile): Pick<BootstrapDeclaration, 'accounts' | 'organization'> {
  const members = root.members(['accounts'], ['organization'])
  const accounts = readAccounts(members.accounts, dirname(file))
  return {
    accounts,
    ...(members.organization && { organization: readOrganization(members.organization, accounts) }),
  }
}

async function readText(file: string): Promise<string> {
  const unreadable = (message: string) =>
    new BootstrapError({ file, placeOf: () => undefined }, [{ path: '', message }])
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(`it cannot be read: ${error.message}`)
  })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unreadable('it is not UTF-8 text')
  }
}
