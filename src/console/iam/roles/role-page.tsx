import type { Role } from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { lazy, Suspense, useState } from 'react'
import { useParams } from 'react-router'
import { partOf } from '../../api/part-of.ts'
import { decodedDocument } from '../../policies-picker/policy-document.ts'
import { commandLine } from '../../words/command-line.ts'
import { roles as words } from '../../words/roles.ts'
import { IdentityPage } from '../identities/identity-page.tsx'
import { LastAccessedTab } from '../last-accessed/last-accessed-tab.tsx'
import { PermissionsTab } from '../permissions/permissions-tab.tsx'
import { TagsTab } from '../tags/tags-tab.tsx'
import { DeleteRoles } from './delete-roles.tsx'
import { RevokeSessionsTab } from './revoke-sessions-tab.tsx'
import { useRoleHolder } from './role-holder.ts'
import { roleSectionPath, roleSections, rolesPath } from './role-paths.ts'
import { boundaryOf, isServiceLinked, useRole } from './role-read.ts'
import { RoleSummary } from './role-summary.tsx'
import { useTaggedRole } from './tagged-role.ts'
import { TrustTab } from './trust-tab.tsx'
import { profileTrust } from './trusted-entity-words.ts'

export default function RolePage() {
  const { name = '' } = useParams()
  const role = useRole(name)
  const isGuarded = role.data !== undefined && isServiceLinked(role.data)
  const holder = useRoleHolder(name)
  const tagged = useTaggedRole(name)
  return (
    <IdentityPage
      name={name}
      read={role}
      words={words}
      description={role.data?.Description}
      listPath={rolesPath}
      actions={role.data && <CommandLine role={role.data} />}
      deleting={after => <DeleteRoles roles={[{ RoleName: name, Path: role.data?.Path }]} {...after} />}
      sections={roleSections}
      firstSection="permissions"
      sectionPath={roleSectionPath}
      contents={{
        permissions: () => (
          <PermissionsTab holder={holder} boundary={boundaryOf(role)} isGuarded={isGuarded} />
        ),
        trust_relationships: () => <TrustTab name={name} role={role} isGuarded={isGuarded} />,
        tags: () => <TagsTab tagged={tagged} />,
        last_accessed: () => <LastAccessedTab arn={partOf(role, ({ Arn = '' }) => Arn)} />,
        revoke_sessions: () => <RevokeSessionsTab name={name} holder={holder} isGuarded={isGuarded} />,
      }}
    >
      {isGuarded && <Alert type="info">{words.serviceLinked}</Alert>}
      <RoleSummary name={name} role={role} />
    </IdentityPage>
  )
}

const CommandLineDialog = lazy(() => import('../../command-line/command-line-dialog.tsx'))

function CommandLine({ role }: { readonly role: Role }) {
  const [isOpen, setOpen] = useState(false)
  const trust = profileTrust(decodedDocument(role.AssumeRolePolicyDocument))
  if (!trust) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{commandLine.title}</Button>
      {isOpen && (
        <Suspense fallback={null}>
          <CommandLineDialog
            roleArn={role.Arn ?? ''}
            maxSessionSeconds={role.MaxSessionDuration ?? 3600}
            {...trust}
            onDismiss={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  )
}
