import type { Role } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import type { Read } from '../../api/read.ts'
import { Copyable } from '../../copy/copyable.tsx'
import { FaultNotice } from '../../notice/fault-notice.tsx'
import { Readable } from '../../notice/readable.tsx'
import { decodedDocument } from '../../policies-picker/policy-document.ts'
import { useSession } from '../../session/session.tsx'
import { common } from '../../words/common.ts'
import { instant } from '../../words/instant.ts'
import { roles as words } from '../../words/roles.ts'
import { EditRoleDialog } from './edit-role-dialog.tsx'
import { lastActivityText } from './role-columns.tsx'
import { switchRoleLink } from './role-paths.ts'
import { useInstanceProfiles } from './role-read.ts'
import { isSwitchable } from './trusted-entity-words.ts'

export function RoleSummary({ name, role }: { readonly name: string; readonly role: Read<Role> }) {
  const [isEditing, setEditing] = useState(false)
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={role.data && <Button onClick={() => setEditing(true)}>{common.edit}</Button>}
        >
          {words.summary}
        </Header>
      }
    >
      <Readable read={role}>{read => <Facts name={name} role={read} />}</Readable>
      {isEditing && role.data && <EditRoleDialog role={role.data} onDismiss={() => setEditing(false)} />}
    </Container>
  )
}

function Facts({ name, role }: { readonly name: string; readonly role: Role }) {
  const { inForce } = useSession()
  const profiles = useInstanceProfiles(name)
  const link = switchRoleLink(role, inForce.account)
  const items = [
    { label: words.created, value: instant(role.CreateDate) },
    { label: words.arn, value: <Copyable what={words.arn} text={role.Arn ?? ''} /> },
    { label: words.lastActivity, value: lastActivityText(role) },
    ...(isSwitchable(decodedDocument(role.AssumeRolePolicyDocument))
      ? [{ label: words.switchLink, value: <Copyable what={words.switchLinkName} text={link} /> }]
      : []),
    { label: words.maxSession, value: words.duration(role.MaxSessionDuration ?? 0) },
    ...(profiles.data ?? []).map(({ Arn = '' }) => ({
      label: words.instanceProfile,
      value: <Copyable what={words.instanceProfile} text={Arn} />,
    })),
  ]
  return (
    <SpaceBetween size="l">
      <KeyValuePairs columns={2} minColumnWidth={250} items={items} />
      <FaultNotice error={profiles.error} />
    </SpaceBetween>
  )
}
