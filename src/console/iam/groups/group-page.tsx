import type { Group } from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { type ReactNode, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { codeOf } from '../../api/fault.ts'
import { partOf } from '../../api/part-of.ts'
import type { Read } from '../../api/read.ts'
import { Copyable } from '../../copy/copyable.tsx'
import { Readable } from '../../notice/readable.tsx'
import { PageLink } from '../../shell/link.tsx'
import { Page } from '../../shell/page.tsx'
import { groups as words } from '../../words/groups.ts'
import { instant } from '../../words/instant.ts'
import { LastAccessedTab } from '../last-accessed/last-accessed-tab.tsx'
import { PermissionsTab } from '../permissions/permissions-tab.tsx'
import { DeleteGroups } from './delete-groups.tsx'
import { useGroupHolder } from './group-holder.ts'
import { type GroupSection, groupSectionPath, groupSections, groupsPath } from './group-paths.ts'
import { useGroup } from './group-read.ts'
import { MembersTab } from './members-tab.tsx'
import { RenameDialog } from './rename-dialog.tsx'

export default function GroupPage() {
  const { name = '' } = useParams()
  const group = useGroup(name)
  const isGone = group.data === undefined && codeOf(group.error) === 'NoSuchEntity'
  return (
    <Page
      title={name}
      breadcrumbs={[{ text: words.title, href: groupsPath }]}
      actions={!isGone && <DeleteButton name={name} />}
    >
      {isGone ? (
        <Alert type="info" header={words.goneTitle(name)}>
          {words.gone} <PageLink to={groupsPath}>{words.all}</PageLink>
        </Alert>
      ) : (
        <SpaceBetween size="l">
          <Summary name={name} group={group} />
          <GroupTabs name={name} group={group} />
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
        <DeleteGroups
          names={[name]}
          onDeleted={() => void navigate(groupsPath)}
          onDismiss={() => setDeleting(false)}
        />
      )}
    </>
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

function GroupTabs({ name, group }: { readonly name: string; readonly group: Read<Group> }) {
  const holder = useGroupHolder(name)
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const wanted = search.get('section')
  const section = groupSections.find(known => known === wanted) ?? 'users'
  const contents: Readonly<Record<GroupSection, () => ReactNode>> = {
    users: () => <MembersTab name={name} />,
    permissions: () => <PermissionsTab holder={holder} />,
    last_accessed: () => <LastAccessedTab arn={partOf(group, ({ Arn = '' }) => Arn)} />,
  }
  return (
    <Tabs
      ariaLabel={words.tabs}
      activeTabId={section}
      onChange={({ detail }) =>
        void navigate(groupSectionPath(name, detail.activeTabId as GroupSection), { replace: true })
      }
      tabs={groupSections.map(id => ({
        id,
        label: words.sections[id],
        content: id === section && contents[id](),
      }))}
    />
  )
}
