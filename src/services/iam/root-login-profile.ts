import type { AccountId } from '../../identity/account-id.ts'
import type { Caller } from '../../identity/caller.ts'
import { directory, type Reader, type Store, type Writer } from '../../store/contract.ts'
import { accounts, type RootUserRow, rootUsers } from '../../store/tables.ts'
import { commonError } from '../../wire/errors.ts'
import { iamError } from './operation.ts'

/**
 * The password of an account's root user, which only sessions of AssumeRoot reach: by leaving the user name out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
 */
export function meansRootUser({
  input,
  caller,
}: {
  readonly input: { readonly UserName?: string | undefined }
  readonly caller: Caller
}): boolean {
  return input.UserName === undefined && caller.kind === 'root' && caller.task !== undefined
}

/** "This parameter must be omitted when you make the request with an AssumeRoot session." */
export function mustPassNoPassword(password: string | undefined): void {
  if (password === undefined) return
  throw commonError('ValidationError', 'Password must be omitted for the root user of an account.')
}

export async function rootProfile(store: Store, account: AccountId) {
  const root = await store.read(account, rootUser)
  if (root.passwordHash === undefined && !root.passwordRecoverable) throw absent()
  const row = await store.read(directory, rows => rows.get(accounts, account))
  return shown(row?.createdAt ?? 0)
}

/** Sets no password: it lets the owner of the root user's e-mail address set one. */
export async function allowRootPassword(rows: Writer, now: number) {
  const root = await rootUser(rows)
  if (root.passwordHash !== undefined || root.passwordRecoverable) {
    throw iamError('EntityAlreadyExistsException', 'Login Profile for the root user already exists.')
  }
  await rows.put(rootUsers, { ...root, passwordRecoverable: true })
  return shown(now)
}

export async function removeRootPassword(rows: Writer) {
  const { passwordHash, passwordRecoverable, ...root } = await rootUser(rows)
  if (passwordHash === undefined && !passwordRecoverable) throw absent()
  await rows.put(rootUsers, root)
  return {}
}

/** The root user has no name. */
function shown(createdAt: number) {
  return { UserName: undefined, CreateDate: new Date(createdAt), PasswordResetRequired: false }
}

async function rootUser(rows: Reader): Promise<RootUserRow> {
  return (await rows.get(rootUsers, 'root')) ?? { id: 'root' }
}

function absent() {
  return iamError('NoSuchEntityException', 'Login Profile for the root user cannot be found.')
}
