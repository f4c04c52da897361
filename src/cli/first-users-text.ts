import type { FirstCredentials, FirstUser } from '../server/first-credentials.ts'

/** Accounts with their users and what these sign in and sign with, for a person to read. */
export function shownCredentials(credentials: FirstCredentials, consoleUrl?: string): readonly string[] {
  const lines: string[] = []
  let account: string | undefined
  for (const user of credentials) {
    if (user.account !== account) lines.push('', ...accountLines(user, consoleUrl))
    account = user.account
    lines.push(...userLines(user))
  }
  return lines.slice(1)
}

function accountLines(
  { account, accountName, alias }: FirstUser,
  consoleUrl: string | undefined,
): readonly string[] {
  return [
    `account ${account}  ${accountName}${alias === undefined ? '' : `  (alias ${alias})`}`,
    ...(consoleUrl === undefined ? [] : [`  sign in at ${consoleUrl}/console/${alias ?? account}`]),
  ]
}

function userLines({ userName, password, accessKeys }: FirstUser): readonly string[] {
  return [
    userName === undefined ? '  root user' : `  user ${userName}`,
    ...(password === undefined ? [] : [`    password           ${password}`]),
    ...accessKeys.flatMap(({ id, secret }) => [
      `    access key id      ${id}`,
      `    secret access key  ${secret}`,
    ]),
  ]
}
