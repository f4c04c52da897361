import { ListAccountsCommand } from '@aws-sdk/client-organizations'
import { orAbsent } from '../api/absent.ts'
import { type Clients, useClients } from '../api/clients.ts'
import { useRead } from '../api/read.ts'
import { useSession } from '../session/session.tsx'
import { organizationKey } from './organization-read.ts'
import { all } from './structure.ts'

/** An account of the organization that one may be able to switch into. */
export interface MemberAccount {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** All that are open, but one's own; null where one's own is in no organization. Read by who asks for it. */
export function useMemberAccounts() {
  const { organizations } = useClients()
  const { account } = useSession().inForce
  return useRead([organizationKey, 'members'], async () => {
    const listed = await orAbsent(listAccounts(organizations), 'AWSOrganizationsNotInUseException')
    if (listed === undefined) return null
    return listed
      .filter(({ Id, State, Status }) => Id !== account && (State ?? Status) === 'ACTIVE')
      .map(({ Id = '', Name = '', Email = '' }): MemberAccount => ({ id: Id, name: Name, email: Email }))
      .sort((a, b) => a.name.localeCompare(b.name))
  })
}

const listAccounts = (organizations: Clients['organizations']) =>
  all(async NextToken => {
    const page = await organizations.send(new ListAccountsCommand({ NextToken }))
    return { items: page.Accounts, next: page.NextToken }
  })
