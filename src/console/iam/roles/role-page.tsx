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
import { roles as words } from '../../words/roles.ts'
import { LastAccessedTab } from '../last-accessed/last-accessed-tab.tsx'
import { PermissionsTab } from '../permissions/permissions-tab.tsx'
import { TagsTab } from '../tags/tags-tab.tsx'
import { DeleteRoles } from './delete-roles.tsx'
import { RevokeSessionsTab } from './revoke-sessions-tab.tsx'
import { useRoleHolder } from './role-holder.ts'
import { type RoleSection, roleSectionPath, roleSections, rolesPath } from './role-paths.ts'
import { boundaryOf, isServiceLinked, useRole } from './role-read.ts'
import { RoleSummary } from './role-summary.tsx'
import { useTaggedRole } from './tagged-role.ts'
import { TrustTab } from './trust-tab.tsx'

export default function RolePage() {
  const { name = '' } = useParams()
  const role = useRole(name)
  const isGone = role.data === undefined && codeOf(role.error) === 'NoSuchEntity'
  const isGuarded = role.data !== undefined && isServiceLinked(role.data)
  return (
    <Page
      title={name}
      breadcrumbs={[{ text: words.title, href: rolesPath }]}
      description={role.data?.Description}
      actions={!isGone && <DeleteButton name={name} path={role.data?.Path} />}
    >
      {isGone ? (
        <Alert type="info" header={words.goneTitle(name)}>
          {words.gone} <PageLink to={rolesPath}>{words.allRoles}</PageLink>
        </Alert>
      ) : (
        <SpaceBetween size="l">
          {isGuarded && <Alert type="info">{words.serviceLinked}</Alert>}
          <RoleSummary name={name} role={role} />
          <RoleTabs name={name} role={role} isGuarded={isGuarded} />
        </SpaceBetween>
      )}
    </Page>
  )
}

function DeleteButton({ name, path }: { readonly name: string; readonly path: string | undefined }) {
  const navigate = useNavigate()
  const [isDeleting, setDeleting] = useState(false)
  return (
    <>
      <Button onClick={() => setDeleting(true)}>{words.delete}</Button>
      {isDeleting && (
        <DeleteRoles
          roles={[{ RoleName: name, Path: path }]}
          onDeleted={() => void navigate(rolesPath)}
          onDismiss={() => setDeleting(false)}
        />
      )}
    </>
  )
}

function RoleTabs(props: {
  readonly name: string
  readonly role: ReturnType<typeof useRole>
  readonly isGuarded: boolean
}) {
  const { name, role, isGuarded } = props
  const holder = useRoleHolder(name)
  const tagged = useTaggedRole(name)
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const wanted = search.get('section')
  const section = roleSections.find(known => known === wanted) ?? 'permissions'
  const contents: Readonly<Record<RoleSection, () => ReactNode>> = {
    permissions: () => <PermissionsTab holder={holder} boundary={boundaryOf(role)} isGuarded={isGuarded} />,
    trust_relationships: () => <TrustTab name={name} role={role} isGuarded={isGuarded} />,
    tags: () => <TagsTab tagged={tagged} />,
    last_accessed: () => <LastAccessedTab arn={partOf(role, ({ Arn = '' }) => Arn)} />,
    revoke_sessions: () => <RevokeSessionsTab name={name} holder={holder} isGuarded={isGuarded} />,
  }
  return (
    <Tabs
      ariaLabel={words.tabs}
      activeTabId={section}
      onChange={({ detail }) =>
        void navigate(roleSectionPath(name, detail.activeTabId as RoleSection), { replace: true })
      }
      tabs={roleSections.map(id => ({
        id,
        label: words.sections[id],
        content: id === section && contents[id](),
      }))}
    />
  )
}
