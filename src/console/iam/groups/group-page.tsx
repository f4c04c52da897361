import type { Group } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { useState } from 'react'
import { useParams } from 'react-router'
import { partOf } from '../../api/part-of.ts'
import type { Read } from '../../api/read.ts'
import { Copyable } from '../../copy/copyable.tsx'
import { Readable } from '../../notice/readable.tsx'
import { groups as words } from '../../words/groups.ts'
import { instant } from '../../words/instant.ts'
import { IdentityPage } from '../identities/identity-page.tsx'
import { LastAccessedTab } from '../last-accessed/last-accessed-tab.tsx'
import { PermissionsTab } from '../permissions/permissions-tab.tsx'
import { DeleteGroups } from './delete-groups.tsx'
import { useGroupHolder } from './group-holder.ts'
import { groupSectionPath, groupSections, groupsPath } from './group-paths.ts'
import { useGroup } from './group-read.ts'
import { MembersTab } from './members-tab.tsx'
import { RenameDialog } from './rename-dialog.tsx'

export default function GroupPage() {
  const { name = '' } = useParams()
  const group = useGroup(name)
  const holder = useGroupHolder(name)
  return (
    <IdentityPage
      name={name}
      read={group}
      words={words}
      listPath={groupsPath}
      deleting={after => <DeleteGroups names={[name]} {...after} />}
      sections={groupSections}
      firstSection="users"
      sectionPath={groupSectionPath}
      contents={{
        users: () => <MembersTab name={name} />,
        permissions: () => <PermissionsTab holder={holder} />,
        last_accessed: () => <LastAccessedTab arn={partOf(group, ({ Arn = '' }) => Arn)} />,
      }}
    >
      <Summary name={name} group={group} />
    </IdentityPage>
  )
}

function Summary({ name, group }: { readonly name: string; readonly group: Read<Group> }) {
  const [isRenaming, setRenaming] = useState(false)
  return (
    <Container
      header={
        <Header variant="h2" actions={<Button onClick={() => setRenaming(true)}>{words.rename}</Button>}>
          {words.summary}
        </Header>
      }
    >
      <Readable read={group}>
        {({ Arn = '', CreateDate, Path }) => (
          <KeyValuePairs
            columns={3}
            minColumnWidth={220}
            items={[
              { label: words.arn, value: <Copyable what={words.arn} text={Arn} /> },
              { label: words.created, value: instant(CreateDate) },
              { label: words.path, value: Path },
            ]}
          />
        )}
      </Readable>
      {isRenaming && <RenameDialog name={name} onDismiss={() => setRenaming(false)} />}
    </Container>
  )
}
