import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { type ReactNode, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { codeOf } from '../../api/fault.ts'
import { partOf } from '../../api/part-of.ts'
import { PageLink } from '../../shell/link.tsx'
import { Page } from '../../shell/page.tsx'
import { users as words } from '../../words/users.ts'
import { CredentialsTab } from '../credentials/credentials-tab.tsx'
import { LastAccessedTab } from '../last-accessed/last-accessed-tab.tsx'
import { PermissionsTab } from '../permissions/permissions-tab.tsx'
import { TagsTab } from '../tags/tags-tab.tsx'
import { DeleteUsers } from './delete-users.tsx'
import { GroupPermissions } from './group-permissions.tsx'
import { GroupsTab } from './groups-tab.tsx'
import { useTaggedUser } from './tagged-user.ts'
import { useUserHolder } from './user-holder.ts'
import { type UserSection, userSectionPath, userSections, usersPath } from './user-paths.ts'
import { boundaryOf, useUser } from './user-read.ts'
import { UserSummary } from './user-summary.tsx'

export default function UserPage() {
  const { name = '' } = useParams()
  const user = useUser(name)
  const isGone = user.data === undefined && codeOf(user.error) === 'NoSuchEntity'
  return (
    <Page
      title={name}
      breadcrumbs={[{ text: words.title, href: usersPath }]}
      actions={!isGone && <DeleteButton name={name} />}
    >
      {isGone ? (
        <Alert type="info" header={words.goneTitle(name)}>
          {words.gone} <PageLink to={usersPath}>{words.all}</PageLink>
        </Alert>
      ) : (
        <SpaceBetween size="l">
          <UserSummary name={name} user={user} />
          <UserTabs name={name} user={user} />
        </SpaceBetween>
      )}
    </Page>
  )
}

function DeleteButton({ name }: { readonly name: string }) {
  const navigate = useNavigate()
  const [isDeleting, setDeleting] = useState(false)
  return (
    <>
      <Button onClick={() => setDeleting(true)}>{words.delete}</Button>
      {isDeleting && (
        <DeleteUsers
          names={[name]}
          onDeleted={() => void navigate(usersPath)}
          onDismiss={() => setDeleting(false)}
        />
      )}
    </>
  )
}

function UserTabs({ name, user }: { readonly name: string; readonly user: ReturnType<typeof useUser> }) {
  const holder = useUserHolder(name)
  const tagged = useTaggedUser(name)
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const wanted = search.get('section')
  const section = userSections.find(known => known === wanted) ?? 'permissions'
  const contents: Readonly<Record<UserSection, () => ReactNode>> = {
    permissions: () => (
      <PermissionsTab holder={holder} boundary={boundaryOf(user)}>
        <GroupPermissions name={name} />
      </PermissionsTab>
    ),
    groups: () => <GroupsTab name={name} />,
    tags: () => <TagsTab tagged={tagged} />,
    security_credentials: () => (
      <CredentialsTab
        userName={name}
        lastSignIn={partOf(user, ({ PasswordLastUsed }) => PasswordLastUsed ?? null)}
      />
    ),
    last_accessed: () => <LastAccessedTab arn={partOf(user, ({ Arn = '' }) => Arn)} />,
  }
  return (
    <Tabs
      ariaLabel={words.tabs}
      activeTabId={section}
      onChange={({ detail }) =>
        void navigate(userSectionPath(name, detail.activeTabId as UserSection), { replace: true })
      }
      tabs={userSections.map(id => ({
        id,
        label: words.sections[id],
        content: id === section && contents[id](),
      }))}
    />
  )
}
