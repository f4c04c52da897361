import type { Caller } from '../../identity/caller.ts'
import type { Reader } from '../../store/contract.ts'
import { commonError } from '../../wire/errors.ts'
import { userNamed } from './lookup.ts'

/**
 * Who owns credentials: a user, or the account's root user. Where an operation's UserName is left out, IAM
 * takes the user whose credentials signed the request.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
 */
export interface CredentialOwner {
  /** Unique id of the user; `root` for the root user. */
  readonly ownerId: string
  /** The root user has none. */
  readonly userName: string | undefined
}

interface OptionalUser {
  readonly input: { readonly UserName?: string | undefined }
  readonly caller: Caller
}

/** Sessions of roles and of federated users are no user, so they must say whom they mean. */
export function callerOrUser({ input, caller }: OptionalUser): void {
  if (input.UserName === undefined && caller.kind !== 'user' && caller.kind !== 'root') throw userNameNeeded()
}

/** For credentials that the root user cannot have through the API. */
export function userOnly({ input, caller }: OptionalUser): void {
  if (input.UserName === undefined && caller.kind !== 'user') throw userNameNeeded()
}

export async function credentialOwner({
  input,
  caller,
  rows,
}: OptionalUser & { readonly rows: Reader }): Promise<CredentialOwner> {
  const name = input.UserName ?? (caller.kind === 'user' ? caller.userName : undefined)
  if (name === undefined) {
    // Whoever comes here as somebody else would be given what is the root user's.
    if (caller.kind !== 'root') throw userNameNeeded()
    return { ownerId: 'root', userName: undefined }
  }
  const user = await userNamed(rows, name)
  return { ownerId: user.userId, userName: user.userName }
}

function userNameNeeded() {
  return commonError('ValidationError', 'Must specify userName when calling with non-User credentials')
}
