import { useParams } from 'react-router'
import { partOf } from '../../api/part-of.ts'
import { users as words } from '../../words/users.ts'
import { CredentialsTab } from '../credentials/credentials-tab.tsx'
import { IdentityPage } from '../identities/identity-page.tsx'
import { LastAccessedTab } from '../last-accessed/last-accessed-tab.tsx'
import { PermissionsTab } from '../permissions/permissions-tab.tsx'
import { TagsTab } from '../tags/tags-tab.tsx'
import { DeleteUsers } from './delete-users.tsx'
import { GroupPermissions } from './group-permissions.tsx'
import { GroupsTab } from './groups-tab.tsx'
import { useTaggedUser } from './tagged-user.ts'
import { useUserHolder } from './user-holder.ts'
import { userSectionPath, userSections, usersPath } from './user-paths.ts'
import { boundaryOf, useUser } from './user-read.ts'
import { UserSummary } from './user-summary.tsx'

export default function UserPage() {
  const { name = '' } = useParams()
  const user = useUser(name)
  const holder = useUserHolder(name)
  const tagged = useTaggedUser(name)
  const lastSignIn = partOf(user, ({ PasswordLastUsed }) => PasswordLastUsed ?? null)
  return (
    <IdentityPage
      name={name}
      read={user}
      words={words}
      listPath={usersPath}
      deleting={after => <DeleteUsers names={[name]} {...after} />}
      sections={userSections}
      firstSection="permissions"
      sectionPath={userSectionPath}
      contents={{
        permissions: () => (
          <PermissionsTab holder={holder} boundary={boundaryOf(user)}>
            <GroupPermissions name={name} />
          </PermissionsTab>
        ),
        groups: () => <GroupsTab name={name} />,
        tags: () => <TagsTab tagged={tagged} />,
        security_credentials: () => <CredentialsTab userName={name} lastSignIn={lastSignIn} />,
        last_accessed: () => <LastAccessedTab arn={partOf(user, ({ Arn = '' }) => Arn)} />,
      }}
    >
      <UserSummary name={name} user={user} />
    </IdentityPage>
  )
}
