import { roles as words } from '../../words/roles.ts'
import { rolePath, rolesPath } from './role-paths.ts'

/** What leads back from a form about a role. */
export function roleCrumbs(name: string) {
  return [
    { text: words.title, href: rolesPath },
    { text: name, href: rolePath(name) },
  ]
}
