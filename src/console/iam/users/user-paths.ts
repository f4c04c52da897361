import { users as words } from '../../words/users.ts'

export const usersPath = '/console/iam/users'
export const createUserPath = `${usersPath}/create`

export function userPath(name: string): string {
  return `${usersPath}/details/${encodeURIComponent(name)}`
}

export const userSections = [
  'permissions',
  'groups',
  'tags',
  'security_credentials',
  'last_accessed',
] as const
export type UserSection = (typeof userSections)[number]

/** AWS's console names the tab in the same way. */
export function userSectionPath(name: string, section: UserSection): string {
  return `${userPath(name)}?section=${section}`
}

/** What leads back from a form about a user. */
export function userCrumbs(name: string) {
  return [
    { text: words.title, href: usersPath },
    { text: name, href: userPath(name) },
  ]
}
