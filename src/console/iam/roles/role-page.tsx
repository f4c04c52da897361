import type { Role } from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { codeOf } from '../../api/fault.ts'
import { partOf } from '../../api/part-of.ts'
import { decodedDocument } from '../../policies-picker/policy-document.ts'
import { PageLink } from '../../shell/link.tsx'
import { Page } from '../../shell/page.tsx'
import { commandLine } from '../../words/command-line.ts'
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
import { profileTrust } from './trusted-entity-words.ts'

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
      actions={!isGone && <RoleActions name={name} role={role.data} />}
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

const CommandLineDialog = lazy(() => import('../../command-line/command-line-dialog.tsx'))

function RoleActions({ name, role }: { readonly name: string; readonly role: Role | undefined }) {
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<'command-line' | 'delete'>()
  const close = () => setDialog(undefined)
  const trust = profileTrust(decodedDocument(role?.AssumeRolePolicyDocument))
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button onClick={() => setDialog('delete')}>{words.delete}</Button>
      {trust && <Button onClick={() => setDialog('command-line')}>{commandLine.title}</Button>}
      {dialog === 'delete' && (
        <DeleteRoles
          roles={[{ RoleName: name, Path: role?.Path }]}
          onDeleted={() => void navigate(rolesPath)}
          onDismiss={close}
        />
      )}
      {dialog === 'command-line' && (
        <Suspense fallback={null}>
          <CommandLineDialog
            roleArn={role?.Arn ?? ''}
            maxSessionSeconds={role?.MaxSessionDuration ?? 3600}
            {...trust}
            onDismiss={close}
          />
        </Suspense>
      )}
    </SpaceBetween>
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
