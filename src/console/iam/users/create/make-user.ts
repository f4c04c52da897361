import { AddUserToGroupCommand, CreateUserCommand } from '@aws-sdk/client-iam'
import type { Clients } from '../../../api/clients.ts'
import { createUser as words } from '../../../words/create-user.ts'
import { givePassword } from '../../credentials/console-access.ts'
import type { PasswordChoice } from '../../credentials/password-choice.tsx'
import { withShortfalls } from '../../shortfalls.tsx'
import { userHolder } from '../user-holder.ts'
import type { Granted } from './granted.ts'

export interface WantedUser {
  readonly name: string
  /** Undefined for those who never sign in to the console. */
  readonly password: PasswordChoice | undefined
  readonly granted: Granted
  readonly tags: readonly { readonly key: string; readonly value: string }[]
}

export interface MadeUser {
  readonly name: string
  readonly password: string | undefined
  /** The user is there, and this is missing. */
  readonly shortfalls: readonly string[]
}

/** Fails when there is no user in the end; what could not be done with the user that there is, it tells. */
export async function makeUser(iam: Clients['iam'], wanted: WantedUser): Promise<MadeUser> {
  const { name: UserName, granted, tags } = wanted
  await iam.send(
    new CreateUserCommand({
      UserName,
      ...(granted.boundary !== undefined && { PermissionsBoundary: granted.boundary }),
      ...(tags.length > 0 && { Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) }),
    }),
  )
  const permissions = await givePermissions(iam, UserName, granted)
  const access = await giveAccess(iam, wanted)
  return { name: UserName, password: access.password, shortfalls: [...permissions, ...access.shortfalls] }
}

/** Before the password: who can sign in has everything that was meant for them, what denies too. */
async function givePermissions(
  iam: Clients['iam'],
  UserName: string,
  { groups, managed, inline }: Granted,
): Promise<readonly string[]> {
  const holder = userHolder(iam, UserName)
  return [
    ...(await withShortfalls(
      groups,
      GroupName => iam.send(new AddUserToGroupCommand({ GroupName, UserName })),
      words.notAdded,
    )),
    ...(await withShortfalls(
      managed,
      ({ arn }) => holder.attach(arn),
      ({ name }, message) => words.notAttached(name, message),
    )),
    ...(await withShortfalls(
      inline,
      ({ name, document }) => holder.putInline(name, document),
      ({ name }, message) => words.notCopied(name, message),
    )),
  ]
}

async function giveAccess(iam: Clients['iam'], { name, password }: WantedUser) {
  let given: string | undefined
  const unchangeable: string[] = []
  const refused = await withShortfalls(
    password ? [password] : [],
    async choice => {
      const { password: made, shortfalls } = await givePassword(iam, name, choice, true)
      given = made
      unchangeable.push(...shortfalls)
    },
    (_, message) => words.noPassword(message),
  )
  return { password: given, shortfalls: [...refused, ...unchangeable] }
}
