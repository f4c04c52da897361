import { groups as words } from '../../words/groups.ts'

export const groupsPath = '/console/iam/groups'
export const createGroupPath = `${groupsPath}/create`

export function groupPath(name: string): string {
  return `${groupsPath}/details/${encodeURIComponent(name)}`
}

export const groupSections = ['users', 'permissions', 'last_accessed'] as const
export type GroupSection = (typeof groupSections)[number]

/** AWS's console names the tab in the same way. */
export function groupSectionPath(name: string, section: GroupSection): string {
  return `${groupPath(name)}?section=${section}`
}

/** What leads back from a form about a group. */
export function groupCrumbs(name: string) {
  return [
    { text: words.title, href: groupsPath },
    { text: name, href: groupPath(name) },
  ]
}
